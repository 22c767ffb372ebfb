"""Mounts the live stage: the headline with the base packet, and the stage itself."""

import streamlit as st

from explainer.shell import sliders, state, widgets
from explainer.shell.component import component, start
from explainer.shell.packet import pack
from explainer.shell.session import session
from explainer.shell.sources import Pixels


def show_headline(upload: Pixels | None) -> None:
    """The headline, which also brings input and draw to the browser."""
    start("playground")
    from explainer.shell import features  # it imports torch, as the next
    from explainer.shell.base import base_name, base_packet

    features.require()
    settings = state.settings()
    name = base_name(settings, upload)
    component("headline")(key="headline", data=base_packet(name, settings, upload))


@st.fragment
def show_stage(upload: Pixels | None) -> None:
    """Sliders, panels and cards. What the stage commits reruns this fragment only; what comes back
    of the dropped units follows as a message of its own."""
    from explainer.rooms.playground.filling import filling_packet
    from explainer.rooms.playground.packet import stage_parts
    from explainer.rooms.playground.tour import tour_header
    from explainer.shell.base import base_name

    state.settle()
    sliders_at = sliders.slider_state()
    header, arrays = stage_parts(
        sliders_at.settings,
        upload,
        base_name(sliders_at.settings, upload),
        sliders_at.asked.block_size,
        session().token,
        sliders_at.shown,
        session().restore_url,
    )
    header["controls"]["tour"] = sliders_at.shown.tour
    header["tour"] = tour_header(sliders_at.settings)
    component("playground/stage")(
        key="stage",
        data=pack(header, arrays),
        on_commit_change=sliders.on_commit("stage"),
        on_ask_change=sliders.on_ask("stage"),
        on_recipe_change=_on_recipe,
    )
    packet = filling_packet(sliders_at.settings, upload)
    component("playground/filling")(key="filling", data=packet)


def _on_recipe() -> None:
    state.change(recipe=widgets.value("stage").get("recipe"))
    session().whole_page = True
