"""noise → seeds → blocks → mask → output: each stage of one run, for any recipe.

All randomness is one field of uniform noise, drawn once. A unit is a seed where its noise is
below gamma, so moving keep_prob adds or removes seeds of the same draw.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

from dropblock.arguments import (
    check_feature_map,
    check_input,
    check_of_map,
    check_real,
    check_tensor,
)
from dropblock.blocks import seed_positions, spread
from dropblock.failure import RecipeFailure
from dropblock.recipe import Recipe
from dropblock.recipes import RECIPES


@dataclass(frozen=True)
class Trace:
    """All stages of one run of `trace`.

    Attributes
    ----------
    gamma : float
        Chance that an allowed position becomes a seed. It is compared with the noise in float32.
    noise : Tensor
        The draw, uniform in [0, 1).
    seeds : Tensor
        1 = seed, 0 = none; float32 in the noise's shape, like blocks and mask.
    blocks : Tensor
        1 = covered by a block, 0 = not.
    mask : Tensor
        1 = kept, 0 = dropped.
    scale : float
        Units / kept units; 0 if none is kept.
    output : Tensor
        x · mask · scale, in x's floating dtype (float32 for integers).

    Examples
    --------
    >>> import torch
    >>> from dropblock import RECIPES, trace
    >>> noise = torch.ones(1, 1, 4, 4)
    >>> noise[0, 0, 1, 2] = 0  # the only seed
    >>> stages = trace(torch.ones(1, 1, 4, 4), 0.9, 3, noise, RECIPES["paper"])
    >>> stages.mask[0, 0].int()
    tensor([[1, 0, 0, 0],
            [1, 0, 0, 0],
            [1, 0, 0, 0],
            [1, 1, 1, 1]], dtype=torch.int32)
    >>> round(stages.scale, 3)  # 16 units / 7 kept
    2.286
    """

    gamma: float
    noise: Tensor
    seeds: Tensor
    blocks: Tensor
    mask: Tensor
    scale: float
    output: Tensor


def draw_noise(shape: tuple[int, ...], seed: int) -> Tensor:
    """Draw the noise of a run from a number.

    Parameters
    ----------
    shape : tuple of int
        (N, C, H, W), or (N, 1, H, W) for one mask that all channels share.
    seed : int
        Seed of the random generator; the same one gives the same noise.

    Returns
    -------
    Tensor
        float32 in this shape, uniform in [0, 1), drawn on the CPU.

    Examples
    --------
    >>> import torch
    >>> from dropblock import draw_noise
    >>> noise = draw_noise((1, 1, 2, 2), seed=0)
    >>> noise.equal(torch.rand(1, 1, 2, 2, generator=torch.Generator().manual_seed(0)))
    True
    """
    generator = torch.Generator().manual_seed(seed)
    return torch.rand(shape, generator=generator, dtype=torch.float32)


def _allowed(noise: Tensor, block_size: int, recipe: Recipe) -> Tensor:
    height, width = noise.shape[-2:]
    allowed = seed_positions(height, width, block_size, recipe.seeds, recipe.lean)
    return allowed.to(noise.device)


def seed_mask(noise: Tensor, gamma: float, block_size: int, recipe: Recipe) -> Tensor:
    """1 where a seed falls: at an allowed position whose noise is below gamma, in float32."""
    below = noise < torch.tensor(gamma, dtype=torch.float32)
    return (below & _allowed(noise, block_size, recipe)).float()


def keep_mask(noise: Tensor, gamma: float, block_size: int, recipe: Recipe) -> Tensor:
    """1 where a unit is kept, 0 where a block covers it: float32 in the noise's shape.

    gamma and block_size are those in use, as `Recipe.gamma` and `Recipe.fit` return them.
    """
    return 1 - spread(seed_mask(noise, gamma, block_size, recipe), block_size, recipe.lean)


def threshold_map(noise: Tensor, block_size: int, recipe: Recipe) -> Tensor:
    """Smallest noise among the seed positions that cover each unit.

    A unit is dropped exactly when this is below gamma (in float32), so one tensor answers for
    every keep_prob.

    Parameters
    ----------
    noise : Tensor
        Uniform in [0, 1), (N, C, H, W), or (N, 1, H, W) for one mask that all channels share.
    block_size : int
        Side of a block in units, from 1.
    recipe : Recipe
        Where seeds may fall, and how a block lies on its seed.

    Returns
    -------
    Tensor
        In the noise's shape and dtype; infinite where no allowed position covers the unit.

    Raises
    ------
    ValueError
        For noise that is not a tensor or not NCHW, or a block_size that the recipe refuses.
    RecipeFailure
        Where the implementation that the recipe states fails on this block or map.

    Examples
    --------
    >>> from dropblock import RECIPES, draw_noise, threshold_map, trace
    >>> noise, recipe = draw_noise((1, 1, 8, 8), seed=0), RECIPES["paper"]
    >>> thresholds = threshold_map(noise, 3, recipe)
    >>> for keep_prob in (0.5, 0.7, 0.9):
    ...     mask = trace(noise, keep_prob, 3, noise, recipe).mask
    ...     print(mask.bool().equal(thresholds >= recipe.gamma(keep_prob, 3, 8, 8)))
    True
    True
    True
    """
    check_tensor(noise, "noise")
    check_feature_map(noise.shape)
    block_size = recipe.fit(block_size, *noise.shape[-2:])
    candidates = noise.masked_fill(~_allowed(noise, block_size, recipe), float("inf"))
    return -spread(-candidates, block_size, recipe.lean)


def keep_scale(units: int, kept: int) -> float:
    """units / kept, the factor of the paper's Algorithm 1, line 7.

    It is 0 where nothing is kept, so that the output is 0; the article's step 6 gives NaN there.
    """
    return units / kept if kept else 0.0


def apply_mask(x: Tensor, mask: Tensor, scale: float | Tensor) -> Tensor:
    """x · mask · scale in x's floating dtype (float32 for integers).

    A dropped unit is 0, also where x is not finite. ValueError for x that is complex or float8.
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
    """Run DropBlock on x with given noise, and return every stage.

    Parameters
    ----------
    x : Tensor
        Feature map (N, C, H, W) of real numbers.
    keep_prob : float
        Share of units to keep, in [0, 1].
    block_size : int
        Side of a block in units, from 1; each recipe decides about even and large blocks.
    noise : Tensor
        Uniform in [0, 1), as `draw_noise` gives it: in x's shape, or (N, 1, H, W) for one mask
        that all channels share.
    recipe : Recipe
        Which DropBlock to run; one of `dropblock.RECIPES`, for instance.

    Returns
    -------
    Trace
        Noise, seeds, blocks, mask, scale and output.

    Raises
    ------
    ValueError
        For keep_prob outside [0, 1], a block_size that the recipe refuses, noise that is not a
        tensor or has another shape, and x that is not a tensor, not NCHW, complex or float8.
    RecipeFailure
        Where the implementation that the recipe states fails.

    References
    ----------
    Ghiasi, Lin, Le 2018, "DropBlock", arXiv 1810.12890, Algorithm 1.

    Examples
    --------
    >>> import torch
    >>> from dropblock import DropBlock, RECIPES, draw_noise, random_map, trace
    >>> x = random_map(9)
    >>> noise = draw_noise((1, 1, 9, 9), seed=4)
    >>> stages = trace(x, 0.8, 3, noise, RECIPES["reference"])
    >>> int(stages.seeds.sum()), int((stages.mask == 0).sum())  # seeds, units dropped
    (4, 20)
    >>> seed = torch.manual_seed(4)  # the reference draws the same noise
    >>> DropBlock(block_size=3, keep_prob=0.8)(x).allclose(stages.output)
    True
    """
    check_input(x)
    check_of_map("noise", noise, x.shape)
    height, width = x.shape[-2:]
    gamma = recipe.gamma(keep_prob, block_size, height, width)
    used = recipe.fit(block_size, height, width)
    noise = noise.to(x.device)

    seeds = seed_mask(noise, gamma, used, recipe)
    blocks = spread(seeds, used, recipe.lean)
    mask = 1 - blocks
    kept = int(mask.count_nonzero())
    if kept == 0 and mask.numel() and (failure := recipe.failure("nothing_kept")):
        raise RecipeFailure(recipe.name, failure, block_size, used, height, width)
    scale = keep_scale(mask.numel(), kept)
    return Trace(gamma, noise, seeds, blocks, mask, scale, apply_mask(x, mask, scale))
