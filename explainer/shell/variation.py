"""What can be done with an experiment: vary one thing, draw again. Remembered in the session."""

import streamlit as st

from explainer.shell import widgets
from explainer.shell.experiment import DRAWS, Vary
from explainer.shell.session import Note


def show_controls(key: str, vary: Vary, note: Note, again: str) -> None:
    """The one thing to vary and its name, and another draw: for a row."""

    def take() -> None:
        note.option = widgets.value(f"{key}_vary")

    def draw() -> None:
        note.draw = (note.draw + 1) % DRAWS

    default = widgets.show(f"{key}_vary", note.option)
    st.markdown(vary.label, width="content")
    st.pills(
        vary.label,
        list(vary.options),
        default=default,
        format_func=vary.options.__getitem__,
        key=f"{key}_vary",
        required=True,
        on_change=take,
        label_visibility="collapsed",
        width="content",
    )
    st.button(again, key=f"{key}_again", on_click=draw)
