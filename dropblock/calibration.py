"""The gamma that keeps what was asked."""

import torch
from torch import Tensor

from dropblock.arguments import check_block_size, check_keep_prob, check_map, check_seeds
from dropblock.blocks import Seeds
from dropblock.rates import covered_counts

TOLERANCE = 1e-12
MOST_STEPS = 200


def calibrated_gammas(
    keep_probs: Tensor, block_size: int, height: int, width: int, seeds: Seeds = "valid"
) -> Tensor:
    """`calibrated_gamma` for many keep_probs at once: float64 (K,)."""
    n, weight = covered_counts(height, width, block_size, seeds)
    n = n.double()
    asked = keep_probs.double()
    # With s = −log(1 − γ) the expected keep rate is Σ weight · exp(−n s): it falls and is
    # convex, so Newton's steps from s = 0 climb towards the answer and never pass it.
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
    """The chance of a seed whose expected keep rate is keep_prob, to 1e-9.

    seeds: "valid" (the paper) or "everywhere", as in `dropblock.keep_probability`.

    The expected keep rate falls without a jump from 1 at γ = 0 to 0 at γ = 1, since some
    allowed seed covers every unit; so exactly one such gamma exists for every keep_prob. Eq. 1
    is its first order: it counts overlapping blocks twice. No library that we have read offers
    it.

    Raises ValueError as `dropblock.gamma` does, and for any other ``seeds``.
    """
    check_map(height, width)
    check_seeds(seeds)
    keep_prob = check_keep_prob(keep_prob)
    block_size = check_block_size(block_size, height, width)
    asked = torch.tensor([keep_prob], dtype=torch.float64)
    return calibrated_gammas(asked, block_size, height, width, seeds).item()
