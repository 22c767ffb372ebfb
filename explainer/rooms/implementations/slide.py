"""The page that compares implementations as a slide."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from dropblock.verdicts import VerdictKind
from explainer.figures import tiles
from explainer.figures.rounding import fixed
from explainer.figures.tiles import Mood, Tile
from explainer.rooms.implementations import words as implementation_words
from explainer.rooms.implementations.answers import Answer, answer_of
from explainer.shell.settings import ALL, IMPLEMENTATIONS, Settings
from explainer.shell.text import _

# The font of slides has no ✕ and no ▼.
ICONS = implementation_words.ICONS | {"crash": "✗", "nan": "✗", "nearly_all": "↓"}
MOODS: dict[VerdictKind, Mood] = {"ok": "good", "off": "doubtful", "unstated": "silent"}


def slide(settings: Settings) -> Image.Image:
    """The slide of all implementations."""
    answers = [answer_of(settings, name) for name in IMPLEMENTATIONS]
    base = answers[IMPLEMENTATIONS.index(settings.baseline)]
    words = implementation_words.tile_words()["legend"]
    assert isinstance(words, dict)
    legend = [
        text.format(base=implementation_words.spoken_names()[base.name]) for text in words.values()
    ]
    if base.dropped is None:
        del legend[2]  # nothing is marked
    title, line = headline(answers, base, settings.yours)
    return tiles.slide([_tile(answer, base) for answer in answers], title, line, legend)


def _differ(answer: Answer, base: Answer) -> NDArray[np.bool_] | None:
    """The units on which the two part, where both run."""
    if answer.dropped is None or base.dropped is None:
        return None
    return np.asarray(answer.dropped != base.dropped)


def headline(answers: list[Answer], base: Answer, yours: str) -> tuple[str, str]:
    """The page's headline and the line below it, with the draw."""
    words, spoken = implementation_words.tile_words(), implementation_words.spoken_names()
    broken = sum(answer.dropped is None and answer.found.kind != "unstated" for answer in answers)
    fail = str(words["fail" if broken else "whole"])
    differing = [d for answer in answers if (d := _differ(answer, base)) is not None and d.any()]
    setup = base.setup
    numbers: dict[str, object] = {
        "asked": f"{setup.keep_prob:.2f}",
        "base": spoken[base.name],
        "height": setup.height,
        "width": setup.width,
        "block": setup.block_size,
        "differ": len(differing),
        "others": sum(answer.dropped is not None for answer in answers) - 1,
        "implementations": len(answers),
        "fail": fail.format(count=broken, implementations=len(answers)),
    }
    title, line = "broken", "alone"
    if base.dropped is not None and (kept := base.found.expected) is not None:
        rates = {a.name: a.found.expected for a in answers if a.found.expected is not None}
        has_yours = yours not in (ALL, base.name)
        other = yours if has_yours else max(rates, key=lambda k: round(abs(rates[k] - kept), 9))
        told = fixed(rates[other], 3) if other in rates else None
        numbers |= {"kept": fixed(kept, 3), "other": spoken[other], "otherKept": told}
        title, line = "headline", "subline"
        if told is None:
            title = "yoursFails"
        elif told == numbers["kept"]:
            title = "yoursAgrees" if has_yours else "agree"
    draw = _("Draw {seed}.").format(seed=setup.seed)
    return str(words[title]).format(**numbers), f"{str(words[line]).format(**numbers)} {draw}"


def _tile(answer: Answer, base: Answer) -> Tile:
    words, found, setup = implementation_words.tile_words(), answer.found, answer.setup
    differ = _differ(answer, base)
    if answer is base:
        caption = str(words["base"])
    elif differ is None:
        caption = ""
    elif differ.any():
        count, units = f"{differ.sum():,}", f"{differ.size:,}"
        caption = str(words["differ"]).format(count=count, units=units)
    else:
        caption = str(words["same"])
    far = ICONS["off"] if found.is_far else ""
    expected = "–" if found.expected is None else far + fixed(found.expected, 3)
    drawn = "–"
    if answer.dropped is not None:
        drawn = fixed(np.count_nonzero(~answer.dropped) / answer.dropped.size, 3)
    return Tile(
        title=implementation_words.names()[answer.name],
        verdict=f"{ICONS[found.kind]} {implementation_words.label(found)}",
        mood=MOODS.get(found.kind, "bad"),
        dropped=answer.dropped,
        marked=differ,
        sentence=answer.sentence,
        numbers=[
            (f"{setup.keep_prob:.2f}", str(words["asked"])),
            (expected, str(words["expected"])),
            (drawn, str(words["draw"])),
        ],
        caption=caption,
    )
