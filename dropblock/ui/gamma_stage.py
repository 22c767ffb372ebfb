"""Mounts the live part of the gamma page: headline, sliders, steps of the formula, luck maps."""

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from dropblock.ui import component, controls, gamma_words, sliders, state
from dropblock.ui.settings import Settings
from dropblock.ui.text import prose

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


def show_headline() -> None:
    """What is asked and what is kept, in one sentence, while a slider moves."""
    component.headline()(key="headline")


@st.fragment
def show_live(settings: Settings) -> None:
    """What answers while a slider moves. A release reruns the whole page, for its charts."""
    from dropblock.ui import gamma_packet  # imports torch

    session = st.session_state
    if state.settings() != settings:
        st.rerun()
    data = gamma_packet.lens_packet(sliders.standing(), session.token, session.restore_url)
    with st.container(key="lens_box"):
        _lens()(
            key="lens",
            data=data,
            on_commit_change=sliders.on_commit("lens"),
            on_ask_change=sliders.on_ask("lens"),
        )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.markdown(prose("gamma_formula"))
        controls.new_draw()
    _tiles()(key="tiles", data=gamma_words.tile_words())
    st.markdown(prose("gamma_luck"))
    _luck()(key="luck", data=gamma_words.luck_words())
