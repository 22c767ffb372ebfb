"""What was computed is kept for all sessions; what shows an upload, for its own session alone."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

import streamlit as st

P = ParamSpec("P")
R = TypeVar("R")
Kept = Callable[Concatenate[str, P], R]

OWN = 4  # results that a session keeps of its upload, of each function


def kept(entries: int) -> Callable[[Kept[P, R]], Kept[P, R]]:
    """Cache a function whose first argument tells what it is of, so that an upload's starts with
    "upload/": see `explainer.shell.base.base_name`.

    So many results are kept. As with Streamlit's caches, arguments with a leading underscore do
    not tell results apart. What an upload went into goes when its session does.
    """

    def decorate(function: Kept[P, R]) -> Kept[P, R]:
        cache = st.cache_resource(max_entries=entries, show_spinner=False)(function)
        own = st.cache_resource(max_entries=OWN, show_spinner=False, scope="session")(function)

        @wraps(function)
        def call(base: str, /, *rest: P.args, **named: P.kwargs) -> R:
            return (own if base.startswith("upload/") else cache)(base, *rest, **named)

        return call

    return decorate
