"""Mounts the live part of the gamma page: headline, sliders, steps of the formula, luck maps."""

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from dropblock.ui import component, sliders, state
from dropblock.ui.gamma import words
from dropblock.ui.settings import Settings

DRAWING = "packet store view paint compose theme cards frames"


def _lens() -> ComponentRenderer:
    return component.component(
        "gamma/lens", "base sliders gamma/lens", f"{DRAWING} sliders gamma/lens"
    )


def _tiles() -> ComponentRenderer:
    return component.component(
        "gamma/tiles", "base formula frames gamma/tiles", f"{DRAWING} gamma/tiles"
    )


def _luck() -> ComponentRenderer:
    return component.component("gamma/luck", "base frames gamma/luck", f"{DRAWING} gamma/luck")


def show_sliders() -> None:
    """The headline, and the sliders that it speaks of. They stay in sight. A release reruns the
    page, for its charts."""
    from dropblock.ui.gamma import packet  # imports torch

    component.headline()(key="headline")
    session = st.session_state
    data = packet.lens_data(sliders.standing(), session.token, session.restore_url)
    with st.container(key="lens_box"):
        _lens()(key="lens", data=data, on_commit_change=sliders.on_commit("lens"))


@st.fragment
def show_tiles(settings: Settings) -> None:
    """The steps of the formula, with the answers for all that moves while a slider moves."""
    from dropblock.ui.gamma import packet

    if state.settings() != settings:
        st.rerun()  # a release came with a question, and Streamlit ran this fragment for both
    data = packet.answer_packet(sliders.standing().asked)
    _tiles()(key="tiles", data=data, on_ask_change=sliders.on_ask("tiles"))


def show_luck() -> None:
    """Every unit's chance to survive."""
    _luck()(key="luck", data=words.luck_words())
