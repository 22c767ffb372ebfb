"""The page of the walk: its controls, and what the other pages keep of it."""

import pytest

from explainer.shell.settings import PARTS, Settings
from tests.shell.test_pages import open_app, settings, url


def open_steps(**query: str):
    app = open_app(**query).switch_page("pages/steps.py")
    for key, value in query.items():
        app.query_params[key] = value
    return app.run()


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"step": "5b", "source": "random", "size": "9"},
        {"step": "99", "part": "<b>"},
        {"source": "random", "size": "56", "channels": "8", "recipe": "paper", "block_size": "44"},
        {"keep_prob": "0", "training": "0"},
        {"source": "upload"},
    ],
)
def test_any_link_opens_the_walk(query):
    app = open_steps(**query)
    assert not app.exception
    assert settings(app) == Settings.parse(query).walk


def test_what_is_walked_through_is_what_the_link_says():
    app = open_steps(source="rocket", block_size="21", keep_prob="0.6")
    app.button(key="new_draw").click().run()
    said = dict(app.query_params)
    assert Settings.parse(said) == Settings.parse(said).walk == settings(app)
    assert settings(app).keep_prob == 0.6
    app.run()
    app.query_params["seed"] = "5"  # as a teacher who writes another draw into the link
    app.query_params["block_size"] = "5"
    app.run()
    assert (settings(app).seed, settings(app).block_size) == (5, 5)


def test_a_new_draw_draws_on_the_map_of_the_walk():
    app = open_steps(step="5a")
    before = settings(app)
    app.button(key="new_draw").click().run()
    assert settings(app) == before.change(seed=before.seed + 1)
    assert url(app) == settings(app)
    assert settings(app).step == "5a"


def test_the_size_can_be_changed_and_the_walk_keeps_its_place():
    app = open_steps(step="6a")
    app.number_input(key="control_size").set_value(11).run()
    assert (settings(app).source, settings(app).size, settings(app).step) == ("random", 11, "6a")


def test_the_mode_can_be_changed():
    app = open_steps(source="random", size="7")
    app.button_group(key="control_training").set_value(False).run()
    assert not settings(app).training
    assert settings(app).size == 7


def test_the_parts_of_the_page_are_in_the_link():
    app = open_steps()
    app.button_group(key="control_part").set_value("museum").run()
    assert settings(app).part == "museum"
    assert url(app).part == "museum"
    assert not app.exception


def test_the_last_step_leads_on_to_the_beliefs():
    app = open_steps(step="6a")
    assert not [button for button in app.button if button.key == "go_on"]
    app = open_steps(step="6b")
    app.button(key="go_on").click().run()
    assert not app.exception
    assert settings(app).part == url(app).part == "beliefs"


def test_each_part_has_its_own_heading():
    headings = {}
    for part in PARTS:
        app = open_steps(part=part)
        (headings[part],) = (m.value for m in app.markdown if m.value.startswith("# "))
    assert len(set(headings.values())) == len(PARTS)
