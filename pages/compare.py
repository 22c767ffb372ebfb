"""Compare: DropBlock among its kind, and what each one gives away."""

import streamlit as st

from dropblock.ui import component, state
from dropblock.ui.compare.view import show_compare
from dropblock.ui.export.panel import show_export
from dropblock.ui.text import prose

state.restore("compare")
component.start_torch()
show_compare()
st.markdown(prose("compare_table"))
show_export("compare")
