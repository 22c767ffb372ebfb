"""Which units each method drops at every stop, when DropBlock's own draw sets how many."""

from functools import cache
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from dropblock.dropout import rank_map
from dropblock.maskings import Draw, Falling
from dropblock.methods import METHODS
from dropblock.pipeline import draw_noise
from explainer.shell.cache import shared
from explainer.shell.methods import shown_methods
from explainer.shell.settings import Settings

COUNTED = "dropblock"  # what sets the count


def noises_of(side: int, channels: int, noise_channels: int, seed: int) -> dict[str, Tensor]:
    """One draw, for each method: where channels may and do share a mask, the first channel of it,
    which is the playground's."""
    whole = draw_noise((1, channels, side, side), seed)
    own = whole[:, :noise_channels]
    return {name: own if method.shareable else whole for name, method in METHODS.items()}


def batch_noise(samples: int, seed: int) -> Tensor:
    """One number for each sample of a batch, the first being the draw's own first."""
    return draw_noise((samples, 1, 1, 1), seed)


def draw_of(settings: Settings) -> tuple[int, int, int, int]:
    """What a draw depends on: side, channels of the map and of the noise, seed."""
    return settings.map_size, settings.map_channels, settings.noise_channels, settings.seed


@shared(16)
def _fallings(
    side: int, channels: int, noise_channels: int, seed: int, samples: tuple[int, ...]
) -> tuple[dict[str, Falling], dict[str, list[str]], dict[str, NDArray[Any]]]:
    """How things fall on one draw, for each method but DropBlock; the names of its orders, and
    those arrays that the base packet does not bring: it brings the rank of the noise.

    samples: of each method's batch.
    """
    noises = noises_of(side, channels, noise_channels, seed)
    rank = rank_map(noises[COUNTED])
    fallings: dict[str, Falling] = {}
    names: dict[str, list[str]] = {}
    arrays: dict[str, NDArray[Any]] = {}
    for (name, method), batch in zip(METHODS.items(), samples, strict=True):
        if name == COUNTED:
            continue
        noise = noises[name] if batch == 1 else batch_noise(batch, seed)
        falling = method.masking.falling(Draw((batch, channels, side, side), noise))
        fallings[name], names[name] = falling, []
        for k, order in enumerate(falling.orders):
            is_rank = torch.equal(order, rank)
            names[name].append("rank" if is_rank else f"order_{name}_{k}")
            if not is_rank:
                arrays[names[name][k]] = _small(order)
    return fallings, names, arrays


def _small(numbers: Tensor) -> NDArray[Any]:
    """Whole numbers from 0 in the smallest type that holds them."""
    array = numbers.numpy()
    return array.astype(np.min_scalar_type(int(array.max())))


def falling(
    settings: Settings, kept: NDArray[np.int32]
) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """Header and arrays of what each method drops at each stop, where DropBlock keeps ``kept``
    (block sizes, 101) units of its noise.

    ``orders`` names the arrays in which to look, and ``fallen_<method>`` (block sizes, 101) is how
    many of its things have fallen: see `Falling`. DropBlock has its drop levels instead.
    ``scales`` has, by method that is shown in a batch, the scale for each number of samples gone.
    """
    shown = shown_methods(settings)
    samples = tuple(shown[name].samples for name in METHODS)
    fallings, names, orders = _fallings(*draw_of(settings), samples)
    shared_by = settings.map_channels // settings.noise_channels  # channels that one mask serves
    units = settings.noise_channels * settings.map_size**2
    dropped = (units - torch.from_numpy(kept).long()) * shared_by
    arrays = dict(orders)
    for name, one in fallings.items():
        asked = shown[name].asked
        wanted = torch.full_like(dropped, asked) if asked else dropped
        arrays[f"fallen_{name}"] = _small(one.fallen(wanted * shown[name].samples))
    scales = {name: _scales(name, one.samples) for name, one in shown.items() if one.samples > 1}
    return {"orders": names, "scales": scales}, arrays


@cache
def _scales(name: str, samples: int) -> list[float]:
    """The scale of the samples kept, by how many are gone."""
    x = torch.ones(samples, 1, 1, 1)
    return [METHODS[name](x, 0.5, x, dropped=gone).scale for gone in range(samples + 1)]
