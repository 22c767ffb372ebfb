"""Mounts the page about the network: headline, ladder, and what is still being asked."""

import streamlit as st

from explainer.shell import sliders, state
from explainer.shell.component import component, start
from explainer.shell.packet import pack
from explainer.shell.session import session
from explainer.shell.settings import Settings
from explainer.shell.sources import Pixels

PICKED = ("stage", "draw")  # settings that the ladder's own buttons change


def show_headline(upload: Pixels | None) -> None:
    """The headline, which also brings the picture to the browser."""
    start("network")
    from explainer.network import WeightsMissing, load  # they import torch
    from explainer.rooms.network.looked import photo_name, photo_pixels

    try:
        load()
    except WeightsMissing as missing:
        st.error(str(missing))
        st.stop()
    settings = state.settings()
    base = {"base": photo_name(settings, upload), "size": 224, "channels": 3, "picture": True}
    values = {"values": photo_pixels(settings, upload)}
    component("headline")(key="headline", data=pack(base, values))


@st.fragment
def show_ladder(upload: Pixels | None) -> None:
    """The same share gone in larger and larger blocks. What the network says at the slider's stop
    comes first; what it says at all stops, and in how many draws its answer stays, is asked in
    pieces while the visitor looks."""
    from explainer.rooms.network import counting, packet
    from explainer.rooms.network.asking import asked
    from explainer.rooms.network.words import ladder_words

    state.settle()
    sliders_at = sliders.slider_state()
    settings = sliders_at.settings
    now = asked(settings, upload)
    header, arrays = packet.intact_parts(now.photo, settings.stage, now.at)
    first, answers = now.ladder.parts(round(settings.keep_prob * 100))
    more = first | {
        "token": session().token,
        "url": session().restore_url,
        "controls": {"keep_prob": sliders_at.shown.keep_prob},
        "settled": {"keep_prob": settings.keep_prob},
        "draw": settings.draw,
        "of": counting.counted_of(now.photo, settings),
        "stages": packet.stages(),
        "words": ladder_words(settings, now.at),
        "names": packet.class_names(now.at, arrays["intactClasses"], answers["answerClasses"]),
    }
    component("network/ladder")(
        key="ladder",
        data=pack(header | more, arrays | answers),
        on_commit_change=sliders.on_commit("ladder"),
        on_pick_change=_on_pick,
    )
    pause = now.pause(counts=not session().count_stopped)
    st.fragment(_go_on, run_every=pause)(settings, upload)


def _go_on(settings: Settings, upload: Pixels | None) -> None:
    """Ask for a moment; what is finished is shown with all of the page."""
    from explainer.rooms.network.asking import asked
    from explainer.rooms.network.counting import header

    counts = not session().count_stopped
    now = asked(settings, upload)
    finished = now.go_on(counts=counts)
    data = header(now.photo, settings, now.count, goes_on=counts)
    component("network/counts")(key="counts", data=data)
    if finished:
        st.rerun()


def _on_pick() -> None:
    message = sliders.sent("ladder", "pick")
    if "stopped" in message:
        session().count_stopped = message["stopped"] is True
    changes = {name: message[name] for name in PICKED if name in message}
    state.change(**changes)
    session().whole_page = True
