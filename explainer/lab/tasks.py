"""The tasks: what is learned, on what it is chosen, and on what it is measured.

The test pictures are the same for every seed, and nothing is chosen on them: a seed draws the
training pictures from the others, and the rest of those is for validation.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

import torch
from torch import Generator, Tensor

from explainer.lab.digits import digits
from explainer.lab.totems import PARTS, totems

Pictures = tuple[Tensor, Tensor]  # (N, 1, H, W), labels (N)
TEST_DIGITS, FEW, SOME = 4000, 300, 500
WRONG = 0.25  # of the labels, drawn anew
TOTEMS = 480
TEST_TOTEMS = 2000
SQUARE = 12  # pixels, painted over a digit


@dataclass(frozen=True)
class Data:
    """One task at one seed. classes: how many there are. hidden: ways to paint a part of a picture
    over, by name."""

    train: Pictures
    validation: Pictures
    test: Pictures
    classes: int
    hidden: Mapping[str, Callable[[Tensor], Tensor]]


def data(task: str, seed: int) -> Data:
    """What a run of this task and seed learns and is measured on."""
    if task == "hidden-part":
        return Data(
            totems(TOTEMS, 3 * seed + 1),
            totems(TOTEMS, 3 * seed + 2),
            _test_totems(),
            8,
            {name: _without_rows(*rows) for name, rows in PARTS.items()},
        )
    pictures, labels = digits()
    order = torch.randperm(len(labels), generator=Generator().manual_seed(0))
    test, pool = order[:TEST_DIGITS], order[TEST_DIGITS:]
    chance = Generator().manual_seed(seed)
    pool = pool[torch.randperm(len(pool), generator=chance)]
    count = FEW if task == "few-labels" else SOME
    chosen, rest = pool[:count], pool[count:]
    learned = labels[chosen]
    if task == "wrong-labels":
        drawn = torch.randint(0, 10, (count,), generator=chance)
        learned = torch.where(torch.rand(count, generator=chance) < WRONG, drawn, learned)
    return Data(
        (pictures[chosen], learned),
        (pictures[rest], labels[rest]),
        (pictures[test], labels[test]),
        10,
        {"square": _without_a_square},
    )


@cache
def _test_totems() -> Pictures:
    return totems(TEST_TOTEMS, 0)


def _without_rows(top: int, bottom: int) -> Callable[[Tensor], Tensor]:
    def paint(pictures: Tensor) -> Tensor:
        painted = pictures.clone()
        painted[..., top:bottom, :] = 0
        return painted

    return paint


def _without_a_square(pictures: Tensor) -> Tensor:
    """Each picture with a square of it painted over, at a place that only its number decides."""
    painted = pictures.clone()
    room = pictures.shape[-1] - SQUARE + 1
    places = torch.randint(0, room, (len(pictures), 2), generator=Generator().manual_seed(1))
    for picture, (top, left) in zip(painted, places.tolist(), strict=True):
        picture[:, top : top + SQUARE, left : left + SQUARE] = 0
    return painted
