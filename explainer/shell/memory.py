"""What outlives a session: the server may restart, the connection break, the page be loaded again.

A room tells the browser a record of what its visitor did. The browser keeps it until the tab is
closed, and hands it to a session that is new to it.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from functools import cache
from typing import Any, TypeVar

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from explainer.shell import widgets
from explainer.shell.modules import ROOT, bundle
from explainer.shell.session import session

# What reading a forged record may raise.
UNREADABLE = (LookupError, TypeError, ValueError, AttributeError, RuntimeError)

Kept = TypeVar("Kept")


@st.fragment(run_every=timedelta(days=1))
def ask_when_back() -> None:
    """Make the browser ask for a run as soon as it is connected again; for the head of each run.

    Otherwise a new session would hear of the page with the first click, and not know what was
    clicked. Streamlit's browser asks by itself where anything on the page runs every so often.
    """


@cache
def _handback() -> ComponentRenderer:
    scripts = bundle({"handback": ROOT / "web" / "handback.js"})
    return st.components.v2.component(
        "explainer_handback",
        js=f"const scripts = {scripts};\nexport default scripts.handback.default;\n",
    )


def one_of(allowed: Sequence[Kept], value: Any) -> Kept:
    """The one that equals this value; ValueError if there is none."""
    return allowed[allowed.index(value)]


def remember(name: str, record: object, take: Callable[[Any], None]) -> None:
    """Have the browser remember a record, as JSON; None: nothing.

    take: takes up what a session before this one told. Anybody can forge that: where take raises
    one of `UNREADABLE`, there was none, so take changes nothing before it has read all.
    """
    key = f"memory_{name}"

    def back() -> None:
        with suppress(*UNREADABLE):
            take(widgets.value(key)["back"])

    data = {"name": name, "session": session().name, "record": record}
    _handback()(key=key, data=data, on_back_change=back)
