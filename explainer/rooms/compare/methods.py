"""The methods on one input at one count, and what each gives away: for the browser.

DropBlock's own draw sets the count. The others drop as many units, or come as near as they can.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch
from numpy.typing import NDArray
from torch import Tensor

from dropblock.leakage import leak
from dropblock.methods import METHODS
from dropblock.pipeline import draw_noise
from dropblock.recipes import RECIPES
from explainer.rooms.compare import words
from explainer.rooms.compare.falling import COUNTED, batch_noise, draw_of, noises_of
from explainer.shell.cache import kept, shared
from explainer.shell.guess import guessed_units, nothing_to_guess, real_map, share_text
from explainer.shell.methods import shown_methods
from explainer.shell.settings import LARGEST_SEED, Settings
from explainer.shell.sources import Pixels


@dataclass(frozen=True)
class Given:
    """What one method does to the input at these settings, and what it gives away.

    mask, guess: of a sample that is skipped, if one is, where the method skips some of a batch.
    share: of all that it is shown in, what it keeps.
    """

    mask: Tensor
    guess: Tensor
    r2: float | None
    share: float


def masks(settings: Settings, x: Tensor) -> dict[str, Tensor]:
    """What each method keeps of x at the count of DropBlock's own draw, in x's shape; of a batch,
    the same share of its samples (S, 1, 1, 1)."""
    noises, shown = noises_of(*draw_of(settings)), shown_methods(settings)
    blocks = METHODS[COUNTED](
        x,
        settings.keep_prob,
        noises[COUNTED],
        block_size=settings.block_size,
        recipe=RECIPES[settings.recipe],
    )
    count = x.numel() - int(blocks.mask.count_nonzero())
    found = {}
    for name, method in METHODS.items():
        wanted, samples = shown[name].asked or count, shown[name].samples
        if name == COUNTED:
            found[name] = blocks.mask
        elif samples == 1:
            found[name] = method(x, settings.keep_prob, noises[name], dropped=wanted).mask
        else:
            batch, gone = x.new_ones(samples, 1, 1, 1), round(wanted * samples / x.numel())
            noise = batch_noise(samples, settings.seed)
            found[name] = method(batch, settings.keep_prob, noise, dropped=gone).mask
    return found


def given_away(settings: Settings, x: Tensor) -> dict[str, Given]:
    """Each method at the count of DropBlock's own draw."""
    found = {}
    for name, mask in masks(settings, x).items():
        one = mask.amin(0, keepdim=True).expand(x.shape)
        leaked = leak(x, one)
        found[name] = Given(one, leaked.guess, leaked.r2, float(mask.mean()))
    return found


def order(r2: Mapping[str, float | None]) -> list[str]:
    """The methods from what gives most away to what gives nothing; what has nothing to guess comes
    last."""
    return sorted(r2, key=lambda name: (r2[name] is None, -(r2[name] or 0)))


def headline(settings: Settings, found: Mapping[str, Any]) -> dict[str, list[str]]:
    """Headline and sentence below it of what `guesses` found: as it is ``fresh``, and when it is
    ``old``, since a slider has moved on."""
    said, r2 = words.headlines(found["real"]), found["r2"]
    if not settings.training:
        return dict.fromkeys(("fresh", "old"), said["inference"])
    if found["share"][COUNTED] < 1:
        state = found["nothing"] or ("some" if settings.block_size > 1 else "single")
    else:
        side = settings.map_size
        case = (settings.keep_prob, settings.block_size, side, side)
        state = "none" if RECIPES[settings.recipe].gamma(*case) else "never"
    numbers = {name: share_text(r2[name]) for name in ("dropout", COUNTED)}
    return {"fresh": [text.format(**numbers) for text in said[state]], "old": said["old"]}


def guessed_of(settings: Settings) -> str:
    """Names what guesses are of, besides the input and the sliders."""
    return f"{settings.recipe}/{settings.cutout}"


@kept(32)
def guesses(
    base: str,
    recipe: str,
    keep_prob: float,
    block_size: int,
    cutout: int,
    _settings: Settings,
    _x: Tensor,
    _upload: Pixels | None = None,
) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """Header and arrays of the guesses: the guessed values of dropped units, channel by channel; of
    a channel that is gone whole, the one value that is its guess."""
    found = given_away(_settings, _x)
    picture = not _settings.is_map
    arrays = {}
    for name, given in found.items():
        arrays[f"guess_{name}"] = guessed_units(given.guess, given.mask, picture=picture)
    r2 = {name: given.r2 for name, given in found.items()}
    header = {
        "base": base,
        "guessed": {"keep_prob": keep_prob, "block_size": block_size},
        "of": guessed_of(_settings),
        "order": order(r2),
        "r2": r2,
        "nothing": nothing_to_guess(r2),
        "real": real_map(_settings, _upload, {name: given.mask for name, given in found.items()}),
        "share": {name: given.share for name, given in found.items()},
    }
    return header, arrays


def header_words(settings: Settings) -> dict[str, Any]:
    """The words of the columns, and of each."""
    shown = shown_methods(settings)
    own = ("title", "drops", "colour", "notes", "samples")
    return {
        "words": words.column_words(settings),
        "methods": [
            {"name": name, **{part: getattr(shown[name], part) for part in own}} for name in METHODS
        ],
    }


LADDER = (1, 3, 7, 15, 31, 63)
DRAWS = 3


@dataclass(frozen=True)
class Curve:
    """R² over block sizes, as mean, lowest and highest of a few draws."""

    blocks: list[int]
    mean: list[float]
    low: list[float]
    high: list[float]


def _curve(x: Tensor, keep_prob: float, seed: int, channels: int, recipe: str) -> Curve | None:
    """channels: of the noise, 1 where those of x share a mask."""
    *_, side = x.shape
    blocks = [block for block in LADDER if block <= side]
    count = round((1 - keep_prob) * x.numel())
    rows = []
    for block in blocks:
        found = []
        for draw in range(seed, seed + DRAWS):
            noise = draw_noise((1, channels, side, side), draw)
            run = METHODS["dropblock"](
                x, keep_prob, noise, block_size=block, dropped=count, recipe=RECIPES[recipe]
            )
            found.append(leak(x, run.mask).r2)
        known = [r2 for r2 in found if r2 is not None]
        if not known:
            return None
        rows.append((sum(known) / len(known), min(known), max(known)))
    mean, low, high = (list(column) for column in zip(*rows, strict=True))
    return Curve(blocks, mean, low, high)


@kept(64)
def input_curve(
    base: str, keep_prob: float, seed: int, channels: int, recipe: str, _x: Tensor
) -> Curve | None:
    """How much the input leaks at this keep rate, over block_size; None where nothing varies.

    channels: of the noise.
    """
    return _curve(_x, keep_prob, seed, channels, recipe)


@shared(64)
def noise_curve(side: int, keep_prob: float, seed: int, recipe: str) -> Curve | None:
    """The same for white noise, in which no unit tells of another."""
    # Not from a seed that a draw may have: the same field would drop its own lowest values.
    generator = torch.Generator().manual_seed(LARGEST_SEED + DRAWS + 1)
    x = torch.rand((1, 1, side, side), generator=generator)
    return _curve(x, keep_prob, seed, 1, recipe)
