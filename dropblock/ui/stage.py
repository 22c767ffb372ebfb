"""Mounts the live stage: the headline with the base packet, and the stage itself."""

from typing import Any

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from dropblock.ui import component, state
from dropblock.ui.sources import Pixels


def _stage() -> ComponentRenderer:
    return component.component(
        "stage/stage",
        tuple(f"stage/{part}" for part in ("base", "sliders", "formula", "frames", "stage")),
        tuple(
            f"stage/{part}"
            for part in (
                "packet", "store", "sliders", "view", "paint",
                "compose", "cards", "frames", "panels", "stage",
            )
        ),
    )  # fmt: skip


def show_headline(upload: Pixels | None) -> None:
    """The headline, which also brings input and draw to the browser."""
    component.start_torch()
    from dropblock.ui import packets  # imports torch

    settings = state.settings()
    name = packets.base_name(settings, upload)
    component.headline()(key="headline", data=packets.base_packet(name, settings, upload))


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
    _stage()(
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
