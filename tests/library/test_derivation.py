"""Eq. 1 step by step, against enumeration in loops and the known rates."""

import pytest

from dropblock import expected_keep_rate, gamma
from dropblock.derivation import CORRECTED, DIVIDED, GROWN, STEPS, UNITS, WHOLE_MAP, step_block_size
from tests.brute import covering_cells

CASES = [(0.9, 7, 14), (0.75, 3, 5), (0.5, 4, 9), (0.9, 7, 7), (0.3, 1, 6)]


def by_loops(chance: float, block_size: int, size: int, seeds: str) -> float:
    counts = [len(cells) for cells in covering_cells(size, size, block_size, seeds).values()]
    return sum((1 - chance) ** n for n in counts) / len(counts)


@pytest.mark.parametrize(("keep_prob", "block_size", "size"), CASES)
def test_each_step_has_the_gamma_that_its_sentence_says(keep_prob, block_size, size):
    drop, area = 1 - keep_prob, block_size**2
    positions = (size - block_size + 1) ** 2
    by_hand = {
        UNITS: drop,
        GROWN: drop,
        DIVIDED: drop / area,
        CORRECTED: drop / area * size**2 / positions,
        WHOLE_MAP: drop / area * size**2 / positions,
    }
    for step in STEPS:
        block = step_block_size(step, block_size)
        assert step.gamma(keep_prob, block, size, size) == pytest.approx(by_hand[step], rel=1e-12)


@pytest.mark.parametrize(("keep_prob", "block_size", "size"), CASES)
def test_what_each_step_keeps(keep_prob, block_size, size):
    def kept(step):
        block = step_block_size(step, block_size)
        return step.expected_keep_rates([keep_prob], block, size, size).item()

    drop = 1 - keep_prob
    assert kept(UNITS) == pytest.approx(keep_prob, abs=1e-12)
    assert kept(GROWN) == pytest.approx(by_loops(drop, block_size, size, "everywhere"))
    assert kept(DIVIDED) == pytest.approx(by_loops(drop / block_size**2, block_size, size, "valid"))
    assert kept(CORRECTED) == pytest.approx(expected_keep_rate(keep_prob, block_size, size, size))
    chance = gamma(keep_prob, block_size, size, size)
    assert kept(WHOLE_MAP) == pytest.approx(by_loops(chance, block_size, size, "everywhere"))


def test_an_oversized_block_is_cut_to_the_map_at_every_step():
    for step in STEPS:
        assert step.fit(9, 5, 5) == 5
