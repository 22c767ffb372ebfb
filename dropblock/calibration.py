"""The gamma whose expected keep rate is exactly keep_prob."""

import torch
from torch import Tensor

from dropblock.arguments import check_block_size, check_keep_prob, check_map, check_seeds
from dropblock.blocks import Seeds
from dropblock.rates import cover_distribution

TOLERANCE = 1e-12  # of the expected keep rate
MOST_STEPS = 200  # of Newton's method


def calibrated_gammas(
    keep_probs: Tensor, block_size: int, height: int, width: int, seeds: Seeds = "valid"
) -> Tensor:
    """`calibrated_gamma` for many keep_probs (K,) at once: float64 (K,)."""
    n, weight = cover_distribution(height, width, block_size, seeds)
    n = n.double()
    asked = keep_probs.double()
    # With s = −log(1 − γ) the expected keep rate is Σ weight · exp(−n s). It falls and is
    # convex in s, so Newton's method from s = 0 climbs towards the answer and never passes it.
    s = torch.zeros_like(asked)
    for _ in range(MOST_STEPS):
        survive = torch.exp(-s[:, None] * n)  # (K, number of different n)
        gap = torch.mv(survive, weight) - asked
        slope = torch.mv(survive, weight * n)
        step = torch.where(gap > TOLERANCE, gap / slope, 0)
        s = s + step
        if not step.any():
            break
    return torch.where(asked == 0, 1.0, -torch.expm1(-s))


def calibrated_gamma(
    keep_prob: float, block_size: int, height: int, width: int, seeds: Seeds = "valid"
) -> float:
    """Chance of a seed with which the expected keep rate is keep_prob.

    Parameters
    ----------
    keep_prob : float
        Share of units to keep on average, in [0, 1].
    block_size : int
        Side of a block in units, from 1 to the smaller side of the map.
    height, width : int
        Sides of the map in units, from 1.
    seeds : {"valid", "everywhere"}
        Where seeds may fall, as in `dropblock.keep_probability`.

    Returns
    -------
    float
        γ in [0, 1]; its expected keep rate differs from keep_prob by less than 1e-9.

    Raises
    ------
    ValueError
        For keep_prob outside [0, 1], a block that does not fit the map, or other ``seeds``.

    Notes
    -----
    Every unit is covered by some allowed seed, so the expected keep rate falls continuously
    from 1 at γ = 0 to 0 at γ = 1, and exactly one γ answers. Eq. 1 of the paper is its first
    order in 1 − keep_prob: it counts a unit in two blocks as dropped twice. No library that we
    have read offers this gamma.

    References
    ----------
    Ghiasi, Lin, Le 2018, "DropBlock", arXiv 1810.12890, eq. 1.

    Examples
    --------
    >>> from dropblock import calibrated_gamma, gamma, keep_probability
    >>> calibrated = calibrated_gamma(0.9, block_size=7, height=14, width=14)
    >>> f"{calibrated:.5f}, in place of {gamma(0.9, 7, 14, 14):.5f}"
    '0.00676, in place of 0.00625'
    >>> round(keep_probability(calibrated, 7, 14, 14).mean().item(), 9)
    0.9
    """
    check_map(height, width)
    check_seeds(seeds)
    keep_prob = check_keep_prob(keep_prob)
    block_size = check_block_size(block_size, height, width)
    asked = torch.tensor([keep_prob], dtype=torch.float64)
    return calibrated_gammas(asked, block_size, height, width, seeds).item()
