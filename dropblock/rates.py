"""Gamma of eq. 1, and the share of units that a gamma really keeps: exact, no simulation."""

import torch
from torch import Tensor

from dropblock.arguments import check_block_size, check_keep_prob, check_map, check_seeds
from dropblock.blocks import Lean, Seeds, axis_cover_counts, cover_counts, seed_positions


def gamma(keep_prob: float, block_size: int, height: int, width: int) -> float:
    """Chance that a position where the whole block fits becomes a seed (eq. 1).

    γ = (1 − keep_prob) / block_size² · height · width
    / ((height − block_size + 1) (width − block_size + 1)), which is eq. 1 of the paper where
    height = width = feat_size.

    Parameters
    ----------
    keep_prob : float
        Share of units to keep, in [0, 1].
    block_size : int
        Side of a block in units, from 1 to the smaller side of the map.
    height, width : int
        Sides of the map in units, from 1.

    Returns
    -------
    float
        γ, from 0 to 1 − keep_prob.

    Raises
    ------
    ValueError
        For keep_prob outside [0, 1], or a block that does not fit the map.

    References
    ----------
    Ghiasi, Lin, Le 2018, "DropBlock", arXiv 1810.12890, eq. 1.

    Examples
    --------
    >>> from dropblock import gamma
    >>> round(gamma(0.9, block_size=7, height=14, width=14), 9)  # 0.1 / 7² · 14² / 8²
    0.00625
    """
    check_map(height, width)
    keep_prob = check_keep_prob(keep_prob)
    block_size = check_block_size(block_size, height, width)
    positions = (height - block_size + 1) * (width - block_size + 1)
    return eq1_gamma(keep_prob, block_size, height * width, positions)


def eq1_gamma(keep_prob: float, block_size: int, units: int, positions: int) -> float:
    """Eq. 1 as it stands, for a map of ``units`` with ``positions`` for a seed.

    Nothing is checked: a negative number of positions gives a negative value.
    """
    return (1 - keep_prob) / block_size**2 * units / positions


def keep_probability(
    gamma: float, block_size: int, height: int, width: int, seeds: Seeds = "valid"
) -> Tensor:
    """Exact chance that each unit of a map is kept.

    A unit is kept when none of the n seed positions that cover it becomes a seed. That has
    chance (1 − γ)ⁿ, with n = rows × columns of such positions.

    Parameters
    ----------
    gamma : float
        Chance that an allowed position becomes a seed, in [0, 1].
    block_size : int
        Side of a block in units, from 1 to the smaller side of the map. An even block leans to
        the bottom right of its seed.
    height, width : int
        Sides of the map in units, from 1.
    seeds : {"valid", "everywhere"}
        Where seeds may fall: only where the whole block fits, as in the paper, or on the whole
        map, as in the article.

    Returns
    -------
    Tensor
        float64 (height, width).

    Raises
    ------
    ValueError
        For gamma outside [0, 1], a block that does not fit the map, or other ``seeds``.

    Examples
    --------
    >>> from dropblock import keep_probability
    >>> keep_probability(0.5, block_size=2, height=2, width=3)  # two positions; both cover column 1
    tensor([[0.5000, 0.2500, 0.5000],
            [0.5000, 0.2500, 0.5000]], dtype=torch.float64)
    """
    if not 0 <= gamma <= 1:
        raise ValueError(f"gamma must be in [0, 1], got {gamma}")
    check_map(height, width)
    block_size = check_block_size(block_size, height, width)
    rows = axis_cover_counts(height, block_size, seeds)
    columns = axis_cover_counts(width, block_size, seeds)
    n = rows[:, None] * columns[None, :]  # (H, W)
    return survival(torch.tensor(gamma, dtype=torch.float64), n)


def survival(gamma: Tensor, n: Tensor) -> Tensor:
    """Chance that none of n seed positions becomes a seed: (1 − γ)ⁿ, float64."""
    return (1 - gamma.double()) ** n


def cover_distribution(
    height: int, width: int, block_size: int, seeds: Seeds, lean: Lean = "bottom_right"
) -> tuple[Tensor, Tensor]:
    """Count the allowed positions that cover a unit, and how common each count is.

    Returns the different counts n (int64), and for each the share of the map's units that
    exactly n allowed positions cover (float64). Few different n occur, so sums over them stay
    short on large maps.
    """
    if seeds not in ("valid", "everywhere"):  # n is not always rows × columns
        allowed = seed_positions(height, width, block_size, seeds, lean)
        covered = cover_counts(allowed[None, None], block_size, lean)
        n, how_often = covered.unique(return_counts=True)
        return n, how_often.double() / (height * width)
    # ``lean`` plays no part: a block that leans the other way mirrors the map.
    n_rows = axis_cover_counts(height, block_size, seeds).bincount()  # rows covered n times
    n_columns = axis_cover_counts(width, block_size, seeds).bincount()
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
    """Mean of `keep_probability` over the map, for many gammas (K,) at once: float64 (K,)."""
    n, weight = cover_distribution(height, width, block_size, seeds, lean)
    return torch.mv(survival(gamma[:, None], n), weight)


def expected_keep_rate(
    keep_prob: float, block_size: int, height: int, width: int, seeds: Seeds = "valid"
) -> float:
    """Exact share of units that the gamma of eq. 1 keeps on average.

    With ``seeds="valid"`` it is at least keep_prob, since a unit in two blocks is dropped only
    once. With ``"everywhere"`` it can be less: eq. 1 does not count the seeds near the border.

    Parameters
    ----------
    keep_prob : float
        Share of units asked for, in [0, 1].
    block_size : int
        Side of a block in units, from 1 to the smaller side of the map.
    height, width : int
        Sides of the map in units, from 1.
    seeds : {"valid", "everywhere"}
        Where seeds may fall, as in `keep_probability`.

    Returns
    -------
    float
        Mean of `keep_probability` over the map, in [0, 1].

    Raises
    ------
    ValueError
        For keep_prob outside [0, 1], a block that does not fit the map, or other ``seeds``.

    Examples
    --------
    >>> from dropblock import expected_keep_rate
    >>> round(expected_keep_rate(0.9, block_size=7, height=14, width=14), 3)
    0.907
    >>> round(expected_keep_rate(0.9, 7, 14, 14, seeds="everywhere"), 3)
    0.791
    """
    check_seeds(seeds)
    gammas = torch.tensor([gamma(keep_prob, block_size, height, width)], dtype=torch.float64)
    return mean_keep_probability(gammas, block_size, height, width, seeds).item()
