"""The comparison as a slide: what each method drops, and what is guessed back."""

from collections.abc import Mapping

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from dropblock.pipeline import Trace
from explainer.figures import columns, maps
from explainer.figures.columns import Column
from explainer.figures.maps import DROPPED, Colours
from explainer.figures.palette import light
from explainer.figures.rounding import fixed
from explainer.rooms.compare import methods
from explainer.rooms.compare.falling import COUNTED
from explainer.rooms.compare.methods import Given
from explainer.rooms.compare.words import column_words, guess_captions, headlines, shown_channels
from explainer.shell.base import MAP_RANGE
from explainer.shell.methods import shown_methods
from explainer.shell.settings import Settings
from explainer.shell.takeaway.setup import MaskSetup
from explainer.shell.takeaway.slide import input_panel, setup_lines
from explainer.shell.text import _


def slide(settings: Settings, setup: MaskSetup, x: Tensor, found: Trace) -> Image.Image:
    """The slide of the methods, in the order of the page."""
    given = _given(settings, setup, x)
    shown = [_column(settings, setup, name, x, given) for name in given]
    title, line = _headline(setup, given)
    small = shown_channels(settings)
    channels = _("Channels: {shown}.").format(shown=small) if small else ""
    feet = (f"{_measure()} {channels}".strip(), " · ".join(setup_lines(setup, found)))
    return columns.slide(shown, title, line, feet, _("dropped"))


def _given(settings: Settings, setup: MaskSetup, x: Tensor) -> dict[str, Given]:
    """What each method does, in the order of the page; at inference, nothing, in the same order."""
    given = methods.given_away(settings, x)
    order = methods.order({name: one.r2 for name, one in given.items()})
    if setup.training:
        return {name: given[name] for name in order}
    return {name: Given(torch.ones(x.shape), x, None) for name in order}


def _measure() -> str:
    return _(
        "R²: how much of what is dropped the guess explains. 1 is all of it, 0 no better than "
        "filling in the mean, below 0 worse."
    )


def _headline(setup: MaskSetup, given: Mapping[str, Given]) -> tuple[str, str]:
    """The page's headline and the sentence below it."""
    r2 = {name: given[name].r2 for name in ("dropout", "dropblock")}
    if not setup.training:
        state = "inference"
    elif bool(given["dropblock"].mask.all()):
        state = "never" if setup.gamma == 0 else "none"
    else:
        state = methods.nothing_to_guess(r2) or ("some" if setup.block_size > 1 else "single")
    title, line = headlines()[state]
    numbers = {
        name: f"{fixed(100 * max(value, 0), 0)} %"
        for name, value in r2.items()
        if value is not None
    }
    return title.format(**numbers), line


def _column(
    settings: Settings, setup: MaskSetup, name: str, x: Tensor, given: Mapping[str, Given]
) -> Column:
    words, shown, one = column_words(settings), shown_methods(settings)[name], given[name]
    ones = one.mask.new_ones(one.mask.shape)
    kept, units = int(one.mask.count_nonzero()), one.mask.numel()
    share = fixed(kept / units, 3)
    if one.r2 is not None:
        result = str(words["r2"]).format(r2=fixed(one.r2, 2).replace("-", "−"))
    else:
        result = str(words["whole" if kept == units else "flat"])
    guessed = guess_captions()[{0: "gone", units: "whole"}.get(kept, "some")]
    return Column(
        title=shown.title,
        drops=shown.drops,
        result=result,
        length=None if one.r2 is None else min(max(one.r2, 0.0), 1.0),
        ink=light(shown.colour or "text"),
        bar=light(shown.colour or "dropout"),
        left=input_panel(setup, "", str(words["kept"]).format(share=share), x, one.mask),
        channels=_small(setup, x, one.mask),
        note=_note(settings, name, given),
        guess=input_panel(setup, "", guessed, one.guess, ones),
    )


def _small(setup: MaskSetup, x: Tensor, mask: Tensor) -> list[Colours]:
    """Each channel of what is left, where there are several: a picture's in grey."""
    if x.shape[1] == 1:
        return []
    found = []
    for values, kept in zip(x[0], mask[0].bool().numpy(), strict=True):
        if setup.input == "picture":
            grey = (values * 255).round().byte().numpy()
            colours = np.stack([grey] * 3, -1)
        else:
            colours = maps.value_colours((values / MAP_RANGE).numpy())
        colours[~kept] = DROPPED
        found.append(colours)
    return found


def _note(settings: Settings, name: str, given: Mapping[str, Given]) -> str:
    """How many units the method drops beside the count, and why not just as many."""
    mask, shown = given[name].mask, shown_methods(settings)[name]
    gone, count = (int((given[key].mask == 0).sum()) for key in (name, COUNTED))
    if not count:
        return ""
    if name == COUNTED:
        return _("Its own draw sets the count: {count} units dropped.").format(count=f"{count:,}")
    if gone == count and not shown.asked:
        return _("The same count.")
    channels = mask.shape[1]
    return shown.nearest[1 if gone else 0].format(
        gone=gone * channels // mask.numel(),
        channels=channels,
        side=int((mask[0, 0] == 0).any(1).sum()),
    )
