"""Arguments that are no numbers are refused like those out of range."""

import pytest
import torch

from dropblock import DropBlock, draw_noise, gamma


@pytest.mark.parametrize("value", ["half", None, [0.5]])
def test_a_keep_prob_that_is_no_number_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="keep_prob must be in"):
        gamma(value, 3, 7, 7)
    with pytest.raises(ValueError, match="keep_prob must be in"):
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
