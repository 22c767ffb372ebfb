"""A part of a page that is closed at first: while it is closed, nothing in it runs."""

from collections.abc import Callable

import streamlit as st

from explainer.shell.session import session

OPEN = "open"  # of a link: the keys of the folds that it opens, with commas between


@st.fragment
def fold(label: str, key: str, draw: Callable[[], object], *, opened: bool = False) -> None:
    """A fold that the visitor opens. Opening or closing it reruns it alone.

    draw: draws what is in it, and is called while it is open. opened: whether it is open at
    first, as it also is where the link says ``open=<key>``. Another label or another `opened`
    makes another fold, which starts anew.
    """
    if session().unwritten:
        st.rerun()  # a release came with the click, and Streamlit ran this fragment for both
    opened |= key in st.query_params.get(OPEN, "").split(",")
    panel = st.expander(label, expanded=opened, key=key, on_change="rerun")
    if panel.open:
        with panel:
            draw()
