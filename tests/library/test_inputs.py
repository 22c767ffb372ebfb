"""Feature maps, pictures and counts that are none are refused with a sentence."""

import numpy as np
import pytest
import torch

from dropblock import dropout_mask, picture_tensor, random_map


def test_a_picture_is_its_bytes_over_255_channel_by_channel():
    pixels = np.arange(2 * 4 * 3, dtype=np.uint8).reshape(2, 4, 3)
    x = picture_tensor(pixels)
    assert (x.shape, x.dtype) == ((1, 3, 2, 4), torch.float32)
    for row in range(2):
        for column in range(4):
            for channel in range(3):
                value = int(pixels[row, column, channel]) / 255
                assert x[0, channel, row, column].item() == pytest.approx(value)


NOISE = torch.rand(1, 1, 3, 3)
MESSAGES = [
    (lambda: random_map(0), "^size must be a whole number from 1, got 0$"),
    (lambda: random_map(5, 1.5), r"^channels must be a whole number from 1, got 1\.5$"),
    (lambda: picture_tensor(np.zeros((4, 4), np.uint8)), r"got uint8 of shape \(4, 4\)$"),
    (lambda: picture_tensor(np.zeros((4, 4, 3))), r"got float64 of shape \(4, 4, 3\)$"),
    (lambda: dropout_mask(NOISE, -3), "^dropped must be a whole number from 0 to 9, got -3$"),
    (lambda: dropout_mask(NOISE, 10), "^dropped must be a whole number from 0 to 9, got 10$"),
]


@pytest.mark.parametrize(("call", "message"), MESSAGES)
def test_a_bad_argument_gets_one_sentence(call, message):
    with pytest.raises(ValueError, match=message):
        call()
