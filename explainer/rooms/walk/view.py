"""Mounts the walk through the code, with the controls of its map."""

import streamlit as st

from explainer.shell import controls, next_part, sliders, state
from explainer.shell.component import component
from explainer.shell.session import session
from explainer.shell.settings import LARGEST_WALK, STEPS, Settings
from explainer.shell.text import _


def show_controls(settings: Settings) -> None:
    """What the map that is walked through is run with."""
    with st.container(horizontal=True, width="content", vertical_alignment="center", gap="small"):
        controls.walk_controls(settings)


@st.fragment
def show_walk() -> None:
    """Code and tensors. What is moved in the browser reruns this fragment only."""
    from explainer.rooms.walk import packet  # imports torch, as the next
    from explainer.shell import features

    state.settle()
    features.require()
    now, walk = session(), st.container()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        controls.more_walk_controls(state.settings())
    upload = controls.picture_controls(state.settings(), LARGEST_WALK)
    data = packet.walk_packet(sliders.slider_state(), now.token, now.restore_url, upload)
    with walk:
        component("walk/walk")(key="walk", data=data, on_commit_change=sliders.on_commit("walk"))
    if state.settings().step == STEPS[-1]:
        next_part.show_way(_("Go on: eight beliefs, put to the test"), "beliefs")
