"""What a page shows, as a slide."""

import io

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from dropblock.blocks import reach
from dropblock.pipeline import Trace, apply_mask, dropout_mask
from dropblock.rates import keep_probability
from dropblock.recipes import RECIPES
from explainer.figures import images, maps
from explainer.figures.grids import decimals
from explainer.figures.maps import Panel, Units
from explainer.figures.rounding import fixed, significant
from explainer.rooms.export.run import Run
from explainer.rooms.gamma.numbers import chance_text
from explainer.rooms.gamma.packet import SURVIVAL_RULES
from explainer.shell.base import MAP_RANGE
from explainer.shell.text import _

LEGIBLE = 16  # side of the largest map whose units hold numbers


def png(page: str, headline: str, run: Run, x: Tensor, found: Trace) -> bytes:
    """The slide of this page as a PNG file; the headline is the playground's."""
    title, scale = headline, None
    if page == "gamma":
        title = _("Where the blocks fall, and each unit's chance to survive")
        survival, scale = _survival(run)
        panels = [*_stages(run, found), survival]
    else:
        panels = _playground(run, x, found)
    legend = images.Legend(_("dropped"), _("a seed"), _("the block it grows to"), scale)
    file = io.BytesIO()
    images.slide(panels, title, setup_lines(run, found), legend).save(file, "PNG")
    return file.getvalue()


def setup_lines(run: Run, found: Trace) -> list[str]:
    """The settings, and the figures in the order in which the page gives them."""
    setup = [
        _("recipe: {recipe}").format(recipe=run.recipe),
        _("map: {side} × {side} units").format(side=run.side),
        f"block_size {run.block_size}",
        f"keep_prob {run.keep_prob:.2f}",
        _("draw {seed}").format(seed=run.seed),
    ]
    if not run.training:
        return [*setup, _("At inference nothing is dropped and nothing is scaled.")]
    recipe = RECIPES[run.recipe]
    expected = recipe.expected_keep_rates([run.keep_prob], run.block_size, run.side, run.side)
    return [
        *setup,
        f"γ {significant(run.gamma)}",
        _("kept: {asked} asked, {expected} expected, {drawn} this draw").format(
            asked=fixed(run.keep_prob, 2),
            expected=fixed(expected.item(), 3),
            drawn=fixed(int(found.mask.count_nonzero()) / found.mask.numel(), 3),
        ),
        _("scale × {scale}").format(scale=fixed(found.scale, 2)),
    ]


def _texts(values: Tensor) -> list[list[str]]:
    """The numbers of (H, W) units, where they can be read."""
    if values.shape[0] > LEGIBLE:
        return []
    digits = decimals(values)
    return [[fixed(value, digits) if value else "0" for value in row] for row in values.tolist()]


def _units(mask: Tensor, channel: int = 0) -> Units:
    """The first sample's channel of a mask as bool."""
    return np.asarray(mask[0, channel].bool().numpy())


def input_panel(
    run: Run, title: str, caption: str, x: Tensor, mask: Tensor, scale: float = 1.0
) -> Panel:
    """x (1, C, H, W) where the mask keeps it; a map's numbers multiplied by the scale.

    What is kept keeps its colour. Where a picture's channels have masks of their own a colour is
    missing where one is dropped, and ink covers what lost all three. Of a map: the first channel.
    """
    if run.input == "picture":
        shown = (apply_mask(x, mask, 1.0)[0] * 255).round().byte().permute(1, 2, 0).numpy()
        gone = (mask[0] == 0).all(0).numpy()
        return Panel(title, caption, shown, dropped=gone)
    values = apply_mask(x, mask, scale)[0, 0]
    levels: NDArray[np.floating] = (values / (MAP_RANGE * (scale or 1))).numpy()
    return Panel(
        title,
        caption,
        maps.value_colours(levels),
        dropped=~_units(mask),
        numbers=_texts(values),
        bright=maps.bright_units(levels),
    )


def _stages(run: Run, found: Trace) -> list[Panel]:
    """Seeds, blocks and keep mask: of several channels the first."""
    seeds, blocks, mask = (_units(t) for t in (found.seeds, found.blocks, found.mask))
    shape = (run.side, run.side)
    several = run.noise_channels > 1
    noise = found.noise[0, 0]
    return [
        Panel(
            _("1 Seeds"),
            (
                _("{seeds} seeds in channel 1 of {channels}")
                if several
                else _("{seeds} of {units} units become seeds")
            ).format(seeds=int(seeds.sum()), units=seeds.size, channels=run.noise_channels),
            maps.plain(shape),
            seeds=seeds,
            numbers=[[fixed(v, 2).removeprefix("0") for v in row] for row in noise.tolist()]
            if run.side <= LEGIBLE
            else [],
        ),
        Panel(
            _("2 Blocks"),
            _("each seed grows to {block} × {block}").format(block=run.block_size),
            maps.block_colours(blocks),
            seeds=seeds,
            reach=reach(run.block_size),
        ),
        Panel(
            _("3 Keep mask"),
            (
                _("{kept} units kept in channel 1 of {channels}")
                if several
                else _("{kept} of {units} units kept")
            ).format(kept=int(mask.sum()), units=mask.size, channels=run.noise_channels),
            maps.plain(shape),
            dropped=~mask,
            numbers=_texts(found.mask[0, 0]),
        ),
    ]


def _whole(run: Run, x: Tensor) -> Panel:
    """The input."""
    several = run.input == "numbers" and run.channels > 1
    caption = (
        _("{side} × {side} units, channel 1 of {channels}")
        if several
        else _("{side} × {side} units")
    )
    return input_panel(
        run,
        _("Input"),
        caption.format(side=run.side, channels=run.channels),
        x,
        x.new_ones(x.shape),
    )


def _playground(run: Run, x: Tensor, found: Trace) -> list[Panel]:
    gone = int((found.mask == 0).sum())
    dropout = dropout_mask(found.noise, gone)
    return [
        _whole(run, x),
        *_stages(run, found),
        input_panel(
            run,
            _("4 Output, times {scale}").format(scale=fixed(found.scale, 2)),
            _("{gone} units gone in blocks").format(gone=gone),
            x,
            found.mask,
            found.scale,
        ),
        input_panel(
            run,
            _("Dropout, same count"),
            _("{gone} units gone one by one").format(gone=gone),
            x,
            dropout,
            found.scale,
        ),
    ]


def _chances(run: Run) -> tuple[Tensor, float]:
    """The chance of each unit to survive, and the lowest that the colours reach.

    They reach from the lowest chance in either map of the page, or in this one, to 1.
    """
    size = (run.block_size, run.side, run.side)
    chance = keep_probability(run.gamma, *size, RECIPES[run.recipe].seeds)
    eq1 = RECIPES["paper"].gamma(run.keep_prob, *size)
    rules = (RECIPES[name].seeds for name in SURVIVAL_RULES)
    lowest = min(map(torch.min, [chance, *(keep_probability(eq1, *size, one) for one in rules)]))
    return chance, float(lowest)


def _survival(run: Run) -> tuple[Panel, tuple[str, str, str] | None]:
    """The map of chances, and the scale of its colours, if they differ."""
    chance, lowest = _chances(run)
    numbers = chance.numpy()
    levels = (numbers - lowest) / (1 - lowest) if lowest < 1 else np.ones_like(numbers)
    panel = Panel(
        _("Chance to survive"),
        _("from {low} to {high}, over all draws").format(
            low=chance_text(numbers.min()), high=chance_text(numbers.max())
        ),
        maps.value_colours(levels),
        numbers=[[fixed(v, 2).removeprefix("0") for v in row] for row in numbers.tolist()]
        if run.side <= LEGIBLE
        else [],
        bright=maps.bright_units(levels),
    )
    if lowest == 1:
        return panel, None
    return panel, (_("chance to survive"), chance_text(lowest), chance_text(1.0))
