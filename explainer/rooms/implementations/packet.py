"""What torch computed for the implementations on one draw, packed for one map and block_size.

The browser compares whole numbers and looks rates up; it knows no formula.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from dropblock.pipeline import draw_noise
from dropblock.recipes import RECIPES
from dropblock.stops import KEEP_PROBS, trace_stops
from dropblock.verdicts import verdicts
from explainer.rooms.implementations import words
from explainer.rooms.implementations.headlines import headlines
from explainer.shell.cache import shared
from explainer.shell.packet import pack
from explainer.shell.settings import ALL, IMPLEMENTATIONS, LARGEST_ASKED
from explainer.shell.sliders import SliderState


@shared(256)
def answers(
    height: int, width: int, block_size: int, seed: int
) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """Header and arrays for one draw on a height × width map.

    Tables have one row an implementation and one column a stop of keep_prob: ``expected``,
    ``kept``, ``kind`` (a place in `words.KINDS`), and ``far``, 1 where expected is far from asked.
    ``drop`` is (implementations, H, W). Where one always fails its row is 0 and its ``failure``
    says how; ``last`` says the same for the last stop, where one may fail that else runs; ``nan``
    says what happens to it on a draw that keeps nothing; ``shares`` tells, at each stop where such
    draws come, how many they are.
    """
    noise = draw_noise((1, 1, height, width), seed)
    count, stops = len(IMPLEMENTATIONS), len(KEEP_PROBS)
    arrays: dict[str, NDArray[Any]] = {
        "expected": np.zeros((count, stops)),
        "kept": np.zeros((count, stops), np.int32),
        "kind": np.zeros((count, stops), np.uint8),
        "far": np.zeros((count, stops), np.uint8),
        "drop": np.zeros((count, height, width), np.uint8),
    }
    implementations = []
    for k, name in enumerate(IMPLEMENTATIONS):
        recipe = RECIPES[name]
        found = verdicts(recipe, list(KEEP_PROBS), block_size, height, width)
        arrays["kind"][k] = [words.KINDS.index(one.kind) for one in found]
        arrays["far"][k] = [one.is_far for one in found]
        case = (block_size, height, width)
        failure = words.failing(recipe, KEEP_PROBS[0], *case)
        if not failure:
            run = trace_stops(noise, block_size, recipe)
            arrays["expected"][k] = run.expected
            arrays["kept"][k] = run.kept
            arrays["drop"][k] = run.drop_level[0, 0]
        shares = {
            stop: words.percent(one.keeps_nothing)
            for stop, one in enumerate(found)
            if one.keeps_nothing
        }
        implementations.append(
            {
                "name": name,
                "failure": failure,
                "last": words.failing(recipe, KEEP_PROBS[-1], *case),
                "nan": words.nothing_kept(recipe),
                "shares": shares,
            }
        )
    return {
        "height": height,
        "width": width,
        "block": block_size,
        "seed": seed,
        "implementations": implementations,
    }, arrays


@shared(256)
def told(
    height: int, width: int, block_size: int, seed: int, baseline: str, yours: str
) -> tuple[list[list[str]], NDArray[np.uint8]]:
    """The headlines of these answers, each once, and which of them each stop takes."""
    every = headlines(*answers(height, width, block_size, seed), baseline, yours)
    once = list(dict.fromkeys(map(tuple, every)))
    places = np.array([once.index(tuple(one)) for one in every], np.uint8)
    return [list(one) for one in once], places


def packet(sliders_at: SliderState, token: str, restore_url: str) -> bytes:
    """The answers for what is asked, and what the sliders stand at; see `SliderState`."""
    asked, shown, settled = sliders_at.asked, sliders_at.shown, sliders_at.settings
    draw = (settled.height, settled.width, asked.asked_block, settled.seed)
    header, arrays = answers(*draw)
    headline, places = told(*draw, settled.baseline, settled.yours)
    names, spoken = words.names(), words.spoken_names()
    own = {
        "token": token,
        "url": restore_url,
        "controls": {"keep_prob": shown.keep_prob, "block_size": shown.asked_block},
        "settled": {"keep_prob": settled.keep_prob, "block_size": settled.asked_block},
        "blockSizes": [1, LARGEST_ASKED, 1],
        "baseline": IMPLEMENTATIONS.index(settled.baseline),
        "yours": None if settled.yours == ALL else IMPLEMENTATIONS.index(settled.yours),
        "headlines": headline,
        "kinds": words.KINDS,
        "labels": [
            {
                "name": names[name],
                "spoken": spoken[name],
                "version": RECIPES[name].version,
                "link": words.links(RECIPES[name])[0][1],
            }
            for name in IMPLEMENTATIONS
        ],
        "words": words.tile_words(),
    }
    return pack(header | own, arrays | {"headline": places})
