"""Methods side by side as a slide: a column each, with what it leaves and what is guessed back."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw

from explainer.figures import maps
from explainer.figures.fonts import font
from explainer.figures.images import MARGIN, SIZE, wrapped, write
from explainer.figures.maps import PANEL, Panel
from explainer.figures.theme import LIGHT

GAP = 20  # pixels: between columns
MAP = 300  # pixels: of a map's side, at most
FIRST_ROW = 150  # pixels: where the columns begin
DROPS, RESULT, BAR, LEFT, NOTE, GUESS = 40, 66, 120, 140, 470, 530  # pixels, in a column
FEET = (1020, 1048)  # pixels: the lines below the columns
SMALL, SMALL_GAP = 46, 6  # pixels: of a channel's side, at most, and around it
TRACK = (231, 231, 226)


@dataclass(frozen=True)
class Column:
    """One method.

    ink: of its name; bar: of the bar. result: what it gives away in a word, as a length from 0
    to 1, or None where there is nothing to measure. left, guess: with their captions. channels:
    of what is left, one by one and small. note: up to two lines.
    """

    title: str
    drops: str
    result: str
    length: float | None
    ink: str
    bar: str
    left: Panel
    channels: Sequence[maps.Colours]
    note: str
    guess: Panel


def layout(count: int) -> tuple[int, int]:
    """The width of each of so many columns, and the side of its maps, in pixels."""
    width = (SIZE[0] - 2 * MARGIN - (count - 1) * GAP) // count
    return width, min(MAP, width - SMALL - SMALL_GAP)


def slide(
    columns: Sequence[Column], title: str, line: str, feet: tuple[str, str], dropped: str
) -> Image.Image:
    """The columns below the title and its line; the feet below them, with the mark of what is
    dropped."""
    image = Image.new("RGB", SIZE, LIGHT.background)
    pen = ImageDraw.Draw(image)
    room = SIZE[0] - 2 * MARGIN
    write(pen, (MARGIN, 16), title, 46, LIGHT.text, room, "-Bold")
    for k, part in enumerate(wrapped(line, 24, room)):
        write(pen, (MARGIN, 80 + 30 * k), part, 24, LIGHT.quiet, room)
    width, side = layout(len(columns))
    for k, column in enumerate(columns):
        _put_column(image, column, MARGIN + k * (width + GAP), width, side)
    _put_feet(image, feet, dropped)
    return image


def _put_column(image: Image.Image, column: Column, left: int, width: int, side: int) -> None:
    pen = ImageDraw.Draw(image)
    top = FIRST_ROW
    write(pen, (left, top), column.title, 30, column.ink, width, "-Bold")
    write(pen, (left, top + DROPS), column.drops, 20, LIGHT.quiet, width)
    measured = column.length is not None
    size, ink, style = (40, LIGHT.text, "-Bold") if measured else (30, LIGHT.quiet, "")
    write(pen, (left, top + RESULT), column.result, size, ink, width, style)
    box = (left, top + BAR, left + side - 1, top + BAR + 11)
    pen.rectangle(box, fill=TRACK)
    if column.length:
        pen.rectangle((*box[:2], left + round(column.length * side) - 1, box[3]), fill=column.bar)
    _put_map(image, column.left, (left, top + LEFT), width, side)
    _put_channels(image, column.channels, (left + side + SMALL_GAP, top + LEFT), side)
    for k, part in enumerate(wrapped(column.note, 20, width)):
        write(pen, (left, top + NOTE + 26 * k), part, 20, LIGHT.text, width)
    _put_map(image, column.guess, (left, top + GUESS), width, side)


def _put_map(
    image: Image.Image, panel: Panel, corner: tuple[int, int], width: int, side: int
) -> None:
    """A map and its caption. Of a picture a unit is not a whole number of pixels here."""
    picture = maps.drawn(panel, side if 2 * len(panel.colours) <= side else PANEL)
    if picture.width > side:
        picture = picture.resize((side, side), Image.Resampling.BOX)
    image.paste(picture, corner)
    left, top = corner
    pen = ImageDraw.Draw(image)
    frame = (left - 1, top - 1, left + picture.width, top + picture.height)
    pen.rectangle(frame, outline=LIGHT.line)
    write(pen, (left, top + side + 4), panel.caption, 20, LIGHT.quiet, width)


def _put_channels(
    image: Image.Image, channels: Sequence[maps.Colours], corner: tuple[int, int], beside: int
) -> None:
    """One below the other, beside a map of this side."""
    if not channels:
        return
    side = min(SMALL, (beside + SMALL_GAP) // len(channels) - SMALL_GAP)
    left, top = corner
    for k, colours in enumerate(channels):
        finer = len(colours) > side
        how = Image.Resampling.BOX if finer else Image.Resampling.NEAREST
        small = Image.fromarray(colours).resize((side, side), how)
        image.paste(small, (left, top + k * (side + SMALL_GAP)))


def _put_feet(image: Image.Image, feet: tuple[str, str], dropped: str) -> None:
    pen = ImageDraw.Draw(image)
    swatch = maps.inked(maps.plain((1, 1)), np.array([[True]]), 24)
    left = SIZE[0] - MARGIN - round(font(20).getlength(dropped))
    write(pen, (left, FEET[0]), dropped, 20, LIGHT.text, SIZE[0] - MARGIN - left + 1)
    left -= swatch.width + 10
    image.paste(swatch, (left, FEET[0]))
    write(pen, (MARGIN, FEET[0]), feet[0], 20, LIGHT.text, left - MARGIN - GAP)
    write(pen, (MARGIN, FEET[1]), feet[1], 20, LIGHT.quiet, SIZE[0] - 2 * MARGIN)
