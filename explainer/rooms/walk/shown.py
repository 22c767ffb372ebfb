"""What is shown at each stop: its grids with the signs between them, and which words.

The page and the slides ask here; neither decides it again.
"""

import torch
from torch import Tensor

from dropblock.blocks import cover_counts
from dropblock.stops import Stops
from explainer.figures.rounding import fixed

STATES = ("none", "all", "single", "overlap", "some")  # of a draw: words may differ by it
NONE, ALL, SINGLE, OVERLAP, SOME = STATES

GRIDS = {
    "1": ("x",),
    "2": ("kernel",),
    "3": ("fits",),
    "4": ("x",),
    "5a": ("noise",),
    "5b": ("seeds", "→", "covers"),
    "5c": ("1 −", "blocks", "=", "mask"),
    "6a": ("mask",),
    "6b": ("x", "·", "mask", "· {scale} =", "output"),
}
UNASKED = {"5a": ("blank",), "5b": ("marks",), "5c": ("blocks",), "6a": ("mask",)}
ANSWERED = ("marks", "→", "covers")  # once the visitor has marked a block's cells


def grids(training: bool) -> dict[str, tuple[str, ...]]:
    """Names of grids, and signs between them, for each stop."""
    return GRIDS if training else {**GRIDS, "4": ("x", "→", "same")}


def total(x: Tensor) -> str:
    """The sum of a map: of whole numbers a whole one."""
    return fixed(x.double().sum().item(), 0 if bool((x == x.round()).all()) else 2)


def state(seeds: int, kept: int, block_size: int, overlap: int) -> str:
    """How a draw stands. overlap: how many units more than one block covers."""
    if not seeds:
        return NONE
    if not kept:
        return ALL
    if block_size == 1:
        return SINGLE
    return OVERLAP if overlap else SOME


def overlaps(noise: Tensor, stops: Stops) -> Tensor:
    """How many units of a (1, 1, H, W) draw more than one block covers, at each stop: (stops,)."""
    allowed = torch.zeros(noise.shape, dtype=torch.bool)
    allowed[..., slice(*stops.rows), slice(*stops.columns)] = True
    seeds = (noise < stops.gamma.float()[:, None, None, None]) & allowed
    return (cover_counts(seeds, stops.block_size) > 1).sum((1, 2, 3))
