"""The values of widgets and components, which Streamlit keeps under their keys."""

from typing import Any

import streamlit as st


def value(key: str) -> Any:
    """What a widget stands at; None for one that is not on the page."""
    return st.session_state.get(key)


def show(key: str, wanted: object) -> None:
    """Set a widget to this value, before it is drawn, where it has another.

    Streamlit tells the browser what is set here, which would undo what the viewer has chosen
    there in the meantime.
    """
    if key not in st.session_state or st.session_state[key] != wanted:
        st.session_state[key] = wanted
