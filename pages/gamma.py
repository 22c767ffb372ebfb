"""Gamma: where the formula comes from, and what keep_prob really keeps."""

from functools import partial

import streamlit as st

import explainer.shell.gate  # noqa: F401  # first: see there
from explainer.rooms.gamma import view as stage
from explainer.rooms.gamma.takeaway import take_away
from explainer.shell import controls, state
from explainer.shell.component import start
from explainer.shell.fold import fold
from explainer.shell.next_part import lead_on
from explainer.shell.takeaway.panel import show_take_away
from explainer.shell.text import _, prose

settings = state.restore("gamma")
start("gamma")
stage.show_sliders()
terms, steps = st.columns(2, gap="large")
with terms:
    st.markdown(prose("gamma", "intro"))
with steps, st.container(horizontal=True, vertical_alignment="bottom"):
    st.markdown(prose("gamma", "formula"))
    controls.new_draw()
stage.show_tiles(settings)
words, maps = st.columns([1, 3], gap="medium")
with words:
    st.markdown(prose("gamma", "survival"))
with maps:
    stage.show_survival()

from explainer.rooms.gamma import charts, remedies  # noqa: E402  # they import torch
from explainer.rooms.gamma import sampling_view as check  # noqa: E402  # they import torch

charts.show_kept(settings)
fold(
    _("Why more is kept than asked: two blocks, one unit"),
    "two_blocks",
    partial(charts.show_overlap, settings),
)
fold(_("What both rules keep on the maps of real networks"), "real_maps", charts.show_real_maps)
fold(_("4 Check it yourself: draw masks"), "check", partial(check.show_check, settings))
fold(
    _("5 The gamma that keeps its promise"),
    "calibrated",
    partial(remedies.show_calibrated, settings),
)
fold(_("6 Over the course of training"), "training", partial(remedies.show_training, settings))
show_take_away(take_away)
lead_on("pages/compare.py", _("Next: DropBlock among its kind"))
