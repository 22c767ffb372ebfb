"""The recipes of known implementations, held to what was published of them and to plain loops."""

from itertools import product
from typing import get_args

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from dropblock import RECIPES, RecipeFailure, draw_noise, threshold_map, trace
from dropblock.implementations import IMPLEMENTATIONS
from dropblock.recipe import FailureKind, Recipe
from dropblock.stops import KEEP_PROBS, trace_stops

Cell = tuple[int, int]
BY_NAME = {recipe.name: recipe for recipe in IMPLEMENTATIONS}
TOP_LEFT = {"timm", "tensorflow_tpu", "tensorflow_models", "keras_cv"}
WHOLE_MAP = {"article", "timm", "timm_1_0_22_fast", "paddledetection", "miguelvr"}
UNCLAMPED = {"article", "paddledetection", "miguelvr", "mmdetection"}


def block_of(name: str, row: int, column: int, size: int) -> set[Cell]:
    """The units that a seed drops. An even block has four seeds nearest its middle: those that
    crop the first row and column of an even pool take the lower right one, as TensorFlow's
    padding does; the block then leans to the top left. The others take the upper left one."""
    to_seed = size // 2 if size % 2 or name in TOP_LEFT else size // 2 - 1
    rows = range(row - to_seed, row - to_seed + size)
    return set(product(rows, range(column - to_seed, column - to_seed + size)))


def allowed_seeds(name: str, height: int, width: int, size: int) -> set[Cell]:
    """Where an implementation draws seeds, by trying every cell."""
    cells = set(product(range(height), range(width)))
    if name in WHOLE_MAP:
        return cells
    if name == "timm_1_0_22":  # a width × height grid whose entries are read in another shape
        grid = set(product(range(width), range(height)))
        fits = [block_of(name, *cell, size) <= grid for cell in sorted(grid)]
        return {cell for cell, fit in zip(sorted(cells), fits, strict=True) if fit}
    if name in ("tensorflow_models", "keras_cv"):  # rows end where columns do
        square = set(product(range(width), range(width)))
        return {cell for cell in cells if block_of(name, *cell, size) <= square}
    return {cell for cell in cells if block_of(name, *cell, size) <= cells}


@settings(deadline=None, max_examples=300)
@given(
    name=st.sampled_from(sorted(BY_NAME)),
    height=st.integers(1, 9),
    width=st.integers(1, 9),
    size=st.integers(1, 11),
    keep_prob=st.sampled_from([0.0, 0.3, 0.7, 0.9, 1.0]),
    draw=st.integers(0, 999_999),
)
def test_every_unit_falls_with_the_seeds_that_cover_it(name, height, width, size, keep_prob, draw):
    recipe = BY_NAME[name]
    noise = draw_noise((1, 1, height, width), draw)
    try:
        run = trace(torch.ones(noise.shape), keep_prob, size, noise, recipe)
    except ValueError:
        return
    used = size if name in UNCLAMPED else min(size, height, width)
    chance, field = np.float32(run.gamma), noise[0, 0].numpy()
    allowed = allowed_seeds(name, height, width, used)
    fallen = {cell for cell in allowed if field[cell] < chance}
    dropped = {unit for seed in fallen for unit in block_of(name, *seed, used)}
    for cell in product(range(height), range(width)):
        assert run.seeds[0, 0][cell] == (cell in fallen)
        assert run.mask[0, 0][cell] == (cell not in dropped)
        covered = [field[seed] for seed in allowed if cell in block_of(name, *seed, used)]
        smallest = threshold_map(noise, size, recipe)[0, 0][cell]
        assert smallest == min(covered, default=float("inf"))


@pytest.mark.parametrize(
    ("name", "height", "width", "size"),
    [
        *((name, 7, 7, 5) for name in BY_NAME),
        *((name, 9, 9, 4) for name in ("timm", "tensorflow_tpu", "keras_cv", "miguelvr")),
        *((name, 4, 7, 3) for name in BY_NAME if name != "tensorflow_tpu"),
        *((name, 9, 4, 3) for name in BY_NAME if name != "tensorflow_tpu"),
    ],
)
def test_the_expected_rate_is_the_mean_of_what_each_unit_survives(name, height, width, size):
    recipe = BY_NAME[name]
    allowed = allowed_seeds(name, height, width, size)
    rates = recipe.expected_keep_rates([0.4, 0.9], size, height, width).tolist()
    for keep_prob, rate in zip([0.4, 0.9], rates, strict=True):
        chance = recipe.gamma(keep_prob, size, height, width)
        alive = [
            (1 - chance) ** sum(unit in block_of(name, *seed, size) for seed in allowed)
            for unit in product(range(height), range(width))
        ]
        assert rate == pytest.approx(np.mean(alive), rel=1e-12)


@pytest.mark.parametrize("name", BY_NAME)
def test_all_stops_at_once_agree_with_one_run_at_each(name):
    recipe = BY_NAME[name]
    noise = draw_noise((1, 2, 9, 9), 5)
    stops = trace_stops(noise, 3, recipe)
    for stop in (0, 37, 80, 99, 100):
        kept = (stops.drop_level <= stop).sum()
        assert kept == stops.kept[stop]
        if stop == 100 and recipe.failure("nothing_to_drop"):
            with pytest.raises(RecipeFailure):
                recipe.gamma(KEEP_PROBS[stop], 3, 9, 9)
            assert stops.gamma[stop] == 0
            continue
        assert stops.gamma[stop] == recipe.gamma(KEEP_PROBS[stop], 3, 9, 9)
        if kept:
            run = trace(torch.ones(noise.shape), KEEP_PROBS[stop], 3, noise, recipe)
            assert torch.equal(run.mask.bool(), stops.drop_level <= stop)
            assert run.scale == stops.scale[stop]
        else:
            assert stops.scale[stop] == 0


def test_old_timm_allows_the_seeds_that_its_bug_report_prints():
    """huggingface/pytorch-image-models, pull request 2569: 4 × 5, block_size 3."""
    everywhere = torch.zeros(1, 1, 4, 5)
    seeds = trace(everywhere, 0.5, 3, everywhere, RECIPES["timm_1_0_22"]).seeds
    assert seeds[0, 0].int().tolist() == [
        [0, 0, 0, 0, 0],
        [1, 1, 0, 0, 1],
        [1, 0, 0, 1, 1],
        [0, 0, 0, 0, 0],
    ]


@pytest.mark.parametrize("size", [2, 4, 6])
@pytest.mark.parametrize("side", [10, 15, 20])
def test_old_timm_fails_on_the_even_blocks_of_its_bug_report(size, side):
    """huggingface/pytorch-image-models, issue 1046."""
    for name in ("timm_1_0_22", "timm_1_0_22_fast"):
        with pytest.raises(RecipeFailure, match="RuntimeError") as failure:
            RECIPES[name].fit(size, side, side)
        assert failure.value.kind == "even"


# Map and block_size; then the expected keep rate at keep_prob .5, .75, .9, .95: in the paper's
# manner, and with the same gamma but seeds on the whole map.
PUBLISHED = {
    (5, 3): ((0.610, 0.780, 0.905, 0.951), (0.337, 0.587, 0.810, 0.901)),
    (7, 5): ((0.615, 0.781, 0.905, 0.951), (0.161, 0.397, 0.689, 0.830)),
    (7, 7): ((0.5, 0.75, 0.9, 0.95), (0.000, 0.002, 0.070, 0.257)),
    (14, 7): ((0.642, 0.790, 0.907, 0.952), (0.317, 0.559, 0.791, 0.889)),
}


@pytest.mark.parametrize("name", [name for name in BY_NAME if name != "miguelvr"])
@pytest.mark.parametrize(("side", "size"), PUBLISHED)
def test_on_square_maps_they_keep_as_the_paper_or_as_the_seed(name, side, size):
    rates = BY_NAME[name].expected_keep_rates([0.5, 0.75, 0.9, 0.95], size, side, side)
    assert rates.tolist() == pytest.approx(PUBLISHED[side, size][name in WHOLE_MAP], abs=0.0005)


def test_gamma_by_hand():
    gammas = {
        name: BY_NAME[name].gamma(0.9, size, height, width)
        for name, size, height, width in [
            ("torchvision", 9, 7, 7),  # cut to 7: one position
            ("timm", 8, 7, 7),
            ("timm_1_0_22", 9, 7, 7),  # .1 · 49 / 49 / (−1)²
            ("timm_1_0_22_fast", 11, 7, 7),  # .1 · 49 / 49 / (−3)²
            ("keras_cv", 10, 7, 7),  # .1 · 49 / 49 / (−2)²
            ("paddledetection", 9, 7, 7),  # .1 · 49 / 81 / (−1)²
            ("miguelvr", 9, 7, 7),  # .1 / 81
            ("mmdetection", 3, 4, 10),  # .1 / 9 · 40 / (2 · 8)
            ("article", 3, 4, 10),  # .1 / 9 · 100 / 8²
        ]
    }
    assert gammas == pytest.approx(
        {
            "torchvision": 0.1,
            "timm": 0.1,
            "timm_1_0_22": 0.1,
            "timm_1_0_22_fast": 0.1 / 9,
            "keras_cv": 0.1 / 4,
            "paddledetection": 4.9 / 81,
            "miguelvr": 0.1 / 81,
            "mmdetection": 4 / 144,
            "article": 10 / 576,
        },
        rel=1e-12,
    )


def test_a_negative_gamma_drops_nothing_where_it_does_not_fail():
    """A 5 × 7 map and block_size 7: 1 × −1 positions."""
    noise = torch.zeros(1, 1, 5, 7)
    for name in ("timm_1_0_22", "paddledetection"):
        run = trace(torch.ones(noise.shape), 0.5, 7, noise, BY_NAME[name])
        assert run.gamma < 0
        assert run.mask.all()
        assert BY_NAME[name].expected_keep_rates([0.5], 7, 5, 7).item() == 1
    with pytest.raises(RecipeFailure, match="negative probability"):
        trace(torch.ones(noise.shape), 0.5, 7, noise, BY_NAME["timm_1_0_22_fast"])


FAILS = {  # on which of these: block_size, height, width
    "even": (4, 7, 7),
    "oversized": (8, 7, 7),
    "negative_gamma": (7, 5, 7),
    "not_square": (3, 5, 7),
}  # of one that fails where nothing is to be dropped or kept, any block will do


@pytest.mark.parametrize(
    ("name", "kinds"),
    {
        "article": "even oversized nothing_kept",
        "torchvision": "even",
        "timm": "",
        "timm_1_0_22": "even oversized",
        "timm_1_0_22_fast": "even oversized negative_gamma",
        "tensorflow_tpu": "not_square nothing_kept",
        "tensorflow_models": "oversized nothing_kept",
        "keras_cv": "oversized nothing_kept",
        "mmdetection": "even oversized nothing_to_drop",
        "paddledetection": "even oversized nothing_kept",
        "miguelvr": "nothing_kept",
    }.items(),
)
def test_where_each_fails(name, kinds):
    found = set()
    for size, height, width in FAILS.values():
        try:
            BY_NAME[name].gamma(0.5, size, height, width)
        except RecipeFailure as failure:
            found.add(failure.kind)
        except ValueError as error:
            assert "would not be square" in str(error)  # noqa: PT017
    noise = torch.zeros(1, 1, 7, 7)  # a seed wherever one may fall
    for keep_prob in (0.0, 1.0):
        try:
            run = trace(torch.ones(noise.shape), keep_prob, 7, noise, BY_NAME[name])
            assert (run.output == keep_prob).all()
        except RecipeFailure as failure:
            found.add(failure.kind)
    assert found == set(kinds.split())


@pytest.mark.parametrize(
    ("size", "side", "error"),
    [(7, 7, "keep_prob 1: .* drop nothing"), (9, 7, "drop nothing"), (4, 7, "an even block")],
)
def test_mmdetection_asserts_in_the_order_of_its_code(size, side, error):
    """`assert block_size % 2 == 1`, then `assert 0 < drop_prob <= 1`; the map it sees later."""
    with pytest.raises(RecipeFailure, match=rf"{error} \(AssertionError\)"):
        BY_NAME["mmdetection"].gamma(1.0, size, side, side)
    assert BY_NAME["mmdetection"].gamma(0.99, 7, 7, 7) == pytest.approx(0.01)


def test_mmdetection_fails_on_any_block_that_does_not_fit():
    for size, height, width in [(7, 6, 6), (9, 7, 7), (7, 5, 9), (7, 9, 5)]:
        with pytest.raises(RecipeFailure) as failure:
            BY_NAME["mmdetection"].fit(size, height, width)
        assert failure.value.kind == "oversized"


@pytest.mark.parametrize("recipe", RECIPES.values(), ids=lambda recipe: recipe.name)
def test_a_recipe_is_data(recipe):
    assert RECIPES[recipe.name] == recipe
    assert hash(recipe) == hash(RECIPES[recipe.name])
    kinds = [failure.kind for failure in recipe.failures or ()]
    assert set(kinds) <= set(get_args(FailureKind))
    assert len(set(kinds)) == len(kinds)
    original = recipe.name in BY_NAME
    assert (recipe.failures is not None) == original
    links = [link for link in (recipe.source, *map(recipe.thread, recipe.threads)) if link]
    assert all(link.startswith("https://github.com/") for link in links)
    assert bool(links) == original


def test_a_recipe_states_where_its_code_was_read():
    torchvision, timm = BY_NAME["torchvision"], BY_NAME["timm"]
    assert (torchvision.version, timm.version) == ("v0.29.1", "aa4b585")
    drop_block = "pytorch/vision/blob/v0.29.1/torchvision/ops/drop_block.py"
    assert torchvision.source == f"https://github.com/{drop_block}"
    assert torchvision.thread(5416) == "https://github.com/pytorch/vision/issues/5416"
    assert (BY_NAME["article"].source, RECIPES["paper"].source) == ("", "")


def test_a_failure_carries_where_it_came_from_and_what_the_block_was_cut_to():
    with pytest.raises(RecipeFailure, match="cut to 8: ") as caught:
        BY_NAME["timm_1_0_22"].fit(10, 8, 8)
    failed = caught.value
    assert (failed.recipe, failed.block_size, failed.used) == ("timm_1_0_22", 10, 8)
    assert (failed.height, failed.width, failed.kind) == (8, 8, "even")
    assert failed.failure == BY_NAME["timm_1_0_22"].failure("even")


def test_a_block_that_would_not_be_square_is_not_stated():
    for name in ("timm", "tensorflow_models", "keras_cv"):
        with pytest.raises(ValueError, match="from 1 to 5 on a 5 × 9 map, got 7") as caught:
            BY_NAME[name].fit(7, 5, 9)
        assert type(caught.value) is ValueError
        assert BY_NAME[name].fit(9, 7, 7) == 7


def test_an_original_that_never_fails_still_refuses_what_is_no_block():
    assert Recipe("any", "everywhere", "block", shared=False, failures=()).fit(9, 7, 7) == 9
    with pytest.raises(ValueError, match="block_size must be"):
        BY_NAME["timm"].fit(0, 7, 7)
