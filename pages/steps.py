"""Step by step: the code beside its tensors, beliefs put to the test, bugs, a short check."""

import streamlit as st

from dropblock.ui import component, controls, state, walk
from dropblock.ui.text import prose

settings = state.restore("steps")
st.markdown(prose("steps"))
with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom"):
    controls.part_choice(settings)
    if settings.part == "walk":
        walk.show_controls(settings)
component.start_torch()
if settings.part == "walk":
    walk.show_walk()
    walk.show_more_controls(settings)
if settings.part == "check":
    from dropblock.ui.quiz.view import show_quiz  # it imports torch

    show_quiz(settings)
