"""The way on: from one part of a page to the next, a button at its end and the next one's top; from
page to page; and the way through in three minutes."""

from contextlib import suppress
from functools import lru_cache

import streamlit as st
from streamlit.errors import StreamlitPageNotFoundError

from explainer.shell import state
from explainer.shell.session import session
from explainer.shell.settings import Settings
from explainer.shell.text import N_, _

# The stops of the way through: the page's file and name, what one does there, and its part.
STOPS = (
    ("pages/playground.py", "playground", N_("See it"), None),
    ("pages/steps.py", "steps", N_("Predict it"), "beliefs"),
    ("pages/network.py", "network", N_("Ask the network"), None),
)

# The button stands far down, where the next part would have its middle.
GO_TO_TOP = """<script>{
const head = document.querySelector('[data-testid="stMain"] h1');
head.tabIndex = -1;
head.style.outline = "none";
head.focus({ preventScroll: true });
document.querySelector('[data-testid="stMain"]').scrollTo(0, 0);
}</script>"""


def show_way(label: str, part: str) -> None:
    """The button. There is one of them at a time."""
    st.button(label, key="go_on", on_click=_go, args=(part,))


def _go(part: str) -> None:
    state.change(part=part)
    session().whole_page = True  # a fragment reruns by itself only
    session().gone_on = True


def arrive() -> None:
    """For the end of the page: who came by the button begins at the top."""
    if session().gone_on:
        session().gone_on = False
        st.html(GO_TO_TOP, unsafe_allow_javascript=True)


def lead_on(page: str, label: str) -> None:
    """For the end of a page: the way to the next. page: its file."""
    st.page_link(page, label=label, icon=":material/arrow_forward:")


@lru_cache(maxsize=256)
def _query(settings: Settings, part: str) -> dict[str, str]:
    return settings.change(part=part).query()


def show_stops(page: str) -> None:
    """The way through in three minutes, and where on it one is: page, by its name."""
    with st.container(horizontal=True, vertical_alignment="center", gap=None, key="way"):
        st.html(f"<span>{_('In three minutes:')}</span>")
        for number, (file, name, label, part) in enumerate(STOPS, 1):
            query = _query(state.walk(), part) if part else None
            here = ":material/radio_button_checked:" if name == page else None
            with suppress(StreamlitPageNotFoundError):  # not built yet
                st.page_link(file, label=f"{number} {_(label)}", icon=here, query_params=query)
