"""Mounts the comparison of implementations: controls, the tiles, and what is known of each."""

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from dropblock.ui import component, controls, sliders, state
from dropblock.ui.settings import ALL, PEERS
from dropblock.ui.text import _, prose

BLOCK = "asked_block"  # what this page's block_size moves


def _peers() -> ComponentRenderer:
    return component.component(
        "implementations/peers",
        "base sliders implementations/peers",
        "packet store sliders view paint compose theme cards implementations/map "
        "implementations/peers",
    )


@st.fragment
def show_peers() -> None:
    """All that depends on the settings, which is the whole page but its words."""
    from dropblock.ui.peers import calls, decisions, matrix, packet, words  # they import torch

    state.settle()
    component.headline()(key="headline")
    settings = state.settings()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        controls.map_sides(settings)
        names = words.names()
        controls.pick(
            "baseline", _("Compare with"), {name: names[name] for name in PEERS}, settings.baseline
        )
        controls.pick(
            "yours",
            _("Your implementation"),
            {ALL: _("All of them"), **{name: names[name] for name in PEERS}},
            settings.yours,
        )
        controls.new_draw()
    session = st.session_state
    _peers()(
        key="peers",
        data=packet.packet(sliders.standing(), session.token, session.restore_url),
        on_commit_change=sliders.on_commit("peers", BLOCK),
        on_ask_change=sliders.on_ask("peers", BLOCK),
    )
    kept = matrix.expected_in_last_stage("timm")
    st.markdown(
        prose("implementations_draw").format(
            peer=names["timm"], asked=f"{matrix.EXAMPLE:.2f}", kept=f"{kept:.3f}"
        )
    )
    st.markdown(prose("implementations_yours"))
    matrix.show_matrix(settings)
    st.markdown(prose("implementations_decisions"))
    decisions.show_decisions()
    st.markdown(prose("implementations_calls"))
    calls.show_calls(settings)
