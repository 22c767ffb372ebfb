"""The steps of a run as pictures for a slide: one each, an animation, or a strip. Pillow only.

Slides are light, whatever the theme of the page: they go on paper and projectors.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, sqrt
from textwrap import wrap

from PIL import Image, ImageDraw, ImageFont

from explainer.figures.fonts import font
from explainer.figures.grid_image import draw_grid
from explainer.figures.grids import Grid
from explainer.figures.theme import LIGHT

SIZE = (1280, 720)
MARGIN = 48
LARGEST = 92  # pixels: side of a cell
CODE, LINE = 20, 27  # pixels: a letter of code, and from line to line
PANEL, COMMENT = "#eef1f4", "#006046"
STRIP = (1920, 1080)
GUTTER = 36  # around the slides of a strip, and between them
SMALL = 18  # pixels: the smallest text of a strip
SHORTEST, A_WORD = 3000, 300  # milliseconds


@dataclass(frozen=True)
class Slide:
    """title, caption: above the grids. row: one grid or more, and signs between them. code: its
    lines as they stand in the source, each a statement and the comment that follows it."""

    title: str
    caption: str
    row: tuple[Grid | str, ...]
    code: tuple[tuple[str, str], ...]

    @property
    def milliseconds(self) -> int:
        """The time that it takes to be read."""
        return max(SHORTEST, A_WORD * len(f"{self.title} {self.caption}".split()))


def wrapped(text: str, width: int, face: ImageFont.FreeTypeFont) -> str:
    """The text in lines that are at most so many pixels wide; a longer word has its own."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and face.getlength(longer) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return "\n".join(lines)


def _bold(text: str, width: int, size: int) -> ImageFont.FreeTypeFont:
    """The largest bold face up to this size in which the line fits."""
    while font(size, "-Bold").getlength(text) > width:
        size -= 1
    return font(size, "-Bold")


def _height(text: str, face: ImageFont.FreeTypeFont, spacing: int) -> int:
    pen = ImageDraw.Draw(Image.new("RGB", (1, 1)))
    return int(pen.multiline_textbbox((0, 0), text, face, spacing=spacing)[3])


def picture(slide: Slide) -> Image.Image:
    """One slide, 1280 × 720. The code stands beside a single grid, and below a row of them."""
    image = Image.new("RGB", SIZE, LIGHT.background)
    pen = ImageDraw.Draw(image)
    width = SIZE[0] - 2 * MARGIN
    pen.text((MARGIN, 40), slide.title, LIGHT.text, _bold(slide.title, width, 40))
    caption = wrapped(slide.caption, width, font(24))
    pen.multiline_text((MARGIN, 104), caption, LIGHT.text, font(24), spacing=8)
    top = 104 + _height(caption, font(24), 8) + 48
    bottom = SIZE[1] - 32
    if len(slide.row) == 1:
        right, _below = _draw_row(image, slide.row, top, bottom - top)
        _draw_code(image, slide.code, right + 40, top)
    else:
        height = 20 + _code_height(slide.code, width)
        _right, below = _draw_row(image, slide.row, top, bottom - height - top)
        _draw_code(image, slide.code, MARGIN, below + 20)
    return image


def _code_lines(code: Sequence[tuple[str, str]], width: int) -> list[tuple[str, str]]:
    """The code in lines that fit a panel of this width: a comment that does not stands above its
    statement, and a long statement goes on indented."""
    columns = int((width - 40) / font(CODE, "Mono").getlength("0"))
    lines = []
    for statement, comment in code:
        if len(statement + comment) <= columns:
            lines.append((statement, comment))
            continue
        indent = statement[: len(statement) - len(statement.lstrip())]
        said = wrap(comment.removeprefix("# "), columns - len(indent) - 2)
        lines += [(indent, f"# {part}") for part in said]
        further = f"{indent}    "
        parts = wrap(statement, columns, subsequent_indent=further, break_long_words=False)
        lines += [(part, "") for part in parts]
    return lines


def _code_height(code: Sequence[tuple[str, str]], width: int) -> int:
    return len(_code_lines(code, width)) * LINE + 24


def _draw_code(image: Image.Image, code: Sequence[tuple[str, str]], left: int, top: int) -> None:
    """Code on a panel from here to the right margin."""
    pen = ImageDraw.Draw(image)
    face = font(CODE, "Mono")
    width = SIZE[0] - MARGIN - left
    box = (left, top, left + width, top + _code_height(code, width))
    pen.rounded_rectangle(box, 10, PANEL)
    for k, (statement, comment) in enumerate(_code_lines(code, width)):
        x, y = left + 20, top + 14 + k * LINE
        pen.text((x, y), statement, LIGHT.text, face)
        pen.text((x + face.getlength(statement), y), comment, COMMENT, face)


def _draw_row(
    image: Image.Image, row: Sequence[Grid | str], top: int, height: int
) -> tuple[int, int]:
    """Grids of one size from the left, with their titles above and signs between them; returns
    where they end, to the right and below."""
    pen = ImageDraw.Draw(image)
    sign = font(28, "-Bold")
    signs = sum(int(sign.getlength(part)) + 32 for part in row if isinstance(part, str))
    grids = [part for part in row if isinstance(part, Grid)]
    cells = max(len(grid.rows) for grid in grids)
    room = SIZE[0] - 2 * MARGIN - signs
    side = min(height // cells, room // len(grids) // cells, LARGEST)
    x = MARGIN
    for part in row:
        if isinstance(part, str):
            pen.text((x + 16, top + cells * side / 2), part, LIGHT.text, sign, anchor="lm")
            x += int(sign.getlength(part)) + 32
            continue
        face = _bold(part.title, cells * side if len(grids) > 1 else room, 22)
        pen.text((x, top - 12), part.title, LIGHT.text, face, "ls")
        draw_grid(image, part, x, top, side)
        x += cells * side
    return x, top + cells * side


def animation(slides: Sequence[Slide]) -> bytes:
    """An animated GIF that shows each slide for as long as it takes to read, and begins again."""
    frames = [picture(slide).quantize(128, dither=Image.Dither.NONE) for slide in slides]
    times = [slide.milliseconds for slide in slides]
    file = io.BytesIO()
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:], duration=times, loop=0)
    return file.getvalue()


def strip(slides: Sequence[Slide]) -> bytes:
    """All slides in rows as a PNG that fills a projector, 1920 × 1080: of each its title, its last
    grid and, beside it, its caption. No text is too small there: numbers that would be are left
    out, and the colours of their cells speak."""
    columns = ceil(sqrt(len(slides)))
    rows = ceil(len(slides) / columns)
    width = (STRIP[0] - GUTTER) // columns - GUTTER
    height = (STRIP[1] - GUTTER) // rows - GUTTER
    size = max(SMALL, 3 * SMALL // columns)
    side = _strip_side([slide.caption for slide in slides], width, height - 2 * size, size)
    image = Image.new("RGB", STRIP, LIGHT.background)
    for k, slide in enumerate(slides):
        x = GUTTER + k % columns * (width + GUTTER)
        y = GUTTER + k // columns * (height + GUTTER)
        _draw_small(image, slide, (x, y), width, side, size)
    file = io.BytesIO()
    image.save(file, "PNG", optimize=True)
    return file.getvalue()


def _strip_side(captions: Sequence[str], width: int, height: int, size: int) -> int:
    """The largest side of a grid that leaves every caption room beside it, below a title."""
    side = min(height, width // 2)

    def fits(caption: str) -> bool:
        said = wrapped(caption, width - side - size, font(size))
        return size * 3 // 2 + _height(said, font(size), 5) <= height

    while side > 100 and not all(map(fits, captions)):
        side -= 4
    return side


def _draw_small(
    image: Image.Image, slide: Slide, place: tuple[int, int], width: int, side: int, size: int
) -> None:
    """A slide of the strip: its grid has a side of so many pixels, and its text such a size."""
    pen = ImageDraw.Draw(image)
    x, y = place
    pen.text(place, slide.title, LIGHT.text, _bold(slide.title, width, size * 3 // 2))
    last = [part for part in slide.row if isinstance(part, Grid)][-1]
    y += 2 * size
    draw_grid(image, last, x, y, min(side // len(last.rows), LARGEST), SMALL)
    x, room = x + side + size, width - side - size
    pen.text((x, y), last.title, LIGHT.text, _bold(last.title, room, size))
    caption = wrapped(slide.caption, room, font(size))
    pen.multiline_text((x, y + size * 3 // 2), caption, LIGHT.text, font(size), spacing=5)
