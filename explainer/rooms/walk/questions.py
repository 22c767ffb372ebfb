"""Predictions of the walk: what to ask at a stop, computed from the run that it will reveal.

A question has ``choices``, one of them right, each with the reason: for a wrong one, why many
take it. Or it has ``cells``, which the viewer marks on the map, and known ``mistakes``.
"""

import random
from typing import Any

import torch

from dropblock.blocks import axis_cover_counts, spread
from dropblock.pipeline import Trace, draw_noise, trace
from dropblock.rates import keep_probability
from dropblock.recipes import RECIPES
from explainer.figures.rounding import fixed, significant
from explainer.rooms.walk.shown import total
from explainer.shell.answers import noise_shape
from explainer.shell.base import feature_map, picture_name
from explainer.shell.settings import Settings
from explainer.shell.sources import Pixels
from explainer.shell.text import _, ngettext

Question = dict[str, Any]  # it travels as JSON
Answer = tuple[str, str]  # what to choose, and why it is right or wrong


def questions(settings: Settings, upload: Pixels | None = None) -> dict[str, Question]:
    """The question at each stop of the walk that has one, for `Settings.walk`."""
    x = feature_map(settings, upload)
    noise = draw_noise(noise_shape(settings), settings.seed)
    run = trace(x, settings.keep_prob, settings.block_size, noise, RECIPES[settings.recipe])
    key = f"{settings.map_size} {settings.keep_prob} {settings.block_size} {settings.seed}"
    key = f"{picture_name(settings, upload)} {key}".strip()
    asked = {"4": _mode(key)}
    if settings.training:
        if run.gamma > 0:
            asked["5a"] = _seeds(key, settings, run)
        # Noise is compared with γ in float32: there a γ just below 1 is 1, and nothing is kept.
        if settings.block_size > 1 and run.gamma > 0 and torch.tensor(run.gamma).item() < 1:
            asked["5c"] = _border(key, settings, run)
        if settings.block_size > 1 and run.seeds.any():
            asked["5b"] = _cells(settings, run)
        if 0 < run.mask.sum() < run.mask.numel():
            asked["6a"] = _scale(key, settings, x, run)
    return {
        step: {**question, "step": step, "id": f"{step} {key}"} for step, question in asked.items()
    }


def _choose(key: str, ask: str, right: Answer, wrong: list[Answer]) -> Question:
    """A question with its choices in an order that the key decides. A wrong choice that reads
    like another one, or like the right one, is left out."""
    distinct = {text: why for text, why in reversed(wrong) if text != right[0]}
    choices = [{"text": right[0], "why": right[1], "right": True}]
    choices += [{"text": text, "why": why, "right": False} for text, why in distinct.items()]
    random.Random(f"{key} {ask}").shuffle(choices)
    return {"ask": ask, "choices": choices}


def _mode(key: str) -> Question:
    return _choose(
        key,
        _(
            "Training is over. You forget layer.eval() and run one picture through twice. "
            "What comes out?"
        ),
        (
            _("Two outputs that can differ, with holes"),
            _("Still in training mode, it draws anew at each call. After eval() x passes whole."),
        ),
        [
            (
                _("The same output twice, with holes"),
                _("γ is kept from the first call, but the draw is a new one at each."),
            ),
            (
                _("The picture's map, whole: nothing is being trained"),
                _("The layer cannot know. Only its mode decides, and that is still training."),
            ),
        ],
    )


def _seeds(key: str, settings: Settings, run: Trace) -> Question:
    units = run.noise.numel()
    area, side = settings.block_size**2, settings.map_size
    wished = (1 - settings.keep_prob) * units
    valid = (side - settings.block_size + 1) ** 2

    def about(number: float) -> str:
        return _("{number} on average").format(number=fixed(number, 2))

    return _choose(
        key,
        _(
            "Each of the {units} units becomes a seed with chance γ = {gamma}. "
            "How many seeds do you expect?"
        ).format(units=units, gamma=significant(run.gamma)),
        (
            about(run.gamma * units),
            _("γ × {units} units. A single draw can have more, fewer or none.").format(units=units),
        ),
        [
            (
                about(wished),
                _(
                    "That is how many units should go, (1 − keep_prob) × {units}. One seed drops "
                    "up to {area} of them, so far fewer seeds are needed."
                ).format(units=units, area=area),
            ),
            (
                about(wished / area),
                ngettext(
                    "Right for the paper, where a seed may fall only on the one position at which "
                    "the block fits. This code draws a number for all {units} units.",
                    "Right for the paper, where a seed may fall only on the {valid} positions at "
                    "which the block fits. This code draws a number for all {units} units.",
                    valid,
                ).format(valid=valid, units=units),
            ),
            (
                _("always exactly 1"),
                _("Each unit draws for itself: the number of seeds is left to chance."),
            ),
        ],
    )


def _cells(settings: Settings, run: Trace) -> Question:
    """Which cells one seed drops: that of this draw which is nearest to the centre."""
    side, block_size = settings.map_size, settings.block_size
    centre = side // 2
    places = [(int(r), int(c)) for r, c in run.seeds[0, 0].nonzero()]
    row, column = min(places, key=lambda p: max(abs(p[0] - centre), abs(p[1] - centre)))
    seed = torch.zeros_like(run.seeds)
    seed[0, 0, row, column] = 1

    def cells(field: torch.Tensor) -> list[int]:
        return [int(unit) for unit in field.flatten().nonzero()]

    covered = cells(spread(seed, block_size))
    corner = torch.zeros_like(seed)
    corner[0, 0, row : row + block_size, column : column + block_size] = 1
    alone = _("That is dropout: the seed alone. A seed takes its neighbours with it.")
    shifted = _("You used the seed as the block's top left corner. It is the block's centre.")
    return {
        "ask": _(
            "A seed fell at row {row}, column {column} (counted from 0). Mark the cells that its "
            "{block} × {block} block drops; the seed is marked already."
        ).format(row=row, column=column, block=block_size),
        "seed": row * side + column,
        "cells": covered,
        "mistakes": [
            {"cells": cells(seed), "why": alone},
            {"cells": cells(corner), "why": shifted},
        ],
        "why": _("The seed is the centre, and what hangs over the border is cut off.")
        if len(covered) < block_size**2
        else _("The seed is the centre of its block."),
        "wrong": _("{missed} missed, {extra} too many."),
    }


def _border(key: str, settings: Settings, run: Trace) -> Question:
    """Which unit is kept more often: one in a corner, or the one in the middle."""
    side, block_size = settings.map_size, settings.block_size
    chances = keep_probability(run.gamma, block_size, side, side, "everywhere")
    reaching = axis_cover_counts(side, block_size, "everywhere") ** 2  # of a unit (k, k)
    middle = side // 2
    told = _(
        "A seed can drop the middle from {many} places, the corner from {few}: beyond the border "
        "there are none. So the corner is kept with chance {corner}, the middle with {middle}."
    ).format(
        many=int(reaching[middle]),
        few=int(reaching[0]),
        corner=f"{chances[0, 0]:.3f}",
        middle=f"{chances[middle, middle]:.3f}",
    )
    question = _choose(
        key,
        _("Over many draws, which unit is kept more often?"),
        (_("One in the corner"), _("Fewer seeds can drop it.")),
        [
            (_("The one in the middle"), _("The middle is where most blocks can reach.")),
            (
                _("Both alike"),
                _("Each becomes a seed with the same chance γ, but its neighbours' blocks count."),
            ),
            (
                _("The corner is always kept"),
                _("Only where no seed falls near it. This code draws seeds anywhere."),
            ),
        ],
    )
    return {**question, "told": told}


def _scale(key: str, settings: Settings, x: torch.Tensor, run: Trace) -> Question:
    kept, units, left = int(run.mask.sum()), run.mask.numel(), x * run.mask
    return _choose(
        key,
        ngettext(
            "{kept} of {units} units is left. Why is it multiplied by {units} / {kept}?",
            "{kept} of {units} units are left. Why are they multiplied by {units} / {kept}?",
            kept,
        ).format(kept=kept, units=units),
        (
            _("So that the next layer meets about the same sum"),
            _(
                "x sums to {whole}. What is kept sums to {left}, and scaled to {scaled}: about "
                "the same, not exactly, since units differ."
            ).format(
                whole=total(x),
                left=total(left),
                scaled=fixed(left.double().sum().item() * run.scale, 2),
            ),
        ),
        [
            (
                _("It is dropout's factor, 1 / keep_prob"),
                _(
                    "Dropout uses what you ask for, {keep}. DropBlock counts what this "
                    "draw kept: {kept} of {units}."
                ).format(keep=f"{settings.keep_prob:.2f}", kept=kept, units=units),
            ),
            (
                _("To give x mean 0 and variance 1"),
                _("That is batch normalisation. This factor knows counts, not values."),
            ),
            (
                _("To make the kept units stand out"),
                _("They need not: without it every layer behind would see a fainter map."),
            ),
        ],
    )
