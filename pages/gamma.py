"""Gamma: where the formula comes from, and what keep_prob really keeps."""

import streamlit as st

from explainer.rooms.gamma import view as stage
from explainer.rooms.gamma.takeaway import take_away
from explainer.shell import controls, state
from explainer.shell.component import start
from explainer.shell.takeaway.panel import show_take_away
from explainer.shell.text import prose

settings = state.restore("gamma")
start("gamma")
stage.show_sliders()
with st.container(horizontal=True, vertical_alignment="bottom"):
    st.markdown(prose("gamma", "formula"))
    controls.new_draw()
stage.show_tiles(settings)
st.markdown(prose("gamma", "survival"))
stage.show_survival()

from explainer.rooms.gamma import charts, remedies  # noqa: E402  # they import torch
from explainer.rooms.gamma import sampling_view as check  # noqa: E402  # they import torch

st.markdown(prose("gamma", "kept"))
charts.show_kept(settings)
charts.show_overlap(settings)
charts.show_real_maps()
st.markdown(prose("gamma", "check"))
check.show_check(settings)
words, chart = st.columns(2, gap="large")
with words:
    st.markdown(prose("gamma", "calibrated"))
    remedies.show_recipes(settings)
with chart:
    remedies.show_calibration(settings)
words, chart = st.columns(2, gap="large")
with words:
    st.markdown(prose("gamma", "schedule"))
    remedies.show_schedule_code(settings)
with chart:
    remedies.show_schedule(settings)
show_take_away(take_away)
