"""The methods, against PyTorch's own layers where they exist, and against counting by hand."""

import math
from itertools import pairwise

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from dropblock import METHODS, RECIPES, draw_noise, trace
from dropblock.maskings import Draw, square_side, square_span

NAMES = list(METHODS)
TOGETHER = {  # what falls together, as a shape of (N, C, H, W) with 1 where one decision is shared
    "spatial_dropout": lambda n, c: (n, c, 1, 1),
    "droppath": lambda n, c: (n, 1, 1, 1),
}


def test_they_are_the_family_that_the_article_names():
    assert NAMES == ["dropout", "spatial_dropout", "droppath", "cutout", "dropblock"]


@pytest.mark.parametrize("name", NAMES)
@settings(deadline=None, max_examples=40)
@given(data=st.data())
def test_output_is_x_times_mask_times_scale_and_dropped_units_are_zero(name, data):
    shape = tuple(data.draw(st.integers(1, 6)) for _ in range(4))
    x = torch.randn(shape, generator=torch.Generator().manual_seed(0))
    keep_prob = data.draw(st.sampled_from([0.0, 0.3, 0.5, 0.9, 1.0]))
    dropped = data.draw(st.none() | st.integers(0, x.numel()))
    noise = draw_noise(shape, data.draw(st.integers(0, 99)))
    run = METHODS[name](x, keep_prob, noise, dropped=dropped, block_size=3)
    assert run.mask.shape == x.shape
    assert set(run.mask.unique().tolist()) <= {0.0, 1.0}
    assert torch.allclose(run.output, x * run.mask * run.scale)
    assert not run.output.isnan().any()
    assert (run.output[run.mask == 0] == 0).all()


@pytest.mark.parametrize("name", TOGETHER)
@pytest.mark.parametrize("dropped", [None, 300])
def test_what_belongs_together_goes_together(name, dropped):
    noise = draw_noise((6, 5, 4, 4), 3)
    mask = METHODS[name](torch.ones(6, 5, 4, 4), 0.5, noise, dropped=dropped).mask
    shape = TOGETHER[name](6, 5)
    one = mask[:, :, :1, :1] if shape[1] > 1 else mask[:, :1, :1, :1]
    assert torch.equal(mask, one.expand(mask.shape))
    assert 0 < mask.mean() < 1


@pytest.mark.parametrize(
    ("name", "layer"), [("dropout", nn.Dropout), ("spatial_dropout", nn.Dropout2d)]
)
@pytest.mark.parametrize("keep_prob", [0.5, 0.9])
def test_it_is_pytorchs_own_layer_in_values_and_in_rate(name, layer, keep_prob):
    torch.manual_seed(0)
    x = torch.rand(40, 50, 4, 4) + 1  # no zero of its own
    theirs = layer(1 - keep_prob)(x)
    ours = METHODS[name](x, keep_prob, generator=torch.Generator().manual_seed(1))
    for output in (theirs, ours.output):
        kept = output != 0
        assert torch.allclose(output[kept], x[kept] / keep_prob)
        decisions = kept if name == "dropout" else kept[:, :, 0, 0]
        if name == "spatial_dropout":
            assert torch.equal(kept, decisions[:, :, None, None].expand(kept.shape))
        # Within 4.5 standard errors of the share: one of 150,000 runs would miss it.
        error = math.sqrt(keep_prob * (1 - keep_prob) / decisions.numel())
        assert abs(decisions.float().mean().item() - keep_prob) < 4.5 * error
    assert ours.scale == pytest.approx(1 / keep_prob)


def test_dropblock_is_the_papers_recipe_on_this_noise():
    x, noise = torch.rand(2, 3, 9, 9), draw_noise((2, 3, 9, 9), 4)
    ours = METHODS["dropblock"](x, 0.6, noise, block_size=3)
    stages = trace(x, 0.6, 3, noise, RECIPES["paper"])
    assert torch.equal(ours.mask, stages.mask)
    assert torch.equal(ours.output, stages.output)
    assert ours.scale == stages.scale
    other = METHODS["dropblock"](x, 0.6, noise, block_size=3, recipe=RECIPES["reference"])
    assert torch.equal(other.mask, trace(x, 0.6, 3, noise).mask)


@pytest.mark.parametrize("block_size", [3, 4])
@pytest.mark.parametrize("name", RECIPES)
def test_dropblock_is_any_recipe_on_this_noise(name, block_size):
    x, noise = torch.rand(2, 3, 9, 9), draw_noise((2, 3, 9, 9), 4)
    recipe = RECIPES[name]
    try:
        stages = trace(x, 0.7, block_size, noise, recipe)
    except ValueError as error:  # RecipeFailure is one
        with pytest.raises(type(error)):
            METHODS["dropblock"](x, 0.7, noise, block_size=block_size, recipe=recipe)
    else:
        ours = METHODS["dropblock"](x, 0.7, noise, block_size=block_size, recipe=recipe)
        assert torch.equal(ours.mask, stages.mask)


@pytest.mark.parametrize("dropped", [None, 0])
@pytest.mark.parametrize("name", METHODS)
def test_an_empty_batch_gives_an_empty_output(name, dropped):
    ours = METHODS[name](torch.zeros(0, 2, 9, 9), 0.5, dropped=dropped)
    assert ours.mask.shape == ours.output.shape == (0, 2, 9, 9)


@given(st.integers(0, 2 * 3 * 5 * 7), st.integers(0, 99))
def test_dropout_drops_exactly_the_number_asked_those_of_lowest_noise(dropped, seed):
    noise = draw_noise((2, 3, 5, 7), seed)
    mask = METHODS["dropout"](torch.ones(2, 3, 5, 7), 0.5, noise, dropped=dropped).mask
    gone = mask == 0
    assert gone.sum() == dropped
    if 0 < dropped < mask.numel():
        assert noise[gone].max() <= noise[~gone].min()


@settings(deadline=None)
@given(st.sampled_from(["spatial_dropout", "droppath", "cutout"]), st.integers(0, 720))
def test_what_comes_whole_comes_as_near_to_the_count_as_it_can(name, dropped):
    n, c, h, w = 5, 4, 6, 6
    noise = draw_noise((n, c, h, w), 1)
    gone = (METHODS[name](torch.ones(n, c, h, w), 0.5, noise, dropped=dropped).mask == 0).sum()
    possible = {
        "spatial_dropout": [k * h * w for k in range(n * c + 1)],
        "droppath": [k * c * h * w for k in range(n + 1)],
        "cutout": [n * c * side**2 for side in range(h + 1)],
    }[name]
    if name == "cutout":  # nearest in the side of the square
        wanted = math.sqrt(dropped / (n * c))
        assert abs(math.sqrt(gone / (n * c)) - wanted) == pytest.approx(
            min(abs(math.sqrt(count / (n * c)) - wanted) for count in possible)
        )
    else:
        assert abs(gone - dropped) == min(abs(count - dropped) for count in possible)


@pytest.mark.parametrize("dropped", [0, 71, 73, 300, 720])
def test_one_noise_for_all_channels_drops_all_of_them_together(dropped):
    noise = draw_noise((5, 1, 6, 6), 1)
    mask = METHODS["spatial_dropout"](torch.ones(5, 4, 6, 6), 0.5, noise, dropped=dropped).mask
    lowest = noise[:, 0, 0, 0].argsort()[: round(dropped / (4 * 6 * 6))]
    assert sorted((mask.sum((1, 2, 3)) == 0).nonzero().flatten().tolist()) == sorted(
        lowest.tolist()
    )
    assert set(mask.mean((1, 2, 3)).tolist()) <= {0.0, 1.0}


@settings(deadline=None)
@given(st.integers(0, 200), st.integers(0, 50), st.sampled_from([1, 2, 3, 5]))
def test_dropblock_comes_as_near_to_the_count_as_any_gamma_does(dropped, seed, block_size):
    x, noise = torch.ones(1, 2, 10, 10), draw_noise((1, 2, 10, 10), seed)
    ours = METHODS["dropblock"](x, 0.5, noise, block_size=block_size, dropped=dropped).mask

    def gone_below(level: float) -> int:
        seeds = {tuple(at) for at in (noise < level).nonzero().tolist()}
        before, after = (block_size - 1) // 2, block_size // 2
        gone = set()
        for _n, c, row, column in seeds:
            if before <= row < 10 - after and before <= column < 10 - after:
                gone |= {
                    (c, r, k)
                    for r in range(row - before, row + after + 1)
                    for k in range(column - before, column + after + 1)
                }
        return len(gone)

    levels = [0.0, *noise.flatten().tolist(), 2.0]
    best = min(abs(gone_below(level) - dropped) for level in levels)
    assert abs(int((ours == 0).sum()) - dropped) == best


@given(
    st.floats(0, 1, exclude_max=True),
    st.floats(0, 1, exclude_max=True),
    st.floats(0, 100),
    st.integers(1, 12),
    st.integers(1, 12),
)
def test_cutouts_square_is_on_the_map_whole_or_cut_off(row, column, area, height, width):
    side = min(round(math.sqrt(area)), height, width)
    assert square_side(torch.tensor(area, dtype=torch.float64), height, width) == side
    for inside in (True, False):
        top, bottom = square_span(row, side, height, inside=inside)
        left, right = square_span(column, side, width, inside=inside)
        assert 0 <= top <= bottom <= height
        assert 0 <= left <= right <= width
        assert bottom - top <= side
        assert right - left <= side
        if inside:
            assert (bottom - top, right - left) == (side, side)


@settings(deadline=None)
@given(st.integers(0, 999), st.tuples(*[st.integers(1, 3)] * 2, *[st.integers(1, 12)] * 2))
def test_a_growing_square_is_at_each_size_the_one_of_that_size(seed, shape):
    """A square is kept as the rows and columns that it reaches; each lies on the one before."""
    n, c, h, w = shape
    noise = draw_noise(shape, seed)
    falling = METHODS["cutout"].masking.falling(Draw(shape, noise))
    for side in range(min(h, w) + 1):
        mask = falling.mask(n * c * side**2)
        for sample in range(n):
            row, column = noise[sample].flatten()[[0, -1]].double()
            top, left = int(row * (h - side + 1)), int(column * (w - side + 1))
            square = torch.ones(h, w)
            square[top : top + side, left : left + side] = 0
            assert torch.equal(mask[sample, 0], square)


@pytest.mark.parametrize("name", NAMES)
@settings(deadline=None, max_examples=40)
@given(data=st.data())
def test_what_has_fallen_at_a_count_stays_fallen_at_a_larger_one(name, data):
    shape = tuple(data.draw(st.integers(1, 7)) for _ in range(4))
    x, shared = torch.ones(shape), data.draw(st.booleans())
    noise = draw_noise(
        (shape[0], 1, *shape[2:]) if shared else shape, data.draw(st.integers(0, 99))
    )
    counts = sorted(data.draw(st.lists(st.integers(0, x.numel()), min_size=2)))
    masks = [METHODS[name](x, 0.5, noise, dropped=count, block_size=3).mask for count in counts]
    assert all((less >= more).all() for less, more in pairwise(masks))
    falling = METHODS[name].masking.falling(Draw(shape, noise, 3))
    at_once = falling.fallen(torch.tensor(counts))
    assert at_once.tolist() == [falling.fallen(torch.tensor(count)).item() for count in counts]


def test_cutout_does_not_scale_and_hides_all_channels_alike():
    x = torch.rand(3, 4, 8, 8)
    run = METHODS["cutout"](x, 0.75, draw_noise(x.shape, 0))
    assert run.scale == 1
    assert torch.equal(run.mask, run.mask[:, :1].expand(run.mask.shape))
    assert torch.equal(run.output[run.mask == 1], x[run.mask == 1])


@pytest.mark.parametrize("name", NAMES)
def test_a_generator_draws_the_noise(name):
    x = torch.rand(2, 3, 8, 8)
    drawn = METHODS[name](x, 0.5, generator=torch.Generator().manual_seed(7), block_size=3)
    noise = torch.rand(x.shape, generator=torch.Generator().manual_seed(7))
    assert torch.equal(drawn.mask, METHODS[name](x, 0.5, noise, block_size=3).mask)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"keep_prob": 1.5}, "keep_prob must be in .* got 1.5"),
        ({"x": torch.ones(3, 3)}, "4 dimensions"),
        ({"noise": torch.rand(1, 2, 4, 5)}, "noise must have shape"),
        ({"dropped": 33}, "dropped must be a whole number from 0 to 32, got 33"),
        ({"dropped": -1}, "dropped must be a whole number from 0 to 32, got -1"),
        ({"dropped": 1.5}, "dropped must be a whole number from 0 to 32, got 1.5"),
        ({"x": torch.ones(1, 2, 4, 4) * 1j}, "real numbers, got torch.complex64"),
        ({"block_size": 0}, "block_size must be a whole number from 1, got 0"),
    ],
)
def test_bad_arguments_get_a_sentence(arguments, message):
    given = {"x": torch.ones(1, 2, 4, 4), "keep_prob": 0.5} | arguments
    with pytest.raises(ValueError, match=message):
        METHODS["dropblock"](
            given.pop("x"), given.pop("keep_prob"), given.pop("noise", None), **given
        )
