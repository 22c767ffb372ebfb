"""Inside a network: your picture, its real feature maps, and what the network still says."""

import streamlit as st

import explainer.shell.gate  # noqa: F401  # first: see there
from explainer.rooms.network import view
from explainer.shell import controls, state
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
