"""What torch computed for the live part of the gamma page, packed for one map and block_size.

The browser compares whole numbers and looks chances up; it knows no formula.
"""

from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from dropblock.blocks import axis_cover_counts, seed_positions
from dropblock.derivation import STEPS, step_block_size
from dropblock.dropout import rank_map
from dropblock.pipeline import draw_noise
from dropblock.rates import survival
from dropblock.recipes import RECIPES
from dropblock.stops import trace_stops
from explainer.rooms.gamma import words
from explainer.shell.cache import shared
from explainer.shell.packet import pack
from explainer.shell.settings import Settings, block_sizes, map_sides
from explainer.shell.sliders import SliderState
from explainer.shell.sources import SIZES

SURVIVAL_RULES = ("reference", "paper")  # on a square map they have the same gamma
TABLES: dict[str, type] = {
    "gamma": np.float64, "expected": np.float64,
    "seeds": np.int32, "below": np.int32, "kept": np.int32,
}  # fmt: skip


@shared(64)
def answers(
    side: int, block_size: int, seed: int
) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """Header and arrays for a side × side map.

    Tables have one row a step of eq. 1 and one column a stop of keep_prob; ``drop`` is (5, H, W).
    ``cover`` tells for each recipe how many seeds cover a row (or column); a unit is covered by
    the product n of two of them, and ``chance`` has its survival, one row a stop and one column
    an entry of ``n``.
    """
    noise = draw_noise((1, 1, side, side), seed)
    stops = [trace_stops(noise, step_block_size(step, block_size), step) for step in STEPS]
    cover = torch.stack(
        [axis_cover_counts(side, block_size, RECIPES[name].seeds) for name in SURVIVAL_RULES]
    )
    n = torch.cat([(c.unique()[:, None] * c.unique()).flatten() for c in cover]).unique()
    rank = rank_map(noise[0, 0]).numpy()
    header = {
        "map": side,
        "block": block_size,
        "steps": [
            {
                "name": step.name,
                "block": stop.block_size,
                "before": stop.before,
                "after": stop.after,
                "rows": stop.rows,
                "columns": stop.columns,
                "positions": int(
                    seed_positions(side, side, stop.block_size, step.seeds).count_nonzero()
                ),
            }
            for step, stop in zip(STEPS, stops, strict=True)
        ],
    }
    arrays: dict[str, NDArray[Any]] = {
        name: torch.stack([getattr(stop, name) for stop in stops]).numpy().astype(dtype)
        for name, dtype in TABLES.items()
    }
    arrays |= {
        "cover": cover.numpy().astype(np.int32),
        "n": n.numpy().astype(np.int32),
        "chance": survival(stops[-1].gamma[:, None], n).numpy().astype(np.float32),
        "rank": rank.astype(np.uint16 if rank.size <= 2**16 else np.uint32),
        "drop": np.stack([stop.drop_level[0, 0].numpy() for stop in stops]),
    }
    return header, arrays


def answer_packet(asked: Settings) -> bytes:
    """The answers for what is asked."""
    header, arrays = answers(asked.map, asked.map_block_size, asked.seed)
    sizes = block_sizes(asked.map, asked.recipe)
    own = {
        "seed": asked.seed,
        "recipe": asked.recipe,
        "asked": asked.block_size,
        "blockSizes": [sizes.start, sizes[-1], sizes.step],
        "words": words.tile_words(),
    }
    return pack(header | own, arrays)


def control_data(sliders_at: SliderState, token: str, restore_url: str) -> dict[str, Any]:
    """What the sliders stand at, and may stand at; see `SliderState`."""
    shown = sliders_at.shown
    sizes = block_sizes(sliders_at.settings.map, sliders_at.settings.recipe)
    return {
        "token": token,
        "url": restore_url,
        "controls": {
            "keep_prob": shown.keep_prob,
            "block_size": shown.block_size,
            "map": shown.map,
        },
        "settled": {
            "keep_prob": sliders_at.settings.keep_prob,
            "block_size": sliders_at.settings.block_size,
            "map": sliders_at.settings.map,
        },
        "blockSizes": [sizes.start, sizes[-1], sizes.step],
        "sizes": map_sides(largest_map(sliders_at.settings)),
        "words": words.control_words(),
    }


def largest_map(settings: Settings) -> int:
    """The largest side the slider reaches: a picture's own, or the largest random map."""
    return SIZES[-1] if settings.source == "random" else settings.map_size
