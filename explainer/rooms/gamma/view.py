"""Mounts the live part of the gamma page: headline, sliders, formula in steps, survival maps."""

import streamlit as st

from explainer.rooms.gamma import words
from explainer.shell import sliders, state
from explainer.shell.component import component
from explainer.shell.session import session
from explainer.shell.settings import Settings


def show_sliders() -> None:
    """The headline, and the sliders that it speaks of. They stay in sight. A release reruns the
    page, for its charts."""
    from explainer.rooms.gamma import packet  # imports torch

    component("headline")(key="headline")
    now = session()
    data = packet.control_data(sliders.slider_state(), now.token, now.restore_url)
    with st.container(key="sticky_sliders"):
        component("gamma/controls")(
            key="controls", data=data, on_commit_change=sliders.on_commit("controls")
        )


@st.fragment
def show_tiles(settings: Settings) -> None:
    """The steps of the formula, with the answers for all that moves while a slider moves."""
    from explainer.rooms.gamma import packet

    if state.settings() != settings:
        st.rerun()  # a release came with a question, and Streamlit ran this fragment for both
    data = packet.answer_packet(sliders.slider_state().asked)
    component("gamma/tiles")(key="tiles", data=data, on_ask_change=sliders.on_ask("tiles"))


def show_survival() -> None:
    """Every unit's chance to survive."""
    component("gamma/survival")(key="survival", data=words.survival_words())
