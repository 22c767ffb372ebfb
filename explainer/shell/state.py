"""Settings, URL and session: one truth, and the rules by which the three stay in step.

The session's settings are the truth. Each change is written to the URL with one update, at
the head of the page or fragment that it reruns, never in a callback: what a callback tells the
browser, Streamlit uses to fit in a newer run, and mixes up which of the two came first. A URL
that differs from the last one told is the viewer's (a pasted link, Back), and is read, unless
the browser has just not heard yet what it was told (`_is_behind`).
The walk through the code has settings of its own (`Settings.walk`), so that nothing is lost on a
visit there; the first visit takes along what was shown.
The stage takes over the controls' values when it sees a new token, and ignores what it already
shows.
"""

from urllib.parse import urlencode
from uuid import uuid4

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from explainer.shell import navigation, widgets
from explainer.shell.session import OPENING, session
from explainer.shell.settings import TABLE, WALK, Settings

TAKE_AWAY = "take_away"  # key of the panel of that name: whether it is open


def settings() -> Settings:
    """The settings of this session (after `restore`)."""
    return session().settings


def walk() -> Settings:
    """The settings of the walk, whichever page one is on."""
    now = session()
    return now.settings if now.page == WALK else (now.other or now.settings).walk


def _hold(value: Settings) -> None:
    session().settings = value.walk if session().page == WALK else value


def _take(value: Settings) -> None:
    _hold(value)
    session().token = f"{session().name} {uuid4().hex}"


def restore(page: str) -> Settings:
    """Bring settings and URL into step; to be called first on each full run of a page.

    A page remembers what it showed while its URL said nothing, so that Back to such a URL shows
    that again.
    """
    now = session()
    before = now.page
    if not now.framed:
        # A visit to a server that has just started, by a link to this page: until Streamlit has
        # met st.navigation once, it runs the files in pages/ by themselves, without app.py.
        navigation.navigation()
        st.rerun()
    there = st.query_params.to_dict()
    url = {key: there[key] for key in TABLE if key in there}
    now.page, now.restore_url, now.whole_page = page, "", False
    if page != before:
        now.unwritten = False  # what was committed on the way out is of the page that was left
        _arrive(before, page, url)
    elif not _went_back() and _write_url():
        pass  # what the browser came with is out of date
    elif _is_behind(url):
        _tell(now.url)
    elif _went_back() or url != now.url:
        now.left, now.unwritten = now.token, False  # a release right before it is left, too
        _take(_read(page, url) if url else now.bare.get(page, OPENING))
        _tell(url)
    return now.settings


def _arrive(before: str | None, page: str, url: dict[str, str]) -> None:
    """A first visit, or another page: by a link, by Back, or by the navigation, which drops the
    query."""
    now = session()
    crossed = before is not None and WALK in (before, page)
    if crossed:
        now.settings, now.other = now.other or now.settings, now.settings
    if url:
        known = not crossed and url == now.url
        _take(now.settings if known else _read(page, url))
    else:
        _take(now.settings)
        now.bare[page] = now.settings
        if before is not None:
            url = now.settings.query()
            now.restore_url = urlencode(url)
    if before is None and page == WALK:
        now.other = OPENING  # a link to a walk opens nothing else
    now.url, now.heard = url, True


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
    now = session()
    now.heard = now.heard or url == now.url
    return not (now.heard or _went_back())


def _went_back() -> bool:
    """Whether the browser asks for this run because the viewer went Back or Forward."""
    run = get_script_run_ctx()
    return run is not None and run.is_history_navigation


def _tell(url: dict[str, str]) -> None:
    """Tell the browser the URL, be it the one that it came with.

    What it was told before may still be on its way, and would replace the one that Back led to.
    """
    session().url, session().heard = url, False
    there = st.query_params.to_dict()
    st.query_params.from_dict({k: v for k, v in there.items() if k in url or k not in TABLE} | url)


def commit(changes: dict[str, object]) -> None:
    """Take changes that the stage already shows."""
    now = session()
    before = now.settings
    _hold(before.change(**changes))
    now.unwritten |= now.settings != before
    # A fragment commits for itself; what is open below it speaks of the settings too.
    now.whole_page |= bool(widgets.value(TAKE_AWAY))


def settle() -> None:
    """For the head of a fragment that commits: the URL follows, and the page where it must."""
    if session().whole_page:
        session().whole_page = False
        st.rerun()
    _write_url()


def _write_url() -> bool:
    """Make the URL say what was committed, if anything was; whether it was.

    A newer run may take over in the midst of it, and then writes the URL itself.
    """
    now = session()
    if not now.unwritten:
        return False
    _tell(now.settings.query())
    now.unwritten = False
    return True


def change(**changes: object) -> None:
    """Take changes that the stage does not show yet."""
    commit(changes)
    _take(settings())


def reset() -> None:
    """Back to the opening settings of this source; the viewer stays where they are."""
    change(**settings().opening)
