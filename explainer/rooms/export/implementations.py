"""The page that compares implementations, as a slide and as arrays."""

import io
import json
from dataclasses import asdict, dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from dropblock.recipes import RECIPES
from dropblock.verdicts import Verdict, VerdictKind, verdict
from explainer.figures import tiles
from explainer.figures.rounding import fixed
from explainer.figures.tiles import Mood, Tile
from explainer.rooms.export.run import Run, implementation_run, run_of
from explainer.rooms.implementations import words as implementation_words
from explainer.shell.settings import ALL, IMPLEMENTATIONS, Settings
from explainer.shell.text import _

# The font of slides has no ✕ and no ▼.
ICONS = implementation_words.ICONS | {"crash": "✗", "nan": "✗", "nearly_all": "↓"}
MOODS: dict[VerdictKind, Mood] = {"ok": "good", "off": "doubtful", "unstated": "silent"}


@dataclass(frozen=True)
class Answer:
    """What one implementation makes of the draw: what it drops (H, W), None where it fails."""

    run: Run
    found: Verdict
    dropped: NDArray[np.bool_] | None

    @property
    def name(self) -> str:
        return self.run.recipe

    @property
    def sentence(self) -> str:
        """How it fails, in the words of the page's tile; empty where it runs."""
        if self.dropped is not None:
            return ""
        recipe, words = RECIPES[self.name], implementation_words.tile_words()
        if self.found.kind == "unstated":
            return str(words["unstated"]).format(block=self.run.block_size)
        if self.found.message:
            return implementation_words.own_words(recipe, self.found)
        return str(words["nan"]).format(sentence=(recipe.failures or {})["nothing_kept"])


def answer_of(settings: Settings, name: str) -> Answer:
    """What this implementation makes of the page's draw."""
    run = implementation_run(settings, name)
    found = verdict(RECIPES[name], run.keep_prob, run.block_size, run.height, run.width)
    dropped = None
    if not run.failure:
        dropped = run.trace(torch.ones(run.shape)).blocks[0, 0].bool().numpy()
    return Answer(run, found, dropped)


def png(settings: Settings) -> bytes:
    """The slide of all implementations as a PNG file."""
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
    file = io.BytesIO()
    shown = [_tile(answer, base) for answer in answers]
    tiles.slide(shown, title, line, legend).save(file, "PNG")
    return file.getvalue()


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
    run = base.run
    numbers: dict[str, object] = {
        "asked": f"{run.keep_prob:.2f}",
        "base": spoken[base.name],
        "height": run.height,
        "width": run.width,
        "block": run.block_size,
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
    draw = _("Draw {seed}.").format(seed=run.seed)
    return str(words[title]).format(**numbers), f"{str(words[line]).format(**numbers)} {draw}"


def _tile(answer: Answer, base: Answer) -> Tile:
    words, found, run = implementation_words.tile_words(), answer.found, answer.run
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
            (f"{run.keep_prob:.2f}", str(words["asked"])),
            (expected, str(words["expected"])),
            (drawn, str(words["draw"])),
        ],
        caption=caption,
    )


def npz(settings: Settings, link: str) -> bytes:
    """Noise and masks, (1, 1, H, W), as `numpy.load` reads them without pickle.

    ``mask_<recipe>``, or where it fails ``failure_<recipe>``, the sentence that says how.
    ``settings``: JSON text, with the link; its recipe is the one that the code is of.
    """
    chosen = run_of("implementations", settings)
    arrays: dict[str, NDArray[np.generic]] = {}
    for name in IMPLEMENTATIONS:
        run = implementation_run(settings, name)
        if run.failure:
            arrays[f"failure_{name}"] = np.array(run.failure)
        else:
            arrays[f"mask_{name}"] = run.trace(torch.ones(run.shape)).mask.numpy()
    own = {"baseline": settings.baseline, "yours": settings.yours, "link": link}
    file = io.BytesIO()
    np.savez_compressed(
        file,
        settings=np.array(json.dumps(asdict(chosen) | own)),
        noise=chosen.noise.numpy(),
        **arrays,  # type: ignore[arg-type]
    )
    return file.getvalue()
