"""Mounts the live stage: the headline with the base packet, and the stage itself."""

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from dropblock.ui import component, sliders, state
from dropblock.ui.packet import pack
from dropblock.ui.sources import Pixels


def _stage() -> ComponentRenderer:
    return component.component(
        "stage",
        "base sliders formula frames stage tour",
        "packet store sliders view paint compose theme cards frames panels "
        "calm ring tourstops prediction tour stage",
    )


def show_headline(upload: Pixels | None) -> None:
    """The headline, which also brings input and draw to the browser."""
    component.start_torch()
    from dropblock.ui.playground import packets  # imports torch

    settings = state.settings()
    name = packets.base_name(settings, upload)
    component.headline()(key="headline", data=packets.base_packet(name, settings, upload))


@st.fragment
def show_stage(upload: Pixels | None) -> None:
    """Sliders, panels and cards. What the stage commits reruns this fragment only."""
    from dropblock.ui.playground import packets
    from dropblock.ui.playground.tour import tour_header

    state.settle()
    standing = sliders.standing()
    header, arrays = packets.stage_parts(
        standing.settings,
        packets.base_name(standing.settings, upload),
        standing.asked.block_size,
        st.session_state.token,
        standing.shown,
        st.session_state.restore_url,
    )
    header["controls"]["tour"] = standing.shown.tour
    header["tour"] = tour_header(standing.settings)
    _stage()(
        key="stage",
        data=pack(header, arrays),
        on_commit_change=sliders.on_commit("stage"),
        on_ask_change=sliders.on_ask("stage"),
        on_recipe_change=_on_recipe,
    )


def _on_recipe() -> None:
    state.change(recipe=st.session_state.stage.get("recipe"))
    st.session_state.whole_page = True
