"""Does it help: small networks trained with and without DropBlock, measured."""

import streamlit as st

import explainer.shell.gate  # noqa: F401  # first: see there
from explainer.shell import state
from explainer.shell.fold import fold
from explainer.shell.next_part import lead_on
from explainer.shell.text import _, sections
from explainer.shell.warm import warm_up

state.restore("lab")
warm_up()

from explainer.rooms.lab import view  # noqa: E402  # its charts and pictures take seconds to import

view.show_answer()
evidence, gains = st.columns(2, gap="large")
with evidence:
    view.show_evidence()
with gains:
    view.show_gains()
fold(
    _("What each thing means, and how it was measured"),
    "lab_means",
    lambda: st.markdown(sections("lab", "lab")["means"]),
)
view.show_table()
lead_on("pages/about.py", _("Where all this comes from"))
