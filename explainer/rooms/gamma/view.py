"""Mounts the live part of the gamma page: headline, sliders, formula in steps, survival maps."""

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from explainer.rooms.gamma import words
from explainer.shell import component, sliders, state
from explainer.shell.session import session
from explainer.shell.settings import Settings

DRAWING = "packet store view paint compose theme cards frames"


def _controls() -> ComponentRenderer:
    return component.component(
        "gamma/controls", "base sliders gamma/controls", f"{DRAWING} sliders gamma/controls"
    )


def _tiles() -> ComponentRenderer:
    return component.component(
        "gamma/tiles", "base formula frames gamma/tiles", f"{DRAWING} gamma/tiles"
    )


def _survival() -> ComponentRenderer:
    return component.component(
        "gamma/survival", "base frames gamma/survival", f"{DRAWING} gamma/survival"
    )


def show_sliders() -> None:
    """The headline, and the sliders that it speaks of. They stay in sight. A release reruns the
    page, for its charts."""
    from explainer.rooms.gamma import packet  # imports torch

    component.headline()(key="headline")
    now = session()
    data = packet.control_data(sliders.slider_state(), now.token, now.restore_url)
    with st.container(key="sticky_sliders"):
        _controls()(key="controls", data=data, on_commit_change=sliders.on_commit("controls"))


@st.fragment
def show_tiles(settings: Settings) -> None:
    """The steps of the formula, with the answers for all that moves while a slider moves."""
    from explainer.rooms.gamma import packet

    if state.settings() != settings:
        st.rerun()  # a release came with a question, and Streamlit ran this fragment for both
    data = packet.answer_packet(sliders.slider_state().asked)
    _tiles()(key="tiles", data=data, on_ask_change=sliders.on_ask("tiles"))


def show_survival() -> None:
    """Every unit's chance to survive."""
    _survival()(key="survival", data=words.survival_words())
