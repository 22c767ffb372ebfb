"""One draw answers for every stop of keep_prob, as running each stop does."""

from collections.abc import Iterator
from itertools import pairwise, product

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from dropblock import RECIPES, Recipe, draw_noise, keep_probability, threshold_map, trace
from dropblock.blocks import spread
from dropblock.dropout import rank_map
from dropblock.stops import KEEP_PROBS, trace_stops
from tests.brute import block_units, seed_cells, seed_chance

REFERENCE, PAPER = RECIPES["reference"], RECIPES["paper"]
# Even blocks on the whole map: neither of the above allows them.
WHOLE = Recipe("whole", "everywhere", "area", shared=False, odd_only=False, clamp=True)
ASKED = [stop / 100 for stop in range(101)]


@pytest.fixture(autouse=True, scope="module")
def one_thread() -> Iterator[None]:
    """On maps this small, threads of a busy machine spend their time waiting for one another."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


def below(values: Tensor, chance: float) -> Tensor:
    """Compared as everywhere in the library: in float32."""
    return values < torch.tensor(chance, dtype=torch.float32)


@st.composite
def runs(draw: st.DrawFn) -> tuple[Tensor, int, Recipe]:
    """Noise, a block_size that fits, a recipe. Half of the noises have many ties."""
    recipe = draw(st.sampled_from([REFERENCE, PAPER, RECIPES["calibrated"], WHOLE]))
    height, width = draw(st.integers(1, 10)), draw(st.integers(1, 10))
    blocks = range(1, min(height, width) + 1, 2 if recipe.odd_only else 1)
    shape = (draw(st.integers(1, 2)), draw(st.integers(1, 2)), height, width)
    noise = draw_noise(shape, draw(st.integers(0, 999_999)))
    if draw(st.booleans()):
        noise = (noise * 8).floor() / 8
    return noise, draw(st.sampled_from(blocks)), recipe


def test_the_stops_are_the_hundredths_from_0_to_1():
    assert list(KEEP_PROBS) == ASKED


@settings(deadline=None, max_examples=30)
@given(run=runs())
def test_lowering_keep_prob_revives_no_unit_and_removes_no_seed(run):
    noise, block_size, recipe = run
    rising = [trace(noise, keep_prob, block_size, noise, recipe) for keep_prob in ASKED]
    for lower, higher in pairwise(rising):
        assert (lower.mask <= higher.mask).all()
        assert (lower.seeds >= higher.seeds).all()


@settings(deadline=None, max_examples=30)
@given(run=runs())
def test_the_threshold_map_below_gamma_is_what_is_dropped_at_every_stop(run):
    noise, block_size, recipe = run
    threshold = threshold_map(noise, block_size, recipe)
    assert threshold.shape == noise.shape
    for keep_prob in ASKED:
        stop = trace(noise, keep_prob, block_size, noise, recipe)
        assert below(threshold, stop.gamma).equal(stop.mask == 0)


@settings(deadline=None)
@given(side=st.integers(1, 12), seed=st.integers(0, 999_999))
def test_with_whole_map_seeds_the_threshold_map_never_rises_with_block_size(side, seed):
    noise = draw_noise((1, 2, side, side), seed)
    maps = [threshold_map(noise, block, REFERENCE) for block in range(1, side + 1, 2)]
    assert maps[0].equal(noise)
    for smaller, bigger in pairwise(maps):
        assert (bigger <= smaller).all()


def test_with_valid_seeds_the_threshold_map_can_rise_since_a_big_block_fits_in_fewer_places():
    noise = torch.full((1, 1, 3, 3), 0.5)
    noise[0, 0, 0, 0] = 0.125
    assert threshold_map(noise, 1, PAPER)[0, 0, 0, 0] == 0.125
    assert threshold_map(noise, 3, PAPER)[0, 0, 0, 0] == 0.5  # only the centre may be a seed


@settings(deadline=None)
@given(run=runs(), chance=st.floats(0, 1))
def test_at_fixed_seeds_a_bigger_block_only_grows(run, chance):
    seeds = below(run[0], chance).float()
    grown = [spread(seeds, block_size) for block_size in range(1, 12)]
    assert grown[0].equal(seeds)
    for smaller, bigger in pairwise(grown):
        assert (bigger >= smaller).all()


CASES = [
    pytest.param(recipe, shape, block, id=f"{recipe.name}-{shape}-{block}")
    for recipe, shape, block in [
        (REFERENCE, (1, 1, 5, 5), 3),
        (REFERENCE, (2, 3, 9, 9), 5),
        (REFERENCE, (1, 2, 7, 7), 7),
        (REFERENCE, (1, 1, 6, 10), 3),  # gamma from the width alone
        (REFERENCE, (3, 1, 14, 14), 7),  # as drawn for a mask that channels share
        (PAPER, (1, 1, 5, 5), 3),
        (PAPER, (2, 3, 9, 9), 4),
        (PAPER, (1, 2, 7, 7), 7),
        (PAPER, (1, 1, 6, 10), 2),
        (PAPER, (1, 1, 10, 6), 9),  # clamped to 6
        (PAPER, (3, 1, 14, 14), 1),
        (WHOLE, (1, 2, 6, 8), 4),
    ]
]


def on_gammas(recipe: Recipe, shape: tuple[int, ...], block_size: int) -> Tensor:
    """A draw in which some noises equal the gamma of a stop, and four are alike."""
    noise = draw_noise(shape, 31)
    flat = noise.view(-1)
    gammas = trace_stops(noise, block_size, recipe).gamma.float()
    some = gammas[:: max(1, 400 // len(flat))][: len(flat) - 3]
    flat[: len(some)] = some
    flat[-3:] = some[1]
    return noise


@pytest.mark.parametrize("draw", ["uniform", "on gammas"])
@pytest.mark.parametrize(("recipe", "shape", "block_size"), CASES)
def test_every_stop_says_what_running_it_finds(recipe, shape, block_size, draw):
    noise = draw_noise(shape, 32) if draw == "uniform" else on_gammas(recipe, shape, block_size)
    stops = trace_stops(noise, block_size, recipe)
    assert stops.drop_level.dtype == torch.uint8
    assert stops.drop_level.shape == noise.shape
    falls = torch.zeros(noise.shape, dtype=torch.int64)
    for stop, keep_prob in enumerate(ASKED):
        run = trace(torch.ones(shape), keep_prob, block_size, noise, recipe)
        dropped = run.mask == 0
        falls += dropped
        assert dropped.equal(stop < stops.drop_level)
        assert stops.gamma[stop] == run.gamma
        assert stops.scale[stop] == run.scale
        assert stops.seeds[stop] == run.seeds.sum()
        assert stops.kept[stop] == run.mask.sum()
        assert stops.below[stop] == below(noise, run.gamma).sum()
    assert falls.equal(stops.drop_level.long())


@pytest.mark.parametrize(("recipe", "shape", "block_size"), CASES)
def test_a_rank_is_less_than_the_stops_count_exactly_where_noise_is_below_gamma(
    recipe, shape, block_size
):
    noise = on_gammas(recipe, shape, block_size)
    rank, stops = rank_map(noise), trace_stops(noise, block_size, recipe)
    for stop in range(101):
        assert (rank < stops.below[stop]).equal(below(noise, stops.gamma[stop].item()))


@settings(deadline=None)
@given(noise=st.lists(st.sampled_from([0.0, 0.25, 0.5, 0.75]), min_size=12, max_size=12))
def test_a_rank_is_the_place_in_a_sort_where_ties_keep_their_order(noise):
    place = {at: rank for rank, at in enumerate(sorted(range(12), key=noise.__getitem__))}
    rank = rank_map(torch.tensor(noise).reshape(2, 1, 3, 2))
    assert rank.shape == (2, 1, 3, 2)
    assert rank.dtype == torch.int64
    assert rank.flatten().tolist() == [place[at] for at in range(12)]


@pytest.mark.parametrize(("recipe", "shape", "block_size"), CASES)
def test_gamma_and_expected_rate_of_each_stop_are_the_recipes(recipe, shape, block_size):
    height, width = shape[2:]
    block = min(block_size, height, width)
    stops = trace_stops(draw_noise(shape, 33), block_size, recipe)
    assert stops.block_size == block
    sides = (width, width) if recipe is REFERENCE else (height, width)
    for stop, keep_prob in enumerate(ASKED):
        chance = stops.gamma[stop].item()
        assert chance == pytest.approx(float(seed_chance(keep_prob, block, *sides)), rel=1e-14)
        mean = keep_probability(chance, block, height, width, recipe.seeds).mean().item()
        assert stops.expected[stop].item() == pytest.approx(mean, rel=1e-12, abs=1e-15)


@pytest.mark.parametrize(("recipe", "shape", "block_size"), CASES)
def test_the_reach_and_the_span_are_those_of_cells(recipe, shape, block_size):
    stops = trace_stops(draw_noise(shape, 34), block_size, recipe)
    allowed = seed_cells(*shape[2:], stops.block_size, recipe.seeds)
    assert set(product(range(*stops.rows), range(*stops.columns))) == allowed
    reached = range(50 - stops.before, 50 + stops.after + 1)
    assert set(product(reached, reached)) == block_units(50, 50, stops.block_size)


@pytest.mark.parametrize(
    ("recipe", "block_size", "message"),
    [
        (REFERENCE, 4, "odd .*, got 4"),
        (REFERENCE, 7, "from 1 to 5 on a 5 × 6 map, got 7"),
        (PAPER, 0, "from 1, got 0"),
    ],
)
def test_a_block_that_the_recipe_refuses_raises(recipe, block_size, message):
    with pytest.raises(ValueError, match=message):
        trace_stops(draw_noise((1, 1, 5, 6), 35), block_size, recipe)
    with pytest.raises(ValueError, match=message):
        threshold_map(draw_noise((1, 1, 5, 6), 35), block_size, recipe)
