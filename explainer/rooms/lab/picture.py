"""The evidence of an answer under its digit, as a picture."""

import numpy as np
from numpy.typing import NDArray

from explainer.figures.palette import PALETTE
from explainer.figures.theme import channels
from explainer.lab.tasks import data
from explainer.lab.training import SHOWN

SCALE = 8  # pixels of the picture to one of the digit
INK = 0.7  # of the digit, over the evidence


def shown_digit(task: str) -> NDArray[np.float32]:
    """The test picture whose evidence is kept: (side, side) in [0, 1]."""
    pictures, labels = data(task, 0).test
    return pictures[int((labels == SHOWN).nonzero()[0]), 0].numpy()


def evidence_picture(
    task: str, cells: list[list[float]], colour: str, dark: bool
) -> NDArray[np.uint8]:
    """RGB. A cell is the more coloured the more it adds, up to the most of this map."""
    digit = shown_digit(task)
    positive = np.clip(np.array(cells), 0, None)
    share = positive / max(positive.max(), 1e-9)
    share = np.kron(share, np.ones((len(digit) // len(share),) * 2))[..., None]
    paper, hue, ink = (np.array(channels(PALETTE[name][dark])) for name in ("card", colour, "text"))
    mixed = paper + share * (hue - paper)
    mixed = mixed + INK * digit[..., None] * (ink - mixed)
    return np.kron(mixed.round().astype(np.uint8), np.ones((SCALE, SCALE, 1), np.uint8))
