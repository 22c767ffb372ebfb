"""Mounts the walk through the code, with the controls of its map."""

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from explainer.shell import component, controls, next_part, sliders, state
from explainer.shell.session import session
from explainer.shell.settings import STEPS, Settings
from explainer.shell.text import _


def _walk() -> ComponentRenderer:
    return component.component(
        "walk/walk",
        "base sliders formula grid walk/walk",
        "packet store sliders view paint compose theme cards frames "
        "walk/code walk/tensors walk/predict walk/step_view walk/walk",
    )


def show_controls(settings: Settings) -> None:
    """What the map that is walked through is run with."""
    with st.container(horizontal=True, width="content", vertical_alignment="center", gap="small"):
        controls.walk_controls(settings)


@st.fragment
def show_walk() -> None:
    """Code and tensors. What is moved in the browser reruns this fragment only."""
    from explainer.rooms.walk import packet  # imports torch

    state.settle()
    now = session()
    data = packet.walk_packet(sliders.slider_state(), now.token, now.restore_url)
    _walk()(key="walk", data=data, on_commit_change=sliders.on_commit("walk"))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        controls.more_walk_controls(state.settings())
    if state.settings().step == STEPS[-1]:
        next_part.show_way(_("Go on: eight beliefs, put to the test"), "beliefs")
    _show_slides()


def _show_slides() -> None:
    """The walk as files for a talk; they are made when this is opened."""
    panel = st.expander(_("For your slides"), key="slides", on_change="rerun")
    if not panel.open:
        return
    from explainer.rooms.walk.slides import walk_files  # imports torch

    gif, png = walk_files(state.settings().change(step="1", part="walk", tour=0))
    with panel:
        st.caption(
            _(
                "Every step of this draw: the animation with its code, each step for as long as it "
                "takes to read; the strip with all steps on one slide."
            )
        )
        with st.container(horizontal=True):
            for label, data, name, mime in (
                (_("Animation (GIF)"), gif, "dropblock-walk.gif", "image/gif"),
                (_("Strip (PNG)"), png, "dropblock-walk.png", "image/png"),
            ):
                st.download_button(label, data, name, mime, on_click="ignore", key=name)
        st.image(gif, width=640, alt=_("The walk as an animation"))
