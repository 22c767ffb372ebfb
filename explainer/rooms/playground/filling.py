"""What comes back: the dropped units of DropBlock and of dropout, filled in from their neighbours.

It follows the stage's packet as a message of its own, on release.
"""

import json
import zlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from dropblock.leakage import Leak, leak
from dropblock.recipes import RECIPES
from explainer.rooms.playground.words import filling_words
from explainer.shell.base import base_name, feature_map
from explainer.shell.cache import kept
from explainer.shell.guess import (
    both_masks,
    guessed_units,
    nothing_to_guess,
    real_map,
    share_text,
)
from explainer.shell.packet import pack
from explainer.shell.settings import Settings
from explainer.shell.sources import Pixels
from explainer.shell.text import ngettext

CONTRAST = 0.2  # by which a guess is better, for it to be seen
OPENINGS = Path(__file__).with_name("openings.json")


@dataclass(frozen=True)
class Filling:
    """What one method keeps (1, C or 1, H, W), and what is guessed of the rest."""

    mask: Tensor
    leaked: Leak


def _at(settings: Settings) -> tuple[str, bool, float, int]:
    """What a filling depends on besides input and draw."""
    return settings.recipe, settings.training, settings.keep_prob, settings.block_size


def filling_packet(settings: Settings, upload: Pixels | None) -> bytes:
    """Both fillings at these settings, for the browser."""
    return _packet(base_name(settings, upload), _at(settings), settings, upload)


def pin(settings: Settings, upload: Pixels | None) -> list[int]:
    """A unit worth a look in this draw, as row and column: see `_pin`."""
    return _pin(base_name(settings, upload), _at(settings), settings, upload)


@kept(16)
def _fillings(
    base: str, at: tuple[str, bool, float, int], _settings: Settings, _upload: Pixels | None
) -> dict[str, Filling]:
    x = feature_map(_settings, _upload)
    return {name: Filling(mask, leak(x, mask)) for name, mask in both_masks(_settings).items()}


@kept(64)
def _pin(
    base: str, at: tuple[str, bool, float, int], _settings: Settings, _upload: Pixels | None
) -> list[int]:
    """Of the units that both took the one nearest to the centre, if possible within a block and one
    that shows the point: what is guessed of it from dropout's neighbours is better by far."""
    x = feature_map(_settings, _upload)[0, 0]
    found = _fillings(base, at, _settings, _upload)
    blocks, units = found["dropblock"], found["dropout"]
    gone = blocks.mask[0, 0] == 0
    both = gone & (units.mask[0, 0] == 0)
    inside = F.max_pool2d(blocks.mask, 3, 1, 1)[0, 0] == 0
    of_blocks, of_units = ((one.leaked.guess[0, 0] - x).abs() for one in (blocks, units))
    telling = of_blocks - of_units > CONTRAST
    for candidates in (both & inside & telling, both & inside, both, gone, torch.ones_like(gone)):
        if candidates.any():
            places = candidates.nonzero()
            centre = torch.tensor(x.shape) // 2
            nearest = ((places - centre) ** 2).sum(1).argmin()
            return [int(k) for k in places[nearest]]
    raise AssertionError("every unit is a candidate in the end")


@kept(64)
def _packet(
    base: str, at: tuple[str, bool, float, int], _settings: Settings, _upload: Pixels | None
) -> bytes:
    settings, channels = _settings, _settings.map_channels
    found = _fillings(base, at, _settings, _upload)
    masks = {name: filling.mask for name, filling in found.items()}
    leaks = {name: filling.leaked for name, filling in found.items()}
    picture = not settings.is_map
    together = (3 if settings.noise_channels == 1 else 1) if picture else 0
    arrays = {
        name: encoded(
            guessed_units(leaks[name].guess, mask.expand(-1, channels, -1, -1), picture=picture),
            together,
        )
        for name, mask in masks.items()
    }
    header = {
        "base": base,
        "together": together,  # how many channels have lost the same units; 0: nothing is deflated
        **dict(zip(("recipe", "training", "keep_prob", "block_size"), at, strict=True)),
        "r2": {name: leaked.r2 for name, leaked in leaks.items()},
        "words": filling_words(
            settings,
            _state(settings, masks, leaks),
            _lost(masks),
            measured()["draws"],
            real_map(settings, _upload, masks),
        ),
        "rows": {name: _row(settings, name, leaks[name], mask) for name, mask in masks.items()},
    }
    return pack(header, arrays)


def encoded(values: NDArray[Any], together: int) -> NDArray[Any]:
    """Bytes as differences, deflated: of red and of blue from green where three channels have
    lost the same units, then of each value from the one before. Other values as they are."""
    if not together:
        return values
    rows = values.reshape(together, -1)
    if together == 3:
        rows = np.stack([rows[0] - rows[1], rows[1], rows[2] - rows[1]])
    steps = np.diff(rows, axis=1, prepend=np.zeros((together, 1), np.uint8))
    return np.frombuffer(zlib.compress(steps.tobytes()), np.uint8)


def distance_to_kept(mask: Tensor) -> float | None:
    """How far a dropped unit is from the nearest kept one, on average: by rows or by columns,
    whichever is more. None where no unit is dropped, or all of a channel."""
    gone = mask.numpy() == 0
    if not gone.any() or gone.all((2, 3)).any():
        return None
    steps, count = 0, int(gone.sum())
    while left := int(gone.sum()):
        steps += left
        for axis in (2, 3):  # beyond the border no unit is kept
            ahead = np.moveaxis(gone, axis, 0)
            alone = ahead.copy()
            alone[1:] &= ahead[:-1]
            alone[:-1] &= ahead[1:]
            gone = np.moveaxis(alone, 0, axis)
    return steps / count


def _state(settings: Settings, masks: dict[str, Tensor], found: dict[str, Leak]) -> str:
    """Which headline holds: see `filling_words`."""
    if not settings.training:
        return "inference"
    blocks = masks["dropblock"]
    if blocks.all():
        side = settings.map_size
        case = (settings.keep_prob, settings.block_size, side, side)
        return "none" if RECIPES[settings.recipe].gamma(*case) else "never"
    if not blocks.any():
        return "all"
    if settings.source == "random":
        return "noise"
    if settings.block_size == 1:
        return "single"
    r2 = {name: leaked.r2 for name, leaked in found.items()}
    nothing = nothing_to_guess(r2)
    if nothing == "flat" or (nothing and settings.source != "features"):
        return nothing
    return "less" if (r2["dropblock"] or 0) < (r2["dropout"] or 0) else "more"


def _lost(masks: dict[str, Tensor]) -> int:
    """How many units DropBlock has dropped of the noise, and so dropout too."""
    return masks["dropblock"].numel() - int(masks["dropblock"].count_nonzero())


def _row(settings: Settings, name: str, leaked: Leak, mask: Tensor) -> dict[str, Any]:
    """The numbers beside one filling."""
    distance = distance_to_kept(mask)
    mean = _average(settings).get(name)
    return {
        "share": None if leaked.r2 is None else max(leaked.r2, 0),
        "text": "–" if leaked.r2 is None else share_text(leaked.r2),
        "mean": None if mean is None else share_text(mean),
        "distance": "–"
        if distance is None
        else ngettext("{distance} unit", "{distance} units", round(distance)).format(
            distance=round(distance)
        ),
    }


def _average(settings: Settings) -> dict[str, float]:
    """The mean R² over many draws, where it has been measured: at the opening of a picture, of
    whatever draw. See `explainer.rooms.playground.opening`."""
    opening = Settings.parse({"source": settings.source})
    at_opening = _at(settings) == _at(opening) and settings.mask == opening.mask
    return measured()["r2"].get(settings.source, {}) if at_opening else {}


@cache
def measured() -> dict[str, Any]:
    """``openings.json``: how many draws, and by source and method the mean R² over them."""
    found: dict[str, Any] = json.loads(OPENINGS.read_text(encoding="utf-8"))
    return found
