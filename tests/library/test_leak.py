"""How much the surroundings give away: known cases, known figures, and what always holds."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from dropblock import METHODS, draw_noise, leak, picture_tensor
from explainer.shell.sources import PICTURES

CAT = picture_tensor(np.asarray(Image.open(PICTURES / "cat.png").convert("RGB")))


def of_the_cat(block_size: int) -> float:
    """The mean R² over five draws at keep_prob 0.5; block_size 1 is dropout."""
    found = []
    for seed in range(5):
        noise = draw_noise((1, 1, 224, 224), seed)
        name = "dropout" if block_size == 1 else "dropblock"
        run = METHODS[name](CAT, 0.5, noise, dropped=CAT.numel() // 2, block_size=block_size)
        found.append(leak(CAT, run.mask).r2)
    return sum(found) / len(found)


def test_dropout_gives_the_cat_away_and_blocks_do_not():
    """The paper's argument. Known for another photo of a cat, one draw and a like filling: .946 for
    dropout, then .905, .826, .672 and .374 for blocks of 3, 7, 15 and 31."""
    found = [of_the_cat(block_size) for block_size in (1, 3, 7, 15, 31)]
    assert found[0] > 0.9
    assert found[-1] < 0.5
    assert found == sorted(found, reverse=True)
    for ours, known in zip(found, (0.946, 0.905, 0.826, 0.672, 0.374), strict=True):
        assert ours == pytest.approx(known, abs=0.1)


def test_white_noise_gives_nothing_away():
    x = torch.rand(1, 1, 100, 100, generator=torch.Generator().manual_seed(5))
    for block_size in (1, 3, 15):
        noise = draw_noise((1, 1, 100, 100), 1)
        run = METHODS["dropblock"](x, 0.5, noise, dropped=5000, block_size=block_size)
        assert leak(x, run.mask).r2 < 0.01


@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_kept_units_are_untouched_and_guesses_lie_within_what_is_kept(data):
    n, c = data.draw(st.integers(1, 2)), data.draw(st.integers(1, 3))
    height, width = data.draw(st.integers(1, 17)), data.draw(st.integers(1, 17))
    generator = torch.Generator().manual_seed(data.draw(st.integers(0, 99)))
    x = torch.rand(n, c, height, width, generator=generator)
    share = data.draw(st.sampled_from([0.05, 0.5, 0.95]))
    channels = data.draw(st.sampled_from([1, c]))
    mask = (torch.rand(n, channels, height, width, generator=generator) < share).float()
    found = leak(x, mask)
    whole = mask.expand(x.shape)
    assert found.guess.shape == x.shape
    assert torch.equal(found.guess[whole == 1], x[whole == 1])
    assert not found.guess.isnan().any()
    for sample in range(n):
        for channel in range(c):
            values, kept = x[sample, channel], whole[sample, channel] == 1
            guess = found.guess[sample, channel]
            if kept.any():  # a weighted mean of kept units, up to rounding
                assert guess.min() >= values[kept].min() - 1e-6
                assert guess.max() <= values[kept].max() + 1e-6
            else:
                assert torch.allclose(guess, values.mean().expand(guess.shape), atol=1e-6)


@settings(deadline=None, max_examples=30)
@given(st.integers(2, 9), st.integers(2, 9), st.integers(0, 99))
def test_r2_and_psnr_are_their_definitions(height, width, seed):
    generator = torch.Generator().manual_seed(seed)
    x = torch.rand(2, 3, height, width, generator=generator, dtype=torch.float64)
    mask = (torch.rand(2, 3, height, width, generator=generator) < 0.5).double()
    found = leak(x, mask)
    error, spread = 0.0, 0.0
    for sample in range(2):
        for channel in range(3):
            gone = mask[sample, channel] == 0
            hidden = x[sample, channel][gone].tolist()
            guessed = found.guess[sample, channel][gone].tolist()
            error += sum((a - b) ** 2 for a, b in zip(hidden, guessed, strict=True))
            if hidden:
                mean = math.fsum(hidden) / len(hidden)
                spread += sum((a - mean) ** 2 for a in hidden)
    if spread < 1e-9:
        assert found.r2 is None
        return
    assert found.r2 == pytest.approx(1 - error / spread, abs=1e-9)
    peak = (x.max() - x.min()).item()
    assert found.psnr == pytest.approx(10 * math.log10(peak**2 * x.numel() / error), abs=1e-6)


def test_nothing_kept_explains_nothing():
    x = torch.rand(2, 3, 6, 5)
    found = leak(x, torch.zeros(2, 1, 6, 5))
    assert found.r2 == pytest.approx(0, abs=1e-6)
    assert torch.allclose(found.guess, x.mean((2, 3), keepdim=True).expand(x.shape))


@pytest.mark.parametrize(
    ("x", "mask"),
    [
        (torch.rand(1, 2, 5, 5), torch.ones(1, 1, 5, 5)),  # nothing is dropped
        (torch.full((1, 1, 5, 5), 3.3), torch.zeros(1, 1, 5, 5)),  # nothing varies
        (torch.full((1, 1, 5, 5), 0.1), (torch.arange(25) % 2).view(1, 1, 5, 5)),
    ],
)
def test_where_there_is_nothing_to_guess_r2_is_none(x, mask):
    found = leak(x, mask)
    assert (found.r2, found.psnr) == (None, None)
    assert torch.allclose(found.guess, x)


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_what_is_dropped_reaches_no_guess_whatever_it_is(value):
    x, mask = torch.rand(1, 2, 9, 9), torch.ones(1, 1, 9, 9)
    mask[..., 2:5, 3:6] = 0
    clean = leak(x, mask)
    x[0, 0, 3, 4] = value
    found = leak(x, mask)
    assert found.guess.equal(clean.guess)
    assert (found.r2, found.psnr) == (None, None)


def test_a_smooth_slope_is_guessed_well_from_every_second_unit():
    x = torch.linspace(0, 1, 33).expand(1, 1, 33, 33).contiguous()
    mask = torch.ones(1, 1, 33, 33)
    mask[..., 1::2] = 0
    assert leak(x, mask).r2 > 0.99


def test_whole_numbers_and_half_precision_keep_what_is_kept():
    mask = torch.tensor([[1, 0], [1, 1]]).view(1, 1, 2, 2)
    whole = leak(torch.tensor([[1, 2], [3, 4]]).view(1, 1, 2, 2), mask)
    assert whole.guess.dtype == torch.float32
    half = torch.rand(1, 1, 8, 8).half()
    assert leak(half, torch.ones(1, 1, 8, 8)).guess.equal(half)


@pytest.mark.parametrize(
    ("x", "mask", "message"),
    [
        (torch.ones(4, 4), torch.ones(4, 4), "4 dimensions"),
        (torch.ones(1, 2, 4, 4), torch.ones(1, 3, 4, 4), "mask must have shape"),
    ],
)
def test_bad_arguments_get_a_sentence(x, mask, message):
    with pytest.raises(ValueError, match=message):
        leak(x, mask)
