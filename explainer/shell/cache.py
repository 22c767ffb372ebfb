"""What was computed is kept for all sessions; what shows an upload, for its own session alone."""

from collections.abc import Callable
from functools import wraps
from inspect import signature
from typing import Any, Concatenate, ParamSpec, TypeVar

import streamlit as st

P = ParamSpec("P")
R = TypeVar("R")
Kept = Callable[Concatenate[str, P], R]

OWN = 4  # results that a session keeps of its upload, of each function


def shared(entries: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Cache a function for all sessions, as Streamlit does: so many results, and arguments with a
    leading underscore do not tell results apart."""
    return _cached(max_entries=entries)


def _cached(**options: Any) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Streamlit's cache, asked by name: of an argument without one it would inspect the function
    at each call, which takes longer than all the rest of a call."""

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        cache: Callable[..., R] = st.cache_resource(show_spinner=False, **options)(function)
        names = tuple(signature(function).parameters)

        @wraps(function)
        def call(*given: P.args, **named: P.kwargs) -> R:
            return cache(**dict(zip(names, given, strict=False)), **named)

        return call

    return decorate


def kept(entries: int) -> Callable[[Kept[P, R]], Kept[P, R]]:
    """Cache a function whose first argument tells what it is of, so that an upload's starts with
    "upload/": see `explainer.shell.base.base_name`.

    Else as `shared`. What an upload went into goes when its session does.
    """

    def decorate(function: Kept[P, R]) -> Kept[P, R]:
        cache = shared(entries)(function)
        own = _cached(max_entries=OWN, scope="session")(function)

        @wraps(function)
        def call(base: str, /, *rest: P.args, **named: P.kwargs) -> R:
            return (own if base.startswith("upload/") else cache)(base, *rest, **named)

        return call

    return decorate
