"""The numbers behind the gamma page's charts, against loops, known figures and exact ratios."""

from decimal import ROUND_HALF_UP, Decimal
from itertools import product

import pytest
import torch

from dropblock import draw_noise, gamma
from explainer.rooms.gamma import numbers
from explainer.rooms.gamma.packet import answers
from tests.brute import block_units, covering_cells, seed_cells
from tests.library.test_rates import ASKED, PUBLISHED

SEEDS = {"reference": "everywhere", "paper": "valid"}


@pytest.mark.parametrize("recipe", SEEDS)
def test_the_table_of_real_maps_is_the_published_one(recipe):
    assert list(numbers.REAL_MAPS) == list(PUBLISHED)
    assert list(numbers.REAL_KEEP_PROBS) == ASKED
    for row, published in zip(numbers.real_maps(recipe), PUBLISHED.values(), strict=True):
        assert row == pytest.approx(published[recipe == "reference"], abs=0.00051)


@pytest.mark.parametrize("recipe", SEEDS)
@pytest.mark.parametrize(("block", "side"), [(3, 9), (4, 9), (1, 1), (7, 7)])
def test_the_curves_are_the_mean_over_units_counted_one_by_one(recipe, block, side):
    counts = [len(cells) for cells in covering_cells(side, side, block, SEEDS[recipe]).values()]
    curve = numbers.kept(recipe, block, side)
    for stop in range(0, 101, 10):
        chance = gamma(stop / 100, block, side, side)
        mean = sum((1 - chance) ** n for n in counts) / len(counts)
        assert curve[stop] == pytest.approx(mean, abs=1e-12)


def test_the_calibrated_curve_is_what_was_asked():
    assert numbers.kept("calibrated", 7, 14) == pytest.approx([k / 100 for k in range(101)])


def test_the_calibration_has_the_known_ratios():
    ratios = numbers.calibration(7, 14)
    assert [ratios[k] for k in (50, 75, 90, 95)] == pytest.approx(
        [1.684, 1.241, 1.082, 1.039], abs=0.0006
    )
    assert len(ratios) == 100  # below keep_prob 1, where both are 0


@pytest.mark.parametrize("recipe", SEEDS)
@pytest.mark.parametrize(("asked", "side"), [(0.9, 14), (0.3, 9), (0.75, 1), (1.0, 7), (0.75, 6)])
def test_the_worst_case_is_the_furthest_of_all_blocks_that_the_code_takes(recipe, asked, side):
    taken = [b for b in range(1, side + 1) if recipe == "paper" or b % 2]
    gaps = {}
    for block in taken:
        chance = gamma(asked, block, side, side)
        covers = covering_cells(side, side, block, SEEDS[recipe]).values()
        kept = sum((1 - chance) ** len(cells) for cells in covers) / side**2
        gaps[block] = abs(kept - asked)
    worst = numbers.worst(recipe, side)[round(asked * 100)]
    assert abs(worst.kept - asked) == pytest.approx(max(gaps.values()), abs=1e-12)
    assert gaps[worst.block_size] == pytest.approx(max(gaps.values()), abs=1e-12)


def test_the_papers_rule_may_stray_furthest_with_an_even_block():
    assert numbers.worst("paper", 8)[75].block_size % 2 == 0


@pytest.mark.parametrize(("side", "block"), [(2, 2), (14, 7), (11, 10)])
def test_the_table_rounds_chances_as_the_browser_does(side, block):
    """toFixed takes the exact binary value of the float32 that it gets, halves away from zero."""
    header, arrays = answers(side, block, 0)
    assert header["map"] == side
    column = {n: k for k, n in enumerate(arrays["n"].tolist())}
    for stop in range(100):
        rows = numbers.recipe_rows(stop / 100, block, side)
        for row, cover in zip(rows, arrays["cover"].tolist(), strict=False):
            for chance, place in ((row.corner, cover[0]), (row.centre, cover[side // 2])):
                sent = Decimal(float(arrays["chance"][stop, column[place**2]]))
                text = str(sent.quantize(Decimal("0.001"), ROUND_HALF_UP))
                if text != "1.000":
                    assert numbers.chance_text(chance) == text


def test_a_chance_of_a_sixteenth_is_rounded_up_as_in_the_browser():
    assert numbers.chance_text(0.0625) == "0.063"
    assert numbers.chance_text(0.99996) == "0.99996"
    assert numbers.chance_text(1.0) == "1.000"


def test_todays_block_is_always_among_the_compared_ones_and_all_fit():
    for side, today in product((1, 2, 5, 14, 56, 224), (1, 2, 5, 13, 31)):
        if today <= side:
            blocks = numbers.compared_blocks(side, today)
            assert today in blocks
            assert blocks == sorted(set(blocks))
            assert all(1 <= block <= side for block in blocks)


@pytest.mark.parametrize(
    ("asked", "block", "side", "seed"), [(0.9, 7, 14, 176), (0.5, 3, 9, 0), (0.75, 4, 20, 5)]
)
def test_the_overlap_is_counted_right_and_the_first_from_the_seed_on(asked, block, side, seed):
    def blocks_of(draw):
        noise = draw_noise((1, 1, side, side), draw)[0, 0].tolist()
        chance = torch.tensor(gamma(asked, block, side, side), dtype=torch.float32).item()
        fallen = [(r, c) for r, c in seed_cells(side, side, block, "valid") if noise[r][c] < chance]
        return [block_units(*cell, block) for cell in sorted(fallen)]

    found = numbers.overlap(asked, block, side, seed)
    for draw in range(seed, found.seed):
        blocks = blocks_of(draw)
        assert sum(map(len, blocks)) == len(set().union(*blocks))
    blocks = blocks_of(found.seed)
    gone = set().union(*blocks)
    assert found.promised == sum(map(len, blocks)) == len(blocks) * block**2
    assert found.gone == len(gone) < found.promised
    assert [
        {(r, c) for r in range(top, bottom) for c in range(left, right)}
        for top, left, bottom, right in found.blocks
    ] == blocks


@pytest.mark.parametrize(("asked", "block", "side"), [(1.0, 3, 9), (0.5, 1, 9), (0.5, 7, 7)])
def test_where_blocks_cannot_meet_there_is_no_overlap(asked, block, side):
    assert numbers.overlap(asked, block, side, 0) is None


def test_the_three_recipes_beside_each_other():
    code, paper, calibrated = numbers.recipe_rows(0.9, 7, 14)
    assert [row.recipe for row in (code, paper, calibrated)] == ["reference", "paper", "calibrated"]
    assert code.gamma == paper.gamma == pytest.approx(0.1 / 49 * 196 / 64)
    assert calibrated.gamma / paper.gamma == pytest.approx(1.082, abs=0.0006)
    expected = [row.expected for row in (code, paper, calibrated)]
    assert expected == pytest.approx([0.791, 0.907, 0.9], abs=0.00051)
    assert (paper.corner, paper.centre) == pytest.approx((0.994, 0.735), abs=0.00051)
    # The article's corner is covered by 4 × 4 places, its centre by all 7 × 7.
    assert code.corner == pytest.approx((1 - code.gamma) ** 16)
    assert code.centre == pytest.approx((1 - code.gamma) ** 49)


def test_the_schedule_is_drawn_at_every_hundredth():
    curve = numbers.schedule(0.9, 3)
    assert curve == pytest.approx([1 - 0.025 * k / 100 for k in range(101)])
