"""Gamma, and what it really keeps: exact rates, no simulation."""

import torch
from torch import Tensor

from dropblock.arguments import check_block_size, check_keep_prob, check_map, check_seeds
from dropblock.blocks import Lean, Seeds, cover_counts, covering_seeds, seed_positions


def gamma(keep_prob: float, block_size: int, height: int, width: int) -> float:
    """The chance that an allowed position becomes a seed (paper, eq. 1).

    γ = (1 − keep_prob) / block_size² · height · width / ((height − block_size + 1) (width −
    block_size + 1)), which is eq. 1 where height = width = feat_size. For every block that fits
    it is at most 1 − keep_prob.

    Raises ValueError for keep_prob outside [0, 1] or a block_size that does not fit the map.
    """
    check_map(height, width)
    keep_prob = check_keep_prob(keep_prob)
    block_size = check_block_size(block_size, height, width)
    positions = (height - block_size + 1) * (width - block_size + 1)
    return seed_chance(keep_prob, block_size, height * width, positions)


def seed_chance(keep_prob: float, block_size: int, units: int, positions: int) -> float:
    """Eq. 1 as it stands, for a map of so many units and so many positions of a seed.

    A block that does not fit gives what the formula gives: below 0, for a negative number of
    positions.
    """
    return (1 - keep_prob) / block_size**2 * units / positions


def keep_probability(
    gamma: float, block_size: int, height: int, width: int, seeds: Seeds = "valid"
) -> Tensor:
    """The exact chance that each unit survives: float64 (height, width).

    A unit lives when none of the n seed positions that cover it becomes a seed: (1 − γ)ⁿ, with
    n = rows × columns of such positions. ``seeds`` says where they may fall: ``"valid"`` (the
    paper) or ``"everywhere"`` (the seed's code). An even block leans to the bottom right.

    Raises ValueError for gamma outside [0, 1], a block_size that does not fit the map, or any
    other ``seeds``.
    """
    if not 0 <= gamma <= 1:
        raise ValueError(f"gamma must be in [0, 1], got {gamma}")
    check_map(height, width)
    block_size = check_block_size(block_size, height, width)
    rows = covering_seeds(height, block_size, seeds)
    columns = covering_seeds(width, block_size, seeds)
    n = rows[:, None] * columns[None, :]  # (H, W)
    return survival(torch.tensor(gamma, dtype=torch.float64), n)


def survival(gamma: Tensor, n: Tensor) -> Tensor:
    """(1 − γ)ⁿ, float64: the chance that none of n seed positions becomes a seed."""
    return (1 - gamma.double()) ** n


def covered_counts(
    height: int, width: int, block_size: int, seeds: Seeds, lean: Lean = "bottom_right"
) -> tuple[Tensor, Tensor]:
    """How many allowed seeds can drop a unit, and how common that is.

    Each n that occurs (int64), and the share of the map's units that n seeds cover (float64).
    Few different n occur, so what is computed from them does not grow with the map.
    """
    if seeds not in ("valid", "everywhere"):  # not always the rows of one axis × the columns
        allowed = seed_positions(height, width, block_size, seeds, lean)
        covered = cover_counts(allowed[None, None], block_size, lean)
        n, how_often = covered.unique(return_counts=True)
        return n, how_often.double() / (height * width)
    # Which way a block leans mirrors the map: each n occurs as often.
    n_rows = covering_seeds(height, block_size, seeds).bincount()  # how often covered n times
    n_columns = covering_seeds(width, block_size, seeds).bincount()
    rows, columns = n_rows.nonzero(), n_columns.nonzero()  # the n that occur, (…, 1)
    n = (rows * columns.T).flatten()
    weight = (n_rows[rows] * n_columns[columns].T).flatten().double() / (height * width)
    return n, weight


def mean_keep_probability(
    gamma: Tensor,
    block_size: int,
    height: int,
    width: int,
    seeds: Seeds,
    lean: Lean = "bottom_right",
) -> Tensor:
    """The mean of `keep_probability` over the map, for many gammas at once: float64 (K,)."""
    n, weight = covered_counts(height, width, block_size, seeds, lean)
    return torch.mv(survival(gamma[:, None], n), weight)


def expected_keep_rate(
    keep_prob: float, block_size: int, height: int, width: int, seeds: Seeds = "valid"
) -> float:
    """The share of units that eq. 1's gamma keeps on average (exact).

    With ``seeds="valid"`` it is at least keep_prob, since overlapping blocks drop a unit only
    once; with ``"everywhere"`` border units are covered by seeds that eq. 1 does not count on.

    Raises ValueError as `gamma` does, and for any other ``seeds``.
    """
    check_seeds(seeds)
    rate = gamma(keep_prob, block_size, height, width)
    chances = torch.tensor([rate], dtype=torch.float64)
    return mean_keep_probability(chances, block_size, height, width, seeds).item()
