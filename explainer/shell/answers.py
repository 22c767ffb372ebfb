"""What torch answers for a draw: for each block size, all stops of keep_prob at once.

The answers do not depend on the picture, and are cached for all sessions.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from dropblock.dropout import rank_map
from dropblock.pipeline import draw_noise
from dropblock.recipes import RECIPES
from dropblock.stops import KEEP_PROBS, Stops, trace_stops
from explainer.shell.cache import shared
from explainer.shell.settings import Settings

ALL_AT_ONCE = 1_000_000  # bytes of drop levels up to which every block size is sent at once
EQUAL = 0.0005  # expected and asked are called equal when they differ by less


@dataclass(frozen=True)
class Answers:
    """For some block sizes: the stops themselves, and what of them goes into a packet."""

    stops: list[Stops]
    header: dict[str, Any]
    arrays: dict[str, NDArray[Any]]


def noise_shape(settings: Settings) -> tuple[int, int, int, int]:
    """The shape of the draw: (1, 1, H, W) where channels share a mask, else (1, C, H, W)."""
    size = settings.map_size
    return (1, settings.noise_channels, size, size)


def sent_block_sizes(settings: Settings, asked: int) -> tuple[int, ...]:
    """All block sizes where they are small enough together, else the one asked for."""
    sizes = tuple(settings.block_sizes)
    if len(sizes) * int(np.prod(noise_shape(settings))) <= ALL_AT_ONCE:
        return sizes
    return (asked if asked in sizes else settings.block_size,)


@shared(16)
def draw(shape: tuple[int, int, int, int], seed: int) -> tuple[Tensor, Tensor]:
    """The noise of a draw (1, C, H, W), and the rank of each unit in it."""
    noise = draw_noise(shape, seed)
    return noise, rank_map(noise[0]).reshape(shape)


def _table(stops: list[Stops], field: str, dtype: type) -> NDArray[Any]:
    return torch.stack([getattr(stop, field) for stop in stops]).numpy().astype(dtype)


@shared(128)
def answers(
    shape: tuple[int, int, int, int],
    seed: int,
    recipe: str,
    block_sizes: tuple[int, ...],
) -> Answers:
    """The answers for these block sizes.

    Tables have one row a block size and one column a stop; ``drop`` has the shape of the noise
    after the block size.
    """
    noise, _rank = draw(shape, seed)
    stops = [trace_stops(noise, block_size, RECIPES[recipe]) for block_size in block_sizes]
    gap = torch.stack([stop.expected for stop in stops]) - torch.tensor(
        KEEP_PROBS, dtype=torch.float64
    )
    verdict = torch.where(gap.abs() < EQUAL, 0, gap.sign()) + 1

    eq1 = torch.stack(
        [RECIPES["paper"].gammas(list(KEEP_PROBS), stop.block_size, *shape[-2:]) for stop in stops]
    ).numpy()
    gamma = _table(stops, "gamma", np.float64)
    header = {
        "answers": [
            {
                "block": stop.block_size,
                "before": stop.before,
                "after": stop.after,
                "rows": stop.rows,
                "columns": stop.columns,
            }
            for stop in stops
        ],
    }
    arrays = {
        "gamma": gamma,
        # What the recipe's gamma is a multiple of; at keep_prob 1 both are 0.
        "ratio": np.divide(gamma, eq1, out=np.ones_like(gamma), where=eq1 > 0),
        "expected": _table(stops, "expected", np.float64),
        "scale": _table(stops, "scale", np.float64),
        "gap": gap.abs().numpy(),
        "seeds": _table(stops, "seeds", np.int32),
        "below": _table(stops, "below", np.int32),
        "kept": _table(stops, "kept", np.int32),
        "verdict": verdict.numpy().astype(np.uint8),
        "drop": _table(stops, "drop_level", np.uint8),
    }
    return Answers(stops, header, arrays)


def live_parts(
    settings: Settings, base: str, asked: int, token: str, shown: Settings, restore_url: str
) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """What a component needs besides the base packet to act while a slider moves: header and
    arrays.

    asked: the block_size that answers are wanted for. shown: the settings at the last change that
    did not come from the component; what the sliders stand at when it sees a new token.
    """
    sizes = sent_block_sizes(settings, asked)
    found = answers(noise_shape(settings), settings.seed, settings.recipe, sizes)
    block_sizes = settings.block_sizes
    header = {
        **found.header,
        "base": base,
        "token": token,
        "url": restore_url,
        "controls": {"keep_prob": shown.keep_prob, "block_size": shown.block_size},
        "recipe": settings.recipe,
        "training": settings.training,
        "blockSizes": [block_sizes.start, block_sizes[-1], block_sizes.step],
    }
    return header, found.arrays
