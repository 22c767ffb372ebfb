"""What a mask depends on: all that a take-away is made from.

Imports torch, so pages reach it only after the frame is on the screen.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import torch
from torch import Tensor

from dropblock.inputs import random_map
from dropblock.pipeline import Trace, draw_noise, trace
from dropblock.recipes import RECIPES
from explainer.shell.settings import Settings
from explainer.shell.sources import PHOTOS, PICTURES

Input = Literal["numbers", "picture", "features", "none"]


@dataclass(frozen=True)
class MaskSetup:
    """Everything that a mask depends on, and what the input is.

    height, width: of the map, in units. channels: of the input. noise_channels: 1 where channels
    share a mask. input: a random map of numbers, a picture, a network's feature map, or none, where
    a page looks at masks alone: of those, in training, one channel is shown, and so it is by
    default. photo: the file, in the project's folder, that the network looks at; empty where there
    is none.
    """

    recipe: str
    keep_prob: float
    block_size: int
    seed: int
    height: int
    width: int
    channels: int = 1
    noise_channels: int = 1
    training: bool = True
    input: Input = "none"
    photo: str = ""

    @property
    def side(self) -> int:
        """Of a square map, in units."""
        return self.width

    @property
    def used_block_size(self) -> int:
        """What the recipe makes of block_size on this map; ValueError where it refuses or fails."""
        return RECIPES[self.recipe].fit(self.block_size, self.height, self.width)

    @property
    def noise_shape(self) -> tuple[int, int, int, int]:
        """Of the draw: (1, 1, H, W) where channels share a mask, else (1, C, H, W)."""
        return (1, self.noise_channels, self.height, self.width)

    @property
    def shape(self) -> tuple[int, int, int, int]:
        """Of the input, NCHW."""
        return (1, self.channels, self.height, self.width)

    @property
    def noise(self) -> Tensor:
        """The draw."""
        return draw_noise(self.noise_shape, self.seed)

    def x(self, given: Tensor | None = None) -> Tensor:
        """The input: the numbers (int64), what is given, or ones where there is none."""
        if self.input == "numbers":
            return random_map(self.height, self.channels)
        return torch.ones(self.shape) if given is None else given

    def trace(self, x: Tensor) -> Trace:
        """Every stage. At inference no seed falls and nothing is scaled, as at keep_prob 1."""
        keep_prob = self.keep_prob if self.training else 1.0
        return trace(x, keep_prob, self.block_size, self.noise, RECIPES[self.recipe])

    @cached_property
    def failure(self) -> ValueError | None:
        """How the recipe fails on this draw; None where it runs."""
        try:
            self.trace(torch.ones(self.shape))
        except ValueError as failure:
            return failure.with_traceback(None)
        return None

    @property
    def gamma(self) -> float:
        """The chance of a seed in training."""
        recipe = RECIPES[self.recipe]
        return recipe.gamma(self.keep_prob, self.block_size, self.height, self.width)


def source_setup(settings: Settings) -> MaskSetup:
    """The mask of the picture or map that is looked at."""
    inputs: dict[str, Input] = {"random": "numbers", "features": "features"}
    photo = ""
    if settings.source == "features" and settings.photo != "upload":
        photo = PHOTOS[settings.photo].file.relative_to(PICTURES.parents[1]).as_posix()
    return MaskSetup(
        recipe=settings.recipe,
        keep_prob=settings.keep_prob,
        block_size=settings.block_size,
        seed=settings.seed,
        height=settings.map_size,
        width=settings.map_size,
        channels=settings.map_channels,
        noise_channels=settings.noise_channels,
        training=settings.training,
        input=inputs.get(settings.source, "picture"),
        photo=photo,
    )
