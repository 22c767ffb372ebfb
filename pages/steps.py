"""Step by step: the code beside its tensors, beliefs put to the test, bugs, a short check."""

import streamlit as st

from dropblock.ui import component, controls, state
from dropblock.ui.text import prose

settings = state.restore("steps")
st.markdown(prose("steps"))
controls.part_choice(settings)
component.start_torch()
