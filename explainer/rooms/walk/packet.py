"""What torch computed for the walk, in one packet: the map is small, so every block_size and
every stop of keep_prob goes with it, and the page needs no further answers."""

from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from dropblock.blocks import reach, seed_span
from dropblock.pipeline import draw_noise
from explainer.rooms.walk import shown, source, words
from explainer.rooms.walk.questions import questions
from explainer.shell.answers import answers, noise_shape
from explainer.shell.base import base_name, base_parts
from explainer.shell.cache import kept
from explainer.shell.constants import STOPS
from explainer.shell.packet import pack
from explainer.shell.settings import STEPS, TABLE, WALK, Settings
from explainer.shell.sliders import SliderState
from explainer.shell.sources import Pixels


def code(training: bool) -> dict[str, Any]:
    """The reference's source, and for each stop of the walk the lines of its step and those that
    run there."""
    return {
        "lines": source.code(),
        "lit": {step: source.lit(step) for step in STEPS},
        "current": {step: source.current(step, training) for step in STEPS},
    }


def walk_packet(
    sliders_at: SliderState, token: str, restore_url: str, upload: Pixels | None = None
) -> bytes:
    """What these settings show, and what the sliders stand at; see `SliderState`."""
    settings = sliders_at.settings
    own = tuple(getattr(settings, key) for key, row in TABLE.items() if WALK in row.pages)
    header, arrays = _shown(base_name(settings, upload), own, settings, upload)
    now = {
        "token": token,
        "url": restore_url,
        "controls": _place(sliders_at.shown),
        "settled": _place(settings),
    }
    return pack(header | now, arrays)


@kept(64)
def _shown(
    base: str, own: tuple[object, ...], _settings: Settings, _upload: Pixels | None
) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """Header and arrays of these settings; see `explainer.shell.base` and
    `explainer.shell.answers` for what they share with the playground's.

    ``wished`` and ``divisor`` are numerator and denominator of gamma (seed step 3), one entry a
    stop and one a block_size; ``seeds_expected`` is gamma times the units of the map;
    ``output_sum`` adds up the output; ``overlap`` and ``state`` (a place in `shown.STATES`) as
    `explainer.rooms.walk.shown` tells.
    """
    settings = _settings
    parts, arrays = base_parts(settings, _upload)
    found = answers(
        noise_shape(settings),
        settings.seed,
        settings.recipe,
        tuple(settings.block_sizes),
    )
    side = settings.map_size
    asked = np.arange(STOPS) / (STOPS - 1)
    sizes = np.array(settings.block_sizes)
    arrays = arrays | found.arrays
    arrays["wished"] = (1 - asked) * side**2
    arrays["divisor"] = (sizes**2 * (side - sizes + 1) ** 2).astype(np.int32)
    arrays["seeds_expected"] = found.arrays["gamma"] * side**2
    values = arrays["values"].reshape(-1)
    kept = found.arrays["drop"].reshape(len(sizes), 1, -1) <= np.arange(STOPS)[:, None]
    arrays["output_sum"] = kept.astype(np.float64) @ values * found.arrays["scale"]
    noise = draw_noise(noise_shape(settings), settings.seed)
    overlap = torch.stack([shown.overlaps(noise, stops) for stops in found.stops])
    arrays["overlap"] = overlap.numpy().astype(np.int32)
    arrays["state"] = np.array(
        [
            [
                shown.STATES.index(shown.state(int(seeds), int(kept), stops.block_size, int(more)))
                for seeds, kept, more in zip(stops.seeds, stops.kept, row, strict=True)
            ]
            for stops, row in zip(found.stops, overlap, strict=True)
        ],
        np.uint8,
    )
    header = {
        **parts,
        **found.header,
        "training": settings.training,
        "blockSizes": [sizes[0].item(), sizes[-1].item(), settings.block_sizes.step],
        "sum": shown.total(torch.from_numpy(values)),
        "padding": [reach(size)[0] for size in settings.block_sizes],
        "fits": [seed_span(side, size, "valid") for size in settings.block_sizes],
        "draw": f"{side} {settings.seed}",
        "code": code(settings.training),
        "steps": list(STEPS),
        "states": shown.STATES,
        "grids": shown.grids(settings.training),
        "unasked": shown.UNASKED,
        "answered": shown.ANSWERED,
        "words": words.walk_words(settings),
        "questions": questions(settings, _upload),
    }
    return header, arrays


def _place(settings: Settings) -> dict[str, object]:
    return {
        "keep_prob": settings.keep_prob,
        "block_size": settings.block_size,
        "step": settings.step,
    }
