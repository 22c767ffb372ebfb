"""Many masks are drawn to check the exact rates: by the pipeline, without the formulas."""

import torch
from torch import Generator, Tensor

from dropblock.pipeline import keep_mask
from dropblock.recipe import Recipe


def draw_kept(
    recipe: Recipe,
    keep_prob: float,
    block_size: int,
    height: int,
    width: int,
    draws: int,
    generator: Generator,
) -> Tensor:
    """Draw masks of one channel, height × width, and count the units that each keeps.

    Returns int64 (draws,). Masks are those of `dropblock.trace`.
    """
    gamma = recipe.gamma(keep_prob, block_size, height, width)
    block_size = recipe.fit(block_size, height, width)
    noise = torch.rand((draws, 1, height, width), generator=generator)
    return keep_mask(noise, gamma, block_size, recipe).flatten(1).count_nonzero(1)
