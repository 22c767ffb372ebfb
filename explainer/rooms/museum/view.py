"""The part "museum" of the page that walks through the code: where the article's code fails."""

from functools import partial

import streamlit as st

from explainer.rooms.museum.bank import EXHIBITS
from explainer.rooms.museum.exhibit import Exhibit
from explainer.shell import next_part
from explainer.shell.fold import fold
from explainer.shell.grid_row import show_grids
from explainer.shell.session import Note, session
from explainer.shell.text import _, sections
from explainer.shell.variation import show_controls


def show() -> None:
    """All exhibits, one below the other; the first is open."""
    words = sections("museum", "museum")
    st.markdown(words["opening"])
    for number, (name, exhibit) in enumerate(EXHIBITS.items(), start=1):
        label = f"{number} · {words[f'{name}_title']}"
        fold(label, f"exhibit_{name}", partial(_show_exhibit, exhibit), opened=number == 1)
    next_part.show_way(_("Go on: the check"), "check")


def _show_exhibit(exhibit: Exhibit) -> None:
    """Input → what the article's code does → how this library answers."""
    name, words = exhibit.name, sections("museum", "museum")
    note = session().exhibit_notes.setdefault(name, Note(exhibit.vary.start))
    with st.container(horizontal=True, vertical_alignment="center"):
        show_controls(f"exhibit_{name}", exhibit.vary, note, _("Another draw"))
    shown = exhibit.run(note.draw, note.option)
    columns = (
        (_("Input"), "given", shown.given),
        (_("→ The article's code"), shown.case, shown.original),
        (_("→ This library"), "answer", shown.answer),
    )
    for place, (head, section, grids) in zip(st.columns(3, gap="medium"), columns, strict=True):
        with place:
            st.markdown(f"#### {head}")
            text = words[f"{name}_{section}"].format_map(shown.numbers)
            if section == "answer" and f"{name}_refusal" in words:
                st.error(words[f"{name}_refusal"].format_map(shown.numbers))
            if grids:
                show_grids(*grids)
                st.markdown(text)
            else:  # it ran into an error, and there is nothing to see
                st.error(text)
    if f"{name}_draws" in words:
        st.caption(words[f"{name}_draws"].format_map(shown.numbers))
