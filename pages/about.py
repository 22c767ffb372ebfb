"""About: the paper, the article, the words, the pictures."""

import streamlit as st

from dropblock.ui import state
from dropblock.ui.text import prose

state.restore("about")
st.markdown(prose("about"))
