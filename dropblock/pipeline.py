"""noise → seeds → blocks → mask → output: every stage of one run, for any recipe.

All randomness is one uniform field, drawn once. A unit is a seed when its noise is below
gamma, so moving keep_prob adds or removes seeds of the same draw.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

from dropblock.arguments import (
    check_dropped,
    check_feature_map,
    check_input,
    check_of_map,
    check_real,
    check_tensor,
)
from dropblock.blocks import seed_positions, spread
from dropblock.recipe import Recipe, RecipeFailure
from dropblock.recipes import RECIPES


@dataclass(frozen=True)
class Trace:
    """Every stage of one run. Masks are float32, 0 or 1, in the shape of the noise.

    gamma: chance of a seed, as float64; it is compared with the noise in float32.
    noise: the draw, uniform in [0, 1).      seeds: 1 = a block starts here.
    blocks: 1 = covered by a block.          mask: 1 = kept, 0 = dropped.
    scale: units / kept units (0 if none is kept), float64.
    output: x · mask · scale, in x's floating dtype (float32 for integers).
    """

    gamma: float
    noise: Tensor
    seeds: Tensor
    blocks: Tensor
    mask: Tensor
    scale: float
    output: Tensor


def draw_noise(shape: tuple[int, ...], seed: int) -> Tensor:
    """Uniform float32 noise in [0, 1) of this shape, drawn on the CPU: the same everywhere."""
    generator = torch.Generator().manual_seed(seed)
    return torch.rand(shape, generator=generator, dtype=torch.float32)


def _allowed(noise: Tensor, block_size: int, recipe: Recipe) -> Tensor:
    height, width = noise.shape[-2:]
    allowed = seed_positions(height, width, block_size, recipe.seeds, recipe.lean)
    return allowed.to(noise.device)


def seed_mask(noise: Tensor, gamma: float, block_size: int, recipe: Recipe) -> Tensor:
    """1 where a seed falls: an allowed position whose noise is below gamma, in float32."""
    below = noise < torch.tensor(gamma, dtype=torch.float32)
    return (below & _allowed(noise, block_size, recipe)).float()


def keep_mask(noise: Tensor, gamma: float, block_size: int, recipe: Recipe) -> Tensor:
    """1 where no block of a seed falls, 0 where one does: float32 in the noise's shape.

    gamma, block_size: those in use, as `Recipe.gamma` and `Recipe.fit` give them.
    """
    return 1 - spread(seed_mask(noise, gamma, block_size, recipe), block_size, recipe.lean)


def threshold_map(noise: Tensor, block_size: int, recipe: Recipe) -> Tensor:
    """The smallest noise among the seed positions that cover each unit, in the noise's shape.

    A unit is dropped exactly when this is below gamma, so one tensor answers for every
    keep_prob. Noise is (N, C, H, W), or (N, 1, H, W) for a mask that channels share.
    """
    check_tensor(noise, "noise")
    check_feature_map(noise.shape)
    block_size = recipe.fit(block_size, *noise.shape[-2:])
    candidates = noise.masked_fill(~_allowed(noise, block_size, recipe), float("inf"))
    return -spread(-candidates, block_size, recipe.lean)


def keep_scale(units: int, kept: int) -> float:
    """units / kept: what keeps the map's sum in expectation (paper, Algorithm 1, line 7).

    0 where nothing is kept, so that the output is zeros, not NaN (seed step 6).
    """
    return units / kept if kept else 0.0


def apply_mask(x: Tensor, mask: Tensor, scale: float | Tensor) -> Tensor:
    """x · mask · scale in x's floating dtype (float32 for integers); a dropped unit is 0.

    Raises ValueError for x that is complex or float8.
    """
    check_real(x.dtype)
    x = x if x.is_floating_point() else x.float()
    return (x * scale).masked_fill_(mask == 0, 0)  # in x's memory format


def trace(
    x: Tensor,
    keep_prob: float,
    block_size: int,
    noise: Tensor,
    recipe: Recipe = RECIPES["reference"],
) -> Trace:
    """Run DropBlock on x (N, C, H, W) with this noise, and keep every stage.

    The noise has x's shape, or (N, 1, H, W) for one mask that channels share.

    Raises ValueError for keep_prob outside [0, 1], a block_size that the recipe refuses, noise
    that is not a tensor or has another shape, and x that is not a tensor, not NCHW, complex or
    float8; RecipeFailure where the recipe's original fails.
    """
    check_input(x)
    check_of_map("noise", noise, x.shape)
    height, width = x.shape[-2:]
    chance = recipe.gamma(keep_prob, block_size, height, width)
    used = recipe.fit(block_size, height, width)
    noise = noise.to(x.device)

    seeds = seed_mask(noise, chance, used, recipe)
    blocks = spread(seeds, used, recipe.lean)
    mask = 1 - blocks
    kept = int(mask.count_nonzero())
    if kept == 0 and mask.numel() and (failure := recipe.failure("nothing_kept")):
        raise RecipeFailure(recipe.name, failure, block_size, used, height, width)
    scale = keep_scale(mask.numel(), kept)
    return Trace(chance, noise, seeds, blocks, mask, scale, apply_mask(x, mask, scale))


def rank_map(noise: Tensor) -> Tensor:
    """Each unit's place (int64, from 0) in a stable sort of the whole noise."""
    order = noise.flatten().argsort(stable=True)
    rank = torch.empty_like(order)
    rank[order] = torch.arange(order.numel(), device=order.device)
    return rank.view(noise.shape)


def dropout_mask(noise: Tensor, dropped: int) -> Tensor:
    """Dropout that drops exactly so many units: those of lowest noise (1 = kept), float32.

    Beside DropBlock on the same noise nothing but the *shape* of what is dropped differs.

    Raises ValueError unless dropped is a whole number from 0 to the number of units.
    """
    check_dropped(dropped, noise.numel())
    return (rank_map(noise) >= dropped).float()
