"""Inside a network: your picture, its real feature maps, and what the network still says."""

from functools import partial

import streamlit as st

import explainer.shell.gate  # noqa: F401  # first: see there
from explainer.rooms.network import view
from explainer.rooms.network.takeaway import take_away
from explainer.shell import controls, state
from explainer.shell.fold import fold
from explainer.shell.next_part import lead_on, show_stops
from explainer.shell.takeaway.panel import show_take_away
from explainer.shell.text import _
from explainer.shell.uploader import uploader

settings = state.restore("network")
headline = st.container()
with st.container(
    horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", gap="small"
):
    controls.photo_picker(settings)
    with st.container(horizontal=True, width="content", vertical_alignment="center", gap="small"):
        controls.network_controls(settings)
with st.container():  # always there: what comes and goes in it does not move the pictures
    upload = uploader() if settings.photo == "upload" else None
with headline:
    view.show_headline(upload)
view.show_ladder(upload)

from explainer.rooms.network import guessing_view, lost_pixels_view  # noqa: E402  # import torch
from explainer.rooms.network.care import show_care  # noqa: E402
from explainer.rooms.network.same_share_view import show_same_share  # noqa: E402

show_care(settings)
fold(
    _("A belief to test: dropped pixels fool the network because the information is gone"),
    "lost_pixels",
    partial(lost_pixels_view.show_lost_pixels, settings, upload),
)
fold(
    _("How much can be guessed back, really"),
    "guessing",
    partial(guessing_view.show_guessing, settings, upload),
)
fold(_("What is dropped: all methods at the same share"), "same_share", show_same_share)
show_take_away(take_away, looked_at="photo")
show_stops("network")
lead_on("pages/implementations.py", _("Next, for engineers: what your implementation really does"))
