"""Gamma: where the formula comes from, and what keep_prob really keeps."""

import streamlit as st

from dropblock.ui import component, controls, export_panel, gamma_stage, state
from dropblock.ui.text import prose

settings = state.restore("gamma")
component.start_torch()
gamma_stage.show_sliders()
with st.container(horizontal=True, vertical_alignment="bottom"):
    st.markdown(prose("gamma_formula"))
    controls.new_draw()
gamma_stage.show_tiles(settings)
st.markdown(prose("gamma_luck"))
gamma_stage.show_luck()

from dropblock.ui import gamma_charts, gamma_check  # noqa: E402  # they import torch

st.markdown(prose("gamma_kept"))
gamma_charts.show_kept(settings)
gamma_charts.show_overlap(settings)
gamma_charts.show_real_maps()
st.markdown(prose("gamma_check"))
gamma_check.show_check(settings)
words, chart = st.columns(2, gap="large")
with words:
    st.markdown(prose("gamma_calibrated"))
    gamma_charts.show_recipes(settings)
with chart:
    gamma_charts.show_calibration(settings)
words, chart = st.columns(2, gap="large")
with words:
    st.markdown(prose("gamma_schedule"))
    gamma_charts.show_schedule_code(settings)
with chart:
    gamma_charts.show_schedule(settings)
export_panel.show_export("gamma")
