"""What can be done with an experiment: vary one thing, draw again. Remembered in the session."""

from dataclasses import dataclass

import streamlit as st

from explainer.shell import state
from explainer.shell.experiment import DRAWS, Option, Vary


@dataclass
class Note:
    """What a visitor did with one experiment. Streamlit forgets the widgets of a page that is
    left; this stays."""

    option: Option
    draw: int = 0
    predicted: str | None = None
    shown: bool = False


def note_of(kind: str, name: str, vary: Vary) -> Note:
    """This visitor's note of an experiment: a new one on the first visit."""
    notes: dict[str, Note] = st.session_state.setdefault(f"{kind}_notes", {})
    return notes.setdefault(name, Note(vary.start))


def show_controls(key: str, vary: Vary, note: Note, again: str) -> None:
    """The one thing to vary and its name, and another draw: for a row."""

    def take() -> None:
        note.option = st.session_state[f"{key}_vary"]

    def draw() -> None:
        note.draw = (note.draw + 1) % DRAWS

    state.show(f"{key}_vary", note.option)
    st.markdown(vary.label, width="content")
    st.pills(
        vary.label,
        list(vary.options),
        format_func=vary.options.__getitem__,
        key=f"{key}_vary",
        required=True,
        on_change=take,
        label_visibility="collapsed",
        width="content",
    )
    st.button(again, key=f"{key}_again", on_click=draw)
