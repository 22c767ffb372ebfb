"""One run of DropBlock as a page shows it: what every export is made from.

Imports torch, so pages reach it only after the frame is on the screen.
"""

from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor

from dropblock.inputs import picture_tensor, random_map
from dropblock.pipeline import Trace, draw_noise, trace
from dropblock.recipes import RECIPES
from dropblock.ui.settings import Settings
from dropblock.ui.sources import SOURCES, Pixels

Input = Literal["numbers", "picture", "none"]


@dataclass(frozen=True)
class Run:
    """Everything that the mask depends on, and what the input is.

    side: of the map, in units. channels: of the input. noise_channels: 1 where channels share a
    mask. input: a random map of numbers, a picture, or none, where a page looks at masks alone.
    """

    recipe: str
    keep_prob: float
    block_size: int
    seed: int
    side: int
    channels: int
    noise_channels: int
    training: bool
    input: Input

    @property
    def noise_shape(self) -> tuple[int, int, int, int]:
        """Of the draw: (1, 1, H, W) where channels share a mask, else (1, C, H, W)."""
        return (1, self.noise_channels, self.side, self.side)

    @property
    def shape(self) -> tuple[int, int, int, int]:
        """Of the input, NCHW."""
        return (1, self.channels, self.side, self.side)

    def x(self, picture: Pixels | None) -> Tensor:
        """The input: the numbers (int64), the picture in [0, 1], or ones where there is none."""
        if self.input == "numbers":
            return random_map(self.side, self.channels)
        if self.input == "picture" and picture is not None:
            return picture_tensor(picture)
        return torch.ones(self.shape)

    def trace(self, x: Tensor) -> Trace:
        """Every stage. At inference no seed falls and nothing is scaled, as at keep_prob 1."""
        keep_prob = self.keep_prob if self.training else 1.0
        noise = draw_noise(self.noise_shape, self.seed)
        return trace(x, keep_prob, self.block_size, noise, RECIPES[self.recipe])

    @property
    def gamma(self) -> float:
        """The chance of a seed in training."""
        recipe = RECIPES[self.recipe]
        return recipe.gamma(self.keep_prob, self.block_size, self.side, self.side)


def run_of(page: str, settings: Settings) -> Run:
    """What this page runs."""
    if page == "gamma":
        return Run(
            recipe=settings.recipe,
            keep_prob=settings.keep_prob,
            block_size=settings.map_block_size,
            seed=settings.seed,
            side=settings.map,
            channels=1,
            noise_channels=1,
            training=True,
            input="none",
        )
    shown = settings.walk if page == "steps" else settings
    return Run(
        recipe=shown.recipe,
        keep_prob=shown.keep_prob,
        block_size=shown.block_size,
        seed=shown.seed,
        side=shown.map_size,
        channels=shown.map_channels,
        noise_channels=shown.noise_channels,
        training=shown.training,
        input="numbers" if SOURCES[shown.source].is_map else "picture",
    )
