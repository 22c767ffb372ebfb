"""A grid of cells as pixels, in the light palette: what stands on a slide."""

from PIL import Image, ImageDraw

from explainer.figures.fonts import font
from explainer.figures.grids import Cell, Grid
from explainer.figures.palette import BRIGHT, colour, light
from explainer.figures.theme import LIGHT

DROPPED, HATCH = light("dropped"), light("dropped-hatch")
BLOCK, MARK = light("block-line"), light("mark")
FILLS = {
    "seed": light("seed-cell"), "block": light("block-fill"), "overlap": light("overlap"),
    "dropped": DROPPED,
}  # fmt: skip
INKS = {
    "seed": light("on-seed"), "dropped": light("on-dropped"), "draw": LIGHT.quiet,
    "free": LIGHT.quiet,
}  # fmt: skip
ENOUGH = 12  # pixels: numbers are this large where their cells have room, and larger in large cells
BOLD = 14  # pixels: smaller numbers are read better in regular type


def fill_and_ink(cell: Cell) -> tuple[str | tuple[int, int, int], str]:
    """The colour of a cell, and that of its number."""
    if cell.kind == "value":
        return colour(cell.level), light("on-bright" if cell.level > BRIGHT else "on-dim")
    return FILLS.get(cell.kind, light("kept")), INKS.get(cell.kind, LIGHT.text)


def number_size(grid: Grid, side: int, least: int) -> int:
    """One size in which all numbers of the grid fit cells of so many pixels; 0 if that is less
    than the least."""
    size = int(max(0.44 * side, min(max(least, ENOUGH), 0.75 * side)))
    texts = {cell.text for row in grid.rows for cell in row}
    while size >= least:
        face = font(size, "-Bold" if size >= BOLD else "")
        if all(face.getlength(text) <= 0.92 * side for text in texts):
            return size
        size -= 1
    return 0


def draw_grid(
    image: Image.Image, grid: Grid, left: int, top: int, side: int, least: int = 8
) -> None:
    """Draw cells of so many pixels, with their numbers if these are at least so large."""
    pen = ImageDraw.Draw(image)
    size = number_size(grid, side, least)
    for r, row in enumerate(grid.rows):
        for c, cell in enumerate(row):
            x, y = left + c * side, top + r * side
            _draw_cell(pen, cell, (x, y, x + side, y + side), size)
    for first, start, last, end in grid.outlines:
        box = (left + start * side, top + first * side, left + end * side, top + last * side)
        pen.rectangle(box, outline=BLOCK, width=max(2, side // 16))


def _draw_cell(
    pen: ImageDraw.ImageDraw, cell: Cell, box: tuple[int, int, int, int], size: int
) -> None:
    left, top, right, bottom = box
    fill, ink = fill_and_ink(cell)
    pen.rectangle(box, fill=fill)
    if cell.kind == "dropped":
        for x in range(left + 6, right + bottom - top, 6):
            low, high = max(left, x - (bottom - top)), min(right, x)
            pen.line([(low, top + x - low), (high, top + x - high)], fill=HATCH)
    pen.rectangle(box, outline=LIGHT.line)
    if size:
        style = "-Bold" if size >= BOLD and ink != LIGHT.quiet else ""
        centre = ((left + right) / 2, (top + bottom) / 2)
        pen.text(centre, cell.text, ink, font(size, style), anchor="mm")
    if cell.marked:
        pen.rectangle(box, outline=MARK, width=max(2, (right - left) // 12))
