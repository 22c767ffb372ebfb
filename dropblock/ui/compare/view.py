"""Mounts the comparison: controls, the five methods, the chart of leaks."""

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from dropblock.ui import component, controls, sliders, state
from dropblock.ui.packet import pack
from dropblock.ui.settings import Settings


def _family() -> ComponentRenderer:
    return component.component(
        "compare/family",
        "base sliders frames compare/family",
        "packet store sliders view paint compose theme cards frames compare/columns compare/family",
    )


def show_compare() -> None:
    """All that depends on the settings, which is the whole page but its words."""
    st.session_state.played = 0  # who comes back to the page finds the draw of the link
    _show()


@st.fragment
def _show() -> None:
    from dropblock.ui.compare import chart, family  # they import torch
    from dropblock.ui.playground import packets

    state.settle()
    headline = st.container()
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", gap="small"
    ):
        controls.source_picker(state.settings())
        with st.container(horizontal=True, width="content", vertical_alignment="center"):
            controls.run_controls(state.settings())
    with st.container():
        upload = controls.uploader() if state.settings().source == "upload" else None

    standing = sliders.standing()
    settings = _played(standing.settings)
    base = packets.base_name(settings, upload)
    x = family.feature_map(settings, upload)
    with headline:
        component.headline()(key="headline", data=packets.base_packet(base, settings, upload))
    header, arrays = packets.stage_parts(
        settings,
        base,
        standing.asked.block_size,
        st.session_state.token,
        standing.shown,
        st.session_state.restore_url,
    )
    more, guessed = family.guesses(
        base,
        settings.recipe,
        settings.keep_prob,
        settings.block_size,
        settings.cutout,
        settings,
        x,
    )
    _family()(
        key="family",
        data=pack(
            {**header, **more, **family.family_header(settings)},
            {**arrays, **guessed, **family.tables(settings, arrays["kept"])},
        ),
        on_commit_change=sliders.on_commit("family"),
        on_ask_change=sliders.on_ask("family"),
        on_play_change=_on_play,
        on_rest_change=_on_rest,
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        controls.cutout_side(state.settings())
        controls.more_controls(state.settings())
    # The chart is of the draws from the link's on, so it stands still while draws play.
    own = state.settings()
    chart.show_leaks(own, packets.base_name(own, upload), x, more)


def _played(settings: Settings) -> Settings:
    """While draws play, a later one than the settings', of which the link does not know yet."""
    played = st.session_state.get("played", 0)
    return settings.later(played) if played else settings


def _on_play() -> None:
    if sliders.sent("family", "play").get("once"):
        state.change(seed=state.settings().later(1).seed)
    else:
        st.session_state.played = st.session_state.get("played", 0) + 1


def _on_rest() -> None:
    settings = _played(state.settings())
    st.session_state.played = 0
    state.change(seed=settings.seed)
