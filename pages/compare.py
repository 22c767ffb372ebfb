"""Compare: DropBlock among its kind, and what each one gives away."""

import streamlit as st

from explainer.rooms.compare.takeaway import take_away
from explainer.rooms.compare.view import show_compare
from explainer.shell import state
from explainer.shell.component import start
from explainer.shell.takeaway.panel import show_take_away
from explainer.shell.text import prose

state.restore("compare")
start("compare")
show_compare()
st.markdown(prose("compare", "table"))
show_take_away(take_away)
