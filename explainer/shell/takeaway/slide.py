"""What slides of several rooms share: the stages of a mask, and what is said of its settings."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor

from dropblock.blocks import reach
from dropblock.pipeline import Trace, apply_mask, dropout_mask
from dropblock.recipes import RECIPES
from explainer.figures import images, maps
from explainer.figures.grids import decimals
from explainer.figures.maps import Panel, Units
from explainer.figures.rounding import fixed, significant
from explainer.shell.base import MAP_RANGE
from explainer.shell.settings import Settings
from explainer.shell.takeaway.setup import MaskSetup
from explainer.shell.text import _
from explainer.shell.words import headline

LEGIBLE = 16  # side of the largest map whose units hold numbers


def setup_lines(setup: MaskSetup, found: Trace) -> list[str]:
    """The settings, and the figures in the order in which the page gives them."""
    lines = [
        _("recipe: {recipe}").format(recipe=setup.recipe),
        _("map: {side} × {side} units").format(side=setup.side),
        f"block_size {setup.block_size}",
        f"keep_prob {setup.keep_prob:.2f}",
        _("draw {seed}").format(seed=setup.seed),
    ]
    if not setup.training:
        return [*lines, _("At inference nothing is dropped and nothing is scaled.")]
    recipe = RECIPES[setup.recipe]
    expected = recipe.expected_keep_rates(
        [setup.keep_prob], setup.block_size, setup.side, setup.side
    )
    return [
        *lines,
        f"γ {significant(setup.gamma)}",
        _("kept: {asked} asked, {expected} expected, {drawn} this draw").format(
            asked=fixed(setup.keep_prob, 2),
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


def share_texts(shares: Tensor) -> list[list[str]]:
    """The same of numbers from 0 to 1, without the 0 before the point."""
    if shares.shape[0] > LEGIBLE:
        return []
    return [[fixed(share, 2).removeprefix("0") for share in row] for row in shares.tolist()]


def _units(mask: Tensor, channel: int = 0) -> Units:
    """The first sample's channel of a mask as bool."""
    return np.asarray(mask[0, channel].bool().numpy())


def input_panel(
    setup: MaskSetup, title: str, caption: str, x: Tensor, mask: Tensor, scale: float = 1.0
) -> Panel:
    """x (1, C, H, W) where the mask keeps it; a map's numbers multiplied by the scale.

    What is kept keeps its colour. Where a picture's channels have masks of their own a colour is
    missing where one is dropped, and ink covers what lost all three. Of a map: the first channel.
    """
    if setup.input == "picture":
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


def stage_panels(setup: MaskSetup, found: Trace) -> list[Panel]:
    """Seeds, blocks and keep mask: of several channels the first."""
    seeds, blocks, mask = (_units(t) for t in (found.seeds, found.blocks, found.mask))
    shape = (setup.side, setup.side)
    several = setup.noise_channels > 1
    return [
        Panel(
            _("1 Seeds"),
            (
                _("{seeds} seeds in channel 1 of {channels}")
                if several
                else _("{seeds} of {units} units become seeds")
            ).format(seeds=int(seeds.sum()), units=seeds.size, channels=setup.noise_channels),
            maps.plain(shape),
            seeds=seeds,
            numbers=share_texts(found.noise[0, 0]),
        ),
        Panel(
            _("2 Blocks"),
            _("each seed grows to {block} × {block}").format(block=setup.block_size),
            maps.block_colours(blocks),
            seeds=seeds,
            reach=reach(setup.block_size),
        ),
        Panel(
            _("3 Keep mask"),
            (
                _("{kept} units kept in channel 1 of {channels}")
                if several
                else _("{kept} of {units} units kept")
            ).format(kept=int(mask.sum()), units=mask.size, channels=setup.noise_channels),
            maps.plain(shape),
            dropped=~mask,
            numbers=_texts(found.mask[0, 0]),
        ),
    ]


def _whole(setup: MaskSetup, x: Tensor) -> Panel:
    """The input."""
    several = setup.input == "numbers" and setup.channels > 1
    caption = (
        _("{side} × {side} units, channel 1 of {channels}")
        if several
        else _("{side} × {side} units")
    )
    return input_panel(
        setup,
        _("Input"),
        caption.format(side=setup.side, channels=setup.channels),
        x,
        x.new_ones(x.shape),
    )


def all_stages(settings: Settings, setup: MaskSetup, x: Tensor, found: Trace) -> Image.Image:
    """The slide of the whole way from the input to the output, with dropout for comparison."""
    gone = int((found.mask == 0).sum())
    panels = [
        _whole(setup, x),
        *stage_panels(setup, found),
        input_panel(
            setup,
            _("4 Output, times {scale}").format(scale=fixed(found.scale, 2)),
            _("{gone} units gone in blocks").format(gone=gone),
            x,
            found.mask,
            found.scale,
        ),
        input_panel(
            setup,
            _("Dropout, same count"),
            _("{gone} units gone one by one").format(gone=gone),
            x,
            dropout_mask(found.noise, gone),
            found.scale,
        ),
    ]
    title = headline(settings, gone, found.mask.numel())
    return images.slide(panels, title, setup_lines(setup, found), stage_legend())


def stage_legend(scale: tuple[str, str, str] | None = None) -> images.Legend:
    """What the marks of the stages mean; scale: what the colours of another panel mean."""
    return images.Legend(_("dropped"), _("a seed"), _("the block it grows to"), scale)
