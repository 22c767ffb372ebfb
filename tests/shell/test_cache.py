"""What is kept, and for whom."""

import pytest
from streamlit.runtime.caching.cache_resource_api import clear_session_cache
from streamlit.testing.v1 import AppTest

from explainer.shell.cache import OWN, kept

SESSION = "test session id"  # AppTest's, always


@kept(2)
def made(base: str, _what: str) -> str:
    return f"{base} made of {_what}"


def shown(base: str, what: str) -> str:
    def script(base: str, what: str) -> None:
        import streamlit as st

        from tests.shell.test_cache import made

        st.text(made(base, what))

    return AppTest.from_function(script, args=(base, what)).run().text[0].value


@pytest.fixture(autouse=True)
def fresh_session() -> None:
    clear_session_cache(SESSION)


def test_what_is_no_upload_is_kept_for_the_next_session():
    assert shown("cat/1", "this") == "cat/1 made of this"
    clear_session_cache(SESSION)
    assert shown("cat/1", "that") == "cat/1 made of this"


def test_what_an_upload_went_into_goes_with_its_session():
    assert shown("upload/1", "this") == "upload/1 made of this"
    assert shown("upload/1", "that") == "upload/1 made of this"
    clear_session_cache(SESSION)
    assert shown("upload/1", "that") == "upload/1 made of that"


def test_a_session_keeps_a_few_of_its_own():
    for name in range(OWN + 1):
        shown(f"upload/{name}", "this")
    assert shown("upload/0", "that") == "upload/0 made of that"
    assert shown(f"upload/{OWN}", "that") == f"upload/{OWN} made of this"
