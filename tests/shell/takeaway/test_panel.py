"""The panel of every page: closed it costs nothing, open it offers what the page shows."""

import io
from collections.abc import Callable
from urllib.parse import parse_qsl, urlsplit

import numpy as np
import pytest
import streamlit
from PIL import Image
from streamlit.testing.v1 import AppTest

from dropblock.inputs import picture_tensor
from explainer.shell.settings import Settings
from explainer.shell.sources import SOURCES, bundled_pixels
from tests.shell.test_pages import open_app, settings
from tests.take_away import ROOMS, assert_same, execute

PICTURE = "explainer_picture"


@pytest.mark.parametrize("page", ROOMS)
def test_every_page_with_a_picture_offers_it(page: str) -> None:
    """Closed, nothing is made; open, link, files and code are those of the settings."""
    app = open_app(source="random", keep_prob="0.6").switch_page(f"pages/{page}.py").run()
    assert "Take it with you" in [expander.label for expander in app.expander]
    labels = ["Tensors (NPZ)", "Notebook (Jupyter)"]
    steps = ["Animation (GIF)", "Strip (PNG)"]
    assert not any(button.label in labels + steps for button in app.get("download_button"))
    assert PICTURE not in [one.proto.component_name for one in app.get("bidi_component")]
    app.session_state.take_away = True
    app.run()
    assert not app.exception
    offered = [b.label for b in app.get("download_button") if b.label in labels + steps]
    assert offered == labels + (steps if page == "steps" else [])
    pictures = [one.proto.component_name for one in app.get("bidi_component")].count(PICTURE)
    assert pictures == (page != "steps")  # whose picture is its strip
    link, code = app.code[-2].value, app.code[-1].value
    assert Settings.parse(dict(parse_qsl(urlsplit(link).query))) == settings(app)
    assert_same(page, settings(app), execute(code))
    app.segmented_control(key="code_with").set_value("dropblock").run()
    assert "from dropblock import" in app.code[-1].value


def test_a_page_without_a_picture_offers_nothing() -> None:
    for query in ({"part": "beliefs"}, {"part": "museum"}, {"part": "check"}):
        app = open_app(**query).switch_page("pages/steps.py").run()
        assert "Take it with you" not in [expander.label for expander in app.expander]


def test_an_uploaded_picture_is_said_not_to_be_in_the_link() -> None:
    file = io.BytesIO()
    Image.new("RGB", (64, 64), "teal").save(file, "PNG")
    app = open_app(source="upload")
    app.session_state.take_away = True
    assert not any("not in the link:" in caption.value for caption in app.run().caption)
    app.file_uploader(key="upload").upload("mine.png", file.getvalue()).run()
    assert any("not in the link:" in caption.value for caption in app.caption)
    assert "mine.png" not in app.code[-1].value


Offered = dict[str, Callable[[], bytes]]  # what makes the file, by the button's label


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> Offered:
    """What the page opened last lets a visitor download."""
    offered: Offered = {}
    monkeypatch.setattr(
        streamlit, "download_button", lambda label, make, *_, **__: offered.update({label: make})
    )
    return offered


def input_of(tensors: bytes) -> np.ndarray:
    with np.load(io.BytesIO(tensors), allow_pickle=False) as found:
        return found["x"]


def open_upload(colour: str | None) -> AppTest:
    """The playground with an open panel and a picture of one colour, or none yet."""
    app = open_app(source="upload")
    app.session_state.take_away = True
    app.run()
    if colour:
        file = io.BytesIO()
        Image.new("RGB", (64, 64), colour).save(file, "PNG")
        app.file_uploader(key="upload").upload("mine.png", file.getvalue()).run()
    assert not app.exception
    return app


def test_an_uploaded_picture_goes_to_its_own_session_alone(offered: Offered) -> None:
    """All of them have one link."""
    white, black = [], []
    open_upload("white")
    white.append(offered["Tensors (NPZ)"])
    open_upload("black")
    black.append(offered["Tensors (NPZ)"])
    open_upload(None)
    cat = picture_tensor(bundled_pixels(SOURCES["cat"].file)).numpy()
    assert (input_of(white[0]()) == 1).all()
    assert (input_of(black[0]()) == 0).all()
    assert np.array_equal(input_of(offered["Tensors (NPZ)"]()), cat)
    assert (input_of(white[0]()) == 1).all()


def test_a_file_is_made_once_for_all_who_have_its_link(offered: Offered) -> None:
    files = []
    for seed in ("1", "1", "2"):
        app = open_app(source="random", seed=seed)
        app.session_state.take_away = True
        app.run()
        files.append({label: make() for label, make in offered.items() if "(" in label})
    first, second, other = files
    assert len(first) == 2
    for label in first:
        assert first[label] is second[label]
        assert first[label] != other[label]
