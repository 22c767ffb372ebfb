"""Mounts the comparison of implementations: controls, the tiles, and what is known of each."""

from functools import partial

import streamlit as st

from explainer.shell import controls, sliders, state
from explainer.shell.component import component
from explainer.shell.fold import fold
from explainer.shell.session import session
from explainer.shell.settings import ALL, IMPLEMENTATIONS
from explainer.shell.text import _, prose

BLOCK = "asked_block"  # what this page's block_size moves


@st.fragment
def show_implementations() -> None:
    """All that depends on the settings, which is the whole page but its words."""
    from explainer.rooms.implementations import (
        calls,  # they import torch
        decisions,  # they import torch
        matrix,  # they import torch
        packet,  # they import torch
        words,  # they import torch
    )

    state.settle()
    component("headline")(key="headline")
    settings = state.settings()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        controls.map_sides(settings)
        names = words.names()
        controls.pick(
            "baseline",
            _("Compare with"),
            {name: names[name] for name in IMPLEMENTATIONS},
            settings.baseline,
        )
        controls.pick(
            "yours",
            _("Your implementation"),
            {ALL: _("All of them"), **{name: names[name] for name in IMPLEMENTATIONS}},
            settings.yours,
        )
        controls.new_draw()
    now = session()
    component("implementations/implementations")(
        key="implementations",
        data=packet.packet(sliders.slider_state(), now.token, now.restore_url),
        on_commit_change=sliders.on_commit("implementations", BLOCK),
        on_ask_change=sliders.on_ask("implementations", BLOCK),
    )
    kept = matrix.expected_in_last_stage("timm")
    draw, yours = st.columns(2, gap="large")
    with draw:
        st.markdown(
            prose("implementations", "draw").format(
                implementation=names["timm"], asked=f"{matrix.EXAMPLE:.2f}", kept=f"{kept:.3f}"
            )
        )
    with yours:
        st.markdown(prose("implementations", "yours"))
    one = settings.yours != ALL
    fold(
        _("What {name} does on every map, for each block_size").format(name=names[settings.yours])
        if one
        else _("What all of them do on one map, for each block_size"),
        "matrix",
        partial(matrix.show_matrix, settings),
        opened=one,
    )
    fold(
        _("The decisions in which they differ, with version and evidence"),
        "differences",
        decisions.show_decisions,
    )
    fold(_("How to ask each of them for it"), "calling", partial(calls.show_calls, settings))
