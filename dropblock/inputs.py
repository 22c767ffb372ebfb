"""Feature maps and pictures as tensors, NCHW."""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from dropblock.arguments import check_from_one


def random_map(size: int, channels: int = 1, seed: int = 0) -> Tensor:
    """Draw a feature map of random integers, as in step 1 of the article.

    Parameters
    ----------
    size : int
        Height and width in units, from 1.
    channels : int
        Number of channels, from 1.
    seed : int
        Seed of the random generator; the same one gives the same map.

    Returns
    -------
    Tensor
        int64 (1, channels, size, size), with values from 1 to 9.

    Raises
    ------
    ValueError
        Unless size and channels are whole numbers from 1.

    Examples
    --------
    >>> from dropblock import random_map
    >>> x = random_map(5, channels=2, seed=1)
    >>> x.shape, x.dtype, x.equal(random_map(5, channels=2, seed=1))
    (torch.Size([1, 2, 5, 5]), torch.int64, True)
    """
    check_from_one("size", size)
    check_from_one("channels", channels)
    generator = torch.Generator().manual_seed(seed)
    return torch.randint(1, 10, (1, channels, size, size), generator=generator)


def picture_tensor(pixels: NDArray[np.uint8]) -> Tensor:
    """Turn the bytes of a picture into a feature map.

    Parameters
    ----------
    pixels : ndarray
        uint8 (height, width, 3).

    Returns
    -------
    Tensor
        float32 (1, 3, height, width), in [0, 1].

    Raises
    ------
    ValueError
        For another shape or dtype.

    Examples
    --------
    >>> import numpy as np
    >>> from dropblock import picture_tensor
    >>> red = np.array([[[255, 0, 0]]], dtype=np.uint8)  # one pixel
    >>> picture_tensor(red).flatten()
    tensor([1., 0., 0.])
    """
    if pixels.ndim != 3 or pixels.shape[2] != 3 or pixels.dtype != np.uint8:
        raise ValueError(
            "pixels must be bytes (uint8) of shape (height, width, 3), "
            f"got {pixels.dtype} of shape {pixels.shape}"
        )
    return torch.from_numpy(pixels.copy()).permute(2, 0, 1)[None].float() / 255
