"""The calibrated gamma keeps exactly what was asked."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dropblock import calibrated_gamma, expected_keep_rate, gamma, keep_probability


@pytest.mark.parametrize(
    ("side", "ratios"),
    [(14, (1.684, 1.241, 1.082, 1.039)), (56, (1.458, 1.172, 1.060, 1.029))],
)
def test_it_exceeds_eq_1_by_the_known_ratios(side: int, ratios: tuple[float, ...]) -> None:
    for keep_prob, ratio in zip((0.5, 0.75, 0.9, 0.95), ratios, strict=True):
        found = calibrated_gamma(keep_prob, 7, side, side) / gamma(keep_prob, 7, side, side)
        assert found == pytest.approx(ratio, abs=0.0006)


@given(st.data())
def test_the_mean_chance_to_survive_is_keep_prob(data: st.DataObject) -> None:
    height, width = data.draw(st.tuples(st.integers(1, 40), st.integers(1, 40)))
    block_size = data.draw(st.integers(1, min(height, width)))
    keep_prob = data.draw(st.floats(0, 1))
    seeds = data.draw(st.sampled_from(["valid", "everywhere"]))
    chance = calibrated_gamma(keep_prob, block_size, height, width, seeds)
    assert 0 <= chance <= 1
    survive = keep_probability(chance, block_size, height, width, seeds)
    assert survive.mean().item() == pytest.approx(keep_prob, abs=1e-9)


def test_by_counting_every_seed_pattern_of_a_small_map() -> None:
    """3 × 3, block 2, seeds where the block fits: four positions, sixteen patterns."""
    chance = calibrated_gamma(0.6, 2, 3, 3)
    positions = list(itertools.product(range(2), repeat=2))
    kept = 0.0
    for pattern in itertools.product((0, 1), repeat=4):
        probability = 1.0
        gone = set()
        for seed, (row, column) in zip(pattern, positions, strict=True):
            probability *= chance if seed else 1 - chance
            if seed:
                gone |= {(row + r, column + c) for r in range(2) for c in range(2)}
        kept += probability * (9 - len(gone)) / 9
    assert kept == pytest.approx(0.6, abs=1e-9)


def test_block_size_1_is_dropout() -> None:
    assert calibrated_gamma(0.7, 1, 9, 9) == pytest.approx(0.3, abs=1e-12)


def test_the_ends_are_exact() -> None:
    assert calibrated_gamma(1.0, 3, 7, 7) == 0
    assert calibrated_gamma(0.0, 3, 7, 7) == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [((1.5, 3, 7, 7), "1.5"), ((0.5, 9, 7, 7), "9"), ((float("nan"), 3, 7, 7), "nan")],
)
def test_bad_arguments_are_named(arguments: tuple[float, int, int, int], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        calibrated_gamma(*arguments)


@pytest.mark.parametrize("seeds", ["valid_by_width", "inside"])
def test_seeds_that_are_no_rule_of_an_axis_are_refused(seeds: str) -> None:
    for function in (calibrated_gamma, expected_keep_rate, keep_probability):
        with pytest.raises(ValueError, match=f"'valid' or 'everywhere', got '{seeds}'"):
            function(0.1, 3, 12, 6, seeds)
