"""Settings, URL and session: one truth, and the rules by which the three stay in step.

``st.session_state.settings`` is the truth. Each change is written to the URL with one update, at
the head of the page or fragment that it reruns, never in a callback: what a callback tells the
browser, Streamlit uses to fit in a newer run, and mixes up which of the two came first. A URL
that differs from the last one told is the viewer's (a pasted link, Back), and is read, unless
the browser has just not heard yet what it was told (`_is_behind`).
The walk through the code has settings of its own (`Settings.walk`), so that nothing is lost on a
visit there; the first visit takes along what was shown.
``token`` names the last change that did not come from the stage: the stage takes over the
controls' values when it sees a new one, and ignores what it already shows.
"""

from urllib.parse import urlencode
from uuid import uuid4

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.scriptrunner import get_script_run_ctx

from explainer.shell import navigation
from explainer.shell.settings import Settings

KEYS = tuple(Settings.parse({}).query())
TAKE_AWAY = "take_away"  # key of the panel of that name: whether it is open
WALK = "steps"  # the page that keeps settings of its own: a map small enough to read
PLACES = ("step", "part", "tour")  # where the viewer is, rather than what is shown


def settings() -> Settings:
    """The settings of this session (after `restore`)."""
    value: Settings = st.session_state.settings
    return value


def _hold(value: Settings) -> None:
    st.session_state.settings = value.walk if st.session_state.page == WALK else value


def _take(value: Settings) -> None:
    _hold(value)
    st.session_state.token = uuid4().hex


def restore(page: str) -> Settings:
    """Bring settings and URL into step; to be called first on each full run of a page.

    ``bare`` remembers, for each page, what it showed while its URL said nothing, so that Back
    to such a URL shows that again.
    """
    state = st.session_state
    if PagesManager.uses_pages_directory and "settings" not in state:
        # The very first visit to a server, by a link to this page: until Streamlit has met
        # st.navigation once, it runs the files in pages/ by itself, without app.py.
        navigation.navigation()
        st.rerun()
    there = st.query_params.to_dict()
    url = {key: there[key] for key in KEYS if key in there}
    before, state.page = state.get("page"), page
    state.restore_url = ""
    state.whole_page = False
    if page != before:
        state.unwritten = False  # what was committed on the way out is of the page that was left
        _arrive(before, page, url)
    elif _write_url():
        pass  # what the browser came with is out of date
    elif _is_behind(url):
        _tell(state.url)
    elif url != state.url:
        _take(_read(page, url) if url else state.bare.get(page, Settings.parse({})))
        _tell(url)
    return settings()


def _arrive(before: str | None, page: str, url: dict[str, str]) -> None:
    """A first visit, or another page: by a link, by Back, or by the navigation, which drops the
    query."""
    state = st.session_state
    bare = state.setdefault("bare", {})
    crossed = before is not None and WALK in (before, page)
    if crossed:
        state.settings, state.other = state.get("other", state.settings), state.settings
    if url:
        known = not crossed and url == state.get("url")
        _take(state.settings if known else _read(page, url))
    else:
        is_first = "settings" not in state
        _take(state.get("settings", Settings.parse({})))
        if not is_first:
            state.restore_url = urlencode(state.settings.query())
        bare[page] = state.settings
        url = state.settings.query() if state.restore_url else {}
    if before is None and page == WALK:
        state.other = Settings.parse({})  # a link to a walk opens nothing else
    state.url, state.heard = url, True


def _read(page: str, url: dict[str, str]) -> Settings:
    """What a URL says; one to the walk that tells of a map, but of no source, means its own."""
    if page == WALK and {"size", "block_size", "seed"} & url.keys():
        url = {"source": "random", **url}
    return Settings.parse(url)


def _is_behind(url: dict[str, str]) -> bool:
    """Whether the browser came with this URL because it has not heard yet what it was told.

    Once it has come with what it was told, another URL is the viewer's doing; before that, only
    where the browser says that it went Back or Forward.
    """
    state, run = st.session_state, get_script_run_ctx()
    state.heard = state.heard or url == state.url
    return not (state.heard or (run and run.is_history_navigation))


def _tell(url: dict[str, str]) -> None:
    """Tell the browser the URL, be it the one that it came with.

    What it was told before may still be on its way, and would replace the one that Back led to.
    """
    state = st.session_state
    state.url, state.heard = url, False
    there = st.query_params.to_dict()
    st.query_params.from_dict({k: v for k, v in there.items() if k in url or k not in KEYS} | url)


def show(key: str, value: object) -> None:
    """Set a widget to this value, before it is drawn, where it has another.

    Streamlit tells the browser what is set here, which would undo what the viewer has chosen
    there in the meantime.
    """
    if key not in st.session_state or st.session_state[key] != value:
        st.session_state[key] = value


def commit(changes: dict[str, object]) -> None:
    """Take changes that the stage already shows."""
    state = st.session_state
    before = state.settings
    _hold(before.change(**changes))
    state.unwritten = state.get("unwritten", False) or state.settings != before
    # A fragment commits for itself; what is open below it speaks of the settings too.
    state.whole_page = state.get("whole_page", False) or bool(state.get(TAKE_AWAY))


def settle() -> None:
    """For the head of a fragment that commits: the URL follows, and the page where it must."""
    if st.session_state.pop("whole_page", False):
        st.rerun()
    _write_url()


def _write_url() -> bool:
    """Make the URL say what was committed, if anything was; whether it was.

    A newer run may take over in the midst of it, and then writes the URL itself.
    """
    state = st.session_state
    if not state.get("unwritten"):
        return False
    _tell(state.settings.query())
    state.unwritten = False
    return True


def change(**changes: object) -> None:
    """Take changes that the stage does not show yet."""
    commit(changes)
    _take(st.session_state.settings)


def reset() -> None:
    """Back to the opening settings of this source; the viewer stays where they are."""
    opening = Settings.parse({"source": settings().source}).query()
    change(**{key: value for key, value in opening.items() if key not in PLACES})
