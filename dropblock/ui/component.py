"""Components of the browser, put together from the files in assets/ without a build step."""

import sys
from functools import cache
from pathlib import Path

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from dropblock.ui.text import _

ASSETS = Path(__file__).parents[2] / "assets"


def _read(file: str) -> str:
    return (ASSETS / file).read_text(encoding="utf-8")


@cache
def component(html: str, css: tuple[str, ...], js: tuple[str, ...]) -> ComponentRenderer:
    """A component from its parts: files below assets/, without their endings."""
    return st.components.v2.component(
        "dropblock_" + html.replace("/", "_"),
        html=_read(f"{html}.html"),
        css="\n".join(_read(f"{part}.css") for part in css),
        js="\n".join(_read(f"{part}.js") for part in js),
    )


def headline() -> ComponentRenderer:
    """The headline of a page, which shows what the page's sliders say."""
    parts = ("stage/packet", "stage/store", "stage/headline")
    return component("stage/headline", ("stage/headline",), parts)


def start_torch() -> None:
    """Import torch, with a note for the first visitor, who waits for it."""
    if "torch" in sys.modules:
        return
    notice = st.empty()
    notice.caption(_("Starting PyTorch: a few seconds, the first time only."))
    import torch  # noqa: F401  # the frame is on the screen by now

    notice.empty()
