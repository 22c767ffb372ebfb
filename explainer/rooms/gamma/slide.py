"""The gamma page as a slide: where the blocks fall, and each unit's chance to survive."""

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from dropblock.pipeline import Trace
from dropblock.rates import keep_probability
from dropblock.recipes import RECIPES
from explainer.figures import images, maps
from explainer.figures.maps import Panel
from explainer.rooms.gamma.numbers import chance_text
from explainer.rooms.gamma.packet import SURVIVAL_RULES
from explainer.shell.takeaway.setup import MaskSetup
from explainer.shell.takeaway.slide import setup_lines, share_texts, stage_legend, stage_panels
from explainer.shell.text import _


def slide(setup: MaskSetup, x: Tensor, found: Trace) -> Image.Image:
    """The slide. The input does not matter here."""
    survival, scale = _survival(setup)
    title = _("Where the blocks fall, and each unit's chance to survive")
    panels = [*stage_panels(setup, found), survival]
    return images.slide(panels, title, setup_lines(setup, found), stage_legend(scale))


def _chances(setup: MaskSetup) -> tuple[Tensor, float]:
    """The chance of each unit to survive, and the lowest that the colours reach.

    They reach from the lowest chance in either map of the page, or in this one, to 1.
    """
    size = (setup.block_size, setup.side, setup.side)
    chance = keep_probability(setup.gamma, *size, RECIPES[setup.recipe].seeds)
    eq1 = RECIPES["paper"].gamma(setup.keep_prob, *size)
    rules = (RECIPES[name].seeds for name in SURVIVAL_RULES)
    lowest = min(map(torch.min, [chance, *(keep_probability(eq1, *size, one) for one in rules)]))
    return chance, float(lowest)


def _survival(setup: MaskSetup) -> tuple[Panel, tuple[str, str, str] | None]:
    """The map of chances, and the scale of its colours, if they differ."""
    chance, lowest = _chances(setup)
    numbers = chance.numpy()
    levels = (numbers - lowest) / (1 - lowest) if lowest < 1 else np.ones_like(numbers)
    panel = Panel(
        _("Chance to survive"),
        _("from {low} to {high}, over all draws").format(
            low=chance_text(numbers.min()), high=chance_text(numbers.max())
        ),
        maps.value_colours(levels),
        numbers=share_texts(chance),
        bright=maps.bright_units(levels),
    )
    if lowest == 1:
        return panel, None
    return panel, (_("chance to survive"), chance_text(lowest), chance_text(1.0))
