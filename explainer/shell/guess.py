"""What neighbours give back of dropped units: the library's `leak`, for the browser."""

from collections.abc import Mapping

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from dropblock.leakage import leak
from explainer.figures.rounding import fixed
from explainer.shell.answers import answers, draw, noise_shape
from explainer.shell.base import seen_by_network
from explainer.shell.settings import Settings
from explainer.shell.sources import Pixels
from explainer.shell.text import _, minus, ngettext

NOTHING = 0.005  # an R² below this reads as 0
LITTLE = 0.5  # an R² below this is little: most of what varies stays unknown


def both_masks(settings: Settings) -> dict[str, Tensor]:
    """What DropBlock keeps (1, C or 1, H, W), and what dropout keeps at the same count of the same
    noise."""
    shape = noise_shape(settings)
    if not settings.training:
        return dict.fromkeys(("dropblock", "dropout"), torch.ones(shape))
    case = (shape, settings.seed, settings.recipe, (settings.block_size,))
    (stops,) = answers(*case).stops
    blocks = stops.drop_level <= round(settings.keep_prob * 100)
    dropped = blocks.numel() - int(blocks.count_nonzero())
    _noise, rank = draw(shape, settings.seed)
    return {"dropblock": blocks.reshape(shape).float(), "dropout": (rank >= dropped).float()}


def guessed_units(guess: Tensor, mask: Tensor, *, picture: bool) -> NDArray[np.uint8 | np.float32]:
    """The guessed values of dropped units, channel by channel: a picture's as bytes. Of a channel
    that is gone whole, the one value that is its guess."""
    channels = [
        values[gone][: 1 if gone.all() else None]
        for values, gone in zip(guess[0], mask[0] == 0, strict=True)
    ]
    values = torch.cat(channels).numpy()
    if picture:
        return np.rint(np.clip(values, 0, 1) * 255).astype(np.uint8)
    return values.astype(np.float32)


def nothing_to_guess(r2: Mapping[str, float | None]) -> str:
    """Why nothing can be guessed, or "": ``"flat"``, what is dropped does not vary; ``"noise"``,
    no unit tells of another, whether units or blocks are dropped."""
    dropout, dropblock = r2["dropout"], r2["dropblock"]
    if dropout is None or dropblock is None:
        return "flat"
    return "noise" if max(dropout, dropblock) < NOTHING else ""


def share_text(r2: float | None) -> str:
    """How much comes back, in per cent; a guess that is worse than the mean gives nothing back."""
    return f"{fixed(100 * max(r2 or 0, 0), 0)}\u00a0%"


def r2_text(r2: float | None) -> str:
    """An R², with two decimals."""
    return "–" if r2 is None else minus(fixed(r2, 2))


def real_map(settings: Settings, upload: Pixels | None, masks: Mapping[str, Tensor]) -> str:
    """What comes back on all channels of the network's map, where a few are shown, in words. The
    masks (1, C or 1, H, W) of those by method fall on the others in turn; "" for another source."""
    if settings.source != "features":
        return ""
    maps = seen_by_network(settings, upload).maps[None]
    channels = maps.shape[1]
    r2 = {
        name: leak(maps, masks[name][:, torch.arange(channels) % masks[name].shape[1]]).r2 or 0
        for name in ("dropout", "dropblock")
    }
    few = ngettext(
        "You see the clearest of {channels} channels.",
        "You see the {shown} clearest of {channels} channels.",
        settings.channels,
    )
    every = (
        _(
            "Over all of them it is {dropout} and {dropblock}: in a network even a single unit's "
            "neighbours tell little of it."
        )
        if r2["dropout"] < LITTLE
        else _("Over all of them it is {dropout} and {dropblock}.")
    )
    shares = {name: share_text(value) for name, value in r2.items()}
    return f"{few} {every}".format(shown=settings.channels, channels=channels, **shares)
