"""Mounts the walk through the code, with the controls of its map."""

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from dropblock.ui import component, controls, sliders, state
from dropblock.ui.settings import Settings
from dropblock.ui.text import _


def _walk() -> ComponentRenderer:
    return component.component(
        "steps/walk",
        "base sliders formula steps/grid steps/walk",
        "packet store sliders view paint compose theme cards frames "
        "steps/code steps/tensors steps/predict steps/bench steps/walk",
    )


def show_controls(settings: Settings) -> None:
    """What the map that is walked through is run with."""
    with st.container(horizontal=True, width="content", vertical_alignment="center", gap="small"):
        controls.walk_controls(settings.walk, change)


@st.fragment
def show_walk() -> None:
    """Code and tensors. What is moved in the browser reruns this fragment only."""
    from dropblock.ui.walk import packet  # imports torch

    state.settle()
    session = st.session_state
    data = packet.walk_packet(sliders.standing(), session.token, session.restore_url)
    _walk()(key="walk", data=data, on_commit_change=_on_commit)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        controls.more_walk_controls(state.settings().walk, change)
    _show_slides()


def _show_slides() -> None:
    """The walk as files for a talk; they are made when this is opened."""
    panel = st.expander(_("For your slides"), key="slides", on_change="rerun")
    if not panel.open:
        return
    from dropblock.ui.walk.slides import walk_files  # imports torch

    gif, png = walk_files(state.settings().walk.change(step="1", part="walk", tour=0))
    with panel:
        st.caption(_("Every step of this draw, with its code: 1280 × 720, three seconds each."))
        with st.container(horizontal=True):
            for label, data, name, mime in (
                (_("Animation (GIF)"), gif, "dropblock-walk.gif", "image/gif"),
                (_("Strip (PNG)"), png, "dropblock-walk.png", "image/png"),
            ):
                st.download_button(label, data, name, mime, on_click="ignore", key=name)
        st.image(gif, width=640, alt=_("The walk as an animation"))


def change(**changes: object) -> None:
    """Change what is walked through, which may not be what the other pages show so far."""
    state.change(**_through(changes))


def _through(changes: dict[str, object]) -> dict[str, object]:
    """The changes, with those that lead from the settings to their `Settings.walk`."""
    if changes.keys() <= {"step"}:
        return changes
    before, walk = state.settings().query(), state.settings().walk.query()
    return {key: walk[key] for key in walk if walk[key] != before[key]} | changes


def _on_commit() -> None:
    sent = sliders.moved("walk", "commit")
    walk = state.settings().walk
    moved = {k: v for k, v in sent.items() if v != getattr(walk, k, None)}
    changes = _through(moved)
    if sliders.sent("walk", "commit").get("token") == st.session_state.token:
        state.commit(changes)
    else:
        state.change(**changes)
