"""Many masks, drawn to check the exact rates: the same pipeline, and nothing of the formula."""

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
    """How many units each of so many masks keeps: int64 (draws,).

    Each mask is one channel of height × width, drawn, grown and counted as in `trace`.
    """
    chance = recipe.gamma(keep_prob, block_size, height, width)
    block_size = recipe.fit(block_size, height, width)
    noise = torch.rand((draws, 1, height, width), generator=generator)
    return keep_mask(noise, chance, block_size, recipe).flatten(1).count_nonzero(1)
