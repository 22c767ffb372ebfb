"""The steps of a run as pictures for a slide: one each, an animation, or a strip. Pillow only.

Slides are light, whatever the theme of the page: they go on paper and projectors.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

from PIL import Image, ImageDraw, ImageFont

from dropblock.figures.fonts import font
from dropblock.figures.grids import BRIGHT, Cell, Grid, colour
from dropblock.figures.theme import LIGHT

SIZE = (1280, 720)
MARGIN = 56
CODE = 20  # pixels of a line of code
STRIP_HEIGHT = 640
STRIP_CELLS = 300  # side of a grid in the strip, at most
DROPPED, HATCH = "#171a20", "#4a4e57"
FILLS = {"seed": "#c24f00", "block": "#f5dfae", "overlap": "#e9b64d", "dropped": DROPPED}
INKS = {"seed": "#ffffff", "dropped": "#c9ced8", "draw": LIGHT.quiet, "free": LIGHT.quiet}


@dataclass(frozen=True)
class Slide:
    """title, caption: above the grids. row: one grid or more, and signs between them. code: as
    it stands in the source."""

    title: str
    caption: str
    row: tuple[Grid | str, ...]
    code: str


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


def _fitting(text: str, width: int, size: int, style: str) -> ImageFont.FreeTypeFont:
    """The largest face up to this size in which the longest line fits."""
    longest = max(text.splitlines(), key=len, default="")
    while size > 8 and font(size, style).getlength(longest) > width:
        size -= 1
    return font(size, style)


def _draw_cell(pen: ImageDraw.ImageDraw, cell: Cell, box: tuple[int, int, int, int]) -> None:
    left, top, right, bottom = box
    ink = INKS.get(cell.kind, LIGHT.text)
    fill: str | tuple[int, int, int] = FILLS.get(cell.kind, "#ffffff")
    if cell.kind == "value":
        fill = colour(cell.level)
        ink = "#000000" if cell.level > BRIGHT else "#ffffff"
    pen.rectangle(box, fill=fill, outline=LIGHT.line)
    if cell.kind == "dropped":
        for x in range(left + 6, right + bottom - top, 6):
            low, high = max(left, x - (bottom - top)), min(right, x)
            pen.line([(low, top + x - low), (high, top + x - high)], fill=HATCH)
    side = right - left
    style = "" if ink == LIGHT.quiet else "-Bold"
    face = _fitting(cell.text, int(side * 0.86), int(side * 0.44), style)
    if face.size >= 8:
        pen.text(((left + right) / 2, (top + bottom) / 2), cell.text, ink, face, anchor="mm")
    if cell.marked:
        pen.rectangle(box, outline="#b3006b", width=max(2, side // 12))


def draw_grid(image: Image.Image, grid: Grid, left: int, top: int, side: int) -> None:
    """Draw the cells so that the longer side of the grid has about so many pixels."""
    pen = ImageDraw.Draw(image)
    cell = side // max(len(grid.rows), len(grid.rows[0]))
    for r, row in enumerate(grid.rows):
        for c, one in enumerate(row):
            x, y = left + c * cell, top + r * cell
            _draw_cell(pen, one, (x, y, x + cell, y + cell))


def picture(slide: Slide) -> Image.Image:
    """One slide, 1280 × 720. The code stands beside a single grid, and below a row of them."""
    image = Image.new("RGB", SIZE, LIGHT.background)
    pen = ImageDraw.Draw(image)
    width = SIZE[0] - 2 * MARGIN
    pen.text((MARGIN, 40), slide.title, LIGHT.text, _fitting(slide.title, width, 40, "-Bold"))
    caption = wrapped(slide.caption, width, font(24))
    pen.multiline_text((MARGIN, 104), caption, LIGHT.text, font(24), spacing=8)
    top = 104 + int(pen.multiline_textbbox((0, 0), caption, font(24), spacing=8)[3]) + 56
    bottom = SIZE[1] - 36
    if len(slide.row) == 1:
        right = _draw_row(image, slide.row, top, bottom - top)
        _draw_code(image, slide.code, right + 40, top)
    else:
        height = _code_height(slide.code, width)
        _draw_row(image, slide.row, top, bottom - height - 28 - top)
        _draw_code(image, slide.code, MARGIN, bottom - height)
    return image


def _wrapped_code(code: str, width: int) -> str:
    """The code in lines that fit a panel of this width; a long one goes on indented."""
    columns = int((width - 40) / font(CODE, "Mono").getlength("0"))

    def lines(line: str) -> list[str]:
        indent = line[: len(line) - len(line.lstrip())]
        return wrap(line, columns, subsequent_indent=f"{indent}    ", break_long_words=False)

    return "\n".join(part for line in code.splitlines() for part in lines(line))


def _code_height(code: str, width: int) -> int:
    pen = ImageDraw.Draw(Image.new("RGB", (1, 1)))
    shown = _wrapped_code(code, width)
    return int(pen.multiline_textbbox((0, 0), shown, font(CODE, "Mono"), spacing=6)[3]) + 32


def _draw_code(image: Image.Image, code: str, left: int, top: int) -> None:
    """Code on a panel from here to the right margin."""
    pen = ImageDraw.Draw(image)
    width = SIZE[0] - MARGIN - left
    box = (left, top, left + width, top + _code_height(code, width))
    pen.rounded_rectangle(box, 10, "#eef1f4")
    shown = _wrapped_code(code, width)
    pen.multiline_text((left + 20, top + 14), shown, LIGHT.text, font(CODE, "Mono"), spacing=6)


def _draw_row(image: Image.Image, row: Sequence[Grid | str], top: int, height: int) -> int:
    """Grids of one size from the left, with their titles above and signs between them; returns
    where they end."""
    pen = ImageDraw.Draw(image)
    sign = font(30, "-Bold")
    signs = sum(int(sign.getlength(part)) + 44 for part in row if isinstance(part, str))
    grids = [part for part in row if isinstance(part, Grid)]
    side = min(height, (SIZE[0] - 2 * MARGIN - signs) // len(grids))
    x = MARGIN
    for part in row:
        if isinstance(part, str):
            pen.text((x + 22, top + side / 2), part, LIGHT.text, sign, anchor="lm")
            x += int(sign.getlength(part)) + 44
            continue
        face = _fitting(part.title, side, 22, "-Bold")
        pen.text((x, top - 12), part.title, LIGHT.text, face, "ls")
        draw_grid(image, part, x, top, side)
        x += side
    return x


def animation(slides: Sequence[Slide], milliseconds: int = 3000) -> bytes:
    """An animated GIF that shows each slide for so long, and begins again."""
    frames = [picture(slide).quantize(128, dither=Image.Dither.NONE) for slide in slides]
    file = io.BytesIO()
    frames[0].save(
        file, "GIF", save_all=True, append_images=frames[1:], duration=milliseconds, loop=0
    )
    return file.getvalue()


def strip(slides: Sequence[Slide]) -> bytes:
    """All slides side by side as a PNG: of each its title, its last grid and its caption."""
    column = STRIP_CELLS + 48
    image = Image.new("RGB", (column * len(slides) + 48, STRIP_HEIGHT), LIGHT.background)
    pen = ImageDraw.Draw(image)
    for k, slide in enumerate(slides):
        x = 48 + k * column
        title = wrapped(slide.title, STRIP_CELLS, font(24, "-Bold"))
        pen.multiline_text((x, 36), title, LIGHT.text, font(24, "-Bold"), spacing=6)
        last = [part for part in slide.row if isinstance(part, Grid)][-1]
        draw_grid(image, last, x, 132, STRIP_CELLS)
        caption = wrapped(slide.caption, STRIP_CELLS, font(16))
        pen.multiline_text((x, 452), caption, LIGHT.text, font(16), spacing=5)
    file = io.BytesIO()
    image.save(file, "PNG", optimize=True)
    return file.getvalue()
