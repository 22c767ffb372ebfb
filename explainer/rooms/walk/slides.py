"""The walk as slides: the same run, code and words as on the page."""

from textwrap import dedent

import torch
from torch import Tensor

from dropblock.blocks import cover_counts, seed_positions
from dropblock.pipeline import Trace, draw_noise, trace
from dropblock.recipes import RECIPES
from explainer.figures import grids
from explainer.figures.grids import Grid
from explainer.figures.rounding import fixed, significant
from explainer.figures.slides import Slide, animation, strip
from explainer.rooms.walk import shown, source
from explainer.rooms.walk.words import grid_words, step_words
from explainer.shell.answers import noise_shape
from explainer.shell.base import feature_map, map_range
from explainer.shell.settings import STEPS, Settings
from explainer.shell.text import _


def walk_animation(walk: Settings, x: Tensor) -> bytes:
    """The walk as an animated GIF."""
    return animation(walk_slides(walk, x))


def walk_strip(walk: Settings, x: Tensor) -> bytes:
    """All of the walk on one slide, in PNG."""
    return strip(walk_slides(walk, x))


def walk_slides(walk: Settings, given: Tensor | None = None) -> list[Slide]:
    """A slide for each stop of `Settings.walk`; at inference the walk ends with step 4. given: its
    map, where that comes from the visitor's own picture."""
    x = feature_map(walk, None) if given is None else given
    noise = draw_noise(noise_shape(walk), walk.seed)
    run = trace(x, walk.keep_prob, walk.block_size, noise, RECIPES[walk.recipe])
    overlap = int((cover_counts(run.seeds, walk.block_size) > 1).sum())
    state = shown.state(int(run.seeds.sum()), int(run.mask.sum()), walk.block_size, overlap)
    numbers = _numbers(walk, x, run, overlap)
    rows = _rows(walk, x, run, numbers)
    slides = []
    for step in STEPS if walk.training else STEPS[:4]:
        said = step_words(walk)[step]
        title = f"{_('Step {step}').format(step=step)}. {said['title']}"
        caption = said.get(state, said[shown.SOME]).format(**numbers)
        if step == "3":
            caption += " " + _("γ = {wished} / {divisor} = {gamma}.").format(**numbers)
        slides.append(Slide(title, caption, rows[step], _code(step, walk.training)))
    return slides


def _code(step: str, training: bool) -> tuple[tuple[str, str], ...]:
    """The lines that run at this stop, each a statement and its comment."""
    pieces = [source.code()[number - 1] for number in source.current(step, training)]
    lines = dedent("\n".join("".join(text for _kind, text in line) for line in pieces)).split("\n")
    comments = ["".join(text for kind, text in line if kind == "comment") for line in pieces]
    return tuple(
        (line.removesuffix(comment), comment) for line, comment in zip(lines, comments, strict=True)
    )


def _numbers(walk: Settings, x: Tensor, run: Trace, overlap: int) -> dict[str, str]:
    """What the words name, as the page writes it."""
    side, b, units = walk.map_size, walk.block_size, run.mask.numel()
    kept = int(run.mask.sum())
    valid = side - b + 1
    return {
        "size": str(side),
        "block": str(b),
        "area": str(b**2),
        "valid": str(valid),
        "units": str(units),
        "keep": f"{walk.keep_prob:.2f}",
        "gamma": significant(run.gamma),
        "wished": significant((1 - walk.keep_prob) * side**2),
        "divisor": f"{b**2 * valid**2:,}",
        "seeds": str(int(run.seeds.sum())),
        "expected": fixed(run.gamma * units, 2),
        "kept": str(kept),
        "dropped": str(units - kept),
        "overlap": str(overlap),
        "whole": shown.total(x),
        "scaled": fixed((x * run.mask).double().sum().item() * run.scale, 2),
        "scale": fixed(run.scale, 3).removesuffix(".000"),
    }


def _rows(
    walk: Settings, x: Tensor, run: Trace, numbers: dict[str, str]
) -> dict[str, tuple[Grid | str, ...]]:
    """Grids, and signs between them, for each stop: those of the page."""
    side, b = walk.map_size, walk.block_size
    values, seeds, kept = x[0, 0], run.seeds[0, 0], run.mask[0, 0]

    def words(name: str) -> tuple[str, str]:
        said = grid_words()[name]
        return said["title"].format(**numbers), said["label"].format(**numbers)

    middle = torch.zeros(b, b)
    middle[b // 2, b // 2] = 1
    fits = seed_positions(side, side, b, "valid")
    largest = map_range(walk) * max(1.0, run.scale)  # so that equal colours are equal numbers
    made = {
        "x": grids.values(*words("x"), values, map_range(walk)),
        "same": grids.values(*words("same"), values, map_range(walk)),
        "kernel": grids.blocks(*words("kernel"), middle, b),
        "fits": grids.flags(*words("fits"), fits, "✓", ""),
        "noise": grids.draw(*words("noise"), run.noise[0, 0], seeds),
        "seeds": grids.flags(*words("seeds"), seeds, "1", "0", kind="seed"),
        "covers": grids.blocks(*words("covers"), seeds, b).outline(seeds, b),
        "blocks": grids.flags(*words("blocks"), run.blocks[0, 0], "1", "0"),
        "mask": grids.mask(*words("mask"), kept),
        "output": grids.output(*words("output"), run.output[0, 0], kept, largest),
    }
    beside = made | {"x": grids.values(*words("x"), values, largest)}  # the output
    return {
        step: tuple(
            (beside if "output" in row else made).get(part, part.format(**numbers)) for part in row
        )
        for step, row in shown.grids(walk.training).items()
    }
