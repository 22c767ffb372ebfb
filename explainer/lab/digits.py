"""The 5,000 digits of MNIST in `assets/digits.png`; who made them stands in `LICENSES.md` there."""

from functools import cache
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import Tensor

SHEET = Path(__file__).parents[2] / "assets" / "digits.png"
SIDE = 28


@cache
def digits() -> tuple[Tensor, Tensor]:
    """Pictures (5000, 1, 28, 28) in [0, 1], and labels (5000): 500 of each digit, in order."""
    sheet = np.asarray(Image.open(SHEET).convert("L"), dtype=np.float32) / 255
    rows, columns = sheet.shape[0] // SIDE, sheet.shape[1] // SIDE
    pictures = sheet.reshape(rows, SIDE, columns, SIDE).swapaxes(1, 2).reshape(-1, 1, SIDE, SIDE)
    return torch.from_numpy(pictures.copy()), torch.arange(10).repeat_interleave(500)
