"""About: the paper, the article, the words, the pictures."""

import streamlit as st

from explainer.shell import state
from explainer.shell.text import prose

state.restore("about")
st.markdown(prose("about", "about"))
