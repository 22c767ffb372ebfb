"""Compare: DropBlock among its kind, and what each one gives away."""

import streamlit as st

from dropblock.ui import compare, component, export_panel, state
from dropblock.ui.text import prose

state.restore("compare")
component.start_torch()
compare.show_compare()
st.markdown(prose("compare_table"))
export_panel.show_export("compare")
