"""The network's maps as the app shows them, computed anew: for tests."""

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor

from explainer.network import load
from explainer.shell.sources import PICTURES


def network_map(photo: str, side: int, channels: int) -> Tensor:
    """The clearest channels of what the network sees in a bundled picture, (1, C, H, W)."""
    with Image.open(PICTURES / f"{photo}.png") as picture:
        return map_of(np.asarray(picture.convert("RGB")), side, channels)


def map_of(pixels: NDArray[np.uint8], side: int, channels: int) -> Tensor:
    """The same of a picture's bytes (224, 224, 3)."""
    picture = torch.from_numpy(pixels.transpose(2, 0, 1)[None].astype(np.float32)) / 255
    shown = [clipped(channel) for channel in load().seen(picture, side)[0].numpy()]
    border = np.pad(np.zeros((side - 2, side - 2)), 1, constant_values=1)
    chosen: list[NDArray[np.float32]] = []
    for channel in sorted(shown, key=lambda one: -one[1:-1, 1:-1].std()):
        if abs(np.corrcoef(channel.flat, border.flat)[0, 1]) > 0.5:
            continue
        if all(abs(np.corrcoef(channel.flat, one.flat)[0, 1]) <= 0.9 for one in chosen):
            chosen.append(channel)
        if len(chosen) == channels:
            break
    return torch.from_numpy(np.stack(chosen))[None]


def clipped(channel: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.clip(channel / max(np.percentile(channel, 99.5), 1e-6), 0, 1).astype(np.float32)
