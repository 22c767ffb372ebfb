"""Drawn often enough, each unit survives as often as the exact rates say.

Every bound holds all comparisons of its test together with 99.99 % confidence (Bonferroni on
the normal approximation of a count). The seeds are fixed: a test passes always or never.
"""

from statistics import NormalDist

import pytest
import torch
from torch import Tensor

from dropblock import RECIPES, DropBlock, draw_noise, expected_keep_rate, keep_probability, trace
from dropblock.pipeline import threshold_map
from tests.brute import seed_chance

CONFIDENCE = 0.9999
DRAWS = 4_000


def within_chance(kept: Tensor, chance: Tensor, draws: int) -> bool:
    """Whether these counts of survivals fit these exact chances, taken all together."""
    bound = NormalDist().inv_cdf(1 - (1 - CONFIDENCE) / 2 / chance.numel())
    z = (kept.double() - draws * chance) / (draws * chance * (1 - chance)).sqrt()
    return z.abs().max().item() < bound


CASES = [
    ("reference", 0.9, 3, 5, 5),
    ("reference", 0.75, 5, 7, 7),
    ("reference", 0.8, 3, 5, 8),  # gamma from the width
    ("reference", 0.8, 3, 8, 5),
    ("paper", 0.9, 3, 5, 5),
    ("paper", 0.75, 5, 7, 7),
    ("paper", 0.5, 2, 5, 5),
    ("paper", 0.8, 4, 6, 9),
    ("paper", 0.9, 7, 14, 14),
    ("paper", 0.7, 7, 4, 6),  # clamped to 4
]


@pytest.mark.parametrize(("name", "keep_prob", "block_size", "height", "width"), CASES)
def test_each_unit_survives_as_often_as_keep_probability_says(
    name, keep_prob, block_size, height, width
):
    recipe = RECIPES[name]
    block = min(block_size, height, width)
    gamma = float(seed_chance(keep_prob, block, width if name == "reference" else height, width))
    chance = keep_probability(gamma, block, height, width, recipe.seeds)
    noise = draw_noise((DRAWS, 1, height, width), 2024)
    mask = trace(torch.ones(noise.shape), keep_prob, block_size, noise, recipe).mask
    assert within_chance(mask.sum((0, 1)), chance, DRAWS)


def test_the_check_notices_a_gamma_that_is_a_fifth_too_large():
    """The bound is tight enough to mean something."""
    noise = draw_noise((DRAWS, 1, 7, 7), 2024)
    mask = trace(torch.ones(noise.shape), 0.9, 3, noise, RECIPES["paper"]).mask
    gamma = float(seed_chance(0.9, 3, 7, 7))
    kept = mask.sum((0, 1))
    assert within_chance(kept, keep_probability(gamma, 3, 7, 7), DRAWS)
    assert not within_chance(kept, keep_probability(1.2 * gamma, 3, 7, 7), DRAWS)
    assert not within_chance(kept, keep_probability(gamma, 3, 7, 7, "everywhere"), DRAWS)


@pytest.mark.parametrize(("keep_prob", "block_size", "size"), [(0.9, 3, 5), (0.75, 7, 14)])
def test_each_unit_survives_the_module_as_often_as_keep_probability_says(
    keep_prob, block_size, size
):
    torch.manual_seed(2025)
    output = DropBlock(block_size, keep_prob)(torch.ones(DRAWS, 1, size, size))
    gamma = float(seed_chance(keep_prob, block_size, size, size))
    chance = keep_probability(gamma, block_size, size, size, "everywhere")
    assert within_chance((output != 0).sum((0, 1)), chance, DRAWS)


@pytest.mark.parametrize(("name", "seeds"), [("reference", "everywhere"), ("paper", "valid")])
@pytest.mark.parametrize(
    ("keep_prob", "block_size", "size"), [(0.5, 3, 7), (0.9, 7, 7), (0.9, 7, 28)]
)
def test_the_mean_share_kept_is_the_expected_keep_rate(name, seeds, keep_prob, block_size, size):
    noise = draw_noise((DRAWS, 1, size, size), 2026)
    mask = trace(torch.ones(noise.shape), keep_prob, block_size, noise, RECIPES[name]).mask
    share = mask.double().mean((1, 2, 3))  # of each draw; draws are independent, units are not
    expected = expected_keep_rate(keep_prob, block_size, size, size, seeds)
    z = (share.mean() - expected) / (share.std() / DRAWS**0.5)
    assert abs(z.item()) < NormalDist().inv_cdf(1 - (1 - CONFIDENCE) / 2)


@pytest.mark.parametrize(
    ("size", "block_size", "keep_prob", "published", "last_digit"),
    [(5, 5, 0.9, 0.24, 0.01), (7, 7, 0.9, 0.49, 0.01), (5, 3, 0.5, 0.034, 0.001)],
)
def test_a_whole_map_is_dropped_as_often_as_the_articles_code_was_seen_to_give_nan(
    size, block_size, keep_prob, published, last_digit
):
    draws = 40_000
    gamma = RECIPES["reference"].gamma(keep_prob, block_size, size, size)
    noise = draw_noise((draws, 1, size, size), 2027)
    threshold = threshold_map(noise, block_size, RECIPES["reference"])
    share = (threshold.amax((1, 2, 3)) < gamma).double().mean().item()
    chance_error = (published * (1 - published) / draws) ** 0.5
    bound = NormalDist().inv_cdf(1 - (1 - CONFIDENCE) / 2)
    assert share == pytest.approx(published, abs=last_digit / 2 + bound * chance_error)
