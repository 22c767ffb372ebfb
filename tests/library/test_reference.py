"""The reference module against the article's code, written out again from its six steps."""

import inspect
import math
import re

import pytest
import torch
from torch import Tensor, nn

from dropblock import RECIPES, DropBlock, draw_noise, random_map, reference, trace
from dropblock.reference import article_input
from tests.brute import article_code, seed_chance

SQUARES = [
    ((1, 1, 5, 5), 3, 0.9),
    ((1, 1, 5, 5), 1, 0.5),
    ((2, 3, 7, 7), 5, 0.8),
    ((4, 8, 14, 14), 7, 0.9),
    ((1, 1, 9, 9), 9, 0.97),
    ((2, 2, 56, 56), 7, 0.75),
    ((3, 1, 15, 15), 3, 0.0),
    ((3, 1, 15, 15), 3, 1.0),
]
DTYPES = [torch.float32, torch.int64, torch.int32, torch.uint8]


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
@pytest.mark.parametrize(("shape", "block_size", "keep_prob"), SQUARES)
def test_it_computes_what_the_articles_code_does(shape, block_size, keep_prob, dtype):
    """The mask bit for bit, the output too, but for one rounding in the article's scale.

    torch reads ``mask.numel() / mask.sum()`` as reciprocal, then product: two roundings.
    """
    x = torch.randint(1, 10, shape, generator=torch.Generator().manual_seed(0)).to(dtype)
    x = x + 0.3 if dtype.is_floating_point else x
    layer = DropBlock(block_size, keep_prob)
    dropped = 0
    for seed in range(20):
        torch.manual_seed(seed)
        mask, theirs = article_code(x, block_size, keep_prob)
        after = torch.get_rng_state()
        torch.manual_seed(seed)
        ours = layer(x)
        assert torch.get_rng_state().equal(after)  # the same draws, no more
        assert ours.dtype == theirs.dtype == torch.float32
        assert (ours != 0).equal(mask == 1)
        if mask.any():  # where nothing is kept the article's output is 0/0
            units = torch.tensor(float(mask.numel()))
            assert ours.equal(mask * x * (units / mask.sum()))
            torch.testing.assert_close(ours, theirs, rtol=3e-7, atol=0)  # five half-ulps at most
        dropped += int((mask == 0).sum())
    assert (dropped == 0) == (keep_prob == 1)


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float64], ids=str)
def test_another_floating_dtype_is_kept_and_gets_the_same_mask(dtype):
    x = random_map(9, 3, seed=5)
    torch.manual_seed(4)
    mask, expected = article_code(x.double(), 3, 0.8)
    torch.manual_seed(4)
    output = DropBlock(3, 0.8)(x.to(dtype))
    assert output.dtype == dtype
    assert (output != 0).equal(mask == 1)
    # The article's scale is a float32, also where x is not.
    rtol = 2 * max(torch.finfo(dtype).eps, torch.finfo(torch.float32).eps)
    torch.testing.assert_close(output.double(), expected, rtol=rtol, atol=0)


def test_a_half_map_of_more_units_than_half_can_count_is_scaled_rightly():
    torch.manual_seed(3)
    output = DropBlock(3, 0.75)(torch.ones(1, 1, 300, 300, dtype=torch.float16))
    kept = int((output != 0).sum())
    scale = torch.tensor(90_000 / kept, dtype=torch.float16).item()
    assert output.unique().tolist() == [0, scale]


@pytest.mark.parametrize("dtype", [torch.float16, torch.float32, torch.float64, torch.int64])
@pytest.mark.parametrize(
    ("shape", "block_size"), [((2, 3, 9, 9), 5), ((2, 1, 6, 11), 3), ((1, 2, 11, 6), 5)]
)
def test_a_manual_seed_gives_the_mask_of_noise_drawn_from_that_seed(shape, block_size, dtype):
    x = torch.randint(1, 10, shape, generator=torch.Generator().manual_seed(1)).to(dtype)
    for seed in range(20):
        torch.manual_seed(seed)
        output = DropBlock(block_size, 0.8)(x)
        run = trace(x, 0.8, block_size, draw_noise(shape, seed), RECIPES["reference"])
        assert (output != 0).equal(run.mask == 1)
        assert output.equal(run.output)


def test_the_arguments_are_block_size_then_keep_prob_and_3_and_9_tenths_by_default():
    layer = DropBlock(5, 0.75)
    assert (layer.block_size, layer.keep_prob) == (5, 0.75)
    assert list(inspect.signature(DropBlock).parameters) == ["block_size", "keep_prob"]
    assert (DropBlock().block_size, DropBlock().keep_prob) == (3, 0.9)
    assert (layer.kernel_size, layer.stride, layer.padding) == ((5, 5), (1, 1), (2, 2))


def test_gamma_is_none_until_the_first_training_forward_and_then_kept():
    layer = DropBlock(3, 0.9)
    assert layer.gamma is None
    layer.eval()(torch.ones(1, 1, 5, 5))
    assert layer.gamma is None
    layer.calculate_gamma(torch.ones(1, 1, 5, 5))
    assert layer.gamma is None
    layer.train()(torch.ones(1, 1, 5, 5))
    assert layer.gamma == pytest.approx(2.5 / 81, rel=1e-14)


def test_a_second_size_gets_the_first_ones_gamma_until_it_is_cleared():
    """The article's quirk, kept; the docstring says so."""
    layer = DropBlock(3, 0.5)
    layer(torch.ones(1, 1, 5, 5))
    stale = float(seed_chance(0.5, 3, 5, 5))
    torch.manual_seed(6)
    output = layer(torch.ones(1, 4, 40, 40))
    assert layer.gamma == pytest.approx(stale, rel=1e-14)
    seeds = (draw_noise((1, 4, 40, 40), 6) < stale).float()
    assert (output == 0).equal(nn.functional.max_pool2d(seeds, 3, 1, 1) == 1)
    layer.gamma = None
    layer(torch.ones(1, 4, 40, 40))
    assert layer.gamma == pytest.approx(float(seed_chance(0.5, 3, 40, 40)), rel=1e-14)
    assert "first training forward" in DropBlock.__doc__


@pytest.mark.parametrize(
    ("height", "width", "by_hand"), [(4, 10, 10 / 576), (10, 4, 1.6 / 36), (5, 5, 2.5 / 81)]
)
def test_only_the_width_enters_gamma(height, width, by_hand):
    layer = DropBlock(3, 0.9)
    x = torch.ones(2, 3, height, width)
    assert layer.calculate_gamma(x) == pytest.approx(by_hand, rel=1e-14)
    layer(x)
    assert layer.gamma == layer.calculate_gamma(x)


@pytest.mark.parametrize("dtype", [torch.float32, torch.int64])
def test_at_inference_x_itself_comes_back_and_nothing_is_drawn(dtype):
    x = torch.ones(2, 3, 7, 7, dtype=dtype)
    trained = DropBlock(3, 0.1)
    trained(x)  # gamma is kept from here on
    before = torch.get_rng_state()
    assert DropBlock(3, 0.1).eval()(x) is x
    assert trained.eval()(x) is x
    assert torch.get_rng_state().equal(before)


def test_it_starts_in_training_and_follows_the_module_around_it():
    model = nn.Sequential(nn.Conv2d(1, 2, 3, padding=1), DropBlock(3, 0.1))
    assert model[1].training
    assert not model.eval()[1].training
    assert model.train()[1].training


def test_it_has_nothing_to_save():
    layer = DropBlock(3, 0.9)
    layer(torch.ones(1, 1, 5, 5))
    assert not layer.state_dict()
    assert not list(layer.parameters())


@pytest.mark.parametrize("dtype", [torch.float16, torch.float32, torch.int64])
@pytest.mark.parametrize("block_size", [1, 7])
def test_with_nothing_kept_the_output_is_zeros_where_the_articles_code_gives_nan(block_size, dtype):
    x = torch.full((2, 2, 7, 7), 4, dtype=dtype)
    assert article_code(x.float(), block_size, 0)[1].isnan().all()
    output = DropBlock(block_size, 0)(x)
    assert output.shape == x.shape
    assert not output.any()  # nan would count as true


def test_x_is_not_written_to_and_gradients_reach_kept_units_alone():
    x = torch.ones(2, 2, 7, 7, requires_grad=True)
    torch.manual_seed(9)
    output = DropBlock(3, 0.8)(x)
    output.sum().backward()
    assert (x == 1).all()
    assert 0 < (output == 0).sum() < output.numel()
    assert x.grad.equal(output.detach())


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((2, 0.9), "block_size must be odd .*, got 2"),
        ((0, 0.9), "block_size must be a whole number from 1, got 0"),
        ((-3, 0.9), "block_size must be a whole number from 1, got -3"),
        ((3.0, 0.9), r"block_size must be a whole number from 1, got 3\.0"),
        ((0.9, 3), r"block_size must be a whole number from 1, got 0\.9"),  # swapped
        ((3, -0.1), r"keep_prob must be in \[0, 1\], got -0\.1"),
        ((3, 1.1), r"keep_prob must be in \[0, 1\], got 1\.1"),
        ((3, math.nan), r"keep_prob must be in \[0, 1\], got nan"),
    ],
)
def test_a_bad_parameter_raises_with_its_value_and_what_is_allowed(arguments, message):
    with pytest.raises(ValueError, match=message):
        DropBlock(*arguments)


def calls() -> list:
    """The two ways in, each on a fresh layer."""
    return [DropBlock(7, 0.9).forward, DropBlock(7, 0.9).calculate_gamma]


@pytest.mark.parametrize(("height", "width"), [(6, 6), (5, 5), (6, 9), (9, 6), (1, 1)])
def test_a_block_larger_than_the_map_raises(height, width):
    allowed = f"from 1 to {min(height, width)} on a {height} × {width} map, got 7"
    for call in calls():
        with pytest.raises(ValueError, match=allowed):
            call(torch.ones(1, 1, height, width))


def test_a_second_map_that_is_too_small_or_not_nchw_raises_too():
    """Once gamma is kept, calculate_gamma no longer looks at x."""
    layer = DropBlock(7, 0.9)
    layer(torch.ones(1, 1, 9, 9))
    with pytest.raises(ValueError, match="got 7"):
        layer(torch.ones(1, 1, 5, 5))
    with pytest.raises(ValueError, match="x must have 4 dimensions"):
        layer(torch.ones(1, 9, 9))


@pytest.mark.parametrize("shape", [(9,), (9, 9), (1, 9, 9), (1, 1, 9, 9, 9)])
def test_what_is_not_nchw_raises(shape):
    for call in calls():
        with pytest.raises(ValueError, match="x must have 4 dimensions") as error:
            call(torch.ones(shape))
        assert f"got shape {shape}" in str(error.value)


def is_step_1(x: Tensor, shape: tuple[int, ...]) -> bool:
    """Whole numbers 1 … 9 in this shape."""
    whole = not x.is_floating_point() and x.shape == shape
    return whole and bool(((x >= 1) & (x <= 9)).all())


def test_the_articles_input_is_a_5_by_5_map_of_whole_numbers_from_1_to_9():
    maps = [article_input() for _ in range(40)]
    assert all(is_step_1(x, (1, 1, 5, 5)) for x in maps)
    assert set(torch.cat(maps).flatten().tolist()) == set(range(1, 10))


def test_a_random_map_is_such_an_input_of_any_size_from_a_seed_of_its_own():
    torch.manual_seed(1)
    x = random_map(12, 3, seed=7)
    assert is_step_1(x, (1, 3, 12, 12))
    assert set(x.flatten().tolist()) == set(range(1, 10))
    torch.manual_seed(2)
    assert random_map(12, 3, seed=7).equal(x)
    assert not random_map(12, 3, seed=8).equal(x)


def test_the_source_marks_the_six_steps_in_order():
    steps = re.findall(r"^ *# Step (\d)\b", inspect.getsource(reference), re.MULTILINE)
    assert steps == ["1", "2", "3", "4", "5", "6"]
