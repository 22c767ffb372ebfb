"""Entry: page config and navigation, nothing else."""

from pathlib import Path

import streamlit as st

import explainer.shell.gate  # noqa: F401  # first: see there
from explainer.shell.navigation import navigation

page = navigation()
st.set_page_config(
    page_title=f"{page.title} · DropBlock",
    page_icon=Path(__file__).parent / "assets" / "icon.png",
    layout="wide",
)
page.run()
