"""Shows grids of numbers side by side on a page."""

import streamlit as st

from dropblock.figures.grids import Grid, as_html
from dropblock.figures.theme import DARK
from dropblock.ui import charts, component


def show_grids(*grids: Grid) -> None:
    """The grids in a row, which wraps where the page is narrow."""
    dark = charts.theme() is DARK
    style = (component.ASSETS / "steps" / "grid.css").read_text(encoding="utf-8")
    shown = "".join(as_html(grid, dark=dark) for grid in grids)
    st.html(
        f"<style>{style}</style>"
        f'<div style="display:flex;flex-wrap:wrap;gap:.8rem 1.6rem">{shown}</div>'
    )
