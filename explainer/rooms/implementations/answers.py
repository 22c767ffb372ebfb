"""What each implementation makes of the page's draw."""

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from dropblock.recipes import RECIPES
from dropblock.verdicts import Verdict, verdict
from explainer.rooms.implementations import words
from explainer.shell.settings import Settings
from explainer.shell.takeaway.setup import MaskSetup


def mask_setup(settings: Settings, name: str) -> MaskSetup:
    """What this implementation is asked for."""
    return MaskSetup(
        recipe=name,
        keep_prob=settings.keep_prob,
        block_size=settings.asked_block,
        seed=settings.seed,
        height=settings.height,
        width=settings.width,
    )


@dataclass(frozen=True)
class Answer:
    """What one implementation makes of the draw: what it drops (H, W), None where it fails."""

    setup: MaskSetup
    found: Verdict
    dropped: NDArray[np.bool_] | None

    @property
    def name(self) -> str:
        return self.setup.recipe

    @property
    def sentence(self) -> str:
        """How it fails, in the words of the page's tile; empty where it runs."""
        if self.dropped is not None:
            return ""
        recipe, asked = RECIPES[self.name], self.setup
        case = (asked.keep_prob, asked.block_size, asked.height, asked.width)
        return words.failing(recipe, *case) or words.nothing_kept(recipe)


def answer_of(settings: Settings, name: str) -> Answer:
    """What this implementation makes of the page's draw."""
    setup = mask_setup(settings, name)
    found = verdict(RECIPES[name], setup.keep_prob, setup.block_size, setup.height, setup.width)
    dropped = None
    if not setup.failure:
        dropped = setup.trace(torch.ones(setup.shape)).blocks[0, 0].bool().numpy()
    return Answer(setup, found, dropped)
