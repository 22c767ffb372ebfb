"""Gamma: where the formula comes from, and what keep_prob really keeps."""

import streamlit as st

from dropblock.ui import component, controls, state
from dropblock.ui.export.panel import show_export
from dropblock.ui.gamma import stage
from dropblock.ui.text import prose

settings = state.restore("gamma")
component.start_torch()
stage.show_sliders()
with st.container(horizontal=True, vertical_alignment="bottom"):
    st.markdown(prose("gamma_formula"))
    controls.new_draw()
stage.show_tiles(settings)
st.markdown(prose("gamma_luck"))
stage.show_luck()

from dropblock.ui.gamma import charts, check  # noqa: E402  # they import torch

st.markdown(prose("gamma_kept"))
charts.show_kept(settings)
charts.show_overlap(settings)
charts.show_real_maps()
st.markdown(prose("gamma_check"))
check.show_check(settings)
words, chart = st.columns(2, gap="large")
with words:
    st.markdown(prose("gamma_calibrated"))
    charts.show_recipes(settings)
with chart:
    charts.show_calibration(settings)
words, chart = st.columns(2, gap="large")
with words:
    st.markdown(prose("gamma_schedule"))
    charts.show_schedule_code(settings)
with chart:
    charts.show_schedule(settings)
show_export("gamma")
