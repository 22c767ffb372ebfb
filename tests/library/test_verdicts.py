"""Verdicts on implementations, held to published figures, closed forms and plain draws."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from dropblock import RECIPES, RecipeFailure, draw_noise, trace
from dropblock.verdicts import FAR, verdict, verdicts

NAN_ON_NOTHING = {
    "article",
    "tensorflow_tpu",
    "tensorflow_models",
    "keras_cv",
    "paddledetection",
    "miguelvr",
}


@pytest.mark.parametrize(
    ("name", "case", "kind", "expected"),
    [  # keep_prob, block_size, height, width; the rates are measured ones, or 1 − (1 − kp)
        ("timm", (0.9, 7, 7, 7), "nearly_all", 0.070),
        ("timm_1_0_22_fast", (0.9, 7, 7, 7), "nearly_all", 0.070),
        ("torchvision", (0.9, 7, 7, 7), "ok", 0.9),
        ("paper", (0.9, 7, 7, 7), "ok", 0.9),
        ("timm", (0.9, 7, 14, 14), "off", 0.791),
        ("timm", (0.9, 7, 56, 56), "ok", 0.889),
        ("torchvision", (0.5, 7, 14, 14), "off", 0.642),
        ("calibrated", (0.5, 7, 14, 14), "ok", 0.5),
        ("timm", (0.1, 7, 7, 7), "nearly_all", 0.0),
        ("paper", (0.0, 7, 7, 7), "ok", 0.0),  # nothing was to be kept
        ("paper", (1.0, 7, 7, 7), "ok", 1.0),  # nothing was to be dropped
        ("timm_1_0_22", (0.5, 7, 5, 7), "nothing", 1.0),
        ("torchvision", (0.9, 4, 7, 7), "crash", None),
        ("torchvision", (0.9, 8, 7, 7), "ok", 0.9),  # cut to 7 first
        ("timm_1_0_22", (0.9, 8, 7, 7), "crash", None),
        ("keras_cv", (0.9, 8, 7, 7), "nan", None),
        ("tensorflow_tpu", (0.9, 3, 5, 7), "crash", None),
        ("mmdetection", (1.0, 7, 14, 14), "crash", None),  # 0 < drop_prob, it asserts
        ("mmdetection", (0.99, 7, 14, 14), "ok", 0.99),
        ("torchvision", (1.0, 7, 14, 14), "ok", 1.0),
        ("paddledetection", (0.9, 9, 7, 14), "nothing", 1.0),  # gamma is below 0
        ("paddledetection", (0.0, 7, 7, 7), "nan", 0.0),
        ("paddledetection", (0.0, 1, 1, 1), "nan", 0.0),
        ("timm", (0.9, 7, 5, 9), "unstated", None),
    ],
)
def test_what_is_known_of_each(name, case, kind, expected):
    found = verdict(RECIPES[name], *case)
    assert found.kind == kind
    if expected is None:
        assert found.expected is None
        assert (found.failure is None) == (kind == "unstated")
    else:
        assert found.expected == pytest.approx(expected, abs=0.0005)


@pytest.mark.parametrize(
    ("case", "share"),
    [((0.9, 5, 5, 5), 0.24), ((0.9, 7, 7, 7), 0.49), ((0.5, 3, 5, 5), 0.034)],
)
def test_the_articles_code_gives_nan_as_often_as_published(case, share):
    found = verdict(RECIPES["article"], *case)
    assert found.kind == "may_nan"
    assert found.keeps_nothing == pytest.approx(share, abs=4 * (share * (1 - share) / 2000) ** 0.5)


@pytest.mark.parametrize("keep_prob", [0.0, 0.5, 0.75, 0.9])
def test_one_position_is_all_or_nothing(keep_prob):
    """A block as large as the map, where it must fit: it falls with chance 1 − keep_prob."""
    found = verdict(RECIPES["tensorflow_tpu"], keep_prob, 7, 7, 7)
    assert found.keeps_nothing == pytest.approx(1 - keep_prob, abs=1e-12)


@settings(deadline=None, max_examples=60)
@given(
    name=st.sampled_from(sorted(NAN_ON_NOTHING)),
    height=st.integers(1, 3),
    width=st.integers(1, 3),
    size=st.integers(1, 3),
    keep_prob=st.sampled_from([0.0, 0.2, 0.5, 0.9]),
)
def test_the_chance_of_nothing_is_the_sum_over_all_seed_masks(name, height, width, size, keep_prob):
    """Every way in which seeds can fall on a small map, with its chance."""
    recipe = RECIPES[name]
    found = verdict(recipe, keep_prob, size, height, width)
    if found.expected is None:
        return
    gamma = min(max(recipe.gamma(keep_prob, size, height, width), 0.0), 1.0)
    exact = 0.0
    for fallen in product([0.0, 2.0], repeat=height * width):  # noise: certainly a seed, never
        noise = torch.tensor(fallen).reshape(1, 1, height, width)
        chance = np.prod([gamma if value == 0 else 1 - gamma for value in fallen])
        try:
            trace(torch.ones(noise.shape), keep_prob, size, noise, recipe)
        except RecipeFailure:
            exact += chance
    assert found.keeps_nothing == pytest.approx(
        exact, abs=max(0.002, 5 * (exact * (1 - exact) / 2000) ** 0.5)
    )


@pytest.mark.parametrize("name", RECIPES)
def test_a_verdict_is_what_plain_draws_show(name):
    """200 draws of every case: how they end is what the verdict says."""
    recipe = RECIPES[name]
    for size, height, width, keep_prob in [
        (3, 7, 7, 0.9), (7, 7, 7, 0.9), (4, 7, 7, 0.75), (8, 7, 7, 0.9), (9, 7, 7, 0.9),
        (3, 5, 8, 0.75), (3, 8, 5, 0.75), (7, 5, 7, 0.5), (7, 7, 7, 0.0), (7, 7, 7, 1.0),
    ]:  # fmt: skip
        found = verdict(recipe, keep_prob, size, height, width)
        rates, ended = [], set()
        for draw in range(200):
            noise = draw_noise((1, 1, height, width), draw)
            try:
                rates.append(
                    trace(torch.ones(noise.shape), keep_prob, size, noise, recipe)
                    .mask.mean()
                    .item()
                )
            except RecipeFailure as failure:
                ended.add(failure.kind)
                rates.append(0.0)
            except ValueError:
                ended.add("unstated")
        if found.kind in ("crash", "nan", "unstated"):
            assert ended == {found.failure.kind if found.failure else "unstated"}
            assert set(rates) <= {0.0}  # not one draw came through
            continue
        assert ended <= {"nothing_kept"}
        assert (found.kind == "may_nan") >= bool(ended)
        assert np.mean(rates) == pytest.approx(found.expected, abs=0.13)
        if found.kind == "nothing":
            assert set(rates) == {1.0}
        if found.kind == "ok":
            assert abs(found.expected - keep_prob) <= FAR * min(keep_prob, 1 - keep_prob) + 1e-9


@pytest.mark.parametrize("name", RECIPES)
@pytest.mark.parametrize("size", [1, 3, 4, 5, 7, 8, 9, 13])
def test_many_at_once_are_the_same_as_one_by_one(name, size):
    asked = [0.0, 0.3, 0.75, 0.9, 0.99, 1.0]
    for height, width in product([1, 3, 7, 10, 14], repeat=2):
        many = verdicts(RECIPES[name], asked, size, height, width)
        for keep_prob, found in zip(asked, many, strict=True):
            alone = verdict(RECIPES[name], keep_prob, size, height, width)
            assert replace(found, expected=None) == replace(alone, expected=None)
            if alone.expected is None:
                assert found.expected is None
            else:
                assert found.expected == pytest.approx(alone.expected, rel=1e-12)


def test_what_is_no_setting_is_refused():
    for bad in [
        (0.5, 0, 7, 7),
        (1.5, 3, 7, 7),
        (1.5, 7, 5, 9),
        (float("nan"), 3, 7, 7),
        (0.5, 3, 0, 7),
        (0.5, 2.5, 7, 7),
        (0.5, 3, 7, 7.0),
        (0.5, "3", 7, 7),
    ]:
        for name in ("timm", "torchvision", "article", "paper", "reference"):
            with pytest.raises(ValueError, match="must be"):
                verdict(RECIPES[name], *bad)
