"""About: the paper, the article, the words, the pictures."""

import streamlit as st

import explainer.shell.gate  # noqa: F401  # first: see there
from explainer.shell import state
from explainer.shell.text import prose

state.restore("about")
title, *parts = prose("about", "about").strip().split("\n\n")
st.markdown(title)
with st.container(key="about"):
    for part in parts:
        st.markdown(part)
