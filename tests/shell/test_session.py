"""What a session keeps is declared in one place, with what it means."""

import ast
from dataclasses import fields
from pathlib import Path

from explainer.shell import session
from explainer.shell.session import Session

ROOT = Path(__file__).parents[2]
SHELL = ROOT / "explainer" / "shell"
MODULES = [ROOT / "app.py", *ROOT.glob("pages/*.py"), *ROOT.glob("explainer/**/*.py")]


def touches(text: str) -> list[int]:
    """The lines of a module that name Streamlit's store of sessions, however it is reached."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(text))
        if (isinstance(node, ast.Attribute) and node.attr == "session_state")
        or (isinstance(node, ast.Constant) and node.value == "session_state")
        or (isinstance(node, ast.alias) and node.name == "session_state")
    ]


def test_only_the_session_and_the_widgets_helpers_touch_what_streamlit_keeps() -> None:
    found = {path: lines for path in MODULES if (lines := touches(path.read_text("utf-8")))}
    assert set(found) == {SHELL / "session.py", SHELL / "widgets.py"}
    assert len(found[SHELL / "session.py"]) == 1


def test_it_is_seen_however_it_is_reached() -> None:
    assert touches("import streamlit as st\nst.session_state.mine = 1") == [2]
    assert touches("from streamlit import session_state as s\ns['mine'] = 1") == [1]
    assert touches("import streamlit\ngetattr(streamlit, 'session_state')") == [2]
    assert touches("note = 'session'") == []


def test_every_field_has_a_default_and_says_what_it_means() -> None:
    assert Session() == Session()
    tree = ast.parse(text := Path(session.__file__).read_text("utf-8"))
    lines = text.splitlines()
    (declared,) = [n for n in tree.body if isinstance(n, ast.ClassDef) and n.name == "Session"]
    said = {
        ast.unparse(node.target): "  # " in lines[node.lineno - 1]
        for node in declared.body
        if isinstance(node, ast.AnnAssign)
    }
    assert said == {field.name: True for field in fields(Session)}
