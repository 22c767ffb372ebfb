"""A grid shows the numbers it is given, and says what each cell is."""

import re
from itertools import product

import pytest
import torch
from hypothesis import given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st

from dropblock import draw_noise, random_map, trace
from explainer.figures import grids
from tests import brute

SETTINGS = [(5, 3, 0.75, 175), (5, 3, 0.5, 3), (9, 5, 0.6, 1), (14, 1, 0.75, 0)]


def texts(grid: grids.Grid) -> list[list[str]]:
    return [[cell.text for cell in row] for row in grid.rows]


def kinds(grid: grids.Grid) -> list[list[str]]:
    return [[cell.kind for cell in row] for row in grid.rows]


@pytest.mark.parametrize(("size", "block_size", "keep_prob", "seed"), SETTINGS)
def test_the_grids_hold_a_run(size: int, block_size: int, keep_prob: float, seed: int) -> None:
    x = random_map(size)
    run = trace(x, keep_prob, block_size, draw_noise((1, 1, size, size), seed))
    noise, seeds, mask, output = (
        t[0, 0].tolist() for t in (run.noise, run.seeds, run.mask, run.output)
    )
    assert texts(grids.values("", "", x[0, 0], 9)) == [
        [str(v) for v in r] for r in x[0, 0].tolist()
    ]
    drawn = grids.draw("", "", run.noise[0, 0], run.seeds[0, 0])
    for r in range(size):
        for c in range(size):
            assert float(f"0{drawn.rows[r][c].text}".replace("01.", "1.")) == pytest.approx(
                noise[r][c], abs=0.0051
            )
    assert kinds(drawn) == [["seed" if s else "draw" for s in row] for row in seeds]
    assert texts(grids.mask("", "", run.mask[0, 0])) == [[str(int(m)) for m in r] for r in mask]
    result = grids.output("", "", run.output[0, 0], run.mask[0, 0], 9)
    for r in range(size):
        for c in range(size):
            cell = result.rows[r][c]
            assert cell.kind == ("value" if mask[r][c] else "dropped")
            assert float(cell.text) == pytest.approx(output[r][c], abs=0.051)


@pytest.mark.parametrize(
    ("numbers", "shown"),
    [
        ([1.0, 9.0, 12.0], ["1", "9", "12"]),
        ([1.0, 9.2, 11.84], ["1.0", "9.2", "11.8"]),
        ([99.94, 0.56, 3.0], ["99.9", "0.6", "3.0"]),
        ([99.95, 0.7, 3.0], ["100", "1", "3"]),
        ([11.25, 1.25, 3.75], ["11.3", "1.3", "3.8"]),  # halves as the browser rounds them
    ],
)
def test_all_numbers_of_a_grid_have_the_same_decimals(numbers, shown):
    assert texts(grids.values("", "", torch.tensor([numbers], dtype=torch.float64), 9)) == [shown]


def luminance(colour: tuple[int, int, int]) -> float:
    """Of WCAG 2."""
    linear = [v / 3294.6 if v <= 10 else ((v / 255 + 0.055) / 1.055) ** 2.4 for v in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_the_number_in_a_cell_can_be_read_on_every_colour():
    for step in range(256):
        below = luminance(grids.colour(step / 255)) + 0.05
        ink = below / 0.05 if step / 255 > grids.BRIGHT else 1.05 / below
        assert ink >= 4.5


@hypothesis(deadline=None)
@given(st.integers(1, 8), st.sampled_from([1, 2, 3, 4, 5]), st.integers(0, 99))
def test_a_cell_of_the_blocks_counts_the_seeds_that_cover_it(size, block_size, seed):
    seeds = (draw_noise((size, size), seed) < 0.2).float()
    before, after = (block_size - 1) // 2, block_size // 2
    counts = [
        [
            sum(
                bool(seeds[i, j])
                for i in range(size)
                for j in range(size)
                if i - before <= r <= i + after and j - before <= c <= j + after
            )
            for c in range(size)
        ]
        for r in range(size)
    ]
    grid = grids.blocks("", "", seeds, block_size)
    assert texts(grid) == [[str(n) for n in row] for row in counts]
    for r in range(size):
        for c in range(size):
            free = "free" if counts[r][c] == 0 else "block" if counts[r][c] == 1 else "overlap"
            assert grid.rows[r][c].kind == ("seed" if seeds[r, c] else free)


@hypothesis(deadline=None)
@given(st.integers(1, 8), st.sampled_from([1, 2, 3, 4, 5]), st.integers(0, 99))
def test_an_outline_goes_around_each_block_as_far_as_it_lies_on_the_map(size, block_size, seed):
    seeds = draw_noise((size, size), seed) < 0.2
    grid = grids.blocks("", "", seeds, block_size).outline(seeds, block_size)
    covered = [
        {(r, c) for r in range(top, bottom) for c in range(left, right)}
        for top, left, bottom, right in grid.outlines
    ]
    on_map = set(product(range(size), repeat=2))
    assert covered == [
        brute.block_units(r, c, block_size) & on_map for r, c in sorted(on_map) if seeds[r, c]
    ]


def test_html_is_a_labelled_table_of_the_cells_and_escapes_words():
    where = torch.tensor([[True, False]])
    grid = grids.values("<x>", 'a "map"', torch.tensor([[1, 9]]), 9).mark(where)
    html = grids.as_html(grid, dark=True)
    assert re.findall(r"<td[^>]*>([^<]*)</td>", html) == ["1", "9"]
    assert html.count("value marked") == 1
    assert "&lt;x&gt;" in html
    assert 'aria-label="a &quot;map&quot;"' in html
    assert " dark" in html


def test_the_colours_are_viridis():
    # matplotlib's viridis at 0, 1/2 and 1
    assert grids.colour(0) == (68, 1, 84)
    assert grids.colour(1) == (253, 231, 37)
    assert grids.colour(0.5) == pytest.approx((33, 145, 140), abs=4)
