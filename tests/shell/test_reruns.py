"""Pages compute nothing twice: what a rerun shows unchanged is kept."""

import threading
from collections import Counter
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).parents[2]
SCIENCE = str(ROOT / "dropblock")
TOLD = {"source", "version", "thread", "<lambda>", "square_side", "picture_tensor"}  # looked up


@pytest.mark.parametrize(
    "page",
    ["playground", "steps", "steps?beliefs", "steps?museum", "gamma", "compare", "implementations"],
)
def test_an_unchanged_rerun_computes_nothing(page):
    file, _, part = page.partition("?")
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    if part:
        app.query_params["part"] = part
    app.switch_page(f"pages/{file}.py").run()
    called = Counter()

    def count(frame, event, _arg):
        code = frame.f_code
        if event == "call" and code.co_filename.startswith(SCIENCE) and code.co_name not in TOLD:
            called[f"{Path(code.co_filename).name} {code.co_name}"] += 1

    threading.setprofile(count)
    try:
        app.run()
    finally:
        threading.setprofile(None)
    assert not app.exception
    assert not called
