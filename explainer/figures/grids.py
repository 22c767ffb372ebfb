"""A tensor as a grid of cells with its numbers in them, for the page and for a slide alike."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from html import escape
from typing import Literal

import torch
from torch import Tensor

from dropblock.blocks import cover_counts, reach
from explainer.figures.palette import BRIGHT, colour
from explainer.figures.rounding import fixed

Kind = Literal["value", "draw", "seed", "block", "overlap", "free", "kept", "dropped"]


@dataclass(frozen=True)
class Cell:
    """text: what stands in it. kind: what it is. level: a value's place in its range, 0 … 1.
    marked: whether it is one to look at."""

    text: str
    kind: Kind
    level: float = 0.0
    marked: bool = False


@dataclass(frozen=True)
class Grid:
    """A titled picture of one (H, W) tensor. label: what it holds, in words. outlines: of blocks,
    each by its first row and column and by those after its last."""

    title: str
    label: str
    rows: tuple[tuple[Cell, ...], ...]
    outlines: tuple[tuple[int, int, int, int], ...] = ()

    def mark(self, where: Tensor) -> "Grid":
        """The same with the cells outlined where this bool (H, W) says so."""
        rows = tuple(
            tuple(replace(cell, marked=bool(where[r, c])) for c, cell in enumerate(row))
            for r, row in enumerate(self.rows)
        )
        return replace(self, rows=rows)

    def outline(self, seeds: Tensor, block_size: int) -> "Grid":
        """The same with an outline around the block of every seed (H, W), cut off at the border."""
        before, after = reach(block_size)
        height, width = seeds.shape
        outlines = tuple(
            (max(r - before, 0), max(c - before, 0), min(r + after, height - 1) + 1,
             min(c + after, width - 1) + 1)
            for r, c in seeds.nonzero().tolist()
        )  # fmt: skip
        return replace(self, outlines=outlines)


def decimals(x: Tensor) -> int:
    """One precision for all numbers of a grid: none where none needs it or one would not fit its
    cell, two decimals where no number is above 1, else one."""
    if bool((x == x.round()).all()) or x.max() >= 99.95:
        return 0
    return 2 if x.max() <= 1 else 1


def number(value: float, digits: int) -> str:
    """A number of a grid. Of two decimals no zero stands before the point, and 0 and 1 are whole:
    three figures fit a cell."""
    text = fixed(value, digits)
    if digits < 2:
        return text
    return text[0] if text.endswith(".00") else text.removeprefix("0")


def _rows(shape: torch.Size, cell: Callable[[int, int], Cell]) -> tuple[tuple[Cell, ...], ...]:
    return tuple(tuple(cell(r, c) for c in range(shape[1])) for r in range(shape[0]))


def values(title: str, label: str, x: Tensor, largest: float) -> Grid:
    """The numbers of x (H, W), in colours that run from 0 to the largest."""
    digits = decimals(x)

    def cell(r: int, c: int) -> Cell:
        value = x[r, c].item()
        return Cell(number(value, digits), "value", min(max(value / largest, 0), 1))

    return Grid(title, label, _rows(x.shape, cell))


def draw(title: str, label: str, noise: Tensor, seeds: Tensor) -> Grid:
    """The uniform draw (H, W), with its seeds."""

    def cell(r: int, c: int) -> Cell:
        text = fixed(noise[r, c].item(), 2).removeprefix("0")
        return Cell(text, "seed" if seeds[r, c] else "draw")

    return Grid(title, label, _rows(noise.shape, cell))


def blocks(title: str, label: str, seeds: Tensor, block_size: int) -> Grid:
    """The blocks that the seeds (H, W) grow into: a cell says how many of them cover it."""
    covers = cover_counts(seeds[None, None], block_size)[0, 0]

    def cell(r: int, c: int) -> Cell:
        count = int(covers[r, c])
        if seeds[r, c]:
            return Cell(str(count), "seed")
        return Cell(str(count), "free" if count == 0 else "block" if count == 1 else "overlap")

    return Grid(title, label, _rows(seeds.shape, cell))


def flags(
    title: str, label: str, field: Tensor, yes: str, no: str, *, kind: Kind = "block"
) -> Grid:
    """Where a 0/1 or bool field (H, W) holds, in cells of this kind, and where it does not."""

    def cell(r: int, c: int) -> Cell:
        return Cell(yes, kind) if field[r, c] else Cell(no, "free")

    return Grid(title, label, _rows(field.shape, cell))


def mask(title: str, label: str, kept: Tensor) -> Grid:
    """The keep mask (H, W): 1 keeps, 0 drops."""

    def cell(r: int, c: int) -> Cell:
        return Cell("1", "kept") if kept[r, c] else Cell("0", "dropped")

    return Grid(title, label, _rows(kept.shape, cell))


def output(title: str, label: str, result: Tensor, kept: Tensor, largest: float) -> Grid:
    """The result (H, W): dropped units are 0."""
    shown = values(title, label, result, largest).rows

    def cell(r: int, c: int) -> Cell:
        return shown[r][c] if kept[r, c] else Cell("0", "dropped")

    return Grid(title, label, _rows(result.shape, cell))


@lru_cache(maxsize=256)
def as_html(grid: Grid, *, dark: bool) -> str:
    """The grid as a table with a caption, in the classes of ``web/grid.css``."""

    def td(cell: Cell) -> str:
        classes = " ".join([cell.kind, *["marked"] * cell.marked])
        style = ""
        if cell.kind == "value":
            text = "on-bright" if cell.level > BRIGHT else "on-dim"
            style = f' style="background:rgb{colour(cell.level)};color:var(--{text})"'
        return f'<td class="{classes}"{style}>{escape(cell.text)}</td>'

    rows = "".join(f"<tr>{''.join(map(td, row))}</tr>" for row in grid.rows)
    theme = " dark" if dark else ""
    theme += " long" if any(len(cell.text) > 3 for row in grid.rows for cell in row) else ""
    return (
        f'<figure class="tensor{theme}" style="--side:{len(grid.rows[0])}">'
        f"<figcaption>{escape(grid.title)}</figcaption>"
        f'<table class="grid" aria-label="{escape(grid.label)}"><tbody>{rows}</tbody></table>'
        "</figure>"
    )
