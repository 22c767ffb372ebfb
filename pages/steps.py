"""Step by step: the code beside its tensors, beliefs put to the test, bugs, a short check."""

import streamlit as st

from dropblock.ui import component, controls, export_panel, state, walk
from dropblock.ui.text import prose

settings = state.restore("steps")
st.markdown(prose("steps"))
with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
    controls.part_choice(settings)
    if settings.part == "walk":
        walk.show_controls(settings)
if settings.part != "walk":
    component.restore_url(st.session_state.restore_url)
component.start_torch()
if settings.part == "walk":
    walk.show_walk()
    export_panel.show_export("steps")
elif settings.part == "beliefs":
    from dropblock.ui import beliefs  # it imports torch, as those below

    beliefs.show()
elif settings.part == "museum":
    from dropblock.ui import museum

    museum.show()
else:
    from dropblock.ui.quiz import view

    view.show_quiz(settings)
