"""The panel that lets a visitor take along what a page shows: its link, its files, its code."""

from collections.abc import Callable
from functools import cache, partial
from urllib.parse import urlencode

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from explainer.shell import state
from explainer.shell.cache import shared
from explainer.shell.component import component
from explainer.shell.fold import fold
from explainer.shell.session import session
from explainer.shell.settings import Settings
from explainer.shell.sources import Pixels
from explainer.shell.takeaway.contents import File, TakeAway
from explainer.shell.takeaway.files import files
from explainer.shell.takeaway.pieces import script
from explainer.shell.text import _

BUTTON = 180  # pixels: its width, so that the sentences beside the buttons line up


def show_take_away(
    take_away: Callable[[Settings, Pixels | None], TakeAway], looked_at: str = "picture"
) -> None:
    """take_away: makes what a room hands over, from the settings and the visitor's own picture, if
    that is what is shown. A closed panel costs nothing: it is called while the panel is open.
    looked_at: what of the settings names the picture."""
    fold(_("Take it with you"), state.TAKE_AWAY, partial(_show, take_away, looked_at))


def _show(take_away: Callable[[Settings, Pixels | None], TakeAway], looked_at: str) -> None:
    settings = state.settings()
    upload = session().picture if getattr(settings, looked_at) == "upload" else None
    taken, link = take_away(settings, upload), _link(settings)
    _show_link(link, taken.link_note)
    st.markdown(f"**{_('Files')}**")
    if taken.live:
        _show_picture(f"dropblock-{taken.name}.png")
    for file in files(taken, link):
        shared = partial(_made, link, file.name, file.make)
        _show_file(file, shared if upload is None else cache(file.make))
    _show_code(taken)


def _link(settings: Settings) -> str:
    """The page's address, with the settings."""
    return f"{st.context.url or ''}?{urlencode(settings.query())}"


def _show_link(link: str, note: str) -> None:
    st.markdown(f"**{_('Link to this page, as it is now')}**")
    st.code(link, language=None, wrap_lines=True)
    if note:
        st.caption(note)


@shared(24)
def _made(link: str, name: str, _make: Callable[[], bytes]) -> bytes:
    """A file, made once for all sessions with this link: a class often has one."""
    return _make()


def _show_picture(name: str) -> None:
    """The slide, which the browser makes of what it shows."""
    with _row():
        component("picture")(
            key="picture", data={"label": _("Picture (PNG)"), "name": name}, width=BUTTON
        )
        st.caption(_("The picture is a slide."))


def _row() -> DeltaGenerator:
    return st.container(horizontal=True, vertical_alignment="center")


def _show_file(file: File, make: Callable[[], bytes]) -> None:
    with _row():
        st.download_button(
            file.label,
            make,
            file.name,
            file.mime,
            key=file.name,
            on_click="ignore",
            width=BUTTON,
        )
        st.caption(file.words)


def _show_code(taken: TakeAway) -> None:
    st.markdown(f"**{taken.code_title}**")
    for note in taken.code_notes:
        st.caption(note)
    by_label = {code.label: code for code in taken.code}
    chosen = st.segmented_control(
        _("With"),
        list(by_label),
        default=taken.code[0].label,
        required=True,
        key="code_with",
        label_visibility="collapsed",
    )
    code = by_label[chosen or taken.code[0].label]
    st.caption(code.needs)
    st.code(script(code.pieces), language="python")
