"""Many small maps as a slide: a tile each, in rows below the title, in the light palette."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from PIL import Image, ImageDraw

from explainer.figures import maps
from explainer.figures.fonts import font
from explainer.figures.images import MARGIN, SIZE, SMALLEST, SWATCH, wrapped, write
from explainer.figures.maps import Units
from explainer.figures.theme import LIGHT

COLUMNS, GAP = 7, 24  # GAP in pixels
SIDE = (SIZE[0] - 2 * MARGIN - (COLUMNS - 1) * GAP) // COLUMNS  # pixels: of a map, at most
FIRST_ROW, ROW = 172, 448  # pixels: where the tiles begin, and from row to row
MAP_TOP, NUMBERS_TOP, CAPTION_TOP = 66, 318, 374  # pixels, in a tile
Mood = Literal["good", "doubtful", "bad", "silent"]
MARK = (179, 0, 107)
INKS: dict[Mood, str] = {
    "good": LIGHT.keep, "doubtful": "#8a5300", "bad": "#b3261e", "silent": LIGHT.quiet,
}  # fmt: skip


@dataclass(frozen=True)
class Tile:
    """One map, with what is said of it.

    verdict: a few words, in the ink of its mood. dropped: (H, W), or None where the sentence
    takes the map's place. marked: units that are outlined. numbers: (value, what it is).
    """

    title: str
    verdict: str
    mood: Mood
    dropped: Units | None
    marked: Units | None
    sentence: str
    numbers: Sequence[tuple[str, str]]
    caption: str


def slide(shown: Sequence[Tile], title: str, line: str, legend: Sequence[str]) -> Image.Image:
    """Up to 13 tiles; in the last place the legend: of kept, dropped and, if any, marked units."""
    image = Image.new("RGB", SIZE, LIGHT.background)
    pen = ImageDraw.Draw(image)
    room = SIZE[0] - 2 * MARGIN
    write(pen, (MARGIN, 36), title, 46, LIGHT.text, room)
    write(pen, (MARGIN, 106), line, 26, LIGHT.quiet, room)
    places = [
        (MARGIN + column * (SIDE + GAP), FIRST_ROW + row * ROW)
        for row in range(2)
        for column in range(COLUMNS)
    ]
    for tile, (left, top) in zip(shown, places[:-1], strict=False):
        _put_tile(image, tile, left, top)
    left, top = places[-1]
    _put_legend(image, legend, left, top + MAP_TOP)
    return image


def _put_tile(image: Image.Image, tile: Tile, left: int, top: int) -> None:
    pen = ImageDraw.Draw(image)
    write(pen, (left, top), tile.title, 24, LIGHT.text, SIDE)
    write(pen, (left, top + 32), tile.verdict, 20, INKS[tile.mood], SIDE)
    if tile.dropped is not None:
        _put_map(image, tile.dropped, tile.marked, left, top + MAP_TOP)
    else:
        _put_sentence(pen, tile, left, top + MAP_TOP)
    at = left
    for value, what in tile.numbers:
        write(pen, (at, top + NUMBERS_TOP), value, 22, LIGHT.text, SIDE)
        write(pen, (at, top + NUMBERS_TOP + 27), what, SMALLEST, LIGHT.quiet, SIDE)
        at += round(max(font(22).getlength(value), font(SMALLEST).getlength(what))) + 10
    write(pen, (left, top + CAPTION_TOP), tile.caption, 20, LIGHT.quiet, SIDE)


def _put_map(image: Image.Image, dropped: Units, marked: Units | None, left: int, top: int) -> None:
    shape = (dropped.shape[0], dropped.shape[1])
    unit = SIDE // max(shape)
    picture = maps.inked(maps.plain(shape), dropped, unit)
    pen = ImageDraw.Draw(picture)
    if unit >= 8:
        maps.draw_grid(pen, shape, unit)
    for row, column in np.argwhere(marked) if marked is not None else []:
        y, x = int(row) * unit, int(column) * unit
        pen.rectangle((x, y, x + unit - 1, y + unit - 1), outline=MARK, width=min(3, unit // 4))
    image.paste(picture, (left, top))
    frame = (left - 1, top - 1, left + picture.width, top + picture.height)
    ImageDraw.Draw(image).rectangle(frame, outline=LIGHT.line)


def _put_sentence(pen: ImageDraw.ImageDraw, tile: Tile, left: int, top: int) -> None:
    pen.rectangle((left, top, left + SIDE - 1, top + SIDE - 1), outline=INKS[tile.mood])
    room = SIDE - 20
    for k, part in enumerate(wrapped(tile.sentence, SMALLEST, room)):
        write(pen, (left + 10, top + 8 + 23 * k), part, SMALLEST, LIGHT.text, room)


def _put_legend(image: Image.Image, legend: Sequence[str], left: int, top: int) -> None:
    pen = ImageDraw.Draw(image)
    room = SIDE - SWATCH - 12
    for k, words in enumerate(legend):
        swatch = maps.inked(maps.plain((1, 1)), np.array([[k == 1]]), SWATCH)
        image.paste(swatch, (left, top))
        edge, width = (MARK, 3) if k == 2 else (LIGHT.line, 1)
        pen.rectangle((left, top, left + SWATCH - 1, top + SWATCH - 1), outline=edge, width=width)
        lines = wrapped(words, 20, room)
        for j, part in enumerate(lines):
            write(pen, (left + SWATCH + 12, top + 8 + 26 * j), part, 20, LIGHT.text, room)
        top += SWATCH + 20
