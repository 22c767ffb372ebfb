"""The layer for training: given its seeds, against `trace`; by chance, against exact rates."""

import copy
import math
import pickle
import re

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Generator, nn
from torch.autograd import gradcheck, gradgradcheck

from dropblock import (
    RECIPES,
    DropBlock2d,
    Schedule,
    calibrated_gamma,
    drop_block2d,
    expected_keep_rate,
    gamma,
    keep_probability,
    trace,
)
from dropblock.blocks import reach
from dropblock.paths import make_plan
from dropblock.stamping import draw_seeds
from tests.brute import covering_cells

# A statistic of a fixed seed may be this many standard deviations off; where hundreds are looked
# at together, this many.
Z, Z_OF_MANY = 4.0, 5.0

# keep_prob and block_size for each path on a 6 × 6 map
PATHS = {"stamped": (0.9, 3), "pooled": (0.3, 2)}


def generator(seed):
    return Generator().manual_seed(seed)


def noise_of(shape, keep_prob, block_size, seed, calibrated=False):
    """Noise with which `trace` has the seeds that the layer draws, whichever path it takes."""
    n, c, height, width = shape
    plan = make_plan(keep_prob, block_size, height, width, calibrated)
    block_size = plan.block_size
    valid = (n, c, height - block_size + 1, width - block_size + 1)
    if plan.stamps:
        fallen = torch.zeros(math.prod(valid))
        fallen[torch.from_numpy(draw_seeds(plan.gamma, len(fallen), generator(seed)))] = 1
    else:
        fallen = (torch.rand(valid, generator=generator(seed)) >= 1 - plan.gamma).float()
    noise = torch.ones(shape)
    before, after = reach(block_size)
    noise[..., before : height - after, before : width - after] -= fallen.view(valid)
    return noise


@settings(deadline=None, max_examples=200)
@given(
    shape=st.tuples(*(st.integers(1, most) for most in (3, 3, 20, 20))),
    block_size=st.integers(1, 25),
    keep_prob=st.sampled_from([0.0, 0.2, 0.5, 0.9, 0.95, 0.99, 1.0]),
    shared=st.booleans(),
    calibrated=st.booleans(),
    seed=st.integers(0, 999),
)
def test_given_its_seeds_it_is_the_pipelines_output(
    shape, block_size, keep_prob, shared, calibrated, seed
):
    n, c, height, width = shape
    recipe = RECIPES["calibrated" if calibrated else "paper"]
    x = torch.randn(shape, generator=generator(seed + 1)).double().requires_grad_()
    mask_shape = (n, 1 if shared else c, height, width)
    if keep_prob == 1:
        noise = torch.ones(mask_shape)
    else:
        noise = noise_of(mask_shape, keep_prob, block_size, seed, calibrated)
    expected = trace(x, keep_prob, block_size, noise, recipe).output
    output = drop_block2d(
        x,
        keep_prob=keep_prob,
        block_size=block_size,
        generator=generator(seed),
        shared=shared,
        calibrated=calibrated,
    )
    # Where many seeds fall the scale is rounded once more.
    torch.testing.assert_close(output, expected, rtol=5e-16, atol=0)
    assert (output == 0).equal(expected == 0)
    upstream = torch.randn(shape, generator=generator(seed + 2)).double()
    gradients = [torch.autograd.grad(y, x, upstream)[0] for y in (output, expected)]
    torch.testing.assert_close(*gradients, rtol=5e-16, atol=0)


def test_both_paths_are_taken():
    """Few seeds are stamped and many are pooled; else the tests here would look at one of them."""
    assert [make_plan(*PATHS[path], 6, 6, False).stamps for path in PATHS] == [True, False]
    assert make_plan(0.9, 7, 56, 56, False).stamps
    assert not make_plan(0.1, 1, 56, 56, False).stamps
    assert not make_plan(0.0, 1, 7, 7, False).stamps  # gamma 1


def kept_maps(keep_prob, block_size, height, width, draws, **options):
    """Which units survive in so many independent maps: float64 (draws, height · width)."""
    x = torch.ones(draws, 1, height, width)
    source = generator(5)
    output = drop_block2d(
        x, keep_prob=keep_prob, block_size=block_size, generator=source, **options
    )
    return (output != 0).flatten(1).double()


@pytest.mark.parametrize(
    ("keep_prob", "block_size", "height", "width"),
    [(0.9, 7, 14, 14), (0.9, 3, 5, 5), (0.5, 4, 9, 12), (0.2, 3, 8, 7), (0.9, 7, 7, 7)],
)
@pytest.mark.parametrize("calibrated", [False, True])
def test_each_unit_survives_as_often_as_the_closed_form_says(
    keep_prob, block_size, height, width, calibrated
):
    chance = (calibrated_gamma if calibrated else gamma)(keep_prob, block_size, height, width)
    exact = keep_probability(chance, block_size, height, width).flatten()
    draws = 100_000
    kept = kept_maps(keep_prob, block_size, height, width, draws, calibrated=calibrated)
    z = (kept.mean(0) - exact) / (exact * (1 - exact) / draws).sqrt()
    assert z.abs().max() < Z_OF_MANY


def test_the_keep_rates_in_the_docstring_are_exact_and_met():
    sentence = drop_block2d.__doc__.split("make it more: on")[1].split("(")[0]
    size, block_size = (int(re.search(rf"{word} (\d+)", sentence)[1]) for word in ("×", "size"))
    said = {
        float(asked): float(rate) for rate, asked in re.findall(r"([.\d]+) for ([.\d]+)", sentence)
    }
    assert list(said) == [0.9, 0.5, 0.0]
    for asked, rate in said.items():
        exact = expected_keep_rate(asked, block_size, size, size)
        assert rate == round(exact, 3)
        maps = kept_maps(asked, block_size, size, size, 20_000).mean(1)
        assert abs(maps.mean() - exact) / (maps.std() / 20_000**0.5) < Z


@pytest.mark.parametrize(("keep_prob", "block_size"), PATHS.values(), ids=PATHS)
def test_pairs_survive_together_and_counts_spread_as_the_exact_chances_say(keep_prob, block_size):
    """Two units both live when none of the seeds falls that cover one or the other."""
    height = width = 6
    draws = 100_000
    miss = 1 - gamma(keep_prob, block_size, height, width)
    covering = list(covering_cells(height, width, block_size, "valid").values())
    both = torch.tensor([[miss ** len(a | b) for b in covering] for a in covering]).double()
    kept = kept_maps(keep_prob, block_size, height, width, draws)
    z = (kept.T @ kept / draws - both) / (both * (1 - both) / draws).sqrt()
    assert z.abs().max() < Z_OF_MANY
    # The count of a map is the sum of its units: its mean and variance follow from the pairs.
    counts = kept.sum(1)
    mean = both.diagonal().sum()
    variance = both.sum() - mean**2
    assert abs(counts.mean() - mean) / (variance / draws).sqrt() < Z
    fourth = ((counts - mean) ** 4).mean()
    assert abs(counts.var() - variance) / ((fourth - variance**2) / draws).sqrt() < Z


def test_channels_share_a_mask_on_request_only():
    x = torch.ones(4, 16, 12, 12)
    own = drop_block2d(x, block_size=5, generator=generator(0))
    one = drop_block2d(x, block_size=5, generator=generator(0), shared=True)
    assert not (own == own[:, :1]).all()
    assert (one == one[:, :1]).all()
    assert (one == 0).any()
    assert one.unique().tolist() == [0, pytest.approx(one.numel() / int(one.count_nonzero()))]


@pytest.mark.parametrize(("keep_prob", "block_size"), PATHS.values(), ids=PATHS)
@pytest.mark.parametrize("shared", [False, True])
def test_gradients_of_first_and_second_order(keep_prob, block_size, shared):
    x = torch.randn(2, 2, 6, 6, dtype=torch.float64, requires_grad=True)

    def layer(x):
        return drop_block2d(
            x, keep_prob=keep_prob, block_size=block_size, generator=generator(8), shared=shared
        )

    assert (layer(x) == 0).any()
    assert gradcheck(layer, x)
    assert gradgradcheck(lambda x: layer(x**3), x)  # a cube, so that there is a second order


def test_backward_keeps_less_than_a_twentieth_of_the_activation():
    kept = []
    x = torch.rand(8, 64, 28, 28, requires_grad=True)
    with torch.autograd.graph.saved_tensors_hooks(
        lambda t: kept.append(t.nbytes) or t, lambda t: t
    ):
        output = drop_block2d(x, generator=generator(0))
    assert 0 < sum(kept) < 0.05 * x.nbytes
    assert (output == 0).any()


def layouts(x):
    """The same values in other places in memory."""
    wide = torch.zeros(*x.shape[:3], 2 * x.shape[3])
    wide[..., ::2] = x
    return {
        "channels_last": x.contiguous(memory_format=torch.channels_last),
        "strided": wide[..., ::2],
        "transposed": x.transpose(2, 3).contiguous().transpose(2, 3),
        "batch last": x.permute(1, 2, 3, 0).contiguous().permute(3, 0, 1, 2),
    }


@pytest.mark.parametrize("keep_prob", [0.9, 0.1])
@pytest.mark.parametrize("shared", [False, True])
@pytest.mark.parametrize("name", list(layouts(torch.rand(1, 1, 2, 2))))
def test_the_same_units_fall_in_any_memory_format(name, shared, keep_prob):
    x = torch.rand(3, 4, 9, 11)

    def run(x):
        x = x.clone(memory_format=torch.preserve_format) if x.is_contiguous() else x
        x = x.detach().requires_grad_()
        output = drop_block2d(
            x, keep_prob=keep_prob, block_size=3, generator=generator(2), shared=shared
        )
        (output**2).sum().backward()
        return output.detach(), x.grad

    laid = layouts(x)[name]
    output, gradient = run(laid)
    plain_output, plain_gradient = run(x)
    assert output.equal(plain_output)
    assert gradient.equal(plain_gradient)
    if name == "channels_last":
        assert output.is_contiguous(memory_format=torch.channels_last)


def test_an_expanded_input_and_an_expanded_gradient():
    row = torch.rand(1, 1, 1, 9, requires_grad=True)
    output = drop_block2d(row.expand(2, 3, 9, 9), block_size=3, generator=generator(1))
    assert (output == 0).any()
    output.sum().backward()  # its gradient is one number, expanded
    torch.testing.assert_close(
        row.grad * row.detach(), output.detach().sum((0, 1, 2))[None, None, None]
    )


def test_it_is_deterministic_and_does_not_write_to_its_input():
    x = torch.rand(4, 8, 14, 14)
    before = x.clone()
    runs = [drop_block2d(x, generator=generator(seed)) for seed in (1, 1, 2)]
    assert runs[0].equal(runs[1])
    assert not runs[0].equal(runs[2])
    layer = DropBlock2d()
    torch.manual_seed(1)
    assert layer(x).equal(runs[0])  # the global generator in the same state
    assert x.equal(before)


def test_a_draw_without_seeds_is_a_copy():
    x = torch.rand(1, 1, 5, 5)
    output = drop_block2d(x, keep_prob=1 - 1e-9, block_size=3)
    assert output.equal(x)
    assert output.data_ptr() != x.data_ptr()


@pytest.mark.parametrize("block_size", [1, 4, 7, 50])
def test_keep_prob_1_and_0(block_size):
    x = torch.rand(2, 3, 7, 7)
    assert drop_block2d(x, keep_prob=1, block_size=block_size) is x
    for calibrated in (False, True):
        output = drop_block2d(
            x, keep_prob=0, block_size=block_size, generator=generator(0), calibrated=calibrated
        )
        # Eq. 1's gamma reaches 1 where the block is one unit or the whole map, else it stays below.
        everything = calibrated or block_size != 4
        assert (output == 0).all() == everything


@pytest.mark.parametrize("keep_prob", [1e-9, 0.001])
def test_where_all_is_dropped_output_and_gradient_are_0(keep_prob):
    """Whichever path: a 7 × 7 map of one block, with x and the gradient not finite."""
    x = torch.full((1, 1, 7, 7), float("inf"), requires_grad=True)
    output = drop_block2d(x, keep_prob=keep_prob, block_size=7, generator=generator(0))
    assert output.equal(torch.zeros(1, 1, 7, 7))
    output.sum().backward()
    assert x.grad.equal(torch.zeros(1, 1, 7, 7))


def test_where_stamping_drops_all_output_and_gradient_are_0():
    """One block is the whole map. It falls in a tenth of the draws, without a warning or NaN."""
    dropped = 0
    for seed in range(40):
        x = torch.tensor([float("nan"), float("inf")]).repeat(8)[:16].view(1, 1, 4, 4).clone()
        x.requires_grad_()
        output = drop_block2d(x, keep_prob=0.9, block_size=9, generator=generator(seed))
        if not x.detach().isnan().equal(output.isnan()):
            dropped += 1
            assert output.equal(torch.zeros(1, 1, 4, 4))
            output.sum().backward()
            assert x.grad.equal(torch.zeros(1, 1, 4, 4))
    assert 0 < dropped < 15


def test_a_dropped_unit_is_0_also_where_x_is_not_finite():
    x = torch.full((2, 8, 14, 14), float("nan"))
    for keep_prob in (0.9, 0.1):
        output = drop_block2d(x, keep_prob=keep_prob, generator=generator(0))
        assert 0 < int((output == 0).sum()) < x.numel()
        assert (output.isnan() | (output == 0)).all()


@pytest.mark.parametrize("shape", [(0, 3, 9, 9), (2, 0, 9, 9)])
@pytest.mark.parametrize("keep_prob", [0.0, 0.9])
def test_an_empty_batch_passes(shape, keep_prob):
    x = torch.rand(shape, requires_grad=True)
    output = drop_block2d(x, keep_prob=keep_prob)
    assert output.shape == shape
    output.sum().backward()


@pytest.mark.parametrize("keep_prob", [0.9, 0.1])
@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float64], ids=str)
def test_a_floating_dtype_is_kept_and_drops_the_same_units(dtype, keep_prob):
    """Of more units than float16 can count."""
    x = torch.rand(2, 50, 30, 30) + 0.5
    output = drop_block2d(x.to(dtype), keep_prob=keep_prob, generator=generator(0))
    single = drop_block2d(x, keep_prob=keep_prob, generator=generator(0))
    assert output.dtype == dtype
    assert (output == 0).equal(single == 0)
    rtol = 2 * max(torch.finfo(dtype).eps, torch.finfo(torch.float32).eps)
    torch.testing.assert_close(output.double(), single.double(), rtol=rtol, atol=0)


@pytest.mark.parametrize("dtype", [torch.int64, torch.uint8, torch.bool], ids=str)
@pytest.mark.parametrize("keep_prob", [1.0, 0.9, 0.1])
def test_integers_become_float32(dtype, keep_prob):
    x = torch.ones(4, 4, 9, 9, dtype=dtype)
    output = drop_block2d(x, keep_prob=keep_prob, block_size=3, generator=generator(0))
    as_float = drop_block2d(x.float(), keep_prob=keep_prob, block_size=3, generator=generator(0))
    assert output.dtype == torch.float32
    assert output.equal(as_float)
    assert drop_block2d(x, training=False) is x


@pytest.mark.parametrize("keep_prob", [0.9, 0.1])
def test_autocast_leaves_the_dtype_alone(keep_prob):
    convolution, layer = nn.Conv2d(2, 4, 3), DropBlock2d(keep_prob=keep_prob, block_size=3)
    x = torch.rand(2, 2, 11, 11)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        features = convolution(x)
        output = layer(features)
        assert layer(x).dtype == torch.float32
    assert features.dtype == output.dtype == torch.bfloat16
    output.float().sum().backward()
    assert convolution.weight.grad.isfinite().all()


def test_at_block_1_it_is_dropout_with_the_papers_scale():
    x = torch.ones(40, 50, 10, 10)
    for keep_prob in (0.95, 0.5):
        output = drop_block2d(x, keep_prob=keep_prob, block_size=1, generator=generator(0))
        kept = int(output.count_nonzero())
        deviation = math.sqrt(x.numel() * keep_prob * (1 - keep_prob))
        assert abs(kept - x.numel() * keep_prob) / deviation < Z
        assert output.max().item() == pytest.approx(x.numel() / kept, rel=1e-6)  # not 1 / keep_prob


def test_not_training_it_is_the_identity():
    x = torch.rand(2, 3, 9, 9)
    state = torch.get_rng_state()
    assert drop_block2d(x, training=False) is x
    assert DropBlock2d().eval()(x) is x
    assert torch.get_rng_state().equal(state)


def test_the_layer_shows_its_arguments_has_no_state_and_can_be_copied():
    assert repr(DropBlock2d()) == "DropBlock2d(keep_prob=0.9, block_size=7)"
    layer = DropBlock2d(keep_prob=0.8, block_size=5, shared=True, calibrated=True)
    shown = "DropBlock2d(keep_prob=0.8, block_size=5, shared=True, calibrated=True)"
    x = torch.rand(2, 3, 14, 14)
    for twin in (copy.deepcopy(layer), pickle.loads(pickle.dumps(layer))):
        assert repr(twin) == shown
        torch.manual_seed(0)
        expected = layer(x)
        torch.manual_seed(0)
        assert twin(x).equal(expected)
    assert not layer.state_dict()
    assert not list(layer.parameters())
    with pytest.raises(TypeError):
        DropBlock2d(0.9)
    with pytest.raises(TypeError):
        drop_block2d(x, 0.9)


@pytest.mark.parametrize("option", ["shared", "calibrated"])
def test_the_layer_hands_its_options_on(option):
    x = torch.ones(8, 8, 14, 14)
    torch.manual_seed(1)
    output = DropBlock2d(keep_prob=0.6, **{option: True})(x)
    expected = drop_block2d(x, keep_prob=0.6, generator=generator(1), **{option: True})
    assert output.equal(expected)
    assert not output.equal(drop_block2d(x, keep_prob=0.6, generator=generator(1)))


def test_a_schedule_sets_the_layers_keep_prob_at_each_training_forward():
    layer = DropBlock2d(keep_prob=0.5, block_size=3)
    Schedule(0.5, steps=4).attach(layer)
    x = torch.ones(20, 20, 15, 15)
    asked, kept = [], []
    for _ in range(6):
        kept.append((layer(x) != 0).float().mean().item())
        asked.append(layer.keep_prob)
        layer.eval()
        assert layer(x) is x
        layer.train()
    assert asked == pytest.approx([1, 0.875, 0.75, 0.625, 0.5, 0.5])
    assert kept[0] == 1
    expected = RECIPES["paper"].expected_keep_rates(asked, 3, 15, 15).tolist()
    assert kept == pytest.approx(expected, abs=0.02)  # 400 maps of 225 units: sd below .004
