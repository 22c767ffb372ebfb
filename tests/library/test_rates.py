"""Gamma and the exact keep rates, against hand arithmetic, enumeration and published figures."""

import math
from itertools import product

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from dropblock import RECIPES, expected_keep_rate, gamma, keep_probability
from tests.brute import covering_cells, seed_cells, seed_chance

SEEDS = ["valid", "everywhere"]


@st.composite
def fitting(draw: st.DrawFn, largest: int = 64) -> tuple[int, int, int]:
    """block_size, height, width, where the block fits."""
    height, width = draw(st.integers(1, largest)), draw(st.integers(1, largest))
    return draw(st.integers(1, min(height, width))), height, width


@pytest.mark.parametrize(
    ("keep_prob", "block_size", "height", "width", "by_hand"),
    [
        (0.9, 3, 5, 5, 2.5 / 81),
        (0.75, 7, 28, 28, 4 / 484),  # .25 · 784 / 49 = 4
        (0.9, 7, 7, 7, 0.1),
        (0.9, 2, 3, 4, 0.05),  # .1 / 4 · 12 / (2 · 3)
        (0.9, 3, 4, 10, 4 / 144),  # .1 / 9 · 40 / (2 · 8)
        (0.5, 1, 9, 4, 0.5),
        (0.0, 3, 5, 5, 25 / 81),
        (0.0, 4, 4, 4, 1.0),
        (1.0, 3, 5, 5, 0.0),
    ],
)
def test_gamma_is_eq_1_by_hand(keep_prob, block_size, height, width, by_hand):
    assert gamma(keep_prob, block_size, height, width) == pytest.approx(by_hand, rel=1e-14)


@settings(deadline=None)
@given(fit=fitting(), keep_prob=st.floats(0, 1))
def test_gamma_is_eq_1_in_exact_arithmetic_within_a_few_roundings(fit, keep_prob):
    exact = float(seed_chance(keep_prob, *fit))
    assert gamma(keep_prob, *fit) == pytest.approx(exact, rel=1e-15, abs=1e-300)


@settings(deadline=None)
@given(fit=fitting(), stop=st.integers(0, 100))
def test_gamma_never_exceeds_the_drop_rate_when_the_block_fits(fit, stop):
    drop_rate = 1 - stop / 100
    # Two units in the last place: the division and the product round.
    assert 0 <= gamma(stop / 100, *fit) <= drop_rate + 2 * math.ulp(drop_rate)


@settings(deadline=None)
@given(fit=fitting(), stops=st.tuples(st.integers(0, 100), st.integers(0, 100)))
def test_gamma_never_rises_with_keep_prob(fit, stops):
    low, high = sorted(stops)
    assert gamma(high / 100, *fit) <= gamma(low / 100, *fit)


@pytest.mark.parametrize("function", [gamma, expected_keep_rate])
@pytest.mark.parametrize(
    ("arguments", "name", "value", "allowed"),
    [
        ((-0.1, 3, 5, 5), "keep_prob", "-0.1", "[0, 1]"),
        ((1.5, 3, 5, 5), "keep_prob", "1.5", "[0, 1]"),
        ((math.nan, 3, 5, 5), "keep_prob", "nan", "[0, 1]"),
        ((math.inf, 3, 5, 5), "keep_prob", "inf", "[0, 1]"),
        ((0.9, 0, 5, 5), "block_size", "0", "from 1"),
        ((0.9, -3, 5, 5), "block_size", "-3", "from 1"),
        ((0.9, 2.5, 5, 5), "block_size", "2.5", "whole number"),
        ((0.9, True, 5, 5), "block_size", "True", "whole number"),
        ((0.9, 6, 5, 9), "block_size", "6", "from 1 to 5"),
        ((0.9, 6, 9, 5), "block_size", "6", "from 1 to 5"),
        ((0.9, 1, 0, 5), "height", "0", "from 1"),
        ((0.9, 1, 5, -2), "width", "-2", "from 1"),
    ],
)
def test_a_bad_argument_raises_with_its_value_and_what_is_allowed(
    function, arguments, name, value, allowed
):
    with pytest.raises(ValueError, match=name) as error:
        function(*arguments)
    assert f"got {value}" in str(error.value)
    assert allowed in str(error.value)


@pytest.mark.parametrize("chance", [-0.01, 1.01, math.nan])
def test_keep_probability_refuses_a_gamma_that_is_no_probability(chance):
    with pytest.raises(ValueError, match=r"gamma must be in \[0, 1\]") as error:
        keep_probability(chance, 3, 5, 5)
    assert f"got {chance}" in str(error.value)


def test_keep_probability_refuses_a_block_that_does_not_fit_and_an_unknown_seed_rule():
    with pytest.raises(ValueError, match="from 1 to 4 on a 4 × 9 map, got 5"):
        keep_probability(0.1, 5, 4, 9)
    with pytest.raises(ValueError, match="'valid' or 'everywhere', got 'inside'"):
        keep_probability(0.1, 3, 4, 9, "inside")


@pytest.mark.parametrize("seeds", SEEDS)
@pytest.mark.parametrize(
    ("height", "width", "block_size"),
    [(size, size, block) for size in (3, 4) for block in range(1, size + 1)]
    + [(3, 4, block) for block in (1, 2, 3)],
)
def test_keep_probability_is_the_sum_over_every_possible_draw(height, width, block_size, seeds):
    chance = 0.23
    bits = {
        cell: 1 << at
        for at, cell in enumerate(sorted(seed_cells(height, width, block_size, seeds)))
    }
    weight = [  # of a draw with so many seeds
        chance**fallen * (1 - chance) ** (len(bits) - fallen) for fallen in range(len(bits) + 1)
    ]
    draws = [(draw, weight[draw.bit_count()]) for draw in range(1 << len(bits))]
    survives = keep_probability(chance, block_size, height, width, seeds)
    assert survives.dtype == torch.float64
    assert survives.shape == (height, width)
    for unit, covering in covering_cells(height, width, block_size, seeds).items():
        fatal = sum(bits[cell] for cell in covering)
        by_enumeration = math.fsum(share for draw, share in draws if not draw & fatal)
        assert survives[unit].item() == pytest.approx(by_enumeration, rel=1e-10)


@settings(deadline=None)
@given(fit=fitting(largest=20), stop=st.integers(0, 100))
@pytest.mark.parametrize("seeds", SEEDS)
def test_the_expected_keep_rate_is_the_mean_over_units_counted_one_by_one(seeds, fit, stop):
    chance = float(seed_chance(stop / 100, *fit))
    block_size, height, width = fit
    counts = [len(cells) for cells in covering_cells(height, width, block_size, seeds).values()]
    mean = math.fsum((1 - chance) ** count for count in counts) / len(counts)
    expected = expected_keep_rate(stop / 100, *fit, seeds)
    assert expected == pytest.approx(mean, rel=1e-11, abs=1e-13)
    if seeds == "valid":
        assert expected >= stop / 100 - 1e-12


# Established before this library, and checked there by Monte Carlo: map side and block_size, then
# the rates with valid and with whole-map seeds at each keep_prob asked.
ASKED = [0.5, 0.75, 0.9, 0.95]
PUBLISHED = {
    (5, 3): ([0.610, 0.780, 0.905, 0.951], [0.337, 0.587, 0.810, 0.901]),
    (7, 3): ([0.615, 0.781, 0.905, 0.951], [0.437, 0.665, 0.851, 0.923]),
    (7, 5): ([0.615, 0.781, 0.905, 0.951], [0.161, 0.397, 0.689, 0.830]),
    (7, 7): (ASKED, [0.000, 0.002, 0.070, 0.257]),  # "exact": as asked
    (14, 7): ([0.642, 0.790, 0.907, 0.952], [0.317, 0.559, 0.791, 0.889]),
    (28, 7): ([0.628, 0.785, 0.906, 0.952], [0.492, 0.701, 0.867, 0.931]),
    (56, 7): ([0.616, 0.782, 0.905, 0.951], [0.555, 0.745, 0.889, 0.943]),
}


@pytest.mark.parametrize(("size", "block_size"), PUBLISHED)
def test_the_expected_keep_rate_is_the_published_one(size, block_size):
    for seeds, published in zip(SEEDS, PUBLISHED[size, block_size], strict=True):
        rates = [expected_keep_rate(asked, block_size, size, size, seeds) for asked in ASKED]
        assert rates == pytest.approx(published, abs=0.00051)


def test_on_a_picture_the_seeds_recipe_keeps_more_or_less_than_asked():
    """Overlaps push it up, border seeds push it down."""
    rates = [
        expected_keep_rate(0.5, 15, 224, 224, "everywhere"),
        expected_keep_rate(0.9, 21, 224, 224, "everywhere"),
    ]
    assert rates == pytest.approx([0.578, 0.891], abs=0.00051)
    assert rates[0] > 0.5
    assert rates[1] < 0.9


def test_with_valid_seeds_a_corner_survives_far_oftener_than_the_centre():
    survives = keep_probability(gamma(0.9, 7, 14, 14), 7, 14, 14)
    corners = [survives[row, column].item() for row, column in product((0, -1), repeat=2)]
    assert corners == pytest.approx([0.994] * 4, abs=0.00051)
    centre = survives[6:8, 6:8].flatten().tolist()
    assert centre == pytest.approx([0.735] * 4, abs=0.00051)


@settings(deadline=None)
@given(fit=fitting())
@pytest.mark.parametrize("seeds", SEEDS)
def test_keep_prob_1_keeps_everything(seeds, fit):
    assert gamma(1, *fit) == 0
    assert expected_keep_rate(1, *fit, seeds) == pytest.approx(1, abs=1e-14)
    assert (keep_probability(0, *fit, seeds) == 1).all()


@pytest.mark.parametrize("seeds", SEEDS)
def test_keep_prob_0_drops_everything_only_where_gamma_reaches_1(seeds):
    for block_size, size in [(1, 6), (4, 4), (7, 7)]:
        assert expected_keep_rate(0, block_size, size, size, seeds) == pytest.approx(0, abs=1e-15)
    assert expected_keep_rate(0, 3, 5, 5, seeds) > 0.1  # gamma 25/81: some maps survive in part


def test_the_reference_recipe_takes_gamma_from_the_width_and_the_paper_from_the_area():
    assert RECIPES["reference"].gamma(0.9, 3, 4, 10) == pytest.approx(10 / 576, rel=1e-14)
    assert RECIPES["reference"].gamma(0.9, 3, 10, 4) == pytest.approx(1.6 / 36, rel=1e-14)
    for height, width in [(4, 10), (10, 4)]:
        assert RECIPES["paper"].gamma(0.9, 3, height, width) == pytest.approx(4 / 144, rel=1e-14)


@pytest.mark.parametrize(("name", "seeds"), [("reference", "everywhere"), ("paper", "valid")])
def test_a_recipes_expected_rates_use_its_own_gamma_and_seeds(name, seeds):
    counts = [len(cells) for cells in covering_cells(4, 9, 3, seeds).values()]
    sides = (9, 9) if name == "reference" else (4, 9)
    rates = RECIPES[name].expected_keep_rates(ASKED, 3, 4, 9).tolist()
    for rate, asked in zip(rates, ASKED, strict=True):
        chance = float(seed_chance(asked, 3, *sides))
        assert rate == pytest.approx(sum((1 - chance) ** n for n in counts) / 36, rel=1e-12)
