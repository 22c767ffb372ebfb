"""The five methods on one input at one count, and what each gives away: for the browser.

DropBlock's own draw sets the count. The others drop as many units, or come as near as they can.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import streamlit as st
import torch
from numpy.typing import NDArray
from torch import Tensor

from dropblock.inputs import picture_tensor, random_map
from dropblock.leakage import leak
from dropblock.methods import METHODS, cutout_square, nearest_count
from dropblock.pipeline import draw_noise
from dropblock.recipes import RECIPES
from explainer.rooms.compare import words
from explainer.shell.base import pixels
from explainer.shell.cache import kept
from explainer.shell.settings import LARGEST_SEED, Settings
from explainer.shell.sources import Pixels


def feature_map(settings: Settings, upload: Pixels | None) -> Tensor:
    """The input (1, C, H, W): a picture's bytes / 255, or the random map."""
    picture = pixels(settings, upload)
    if picture is None:
        return random_map(settings.size, settings.channels).float()
    return picture_tensor(picture)


def _noises(settings: Settings) -> tuple[Tensor, Tensor]:
    """One draw: for methods that drop units or blocks, and for those that drop channels or more.

    The first is the same field as the playground's; where channels share a mask it is the first
    channel of the second.
    """
    side = settings.map_size
    whole = draw_noise((1, settings.map_channels, side, side), settings.seed)
    return whole[:, : settings.noise_channels], whole


@dataclass(frozen=True)
class Given:
    """What one method does to the input at these settings, and what it gives away."""

    mask: Tensor
    guess: Tensor
    r2: float | None


def masks(settings: Settings, x: Tensor) -> dict[str, Tensor]:
    """What each method keeps of x at the count of DropBlock's own draw, in x's shape."""
    own, whole = _noises(settings)
    recipe = RECIPES[settings.recipe]
    blocks = METHODS["dropblock"](
        x, settings.keep_prob, own, block_size=settings.block_size, recipe=recipe
    )
    count = x.numel() - int(blocks.mask.count_nonzero())
    found = {}
    for name, method in METHODS.items():
        if name == "dropblock":
            found[name] = blocks.mask
            continue
        noise = own if name == "dropout" else whole
        wanted = count
        if name == "cutout" and settings.cutout:
            wanted = x.shape[1] * settings.cutout**2
        found[name] = method(x, settings.keep_prob, noise, dropped=wanted).mask
    return found


def given_away(settings: Settings, x: Tensor) -> dict[str, Given]:
    """Each method at the count of DropBlock's own draw."""
    found = {}
    for name, mask in masks(settings, x).items():
        leaked = leak(x, mask)
        found[name] = Given(mask, leaked.guess, leaked.r2)
    return found


def order(r2: Mapping[str, float | None]) -> list[str]:
    """The methods from what gives most away to what gives nothing; what has nothing to guess comes
    last."""
    return sorted(r2, key=lambda name: (r2[name] is None, -(r2[name] or 0)))


NOTHING = 0.005  # an R² below this reads as 0


def nothing_to_guess(r2: Mapping[str, float | None]) -> str:
    """Why nothing can be guessed, or "": ``"flat"``, what is dropped does not vary; ``"noise"``,
    no unit tells of another, whether units or blocks are dropped."""
    dropout, dropblock = r2["dropout"], r2["dropblock"]
    if dropout is None or dropblock is None:
        return "flat"
    return "noise" if max(dropout, dropblock) < NOTHING else ""


@kept(32)
def guesses(
    base: str,
    recipe: str,
    keep_prob: float,
    block_size: int,
    cutout: int,
    _settings: Settings,
    _x: Tensor,
) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """Header and arrays of the guesses: the guessed values of dropped units, channel by channel."""
    found = given_away(_settings, _x)
    picture = _settings.source != "random"
    arrays = {}
    for name, given in found.items():
        gone = given.mask[0] == 0
        values = given.guess[0][gone].numpy()
        arrays[f"guess_{name}"] = (
            np.rint(np.clip(values, 0, 1) * 255).astype(np.uint8)
            if picture
            else values.astype(np.float32)
        )
    r2 = {name: given.r2 for name, given in found.items()}
    settled = {"keep_prob": keep_prob, "block_size": block_size}
    header = {
        "guessed": settled,
        "settled": settled,
        "order": order(r2),
        "r2": r2,
        "nothing": nothing_to_guess(r2),
        "share": {name: float(given.mask.mean()) for name, given in found.items()},
    }
    return header, arrays


def tables(settings: Settings, kept: NDArray[np.int32]) -> dict[str, NDArray[Any]]:
    """What the coarse methods drop at each stop, where DropBlock keeps ``kept`` (…, 101) units
    of its noise: channels gone, whether the sample is gone, and the square's edges."""
    _own, whole = _noises(settings)
    side, channels = settings.map_size, settings.map_channels
    shared_by = channels // settings.noise_channels  # channels that one mask serves
    dropped = ((settings.noise_channels * side**2 - kept) * shared_by).flatten().tolist()
    wanted = [channels * settings.cutout**2] * kept.size if settings.cutout else dropped
    field = whole[0].flatten()
    row, column = float(field[0]), float(field[-1])
    squares = [
        cutout_square(row, column, count / channels, side, side, inside=True) for count in wanted
    ]
    return {
        "channelsGone": np.array([nearest_count(one, side**2) for one in dropped], np.uint8),
        "sampleGone": np.array(
            [nearest_count(one, channels * side**2) for one in dropped], np.uint8
        ),
        "square": np.array(squares, np.uint8),
        "channelRank": whole[0, :, 0, 0].argsort(stable=True).argsort().numpy().astype(np.uint8),
    }


def header_words(settings: Settings) -> dict[str, Any]:
    """The words of the columns."""
    return {"methods": words.method_words(settings)}


LADDER = (1, 3, 7, 15, 31, 63)
DRAWS = 3


@dataclass(frozen=True)
class Curve:
    """R² over block sizes, as mean, lowest and highest of a few draws."""

    blocks: list[int]
    mean: list[float]
    low: list[float]
    high: list[float]


def _curve(x: Tensor, keep_prob: float, seed: int) -> Curve | None:
    *_, side = x.shape
    blocks = [block for block in LADDER if block <= side]
    count = round((1 - keep_prob) * x.numel())
    rows = []
    for block in blocks:
        found = []
        for draw in range(seed, seed + DRAWS):
            noise = draw_noise((1, 1, side, side), draw)
            mask = METHODS["dropblock"](x, keep_prob, noise, block_size=block, dropped=count).mask
            found.append(leak(x, mask).r2)
        known = [r2 for r2 in found if r2 is not None]
        if not known:
            return None
        rows.append((sum(known) / len(known), min(known), max(known)))
    mean, low, high = (list(column) for column in zip(*rows, strict=True))
    return Curve(blocks, mean, low, high)


@kept(64)
def input_curve(base: str, keep_prob: float, seed: int, _x: Tensor) -> Curve | None:
    """How much the input leaks at this keep rate, over block_size; None where nothing varies."""
    return _curve(_x, keep_prob, seed)


@st.cache_resource(max_entries=64, show_spinner=False)
def noise_curve(side: int, keep_prob: float, seed: int) -> Curve | None:
    """The same for white noise, in which no unit tells of another."""
    # Not from a seed that a draw may have: the same field would drop its own lowest values.
    generator = torch.Generator().manual_seed(LARGEST_SEED + DRAWS + 1)
    return _curve(torch.rand((1, 1, side, side), generator=generator), keep_prob, seed)
