"""A bad argument gets one sentence, whether it is out of range or of another kind."""

import pytest
import torch

from dropblock import (
    METHODS,
    RECIPES,
    DropBlock,
    DropBlock2d,
    draw_noise,
    drop_block2d,
    gamma,
    leak,
    threshold_map,
    trace,
)


@pytest.mark.parametrize("value", ["half", None, [0.5]])
def test_a_keep_prob_that_is_no_number_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="keep_prob must be a number in"):
        gamma(value, 3, 7, 7)
    with pytest.raises(ValueError, match="keep_prob must be a number in"):
        DropBlock(3, value)


def test_noise_is_float32_whatever_the_default_dtype() -> None:
    expected = draw_noise((2, 1, 5, 5), 3)
    torch.set_default_dtype(torch.float64)
    try:
        noise = draw_noise((2, 1, 5, 5), 3)
    finally:
        torch.set_default_dtype(torch.float32)
    assert noise.dtype == torch.float32
    assert torch.equal(noise, expected)


MAP = torch.rand(1, 1, 5, 5)
MESSAGES = [
    (lambda: drop_block2d(MAP, keep_prob=1.5), r"^keep_prob must be in \[0, 1\], got 1.5$"),
    (lambda: drop_block2d(MAP, keep_prob=float("nan")), r"^keep_prob must be in .* got nan$"),
    (lambda: drop_block2d(MAP, keep_prob=[0.9]), "^keep_prob must be a number .* got list$"),
    (lambda: drop_block2d(MAP, block_size=0), "^block_size must be a whole number from 1, got 0$"),
    (lambda: drop_block2d(MAP, block_size=3.0), "^block_size must be a whole .* got 3.0$"),
    (lambda: drop_block2d(MAP, block_size=True), "^block_size must be a whole .* got True$"),
    (lambda: drop_block2d(MAP, keep_prob=2, training=False), "^keep_prob must be in .* got 2$"),
    (lambda: drop_block2d(MAP[0]), r"^x must have 4 dimensions .* got shape \(1, 5, 5\)$"),
    (lambda: drop_block2d(MAP[..., :0]), "^width must be a whole number from 1, got 0$"),
    (lambda: drop_block2d(MAP + 1j), "^x must hold real numbers, got torch.complex64$"),
    (lambda: drop_block2d(MAP.to(torch.float8_e4m3fn)), "^x must be of a dtype .* got .*_e4m3fn$"),
    (lambda: drop_block2d(MAP.numpy()), "^x must be a torch.Tensor, got ndarray$"),
    (lambda: drop_block2d(MAP.tolist()), "^x must be a torch.Tensor, got list$"),
    (lambda: DropBlock2d().eval()(None), "^x must be a torch.Tensor, got NoneType$"),
    (
        lambda: drop_block2d(MAP, generator=5),
        "^generator must be a torch.Generator or None, got 5$",
    ),
    (lambda: drop_block2d(MAP, shared="no"), r"^shared must be True or False, got 'no' \(str\)$"),
    (lambda: DropBlock2d(calibrated=1), r"^calibrated must be True or False, got 1 \(int\)$"),
    (lambda: drop_block2d(MAP, keep_prob=MAP), "^keep_prob must be a number .* got Tensor$"),
    (lambda: DropBlock2d(keep_prob=-0.1), "^keep_prob must be in .* got -0.1$"),
    (lambda: DropBlock2d(block_size="7"), "^block_size must be a whole .* got '7'$"),
]


@pytest.mark.parametrize(("call", "message"), MESSAGES)
def test_a_bad_argument_gets_one_sentence(call, message):
    with pytest.raises(ValueError, match=message):
        call()


TAKES_A_MAP = [
    drop_block2d,
    DropBlock(),
    DropBlock().calculate_gamma,
    lambda x: trace(x, 0.9, 3, MAP),
    lambda x: leak(x, MAP),
    *(lambda x, method=method: method(x, 0.9) for method in METHODS.values()),
]
NO_MAPS = [
    (MAP.tolist(), "^x must be a torch.Tensor, got list$"),
    (MAP.numpy(), "^x must be a torch.Tensor, got ndarray$"),
    (None, "^x must be a torch.Tensor, got NoneType$"),
    (MAP[0], r"^x must have 4 dimensions .* got shape \(1, 5, 5\)$"),
    (MAP + 1j, "^x must hold real numbers, got torch.complex64$"),
    (MAP.to(torch.float8_e5m2), "^x must be of a dtype with which torch computes, got .*_e5m2$"),
]


@pytest.mark.parametrize("call", TAKES_A_MAP)
@pytest.mark.parametrize(("x", "message"), NO_MAPS)
def test_what_is_no_map_is_refused_with_the_same_sentence_everywhere(call, x, message):
    with pytest.raises(ValueError, match=message):
        call(x)


@pytest.mark.parametrize("values", [MAP.tolist(), MAP.numpy()])
def test_noise_or_a_mask_that_is_no_tensor_is_refused(values):
    for call in (
        lambda: trace(MAP, 0.9, 3, values),
        lambda: METHODS["dropout"](MAP, 0.9, values),
        lambda: threshold_map(values, 3, RECIPES["paper"]),
    ):
        with pytest.raises(ValueError, match=r"^noise must be a torch\.Tensor, got "):
            call()
    with pytest.raises(ValueError, match=r"^mask must be a torch\.Tensor, got "):
        leak(MAP, values)


def test_a_keep_prob_set_later_is_checked_too():
    layer = DropBlock2d()
    with pytest.raises(ValueError, match=r"keep_prob must be in .* got 7"):
        layer.keep_prob = 7
    assert layer.keep_prob == 0.9
