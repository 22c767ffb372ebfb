"""Maps of units as a slide: a Pillow image of 1920 × 1080 pixels, in the light palette."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw

from explainer.figures import maps
from explainer.figures.fonts import font
from explainer.figures.maps import PANEL, Panel
from explainer.figures.theme import LIGHT

SIZE = (1920, 1080)  # pixels
MARGIN, GAP = 40, 24  # pixels
TITLE_ROW, CAPTION_ROW = 34, 30  # pixels above and below a map
SMALLEST = 18  # pixels: of text
SWATCH = 40  # pixels
SCALE = 400  # pixels: of a bar of colours


@dataclass(frozen=True)
class Legend:
    """What the marks mean, in words; a mark without words is left out.

    scale: what the colours of `maps.value_colours` mean, with the numbers of the lowest and the
    highest.
    """

    dropped: str
    seed: str = ""
    block: str = ""
    scale: tuple[str, str, str] | None = None


def slide(
    panels: Sequence[Panel], title: str, lines: Sequence[str], legend: Legend | None = None
) -> Image.Image:
    """Up to six panels in two rows, and beside them the title, lines below it, and the legend."""
    image = Image.new("RGB", SIZE, LIGHT.background)
    columns = (len(panels) + 1) // 2
    height = TITLE_ROW + PANEL + CAPTION_ROW
    top = (SIZE[1] - 2 * height - GAP) // 2
    for k, panel in enumerate(panels):
        left = MARGIN + (k % columns) * (PANEL + GAP)
        _put_panel(image, panel, left, top + (k // columns) * (height + GAP))
    left = MARGIN + columns * (PANEL + GAP) + GAP
    pen = ImageDraw.Draw(image)
    _put_lines(pen, title, lines, left, top)
    if legend is not None:
        _put_legend(image, legend, left, SIZE[1] - top - CAPTION_ROW)
    return image


def _put_panel(image: Image.Image, panel: Panel, left: int, top: int) -> None:
    pen = ImageDraw.Draw(image)
    write(pen, (left, top), panel.title, 26, LIGHT.text, PANEL)
    picture = maps.drawn(panel)
    right, bottom = left + picture.width, top + TITLE_ROW + picture.height
    pen.rectangle((left - 1, top + TITLE_ROW - 1, right, bottom), outline=LIGHT.line)
    image.paste(picture, (left, top + TITLE_ROW))
    write(pen, (left, bottom + 6), panel.caption, 20, LIGHT.quiet, PANEL)


def _put_lines(
    pen: ImageDraw.ImageDraw, title: str, lines: Sequence[str], left: int, top: int
) -> None:
    room = SIZE[0] - MARGIN - left
    large, small = (56, 36) if room > PANEL else (40, 27)
    for text, size, ink in [(title, large, LIGHT.text), *((t, small, LIGHT.quiet) for t in lines)]:
        for part in wrapped(text, size, room):
            write(pen, (left, top), part, size, ink, room)
            top += round(size * 1.25)
        top += size // 2


def _put_legend(image: Image.Image, legend: Legend, left: int, bottom: int) -> None:
    """The marks, each in a square of its own, from the bottom up."""
    pen = ImageDraw.Draw(image)
    room = SIZE[0] - MARGIN - left - SWATCH - 16
    marks: list[tuple[str, maps.Colours, str | tuple[int, int, int]]] = [
        (legend.dropped, maps.plain((1, 1), maps.DROPPED), LIGHT.line),
        (legend.block, maps.plain((1, 1), maps.BLOCK_FILL), maps.BLOCK),
        (legend.seed, maps.plain((1, 1), maps.SEED), LIGHT.line),
    ]
    top = bottom - SWATCH
    for words, colours, outline in marks:
        if not words:
            continue
        gone = np.array([[words is legend.dropped]])
        swatch = maps.drawn(Panel("", "", colours, dropped=gone)).crop((0, 0, SWATCH, SWATCH))
        image.paste(swatch, (left, top))
        pen.rectangle((left, top, left + SWATCH - 1, top + SWATCH - 1), outline=outline, width=2)
        write(pen, (left + SWATCH + 16, top + 6), words, 26, LIGHT.text, room)
        top -= SWATCH * 3 // 2
    if legend.scale is not None:
        _put_scale(image, *legend.scale, left, top)


def _put_scale(image: Image.Image, words: str, low: str, high: str, left: int, top: int) -> None:
    """A bar of colours between its two numbers, and above it what they are of."""
    pen = ImageDraw.Draw(image)
    room = SIZE[0] - MARGIN - left
    write(pen, (left, top - SWATCH), words, 26, LIGHT.text, room)
    write(pen, (left, top + 6), low, 26, LIGHT.text, room)
    start = left + round(font(26).getlength(low)) + 16
    ramp = np.linspace(0, 1, SCALE)[None].repeat(SWATCH, 0)
    image.paste(Image.fromarray(maps.value_colours(ramp)), (start, top))
    pen.rectangle((start - 1, top - 1, start + SCALE, top + SWATCH), outline=LIGHT.line)
    write(pen, (start + SCALE + 16, top + 6), high, 26, LIGHT.text, room)


def write(
    pen: ImageDraw.ImageDraw,
    place: tuple[int, int],
    text: str,
    size: int,
    ink: str,
    room: int,
    style: str = "",
) -> None:
    """One line, as small as it must be to fit its room, and then cut."""
    while size > SMALLEST and font(size, style).getbbox(text)[2] > room:
        size -= 1
    face = font(size, style)
    while face.getbbox(text)[2] > room:
        text = text[:-2].rstrip() + "…"
    pen.text(place, text, ink, face)


def wrapped(text: str, size: int, room: int) -> list[str]:
    """The text in lines that fit the room, broken between words."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if font(size).getbbox(longer)[2] <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return [line for line in lines if line]
