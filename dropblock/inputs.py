"""Feature maps and pictures as tensors."""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from dropblock.arguments import check_from_one


def random_map(size: int, channels: int = 1, seed: int = 0) -> Tensor:
    """A random integer feature map (1, channels, size, size), values 1 … 9 (seed step 1).

    Raises ValueError unless size and channels are whole numbers from 1.
    """
    check_from_one("size", size)
    check_from_one("channels", channels)
    generator = torch.Generator().manual_seed(seed)
    return torch.randint(1, 10, (1, channels, size, size), generator=generator)


def picture_tensor(pixels: NDArray[np.uint8]) -> Tensor:
    """A picture (height, width, 3) of bytes as a float32 map (1, 3, height, width) in [0, 1].

    Raises ValueError for another shape, or for numbers that are no bytes (uint8).
    """
    if pixels.ndim != 3 or pixels.shape[2] != 3 or pixels.dtype != np.uint8:
        raise ValueError(
            "pixels must be bytes (uint8) of shape (height, width, 3), "
            f"got {pixels.dtype} of shape {pixels.shape}"
        )
    return torch.from_numpy(pixels.copy()).permute(2, 0, 1)[None].float() / 255
