"""Mounts the live stage: the headline with the base packet, and the stage itself."""

import sys
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from dropblock.ui import state
from dropblock.ui.sources import Pixels
from dropblock.ui.text import _

ASSETS = Path(__file__).parents[2] / "assets" / "stage"
STAGE_PARTS = ("packet", "store", "view", "paint", "compose", "cards", "panels", "stage")
HEADLINE_PARTS = ("packet", "store", "headline")


def _read(file: str) -> str:
    return (ASSETS / file).read_text(encoding="utf-8")


@cache
def _component(name: str, parts: tuple[str, ...]) -> ComponentRenderer:
    """A component; its module is put together from files, without a build step."""
    return st.components.v2.component(
        f"dropblock_{name}",
        html=_read(f"{name}.html"),
        css=_read(f"{name}.css"),
        js="\n".join(_read(f"{part}.js") for part in parts),
    )


def show_headline(upload: Pixels | None) -> None:
    """The headline, which also brings input and draw to the browser."""
    notice = st.empty()
    if "torch" not in sys.modules:
        notice.caption(_("Starting PyTorch: a few seconds, the first time only."))
    from dropblock.ui import packets  # imports torch: the frame is on the screen by now

    notice.empty()
    settings = state.settings()
    name = packets.base_name(settings, upload)
    component = _component("headline", HEADLINE_PARTS)
    component(key="headline", data=packets.base_packet(name, settings, upload))


@st.fragment
def show_stage(upload: Pixels | None) -> None:
    """Sliders, panels and cards. What the stage commits reruns this fragment only."""
    from dropblock.ui import packets

    session = st.session_state
    if session.pop("whole_page", False):
        st.rerun()
    settings = state.settings()
    if session.get("shown_token") != session.token:
        session.shown_token, session.shown, session.asked = session.token, settings, None
    data = packets.stage_packet(
        settings,
        packets.base_name(settings, upload),
        session.asked or settings.block_size,
        session.token,
        session.shown,
        session.restore_url,
    )
    component = _component("stage", STAGE_PARTS)
    component(
        key="stage",
        data=data,
        on_commit_change=_on_commit,
        on_ask_change=_on_ask,
        on_recipe_change=_on_recipe,
    )


def _sent(name: str) -> dict[str, Any]:
    """What the stage sent, which anybody can forge: a dict, or an empty one."""
    value = st.session_state.stage.get(name)
    return value if isinstance(value, dict) else {}


def _on_commit() -> None:
    sent = _sent("commit")
    changes: dict[str, object] = {
        key: sent[key] for key in ("keep_prob", "block_size") if key in sent
    }
    if sent.get("token") == st.session_state.token:
        state.commit(changes)
    else:  # made on a page that something else has changed since: bring the stage into step
        state.change(**changes)
    st.session_state.asked = None


def _on_ask() -> None:
    asked = state.settings().change(block_size=_sent("ask").get("block_size"))
    st.session_state.asked = asked.block_size


def _on_recipe() -> None:
    state.change(recipe=st.session_state.stage.get("recipe"))
    st.session_state.whole_page = True
