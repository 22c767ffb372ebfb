"""One run, stage by stage, against loops over cells."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from dropblock import RECIPES, DropBlock, Recipe, draw_noise, dropout_mask, threshold_map, trace
from tests.brute import seed_chance, seeds_and_dropped

REFERENCE, PAPER = RECIPES["reference"], RECIPES["paper"]
# Even blocks on the whole map: neither of the above allows them.
WHOLE = Recipe("whole", "everywhere", "area", shared=False, odd_only=False, clamp=True)


@pytest.mark.parametrize(
    ("recipe", "shape", "block_size"),
    [(REFERENCE, (1, 1, 5, 5), block) for block in (1, 3, 5)]
    + [(REFERENCE, (3, 2, 9, 9), block) for block in (3, 7, 9)]
    + [(REFERENCE, (2, 2, 6, 9), 5), (REFERENCE, (2, 2, 9, 6), 3)]
    + [(PAPER, (2, 3, 8, 8), block) for block in (1, 2, 3, 4, 7, 8)]
    + [(PAPER, (2, 2, 5, 11), block) for block in (2, 3, 4, 5)]
    + [(PAPER, (2, 2, 11, 4), 3), (PAPER, (1, 1, 4, 4), 9), (PAPER, (2, 1, 3, 7), 8)]
    + [(WHOLE, (2, 2, 7, 9), block) for block in (2, 4, 6, 7)],
    ids=lambda value: value.name if isinstance(value, Recipe) else str(value),
)
def test_every_stage_is_what_loops_over_cells_find(recipe, shape, block_size):
    noise = draw_noise(shape, 11)
    x = torch.randint(1, 10, shape, generator=torch.Generator().manual_seed(1)).float()
    height, width = shape[2:]
    block = min(block_size, height, width)  # the paper clamps; the others get blocks that fit
    for keep_prob in (0.0, 0.2, 0.5, 0.75, 0.9, 0.99, 1.0):
        chance = seed_chance(keep_prob, block, width if recipe is REFERENCE else height, width)
        seeds, dropped = seeds_and_dropped(noise, chance, block, recipe.seeds)
        kept = int((1 - dropped).sum())
        scale = noise.numel() / kept if kept else 0.0
        run = trace(x, keep_prob, block_size, noise, recipe)
        assert run.gamma == pytest.approx(float(chance), rel=1e-14)
        assert run.noise.equal(noise)
        assert np.array_equal(run.seeds, seeds)
        assert np.array_equal(run.blocks, dropped)
        assert np.array_equal(run.mask, 1 - dropped)
        assert run.scale == pytest.approx(scale, rel=1e-15)
        assert not kept or abs(run.scale * kept - noise.numel()) <= math.ulp(noise.numel())
        np.testing.assert_allclose(run.output, x.numpy() * (1 - dropped) * scale, rtol=3e-7)


def test_the_reference_is_the_recipe_when_none_is_named():
    noise = torch.ones(1, 1, 7, 7)
    noise[0, 0, 0, 0] = 0  # the paper's recipe allows no seed here
    mask = trace(torch.ones(1, 1, 7, 7), 0.8, 3, noise).mask
    assert (mask[0, 0] == 0).nonzero().tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]


def test_noise_that_equals_gamma_is_no_seed():
    chance = np.float32((1 - 0.9) / 9 * 25 / 9)
    noise = torch.full((1, 1, 5, 5), float(chance))
    noise[0, 0, 2, 2] = float(np.nextafter(chance, np.float32(0)))
    seeds = trace(torch.ones(1, 1, 5, 5), 0.9, 3, noise).seeds
    assert seeds.nonzero().tolist() == [[0, 0, 2, 2]]


@pytest.mark.parametrize("recipe", [PAPER, WHOLE], ids=lambda recipe: recipe.name)
def test_an_even_block_leans_to_the_bottom_right_of_its_seed(recipe):
    noise = torch.ones(1, 1, 6, 7)
    noise[0, 0, 2, 3] = 0
    blocks = trace(torch.ones(1, 1, 6, 7), 0.5, 4, noise, recipe).blocks[0, 0]
    assert blocks.nonzero().tolist() == [[r, c] for r in (1, 2, 3, 4) for c in (2, 3, 4, 5)]


@pytest.mark.parametrize("recipe", [REFERENCE, PAPER], ids=lambda recipe: recipe.name)
@pytest.mark.parametrize(
    ("dtype", "out"),
    [
        (torch.float16, torch.float16),
        (torch.bfloat16, torch.bfloat16),
        (torch.float32, torch.float32),
        (torch.float64, torch.float64),
        (torch.int64, torch.float32),
        (torch.uint8, torch.float32),
    ],
)
def test_the_output_has_xs_floating_dtype_and_the_mask_does_not_depend_on_it(dtype, out, recipe):
    noise = draw_noise((2, 3, 9, 9), 4)
    x = torch.arange(1, 2 * 3 * 81 + 1).reshape(2, 3, 9, 9).remainder(9).add(1).to(dtype)
    run = trace(x, 0.8, 3, noise, recipe)
    assert run.output.dtype == out
    assert run.mask.dtype == torch.float32
    assert run.mask.equal(trace(x.float(), 0.8, 3, noise, recipe).mask)
    exact = x.double() * run.mask * (x.numel() / run.mask.sum(dtype=torch.float64))
    # Two roundings: of the scale, and of the product.
    np.testing.assert_allclose(run.output.double(), exact, rtol=2 * torch.finfo(out).eps)


def test_a_half_map_of_more_units_than_half_can_count_is_scaled_rightly():
    shape = (1, 1, 300, 300)  # 90,000 units; the largest half is 65,504
    run = trace(torch.ones(shape, dtype=torch.float16), 0.75, 7, draw_noise(shape, 2), PAPER)
    kept = int(run.mask.sum(dtype=torch.float64))
    assert run.scale == pytest.approx(90_000 / kept, rel=1e-15)
    assert run.output.unique().tolist() == [0.0, float(np.float16(90_000 / kept))]


def test_a_scale_beyond_half_still_gives_a_finite_half_output():
    noise = torch.zeros(1, 1, 300, 300)
    noise[0, 0, 7, 7] = 0.9  # the one unit kept
    x = torch.full(noise.shape, 0.001, dtype=torch.float16)
    run = trace(x, 0.5, 1, noise, PAPER)
    assert run.scale == 90_000
    assert run.output.sum().item() == pytest.approx(90, rel=2e-3)


@pytest.mark.parametrize("recipe", [REFERENCE, PAPER], ids=lambda recipe: recipe.name)
def test_noise_with_one_channel_shares_one_mask(recipe):
    shared = draw_noise((3, 1, 7, 7), 5)
    x = draw_noise((3, 4, 7, 7), 6) + 1
    run = trace(x, 0.7, 3, shared, recipe)
    each = trace(x, 0.7, 3, shared.repeat(1, 4, 1, 1), recipe)
    assert run.mask.shape == run.seeds.shape == (3, 1, 7, 7)
    assert each.mask.equal(run.mask.repeat(1, 4, 1, 1))
    assert run.scale == each.scale
    assert run.output.equal(each.output)


def test_a_recipe_draws_noise_per_channel_unless_it_shares():
    sharing = Recipe("sharing", "valid", "area", shared=True, odd_only=False, clamp=True)
    assert PAPER.noise_shape((2, 3, 5, 7)) == (2, 3, 5, 7)
    assert sharing.noise_shape((2, 3, 5, 7)) == (2, 1, 5, 7)


@pytest.mark.parametrize(
    "relayout",
    [
        lambda x: x.to(memory_format=torch.channels_last),
        lambda x: x.transpose(2, 3).contiguous().transpose(2, 3),
        lambda x: x.repeat_interleave(2, 3)[..., ::2],
        lambda x: x[:, :1].expand(-1, 3, -1, -1),
    ],
    ids=["channels_last", "transposed", "strided", "expanded"],
)
def test_how_x_and_noise_lie_in_memory_changes_nothing(relayout):
    x, noise = relayout(draw_noise((2, 3, 6, 8), 1)), relayout(draw_noise((2, 3, 6, 8), 2))
    assert not x.is_contiguous()
    run = trace(x, 0.7, 3, noise, PAPER)
    plain = trace(x.contiguous(), 0.7, 3, noise.contiguous(), PAPER)
    assert run.mask.equal(plain.mask)
    assert run.output.equal(plain.output)


@pytest.mark.parametrize("recipe", [REFERENCE, PAPER], ids=lambda recipe: recipe.name)
@pytest.mark.parametrize("block_size", [1, 7])
def test_with_everything_dropped_the_output_is_zeros_never_nan(recipe, block_size):
    """At keep_prob 0, gamma is 1 for a block of one unit or of the whole map."""
    x = torch.full((2, 3, 7, 7), 5.0)
    x[0, 0, 0] = torch.tensor([math.inf, -math.inf, math.nan, 1, 2, 3, 4])
    run = trace(x, 0, block_size, draw_noise(x.shape, 3), recipe)
    assert not run.mask.any()
    assert run.scale == 0
    assert run.output.equal(torch.zeros(2, 3, 7, 7))


@pytest.mark.parametrize("recipe", [REFERENCE, PAPER], ids=lambda recipe: recipe.name)
def test_keep_prob_1_returns_x_unchanged(recipe):
    x = draw_noise((2, 3, 7, 7), 8)
    run = trace(x, 1, 5, torch.zeros(x.shape), recipe)
    assert run.scale == 1
    assert run.output.equal(x)


def test_an_empty_batch_gives_an_empty_output():
    assert trace(torch.zeros(0, 2, 5, 5), 0.9, 3, torch.zeros(0, 2, 5, 5)).output.numel() == 0


def test_gradients_flow_through_kept_units_alone_times_the_scale():
    x = draw_noise((2, 2, 7, 7), 1).requires_grad_()
    run = trace(x, 0.7, 3, draw_noise((2, 2, 7, 7), 2))
    run.output.sum().backward()
    assert x.grad.equal(run.mask * run.scale)


def test_neither_x_nor_noise_is_written_to():
    x, noise = draw_noise((2, 2, 7, 7), 1), draw_noise((2, 2, 7, 7), 2)
    trace(x, 0.5, 3, noise, PAPER)
    threshold_map(noise, 3, PAPER)
    dropout_mask(noise, 5)
    assert x.equal(draw_noise((2, 2, 7, 7), 1))
    assert noise.equal(draw_noise((2, 2, 7, 7), 2))


@settings(deadline=None)
@given(
    noise=st.lists(st.sampled_from([0.0, 0.125, 0.5, 0.75]), min_size=12, max_size=12),
    dropped=st.integers(0, 12),
)
def test_dropout_drops_exactly_as_many_of_lowest_noise_and_of_ties_the_first(noise, dropped):
    mask = dropout_mask(torch.tensor(noise).reshape(1, 2, 2, 3), dropped)
    assert mask.dtype == torch.float32
    assert mask.shape == (1, 2, 2, 3)
    gone = sorted(range(12), key=lambda at: (noise[at], at))[:dropped]
    assert mask.flatten().tolist() == [float(at not in gone) for at in range(12)]


def test_dropout_of_a_large_map_drops_exactly_as_many():
    noise = draw_noise((2, 3, 100, 100), 9)
    assert [int((dropout_mask(noise, count) == 0).sum()) for count in (0, 1, 31_415, 60_000)] == [
        0, 1, 31_415, 60_000,
    ]  # fmt: skip


def test_noise_is_torch_rand_of_its_own_generator():
    expected = torch.rand((2, 3, 4, 5), generator=torch.Generator().manual_seed(12))
    noise = draw_noise((2, 3, 4, 5), 12)
    assert noise.equal(expected)
    assert (noise.dtype, noise.device.type) == (torch.float32, "cpu")
    assert not noise.equal(draw_noise((2, 3, 4, 5), 13))


def test_noise_neither_reads_nor_moves_the_global_generator():
    torch.manual_seed(1)
    before = torch.get_rng_state()
    noise = draw_noise((1, 1, 6, 6), 12)
    assert torch.get_rng_state().equal(before)
    torch.manual_seed(2)
    assert draw_noise((1, 1, 6, 6), 12).equal(noise)


@pytest.mark.parametrize("chance", [0.0, 0.0308641975, 0.1, 0.5, 1 - 2**-24, 1.0])
@pytest.mark.parametrize("shape", [(1, 1, 5, 5), (4, 3, 57, 31)])  # torch has a vector path
def test_bernoulli_of_a_float32_tensor_with_the_same_generator_is_noise_below_p(shape, chance):
    probability = torch.full(shape, chance)
    drawn = torch.bernoulli(probability, generator=torch.Generator().manual_seed(21))
    assert drawn.bool().equal(draw_noise(shape, 21) < probability)


def test_bernoulli_of_a_scalar_or_a_float64_tensor_is_another_draw():
    shape = (1, 1, 40, 40)
    below = draw_noise(shape, 21) < 0.3
    scalar = torch.empty(shape).bernoulli_(0.3, generator=torch.Generator().manual_seed(21))
    double = torch.full(shape, 0.3, dtype=torch.float64)
    wide = torch.bernoulli(double, generator=torch.Generator().manual_seed(21))
    assert (scalar.bool() != below).sum() > 100
    assert (wide.bool() != below).sum() > 100


@pytest.mark.parametrize(
    ("recipe", "keep_prob", "block_size", "message"),
    [
        (PAPER, -0.01, 3, r"keep_prob must be in \[0, 1\], got -0.01"),
        (REFERENCE, 1.01, 3, r"keep_prob must be in \[0, 1\], got 1.01"),
        (PAPER, math.nan, 3, r"keep_prob must be in \[0, 1\], got nan"),
        (PAPER, 0.9, 0, "block_size must be a whole number from 1, got 0"),
        (REFERENCE, 0.9, -1, "block_size must be a whole number from 1, got -1"),
        (PAPER, 0.9, 2.0, r"block_size must be a whole number from 1, got 2\.0"),
        (REFERENCE, 0.9, 4, "block_size must be odd .*, got 4"),
        (REFERENCE, 0.9, 7, "block_size must be from 1 to 5 on a 5 × 6 map, got 7"),
    ],
)
def test_a_bad_parameter_raises_with_its_value_and_what_is_allowed(
    recipe, keep_prob, block_size, message
):
    with pytest.raises(ValueError, match=message):
        trace(torch.ones(1, 1, 5, 6), keep_prob, block_size, torch.ones(1, 1, 5, 6), recipe)


@pytest.mark.parametrize("shape", [(2, 3, 5, 4), (2, 2, 4, 5), (1, 3, 4, 5), (2, 3, 1, 1), (4, 5)])
def test_noise_of_another_shape_is_refused(shape):
    with pytest.raises(ValueError, match="noise must have shape") as error:
        trace(torch.ones(2, 3, 4, 5), 0.9, 3, torch.ones(shape))
    assert str(error.value).endswith(f"(2, 3, 4, 5) or (2, 1, 4, 5), got {shape}")


@pytest.mark.parametrize("shape", [(5,), (5, 5), (1, 5, 5), (1, 1, 1, 5, 5)])
def test_what_is_not_nchw_is_refused(shape):
    with pytest.raises(ValueError, match="x must have 4 dimensions") as error:
        trace(torch.ones(shape), 0.9, 3, torch.ones(shape))
    assert str(shape) in str(error.value)
    with pytest.raises(ValueError, match="must have 4 dimensions"):
        threshold_map(torch.ones(shape), 3, PAPER)


def test_complex_numbers_are_refused():
    x = torch.ones(1, 1, 5, 5) * 1j
    for call in (lambda: trace(x, 0.9, 3, torch.ones(x.shape)), lambda: DropBlock()(x)):
        with pytest.raises(ValueError, match=r"^x must hold real numbers, got torch.complex64$"):
            call()
