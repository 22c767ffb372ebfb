"""The stages of stamping, against plain loops over cells and the exact chances of each draw."""

import itertools
import math

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Generator

from dropblock import RECIPES, stamping
from dropblock.blocks import reach
from dropblock.pipeline import keep_mask
from dropblock.stamping import block_rows, corners, count_union, draw_seeds, erase
from tests.brute import block_units, seed_cells

# |z| of a fixed seed may be this large: once in 15,000 fair draws.
Z = 4.0


def generator(seed):
    return Generator().manual_seed(seed)


def one_by_one(gamma, positions):
    """Whether so few seeds are expected that their gaps are drawn one after the other."""
    return gamma * positions <= stamping.FEW


@pytest.mark.parametrize(("gamma", "single"), [(0.3, True), (0.6, False)])
def test_every_set_of_seeds_is_drawn_as_often_as_independent_coins_say(gamma, single):
    """All 2⁶ patterns of six positions, chi-squared on 63 degrees of freedom (mean 63, sd 11.2)."""
    positions, draws = 6, 40_000
    assert one_by_one(gamma, positions) == single
    source = generator(0)
    seen = dict.fromkeys(itertools.product((0, 1), repeat=positions), 0)
    for _ in range(draws):
        seeds = draw_seeds(gamma, positions, source)
        seen[tuple(int(k in seeds) for k in range(positions))] += 1
    chi_squared = 0.0
    for pattern, count in seen.items():
        expected = draws * math.prod(gamma if seed else 1 - gamma for seed in pattern)
        chi_squared += (count - expected) ** 2 / expected
    assert abs(chi_squared - 63) / math.sqrt(126) < Z


@pytest.mark.parametrize(
    ("gamma", "positions"),
    [(0.9, 300_000), (0.01, 10**7), (1e-5, 10**10), (1e-9, 10**14), (1e-12, 10**15)],
)
def test_their_number_and_places_are_those_of_a_bernoulli_process(gamma, positions):
    """Also where float32 noise, in steps of 6e-8, could not say so small a chance."""
    seeds = draw_seeds(gamma, positions, generator(1))
    expected, spread = gamma * positions, math.sqrt(positions * gamma * (1 - gamma))
    assert abs(len(seeds) - expected) / spread < Z
    assert (np.diff(seeds) > 0).all()
    assert seeds[0] >= 0
    assert seeds[-1] < positions
    place = seeds / positions  # uniform: mean 1/2, variance 1/12
    # Drawn without replacement, which at gamma .9 makes the mean ten times as steady.
    assert abs(place.mean() - 0.5) * math.sqrt(12 * len(seeds) / (1 - gamma)) < Z
    gaps = np.diff(seeds)  # geometric: mean 1/γ, P(gap = 1) = γ
    assert abs(gaps.mean() * gamma - 1) * math.sqrt(len(gaps) / (1 - gamma)) < Z


def hand_out(monkeypatch, *batches):
    """Let each call for gaps be answered by the next of these."""
    gaps = (torch.tensor(batch, dtype=torch.float64) for batch in batches)
    monkeypatch.setattr(stamping, "_gaps", lambda *_: next(gaps))


def test_gaps_that_end_too_early_are_followed_by_more(monkeypatch):
    """With the gaps 3, 1, 4, 2, 9 handed out one or two at a time, the seeds are their sums."""
    hand_out(monkeypatch, [3.0], [1.0, 4.0], [2.0], [9.0])
    assert not one_by_one(0.5, 12)
    assert draw_seeds(0.5, 12).tolist() == [2, 3, 7, 9]
    hand_out(monkeypatch, [3.0], [1.0], [4.0], [2.0], [9.0])
    assert one_by_one(0.1, 12)
    assert draw_seeds(0.1, 12).tolist() == [2, 3, 7, 9]


def test_a_gap_without_end_ends_the_draw(monkeypatch):
    """The uniform number behind a gap is 0 once in 2⁵³, and its logarithm is infinite."""
    hand_out(monkeypatch, [2.0], [1.0, float("inf"), 1.0])
    assert draw_seeds(0.5, 50).tolist() == [1, 2]
    hand_out(monkeypatch, [2.0], [1.0], [float("inf")])
    assert draw_seeds(0.01, 50).tolist() == [1, 2]


@pytest.mark.parametrize("gamma", [0.01, 2e-6])
def test_the_draw_follows_the_generator_and_not_the_number_of_threads(gamma):
    threads = torch.get_num_threads()
    first = draw_seeds(gamma, 10**6, generator(4))
    assert len(first) > 1
    try:
        torch.set_num_threads(1 if threads > 1 else 2)
        assert np.array_equal(draw_seeds(gamma, 10**6, generator(4)), first)
    finally:
        torch.set_num_threads(threads)
    assert not np.array_equal(draw_seeds(gamma, 10**6, generator(5)), first)
    torch.manual_seed(4)
    assert np.array_equal(draw_seeds(gamma, 10**6), first)


@st.composite
def seeded_maps(draw):
    """An NCHW shape, a block_size that fits and some seeds: (sample, channel, row, column)."""
    shape = tuple(draw(st.integers(1, most)) for most in (3, 3, 9, 9))
    block_size = draw(st.integers(1, min(shape[2:])))
    cells = sorted(seed_cells(*shape[2:], block_size, "valid"))
    places = [(n, c, *cell) for n in range(shape[0]) for c in range(shape[1]) for cell in cells]
    chosen = draw(st.sets(st.integers(0, len(places) - 1), max_size=12))
    return shape, block_size, sorted(chosen), [places[k] for k in sorted(chosen)]


def covered(places, block_size):
    """The units of the blocks, as a set of (sample, channel, row, column)."""
    return {(n, c, *unit) for n, c, *cell in places for unit in block_units(*cell, block_size)}


@settings(deadline=None)
@given(seeded=seeded_maps())
def test_the_union_of_the_blocks_is_counted_exactly(seeded):
    shape, block_size, seeds, places = seeded
    counted = count_union(np.array(seeds, np.int64), shape, block_size)
    assert counted == len(covered(places, block_size))


@settings(deadline=None)
@given(seeded=seeded_maps(), order=st.permutations(range(4)), sharing=st.integers(1, 3))
def test_the_blocks_and_nothing_else_become_zero_in_any_memory_order(seeded, order, sharing):
    shape, block_size, seeds, places = seeded
    # Where the seeds' one channel stands for all, the map may have several.
    own = shape[1] > 1 or sharing == 1
    full = shape if own else (shape[0], sharing, *shape[2:])
    back = tuple(order.index(axis) for axis in range(4))
    outermost, *inner = (full[axis] for axis in order)
    memory = torch.ones(outermost + 1, *inner)
    out = memory[1:].permute(back)
    assert out.shape == full
    erase(out, np.array(seeds, np.int64), shape[1], block_size)
    units = covered(places, block_size)
    for n, c, row, column in itertools.product(*map(range, full)):
        dropped = (n, c if own else 0, row, column) in units
        assert out[n, c, row, column] == (not dropped)
    assert memory[0].all()  # what lies before it is no part of it


@pytest.mark.parametrize("block_size", [1, 2, 3, 4])
@pytest.mark.parametrize("layout", [torch.contiguous_format, torch.channels_last], ids=str)
def test_every_seed_alone_and_every_two_are_those_of_the_dense_pipeline(layout, block_size):
    shape = (2, 2, 4, 5)
    recipe, (before, after) = RECIPES["paper"], reach(block_size)
    noise = torch.ones(shape)
    allowed = noise[..., before : 4 - after, before : 5 - after]
    positions = allowed.numel()
    for seeds in ({a, b} for a in range(positions) for b in range(a, positions)):
        allowed[:] = torch.tensor([k not in seeds for k in range(positions)]).view(allowed.shape)
        mask = keep_mask(noise, 0.5, block_size, recipe)
        out = torch.ones(shape).contiguous(memory_format=layout)
        indices = np.array(sorted(seeds))
        erase(out, indices, 2, block_size)
        assert out.equal(mask.float())
        assert count_union(indices, shape, block_size) == (mask == 0).sum()


def test_rows_of_blocks_start_where_the_strides_say():
    # Blocks of 2: in the first channel's corner, and at row 1, column 2 of the second channel.
    seeds = np.array([0, 9 + 3 * 1 + 2])
    rows = block_rows(seeds, (1, 2, 4, 4), (1000, 100, 10, 1), 2)
    assert rows.tolist() == [0, 10, 112, 122]
    assert corners(14, (1, 2, 4, 4), (1000, 100, 10, 1), 2) == 112
