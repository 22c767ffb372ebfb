"""Step by step: the code beside its tensors, beliefs put to the test, bugs, a short check."""

import streamlit as st

import explainer.shell.gate  # noqa: F401  # first: see there
from explainer.rooms.walk import view as walk
from explainer.rooms.walk.takeaway import take_away
from explainer.shell import component, controls, next_part, state
from explainer.shell.session import session
from explainer.shell.takeaway.panel import show_take_away
from explainer.shell.text import prose

settings = state.restore("steps")
st.markdown(prose(settings.part, "title"))
with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
    controls.part_choice(settings)
    if settings.part == "walk":
        walk.show_controls(settings)
if settings.part != "walk":
    component.restore_url(session().restore_url)
component.start(settings.part)
if settings.part == "walk":
    walk.show_walk()
    show_take_away(take_away)
elif settings.part == "beliefs":
    from explainer.rooms.beliefs import view as beliefs  # it imports torch, as those below

    beliefs.show()
elif settings.part == "museum":
    from explainer.rooms.museum import view as museum

    museum.show()
else:
    from explainer.rooms.check import view

    view.show_quiz(settings)
next_part.show_stops("steps")
next_part.arrive()
