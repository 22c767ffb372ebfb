"""The playground: DropBlock, stage by stage, on a picture of your choice."""

import streamlit as st

import explainer.shell.gate  # noqa: F401  # first: see there
from explainer.rooms.playground import view as stage
from explainer.rooms.playground.takeaway import take_away
from explainer.shell import controls, state
from explainer.shell.next_part import lead_on, show_stops
from explainer.shell.takeaway.panel import show_take_away
from explainer.shell.text import _, prose

settings = state.restore("playground")
headline = st.container()
with st.container(
    horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", gap="small"
):
    controls.source_picker(settings)
    with st.container(horizontal=True, width="content", vertical_alignment="center", gap="small"):
        controls.run_controls(settings)
with st.container():  # always there: what comes and goes in it does not move the stage
    upload = controls.picture_controls(settings)
with headline:
    stage.show_headline(upload)
stage.show_stage(upload)
with st.expander(_("What you are looking at, in words")):
    st.markdown(prose("playground", "playground"))
show_take_away(take_away)
show_stops("playground")
lead_on("pages/steps.py", _("Next: predict what each line of the code does"))
