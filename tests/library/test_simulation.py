"""Masks drawn in bulk: the very masks of `trace`, and rates that agree with the exact ones."""

import math

import pytest
import torch

from dropblock import RECIPES, trace
from dropblock.simulation import draw_kept


@pytest.mark.parametrize("name", RECIPES)
def test_each_mask_keeps_what_trace_keeps_on_the_same_noise(name):
    kept = draw_kept(RECIPES[name], 0.6, 3, 9, 9, 50, torch.Generator().manual_seed(5))
    noise = torch.rand((50, 1, 9, 9), generator=torch.Generator().manual_seed(5))
    for k in range(50):
        one = trace(noise[k : k + 1], 0.6, 3, noise[k : k + 1], RECIPES[name])
        assert kept[k] == one.mask.sum()


@pytest.mark.parametrize("name", RECIPES)
@pytest.mark.parametrize(
    ("keep_prob", "block_size", "size"), [(0.9, 7, 14), (0.5, 3, 5), (0.75, 7, 7), (0.9, 5, 28)]
)
def test_the_mean_of_many_masks_is_the_exact_rate(name, keep_prob, block_size, size):
    """z is below 4.5 by chance in all but one of 150,000 runs of one case; the seed is fixed."""
    recipe, units = RECIPES[name], size * size
    kept = draw_kept(
        recipe, keep_prob, block_size, size, size, 20_000, torch.Generator().manual_seed(1)
    )
    rates = kept.double() / units
    exact = recipe.expected_keep_rates([keep_prob], block_size, size, size).item()
    error = rates.std().item() / math.sqrt(len(rates))
    assert abs(rates.mean().item() - exact) < 4.5 * error


def test_at_the_ends_of_keep_prob_all_masks_are_alike():
    generator = torch.Generator().manual_seed(0)
    assert set(draw_kept(RECIPES["paper"], 1.0, 3, 6, 6, 100, generator).tolist()) == {36}
    assert set(draw_kept(RECIPES["calibrated"], 0.0, 3, 6, 6, 100, generator).tolist()) == {0}
