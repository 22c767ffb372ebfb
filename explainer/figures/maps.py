"""A map of units as a Pillow image, in the light palette: what stands on a slide.

Every unit is enlarged by a whole number of pixels, so that it stays sharp.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import product

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from explainer.figures.fonts import font
from explainer.figures.palette import BRIGHT, colour
from explainer.figures.theme import LIGHT

PANEL = 448  # pixels: the largest side of a map, twice a picture's
MANY_SEEDS = 1500  # beyond, single dots and outlines would be one blur
DOT = 5  # pixels: the least side of a seed
HATCH = 8  # pixels from line to line

KEPT, DROPPED, HATCHED = (255, 255, 255), (23, 26, 32), (93, 95, 99)
SEED, BLOCK, BLOCK_FILL = (213, 94, 0), (230, 159, 0), (245, 223, 174)
ON_DROPPED = (170, 176, 187)

Colours = NDArray[np.uint8]  # (H, W, 3)
Units = NDArray[np.bool_]  # (H, W)


@dataclass(frozen=True)
class Panel:
    """A map with its title and caption.

    colours: of the units. dropped: covered with ink and hatch. seeds: painted as such; where
    ``reach`` (units before and after a seed) is given, with the outlines of their blocks.
    numbers: what stands in the units, row by row, where it fits; bright: units on which it is
    dark.
    """

    title: str
    caption: str
    colours: Colours
    dropped: Units | None = None
    seeds: Units | None = None
    reach: tuple[int, int] | None = None
    numbers: Sequence[Sequence[str]] = field(default=())
    bright: Units | None = None


def value_colours(levels: NDArray[np.floating]) -> Colours:
    """Viridis for values given by their place in their range, 0 … 1 (H, W)."""
    table = np.array([colour(k / 255) for k in range(256)], np.uint8)
    return table[np.rint(np.clip(levels, 0, 1) * 255).astype(np.uint8)]


def bright_units(levels: NDArray[np.floating]) -> Units:
    """Where dark numbers stand on `value_colours`."""
    return np.asarray(levels > BRIGHT)


def plain(shape: tuple[int, int], rgb: tuple[int, int, int] = KEPT) -> Colours:
    """Units of one colour."""
    return np.full((*shape, 3), rgb, np.uint8)


def block_colours(blocks: Units) -> Colours:
    """Units that a block covers, on white."""
    return np.array([KEPT, BLOCK_FILL], np.uint8)[blocks.astype(int)]


def inked(colours: Colours, dropped: Units | None, unit: int) -> Image.Image:
    """Units of so many pixels, the dropped ones covered with ink and hatch."""

    def enlarged(units: NDArray) -> NDArray:  # type: ignore[type-arg]
        return units.repeat(unit, 0).repeat(unit, 1)

    pixels = enlarged(colours)
    if dropped is not None:
        gone = enlarged(dropped)
        row, column = np.indices(gone.shape)
        pixels[gone] = DROPPED
        pixels[gone & ((row + column) % HATCH == 0)] = HATCHED
    return Image.fromarray(pixels)


def drawn(panel: Panel, room: int = PANEL) -> Image.Image:
    """The panel's map: as many whole pixels a unit as fit so many for a side."""
    side = panel.colours.shape[0]
    unit = max(room // side, 1)

    image = inked(panel.colours, panel.dropped, unit)
    pen = ImageDraw.Draw(image)
    if panel.seeds is not None:
        _draw_seeds(pen, panel, unit)
    if unit >= 8:
        draw_grid(pen, (side, side), unit)
    if panel.reach is not None:
        _draw_outlines(pen, panel, unit)
    if panel.numbers:
        _draw_numbers(pen, panel, unit)
    return image


def _places(panel: Panel) -> list[tuple[int, int]]:
    assert panel.seeds is not None
    return [(int(row), int(column)) for row, column in np.argwhere(panel.seeds)]


def _draw_seeds(pen: ImageDraw.ImageDraw, panel: Panel, unit: int) -> None:
    places = _places(panel)
    least = unit if len(places) > MANY_SEEDS else max(unit, DOT)
    last = panel.colours.shape[0] * unit - least
    for row, column in places:
        top, left = (min(max(k * unit + (unit - least) // 2, 0), last) for k in (row, column))
        pen.rectangle((left, top, left + least - 1, top + least - 1), SEED)


def _draw_outlines(pen: ImageDraw.ImageDraw, panel: Panel, unit: int) -> None:
    places = _places(panel)
    if len(places) > MANY_SEEDS:
        return
    assert panel.reach is not None
    before, after = panel.reach
    side = panel.colours.shape[0]
    for row, column in places:
        top, left = (max(k - before, 0) * unit for k in (row, column))
        bottom, right = (min(k + after + 1, side) * unit - 1 for k in (row, column))
        pen.rectangle((left, top, right, bottom), outline=BLOCK, width=2)


def draw_grid(pen: ImageDraw.ImageDraw, shape: tuple[int, int], unit: int) -> None:
    """Lines between the units of a map of (rows, columns)."""
    height, width = (k * unit for k in shape)
    for y in range(unit, height, unit):
        pen.line((0, y, width, y), LIGHT.line)
    for x in range(unit, width, unit):
        pen.line((x, 0, x, height), LIGHT.line)


def _draw_numbers(pen: ImageDraw.ImageDraw, panel: Panel, unit: int) -> None:
    longest = max((text for row in panel.numbers for text in row), key=len)
    size = min(unit // 2, 34)
    while size > 12 and font(size).getbbox(longest)[2] > unit * 0.86:
        size -= 1
    if font(size).getbbox(longest)[2] > unit * 0.86:
        return
    side = len(panel.numbers)
    for row, column in product(range(side), repeat=2):
        place = ((column + 0.5) * unit, (row + 0.5) * unit)
        ink = _number_ink(panel, row, column)
        pen.text(place, panel.numbers[row][column], ink, font(size), anchor="mm")


def _number_ink(panel: Panel, row: int, column: int) -> tuple[int, int, int] | str:
    if panel.dropped is not None and panel.dropped[row, column]:
        return ON_DROPPED
    if panel.seeds is not None and panel.seeds[row, column]:
        return KEPT
    dark = panel.bright is None or bool(panel.bright[row, column])
    return LIGHT.text if dark else KEPT
