"""Shows grids of numbers side by side on a page."""

from functools import cache

import streamlit as st

from explainer.figures.grids import Grid, as_html
from explainer.figures.theme import DARK
from explainer.shell import charts, modules

PAIRED = 7  # columns up to which a phone has room for two grids abreast


@cache
def _style() -> str:
    folder = modules.ROOT / "web"
    return "".join((folder / name).read_text(encoding="utf-8") for name in ("grid.css", "row.css"))


def show_grids(*grids: Grid, most: int = 15) -> None:
    """The grids in a row, as large as it has room for, each at most so many rem wide; it wraps
    where the page is narrow."""
    dark = charts.theme() is DARK
    columns = [len(grid.rows[0]) for grid in grids]
    abreast = 2 if len(grids) > 1 and max(columns) <= PAIRED else 1
    sizes = {
        "count": len(grids),
        "columns": sum(columns),
        "widest": max(columns),
        "abreast": abreast,
        "most": f"{most}rem",
    }
    room = ";".join(f"--{name}:{size}" for name, size in sizes.items())
    shown = "".join(as_html(grid, dark=dark) for grid in grids)
    st.html(f'<style>{_style()}</style><div class="grids" style="{room}">{shown}</div>')
