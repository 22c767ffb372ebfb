"""The way on: from one part of a page to the next, a button at its end and the next one's top; and
from page to page."""

import streamlit as st

from explainer.shell import state
from explainer.shell.session import session

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
