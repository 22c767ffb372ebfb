"""Pixels of the picture are lost: what the network says of grey in their place, and of what the
pixels around them tell.

``python -m explainer.rooms.network.lost_pixels [photo …]`` counts what is committed, `COUNTS`.
"""

import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import torch
from torch import Tensor

from dropblock.leakage import leak
from dropblock.methods import METHODS
from dropblock.pipeline import draw_noise
from explainer.network.ladder import DRAWS, Answers, ask
from explainer.network.model import GREY, SIDE
from explainer.network.turn import in_turn
from explainer.rooms.network.bundled import Spread, commit, committed, spread, stayed
from explainer.rooms.network.counting import bits
from explainer.rooms.network.looked import Looked, looked, photo_name, photo_pixels, tensor
from explainer.shell.cache import kept
from explainer.shell.settings import Settings
from explainer.shell.sources import Pixels

COUNTS = Path(__file__).with_name("lost_pixels.json")
SHARE = 0.3  # of the pixels is lost
BLOCK = 7
FEW = 8  # draws that are counted of an upload
CASES = ("dropout_grey", "dropout_filled", "dropblock_grey", "dropblock_filled")


def grey_out(pictures: Tensor, mask: Tensor) -> Tensor:
    """Dropped pixels are what is 0 to the network; the kept ones stay as they are."""
    return pictures * mask + GREY * (1 - mask)


def cases(picture: Tensor, draw: int) -> Tensor:
    """The picture (1, 3, 224, 224) in each of `CASES`: (4, 3, 224, 224)."""
    noise = draw_noise((1, 1, SIDE, SIDE), draw - 1)
    found = []
    for name in ("dropout", "dropblock"):
        dropped = METHODS[name](
            picture, 1 - SHARE, noise, dropped=round(SHARE * picture.numel()), block_size=BLOCK
        )
        found += [grey_out(picture, dropped.mask), leak(picture, dropped.mask).guess]
    return torch.cat(found)


def asked_of(pictures: Tensor, at: Looked) -> Answers:
    """What the network says of pictures."""
    features = in_turn(at.network.features, pictures, 7)
    return ask(at.network, features, 7, at.label)


def counted(picture: Tensor, at: Looked, draws: int) -> dict[str, str]:
    """For each of `CASES`, in which of the first draws the answer stays: see `bits`."""
    stays = [
        (asked_of(cases(picture, draw), at).classes[:, 0] == at.label).tolist()
        for draw in range(1, draws + 1)
    ]
    return {
        case: bits(list(one)) for case, one in zip(CASES, zip(*stays, strict=True), strict=True)
    }


@dataclass(frozen=True)
class Lost:
    """What is shown of one picture: each of `CASES` in one draw, with the network's answers, and
    in which draws the answer stays."""

    pictures: Tensor
    answers: Answers
    stays: dict[str, str]


def lost(settings: Settings, upload: Pixels | None) -> Lost:
    """Of the picture and draw of the settings. A bundled picture's counts are committed, those of
    an upload are counted now."""
    at, name = looked(settings, upload), photo_name(settings, upload)
    picture = tensor(photo_pixels(settings, upload))
    pictures, answers = _shown(name, settings.draw, picture, at)
    return Lost(pictures, answers, known().get(settings.photo) or _few(name, picture, at))


@kept(16)
def _shown(name: str, draw: int, _picture: Tensor, _at: Looked) -> tuple[Tensor, Answers]:
    pictures = cases(_picture, draw)
    return pictures, asked_of(pictures, _at)


@kept(64)
def _few(name: str, _picture: Tensor, _at: Looked) -> dict[str, str]:
    return counted(_picture, _at, FEW)


@cache
def known() -> dict[str, dict[str, str]]:
    """By bundled photo, what `counted` found in a hundred draws."""
    return committed(COUNTS)


def mean(case: str) -> Spread:
    """The share of draws in which the answer stays, over the bundled photos."""
    return spread([stayed(one[case]) for one in known().values()])


def gain() -> Spread:
    """By how much filling in single pixels raises that share, photo by photo."""
    return spread(
        [stayed(one["dropout_filled"]) - stayed(one["dropout_grey"]) for one in known().values()]
    )


def interval(stays: str) -> tuple[float, float]:
    """The 95 % interval of the share of draws in which the answer stays.

    References
    ----------
    Wilson 1927, "Probable inference, the law of succession, and statistical inference".
    """
    n, share, z = len(stays), stayed(stays), 1.96
    middle = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z * math.sqrt(share * (1 - share) / n + z**2 / (4 * n**2)) / (1 + z**2 / n)
    return max(middle - half, 0), min(middle + half, 1)


def measured(settings: Settings) -> dict[str, str]:
    """What is committed of a bundled photo."""
    picture = tensor(photo_pixels(settings, None))
    return counted(picture, looked(settings, None), DRAWS)


if __name__ == "__main__":
    commit(COUNTS, measured)
