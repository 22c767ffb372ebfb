"""The values of widgets and components, which Streamlit keeps under their keys."""

from typing import Any, TypeVar

import streamlit as st

Value = TypeVar("Value")


def value(key: str) -> Any:
    """What a widget stands at; None for one that is not on the page."""
    return st.session_state.get(key)


def show(key: str, wanted: Value) -> Value | None:
    """Make a widget that is about to be drawn stand at this value; the default to draw it with.

    A widget that is new to the browser, as after a change of page, hears only of its default. One
    that has another value is set, and then takes no default (None). Streamlit tells the browser
    what is set, which would undo what the viewer has chosen there in the meantime: so one that has
    the value already is not.
    """
    if st.session_state.get(key, wanted) == wanted:
        return wanted
    st.session_state[key] = wanted
    return None
