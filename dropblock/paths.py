"""The two paths of `drop_block2d`: few blocks are stamped one by one, many are pooled into a mask.

Both draw from the same distribution. Which one is taken follows from the expected number of seeds.
"""

from functools import lru_cache
from typing import NamedTuple

import torch
from torch import Generator, Tensor

from dropblock.pipeline import apply_mask, keep_mask, keep_scale
from dropblock.recipes import RECIPES
from dropblock.stamping import count_union, draw_seeds, stamp

# Stamping pays while the rows of all blocks are at most one for this many units. On one thread
# both paths take as long at about 3 (benchmarks/layer.py); more threads speed up the masked path.
UNITS_PER_ROW = 4


class Plan(NamedTuple):
    """What the arguments and the size of the map decide, before anything is drawn."""

    gamma: float
    block_size: int
    stamps: bool  # whether stamping pays on the CPU


@lru_cache(maxsize=1024)
def make_plan(keep_prob: float, block_size: int, height: int, width: int, calibrated: bool) -> Plan:
    """Compute gamma, cut the block to the map, and choose the path."""
    recipe = RECIPES["calibrated" if calibrated else "paper"]
    gamma = recipe.gamma(keep_prob, block_size, height, width)
    block_size = recipe.fit(block_size, height, width)
    rows = gamma * (height - block_size + 1) * (width - block_size + 1) * block_size
    return Plan(gamma, block_size, gamma < 1 and rows * UNITS_PER_ROW <= height * width)


def stamped(
    x: Tensor, shape: tuple[int, int, int, int], plan: Plan, generator: Generator | None
) -> Tensor:
    """Drop few blocks of x: draw the gaps between seeds, and set each block to zero by index.

    ``shape`` is the mask's, (N, 1 or C, H, W).
    """
    n, channels, height, width = shape
    block_size = plan.block_size
    positions = n * channels * (height - block_size + 1) * (width - block_size + 1)
    seeds = draw_seeds(plan.gamma, positions, generator)
    if not len(seeds):
        return x.clone()
    units = n * channels * height * width
    scale = keep_scale(units, units - count_union(seeds, shape, block_size))
    return stamp(x, scale, seeds, channels, block_size)


def masked(
    x: Tensor, shape: tuple[int, int, int, int], plan: Plan, generator: Generator | None
) -> Tensor:
    """Drop many blocks of x: draw noise for every unit, as `dropblock.trace` does.

    This path also serves other devices and the transforms of ``torch.func``. The scale stays on
    the device, so that the CPU never waits for it.
    """
    noise = torch.rand(shape, generator=generator, device=x.device)
    mask = keep_mask(noise, plan.gamma, plan.block_size, RECIPES["paper"])
    kept = mask.count_nonzero().to(torch.promote_types(x.dtype, torch.float32))
    scale = torch.where(kept > 0, mask.numel() / kept, 0.0)
    return apply_mask(x, mask, scale)
