"""The recipe of the article's code, held to that code itself, run beside it on the same draw."""

import math
import pickle

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from dropblock import RECIPES, RecipeFailure, draw_noise, trace
from tests.brute import article_code

SEED = RECIPES["article"]


def original(shape: tuple[int, ...], keep_prob: float, block_size: int, draw: int) -> str | Tensor:
    """The article's output on ones, or how its code fails: an exception's name, or NaN."""
    torch.manual_seed(draw)
    try:
        _, output = article_code(torch.ones(shape), block_size, keep_prob)
    except (RuntimeError, ZeroDivisionError) as error:
        return type(error).__name__
    return "NaN" if output.isnan().any() else output


def recipe(shape: tuple[int, ...], keep_prob: float, block_size: int, draw: int) -> str | Tensor:
    """The recipe's output on ones, or the kind of its failure."""
    try:
        return trace(torch.ones(shape), keep_prob, block_size, draw_noise(shape, draw), SEED).output
    except RecipeFailure as failure:
        return failure.kind


FAILURES = {"ZeroDivisionError": "oversized", "RuntimeError": "even", "NaN": "nothing_kept"}


@settings(deadline=None, max_examples=400)
@given(
    shape=st.tuples(
        st.integers(1, 2), st.integers(1, 3), st.integers(1, 9), st.integers(1, 9)
    ).filter(lambda shape: shape[2:] != (1, 1)),
    keep_prob=st.sampled_from([0.0, 0.1, 0.5, 0.9, 1.0]),
    block_size=st.integers(1, 15),
    draw=st.integers(0, 999_999),
)
def test_it_drops_what_the_articles_code_drops_and_fails_where_that_fails(
    shape, keep_prob, block_size, draw
):
    theirs, ours = (run(shape, keep_prob, block_size, draw) for run in (original, recipe))
    if isinstance(theirs, str):
        assert ours == FAILURES[theirs]
    else:
        assert isinstance(ours, Tensor)
        assert torch.equal(ours == 0, theirs == 0)
        torch.testing.assert_close(ours, theirs, rtol=1e-6, atol=0)


@pytest.mark.parametrize(
    ("shape", "keep_prob", "block_size", "kind", "error"),
    [
        ((1, 1, 7, 7), 0.9, 4, "even", RuntimeError),
        ((1, 1, 7, 7), 1.0, 4, "even", RuntimeError),
        ((1, 1, 6, 6), 0.9, 7, "oversized", ZeroDivisionError),
        ((1, 1, 6, 6), 1.0, 7, "oversized", ZeroDivisionError),
        ((1, 1, 9, 5), 0.9, 6, "oversized", ZeroDivisionError),  # before the even block matters
    ],
)
def test_what_fails_at_every_draw(shape, keep_prob, block_size, kind, error):
    with pytest.raises(error):
        article_code(torch.ones(shape), block_size, keep_prob)
    with pytest.raises(RecipeFailure, match=error.__name__) as failure:
        SEED.gamma(keep_prob, block_size, *shape[2:])
    assert failure.value.kind == kind
    assert failure.value.failure.errors == (error.__name__,)
    assert (failure.value.recipe, failure.value.block_size) == ("article", block_size)
    assert (failure.value.height, failure.value.width) == shape[2:]


@pytest.mark.parametrize("block_size", [9, 11, 15, 63])
def test_a_block_beyond_the_width_plus_one_runs_with_a_gamma_without_meaning(block_size):
    """W − block_size + 1 is negative, and squared: gamma falls as the block outgrows the map."""
    torch.manual_seed(3)
    article_code(torch.ones(4, 4, 7, 7), block_size, 0.5)
    by_hand = 0.5 * 49 / (block_size**2 * (8 - block_size) ** 2)
    assert SEED.gamma(0.5, block_size, 7, 7) == pytest.approx(by_hand, rel=1e-12)
    assert SEED.fit(block_size, 7, 7) == block_size


@pytest.mark.parametrize(
    ("side", "block_size", "keep_prob", "published"),
    [(5, 5, 0.9, 0.24), (7, 7, 0.9, 0.49), (5, 3, 0.5, 0.034)],
)
def test_it_gives_nan_as_often_as_was_measured_on_the_articles_code(
    side, block_size, keep_prob, published
):
    """20,000 maps; the published rates are rounded to their last digit."""
    draws = 20_000
    gamma = SEED.gamma(keep_prob, block_size, side, side)
    noise = draw_noise((draws, 1, side, side), 11)
    seeds = (noise < torch.tensor(gamma, dtype=torch.float32)).float()
    blocks = torch.nn.functional.max_pool2d(seeds, block_size, 1, block_size // 2)
    rate = (blocks.flatten(1).amin(1) == 1).double().mean().item()
    error = math.sqrt(published * (1 - published) / draws)
    rounding = 0.0005 if published < 0.1 else 0.005
    assert abs(rate - published) < rounding + 4 * error
    for draw in range(40):
        failed = recipe((1, 1, side, side), keep_prob, block_size, draw) == "nothing_kept"
        assert failed == (original((1, 1, side, side), keep_prob, block_size, draw) == "NaN")


def test_a_failure_says_what_the_original_does_and_survives_a_copy():
    with pytest.raises(ValueError, match="one row and one column larger") as caught:
        SEED.fit(4, 7, 7)
    copy = pickle.loads(pickle.dumps(caught.value))
    assert (copy.kind, str(copy)) == ("even", str(caught.value))
    assert "block_size 4 on a 7 × 7 map" in str(copy)


@pytest.mark.parametrize(
    "arguments", [(1.5, 3, 7, 7), (0.5, 0, 7, 7), (0.5, 2.5, 7, 7), (0.5, 3, 0, 7)]
)
def test_a_bad_argument_is_still_a_plain_value_error(arguments):
    with pytest.raises(ValueError, match="must be") as caught:
        SEED.gamma(*arguments)
    assert type(caught.value) is ValueError


@pytest.mark.parametrize("block_size", [4, 8, 9])
def test_where_the_code_fails_the_reference_refuses(block_size):
    with pytest.raises(ValueError, match="block_size must be") as caught:
        RECIPES["reference"].fit(block_size, 7, 7)
    assert type(caught.value) is ValueError


@pytest.mark.parametrize("name", ["reference", "paper", "calibrated"])
def test_this_projects_recipes_keep_nothing_without_a_failure(name):
    noise = torch.zeros(1, 1, 7, 7)
    run = trace(torch.ones(noise.shape), 0.0, 7, noise, RECIPES[name])
    assert (run.output == 0).all()
