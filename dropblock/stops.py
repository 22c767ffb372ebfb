"""One draw at every stop of keep_prob: the numbers with which the live stage runs.

The slider of keep_prob has 101 stops, from stop 0 (0.00) to stop 100 (1.00). Gamma falls as
keep_prob rises, so each unit has one level: the number of stops at which it is dropped. It is
dropped at stop k exactly when k < level.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

from dropblock.blocks import reach, seed_positions
from dropblock.pipeline import keep_scale, threshold_map
from dropblock.recipe import Recipe

KEEP_PROBS: tuple[float, ...] = tuple(stop / 100 for stop in range(101))


@dataclass(frozen=True)
class Stops:
    """What one noise, block_size and recipe give at each stop; (101,) means one entry a stop.

    Attributes
    ----------
    block_size : int
        Side of the block in use, after the recipe has cut it to the map.
    before, after : int
        Units that a block covers before and after its seed.
    rows, columns : tuple of int
        First and one-past-last position at which a seed may fall.
    drop_level : Tensor
        uint8 in the noise's shape; a unit is dropped at stop k when k < its level.
    gamma, expected, scale : Tensor
        float64 (101,): gamma, the expected keep rate, and units / kept units.
    seeds, kept : Tensor
        int64 (101,): numbers of seeds and of kept units.
    below : Tensor
        int64 (101,): number of units of the whole map whose noise is below gamma. A unit is
        among them exactly when its rank (`dropblock.dropout.rank_map`) is less than this.
    """

    block_size: int
    before: int
    after: int
    rows: tuple[int, int]
    columns: tuple[int, int]
    drop_level: Tensor
    gamma: Tensor
    expected: Tensor
    seeds: Tensor
    below: Tensor
    kept: Tensor
    scale: Tensor


def _levels(values: Tensor, gammas: Tensor) -> Tensor:
    """Count the gammas (float32, falling) that are greater than each value."""
    rising = gammas.flip(0).contiguous()
    return len(gammas) - torch.bucketize(values, rising, right=True)


def _span(allowed: Tensor) -> tuple[int, int]:
    """First and one-past-last position that is True."""
    places = allowed.nonzero()
    return int(places[0]), int(places[-1]) + 1


def _count_at_stops(levels: Tensor) -> Tensor:
    """Count the units whose level is above each stop: int64 (101,)."""
    histogram = levels.flatten().bincount(minlength=len(KEEP_PROBS) + 1)  # of levels 0 … 101
    return histogram.flip(0).cumsum(0).flip(0)[1:]


def trace_stops(noise: Tensor, block_size: int, recipe: Recipe) -> Stops:
    """Run one draw at all 101 stops of keep_prob at once; ValueError as from `threshold_map`.

    Where nothing is kept at a stop, scale is 0, also for a recipe with which `trace` raises.
    """
    height, width = noise.shape[-2:]
    asked, block_size = block_size, recipe.fit(block_size, height, width)
    gamma = recipe.gammas(list(KEEP_PROBS), asked, height, width)
    compared = gamma.float()
    drop_level = _levels(threshold_map(noise, asked, recipe), compared)
    noise_level = _levels(noise, compared)
    allowed = seed_positions(height, width, block_size, recipe.seeds, recipe.lean)
    kept = noise.numel() - _count_at_stops(drop_level)
    before, after = reach(block_size, recipe.lean)
    return Stops(
        block_size=block_size,
        before=before,
        after=after,
        rows=_span(allowed.any(1)),
        columns=_span(allowed.any(0)),
        drop_level=drop_level.to(torch.uint8),
        gamma=gamma,
        expected=recipe.expected_keep_rates(list(KEEP_PROBS), asked, height, width),
        seeds=_count_at_stops(noise_level[..., allowed]),
        below=_count_at_stops(noise_level),
        kept=kept,
        scale=torch.tensor(
            [keep_scale(noise.numel(), int(count)) for count in kept], dtype=torch.float64
        ),
    )
