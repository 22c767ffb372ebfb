"""Components of the browser, put together from the files of `explainer` without a build step."""

import json
import sys
from functools import cache
from pathlib import Path

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from explainer.shell.text import _

EXPLAINER = Path(__file__).parents[1]


def _read(parts: str, ending: str) -> str:
    files = (f"rooms/{part}" if "/" in part else f"web/{part}" for part in parts.split())
    return "\n".join((EXPLAINER / f"{file}{ending}").read_text(encoding="utf-8") for file in files)


@cache
def component(html: str, css: str, js: str) -> ComponentRenderer:
    """A component from its parts: files in web, or as room/file in a room, without their
    endings and separated by spaces. The two headline sliders are put where html marks it.
    """
    return st.components.v2.component(
        "dropblock_" + html.replace("/", "_"),
        html=_read(html, ".html").replace("<!-- sliders -->", _read("sliders", ".html")),
        css=_read(css, ".css"),
        js=_read(f"mount {js}", ".js"),
    )


def headline() -> ComponentRenderer:
    """The headline of a page, which shows what the page's sliders say."""
    return component("headline", "headline", "packet store headline")


def restore_url(query: str) -> None:
    """Put back the query that the navigation dropped, on a page without sliders, which do it
    otherwise; without a second entry in the history. query: from `state`, or empty."""
    if query:
        address = f"location.pathname + {json.dumps('?' + query)}"
        put = f"if (!location.search) history.replaceState(history.state, '', {address});"
        st.html(f"<script>{put}</script>", unsafe_allow_javascript=True)


def start_torch() -> None:
    """Import torch, with a note for the first visitor, who waits for it.

    Maps are small and many visitors share the machine: each of their threads computes alone,
    since a pool of threads for every operation only makes them wait for each other.
    """
    notice = st.empty()
    if "torch" not in sys.modules:
        notice.caption(_("Starting PyTorch: a few seconds, the first time only."))
    import torch  # the frame is on the screen by now

    torch.set_num_threads(1)
    notice.empty()
