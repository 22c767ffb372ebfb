"""The comparison at any settings, and with an upload that does not vary."""

import io

import numpy as np
import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from explainer.rooms.compare import methods
from explainer.shell.settings import Settings
from tests.shell.test_pages import open_app, picture, session, settings


def open_compare(**query: str) -> AppTest:
    app = open_app(**query).switch_page("pages/compare.py")
    for key, value in query.items():  # the navigation drops them
        app.query_params[key] = value
    return app.run()


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"keep_prob": "0"},
        {"keep_prob": "1"},
        {"source": "random", "size": "5"},
        {"source": "random", "size": "56", "channels": "8", "recipe": "paper"},
        {"source": "upload"},
        {"training": "0"},
        {"cutout": "9999", "keep_prob": "0.5"},
        {"block_size": "1"},
    ],
)
def test_it_opens_at_any_settings(query):
    app = open_compare(**query)
    assert not app.exception
    assert settings(app) == Settings.parse(query)


def test_at_keep_prob_1_it_says_that_there_is_nothing_to_guess():
    app = open_compare(keep_prob="1", open="leaks")
    assert any("nothing is dropped. Lower it" in element.value for element in app.markdown)


def test_the_chart_is_made_while_its_fold_is_open(monkeypatch):
    made = []
    monkeypatch.setattr(methods, "input_curve", lambda *asked: made.append(asked))
    app = open_compare()
    assert (made, app.exception) == ([], [])
    app.session_state["leaks"] = True
    app.run()
    assert len(made) == 1


def test_a_picture_of_one_colour_gets_a_sentence():
    app = open_compare(source="upload", keep_prob="0.5", open="leaks")
    app.file_uploader(key="upload").upload("flat.png", picture("red")).run()
    assert not app.exception
    assert any("does not vary" in element.value for element in app.markdown)


def test_a_picture_outlives_files_that_cannot_be_shown_until_it_is_forgotten():
    app = open_compare(source="upload")
    app.file_uploader(key="upload").upload("red.png", picture("red")).run()
    app.file_uploader(key="upload").clear().run()  # as the browser does between two files
    assert session(app).picture is not None
    app.file_uploader(key="upload").upload("bad.png", b"no picture").run()
    assert [warning.value.count(".") for warning in app.warning] == [1]
    assert session(app).picture is not None
    assert not any("No image yet" in caption.value for caption in app.caption)
    app.file_uploader(key="upload").clear().run()
    assert not app.warning
    assert any("that you chose before" in caption.value for caption in app.caption)
    app.button(key="forget").click().run()
    assert not app.exception
    assert session(app).picture is None
    assert any("No image yet" in caption.value for caption in app.caption)


def test_a_picture_of_low_16_bit_values_is_seen_and_a_sentence_says_that_it_was_stretched():
    levels = np.tile(np.linspace(0, 4095, 300).astype(np.uint16), (300, 1))
    file = io.BytesIO()
    Image.fromarray(levels).save(file, "PNG")
    app = open_compare(source="upload")
    app.file_uploader(key="upload").upload("dark.png", file.getvalue()).run()
    assert session(app).picture.max() > 250
    assert any("stretched from black to white" in caption.value for caption in app.caption)
    app.file_uploader(key="upload").upload("red.png", picture("red")).run()
    assert not any("stretched" in caption.value for caption in app.caption)


def test_an_image_outlives_a_visit_and_can_be_forgotten_afterwards():
    app = open_compare(source="upload")
    app.file_uploader(key="upload").upload("red.png", picture("red")).run()
    assert "forget" not in [button.key for button in app.button]
    app.switch_page("pages/about.py").run()
    app.switch_page("pages/compare.py").run()
    assert session(app).picture[100, 100].tolist() == [255, 0, 0]
    assert any("that you chose before" in caption.value for caption in app.caption)
    app.button(key="forget").click().run()
    assert session(app).picture is None
    assert "forget" not in [button.key for button in app.button]


def test_the_mode_is_offered_and_at_inference_no_draw():
    app = open_compare(training="0")
    assert app.button(key="new_draw").disabled
    app.button_group(key="control_training").set_value(True).run()
    assert settings(app).training
    assert not app.button(key="new_draw").disabled


def test_the_square_of_cutout_can_be_set_and_is_in_the_link():
    app = open_compare(source="random", size="14")
    app.number_input(key="control_cutout").set_value(6).run()
    assert settings(app).cutout == 6
    assert Settings.parse(dict(app.query_params)).cutout == 6


def test_the_table_has_the_accuracies_of_the_paper():
    text = "\n".join(element.value for element in open_compare().markdown)
    for name, accuracy in (
        ("none", "76.51"), ("Dropout", "76.80"), ("Spatial Dropout", "77.41"),
        ("DropPath", "77.10"), ("Cutout", "76.52"), ("DropBlock", "78.13"),
    ):  # fmt: skip
        (row,) = [line for line in text.splitlines() if line.startswith(f"| {name} |")]
        assert accuracy in row
