"""Step by step: the code beside its tensors, beliefs put to the test, bugs, a short check."""

import streamlit as st

from dropblock.ui import component, controls, onward, state
from dropblock.ui.export.panel import show_export
from dropblock.ui.text import sections
from dropblock.ui.walk import view as walk

settings = state.restore("steps")
st.markdown(sections("steps")[settings.part])
with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
    controls.part_choice(settings)
    if settings.part == "walk":
        walk.show_controls(settings)
if settings.part != "walk":
    component.restore_url(st.session_state.restore_url)
component.start_torch()
if settings.part == "walk":
    walk.show_walk()
    show_export("steps")
elif settings.part == "beliefs":
    from dropblock.ui.beliefs import view as beliefs  # it imports torch, as those below

    beliefs.show()
elif settings.part == "museum":
    from dropblock.ui.museum import view as museum

    museum.show()
else:
    from dropblock.ui.quiz import view

    view.show_quiz(settings)
onward.arrive()
