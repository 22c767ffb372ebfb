"""How each implementation is called for the settings of the page."""

import streamlit as st

from dropblock.recipes import RECIPES
from explainer.rooms.implementations import words
from explainer.shell.settings import IMPLEMENTATIONS, Settings
from explainer.shell.text import _, prose, table


def call(name: str, keep_prob: float, block_size: int) -> str:
    """The call in the original's own words: some ask for the share to keep, some to drop."""
    return RECIPES[name].call.format(
        keep=f"{keep_prob:g}", drop=f"{round(1 - keep_prob, 2):g}", block=block_size
    )


def show_calls(settings: Settings) -> None:
    """The calls as a table, one row an implementation."""
    st.markdown(prose("implementations", "calls"))
    names = words.names()
    rows = [
        [f"**{names[name]}**", f"`{call(name, settings.keep_prob, settings.asked_block)}`"]
        for name in IMPLEMENTATIONS
    ]
    with st.container(key="calls"):
        st.markdown(table([_("Implementation"), _("Called as")], rows))
