"""The same share dropped in every way that the methods know: in how many draws the answer stays.

``python -m explainer.rooms.network.same_share [photo …]`` counts what is committed, `COUNTS`.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import fmean
from typing import Literal

import torch
from torch import Tensor

from dropblock.methods import METHODS, Dropped
from dropblock.pipeline import draw_noise
from explainer.network import load
from explainer.network.ladder import DRAWS
from explainer.network.model import GREY, Network
from explainer.rooms.network.bundled import Spread, commit, committed, spread, stayed
from explainer.rooms.network.counting import bits
from explainer.rooms.network.looked import photo_pixels, tensor
from explainer.shell.settings import Settings

COUNTS = Path(__file__).with_name("same_share.json")
STAGE = 14
SHARES = (0.3, 0.5)
AT_ONCE = 20  # draws


@dataclass(frozen=True)
class Way:
    """What is dropped.

    method: a name of `METHODS`. of: the stage's map, the residual branch of its last block, or the
    picture. shared: whether all channels have one mask.
    """

    method: str
    of: Literal["map", "branch", "picture"] = "map"
    block_size: int = 1
    shared: bool = True


WAYS = {  # in the table's order
    "units": Way("dropout", shared=False),
    "blocks_3": Way("dropblock", block_size=3),
    "blocks_5": Way("dropblock", block_size=5),
    "blocks_7": Way("dropblock", block_size=7),
    "channels": Way("spatial_dropout", shared=False),
    "branch": Way("droppath", "branch"),
    "square": Way("cutout", "picture"),
}


def dropped(way: Way, x: Tensor, share: float) -> list[Dropped]:
    """Drop this share of x (1, C, H, W) in a hundred draws, or in all of them together where whole
    samples fall: then in so many of the hundred."""
    method, (_one, channels, height, width) = METHODS[way.method], x.shape
    shape = (1, 1 if way.shared else channels, height, width)
    noises = [draw_noise(shape, draw - 1) for draw in range(1, DRAWS + 1)]
    if method.together == "sample":
        x, noises = x.expand(DRAWS, -1, -1, -1), [torch.cat(noises)]
    gone = round(share * x.numel())
    return [
        method(x, 1 - share, noise, dropped=gone, block_size=way.block_size) for noise in noises
    ]


@dataclass(frozen=True)
class Outcome:
    """gone: the share that fell, as the mean of a hundred draws. stays: in which of them the answer
    stays, see `bits`."""

    gone: float
    stays: str


def outcome(way: Way, network: Network, picture: Tensor, share: float) -> Outcome:
    """What comes of it for a picture (1, 3, 224, 224)."""
    intact = network.features(picture, STAGE)
    rest, x = torch.zeros(1), intact
    if way.of == "branch":
        rest, x = network.halves(picture, STAGE)
    elif way.of == "picture":
        rest, x = torch.tensor(GREY), picture - GREY
    found = dropped(way, x, share)
    labels = []
    for some in torch.cat([one.output for one in found]).split(AT_ONCE):
        features = rest + some
        if way.of == "picture":
            features = network.features(features, STAGE)
        labels.append(network.answer(features, STAGE).argmax(1))
    stays = torch.cat(labels) == network.answer(intact, STAGE).argmax(1)
    return Outcome(fmean(float(1 - one.mask.mean()) for one in found), bits(stays.tolist()))


def measured(settings: Settings) -> dict[str, dict[str, list[float | str]]]:
    """What is committed of a bundled photo."""
    picture = tensor(photo_pixels(settings, None))
    found: dict[str, dict[str, list[float | str]]] = {}
    for name, way in WAYS.items():
        for share in SHARES:
            one = outcome(way, load(), picture, share)
            found.setdefault(name, {})[str(share)] = [round(one.gone, 4), one.stays]
    return found


@cache
def known() -> dict[str, dict[str, dict[str, Outcome]]]:
    """By bundled photo, way and share."""
    found = committed(COUNTS)
    return {
        photo: {
            name: {share: Outcome(*one) for share, one in row.items()} for name, row in ways.items()
        }
        for photo, ways in found.items()
    }


@dataclass(frozen=True)
class Mean:
    """Over the bundled photos: the share that fell, and that of draws in which the answer stays."""

    gone: float
    stays: Spread


def means(share: float) -> dict[str, Mean]:
    """By way."""
    found = {}
    for name in WAYS:
        row = [ways[name][str(share)] for ways in known().values()]
        found[name] = Mean(fmean(one.gone for one in row), spread([stayed(o.stays) for o in row]))
    return found


def worst() -> list[str]:
    """Of the ways on the map, over both shares, the one that hurts most and those of which the
    photos do not tell that they hurt less: by two standard errors of the paired difference."""
    stays = {
        name: [
            fmean(stayed(ways[name][str(share)].stays) for share in SHARES)
            for ways in known().values()
        ]
        for name, way in WAYS.items()
        if way.of == "map"
    }
    order = sorted(stays, key=lambda name: fmean(stays[name]))
    least = stays[order[0]]

    def hurts_less(name: str) -> bool:
        return spread([a - b for a, b in zip(stays[name], least, strict=True)]).is_above_0

    return order[:1] + [name for name in order[1:] if not hurts_less(name)]


if __name__ == "__main__":
    commit(COUNTS, measured)
