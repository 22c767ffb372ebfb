"""Each page opens, and each native control changes settings and URL."""

import io
import sys
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
import streamlit as st
from PIL import Image
from streamlit.testing.v1 import AppTest

from explainer.shell import next_part
from explainer.shell.session import KEY, Session
from explainer.shell.settings import TABLE, Settings

ROOT = Path(__file__).parents[2]
PAGES = sorted(path.name for path in (ROOT / "pages").glob("*.py"))


def open_app(**query: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for key, value in query.items():
        app.query_params[key] = value
    return app.run()


def session(app: AppTest) -> Session:
    value: Session = app.session_state[KEY]
    return value


def settings(app: AppTest) -> Settings:
    return session(app).settings


def url(app: AppTest) -> Settings:
    return Settings.parse(dict(app.query_params))


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_without_an_error(page: str) -> None:
    app = open_app().switch_page(f"pages/{page}").run()
    assert not app.exception
    assert len(app.markdown) > 0


FIXED = {"steps": {"channels", "mask", "recipe"}}  # see `Settings.walk`


@pytest.mark.parametrize("page", PAGES)
def test_a_page_reads_the_settings_whose_rows_name_it(
    page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the rows say to each other, and the URL, is no reading."""
    read: set[str] = set()
    own = {method.__code__ for method in (Settings.__init__, Settings.change, Settings.query)}
    own |= {Settings.walk.fget.__code__, Settings.__eq__.__code__, Settings.__hash__.__code__}

    def spy(self: Settings, name: str) -> object:
        if name in TABLE:
            frame, codes = sys._getframe(1), set()
            while frame is not None:
                codes.add(frame.f_code)
                frame = frame.f_back
            if not codes & own:
                read.add(name)
        return object.__getattribute__(self, name)

    for cache in (st.cache_resource, st.cache_data):
        cache.clear()
    app = open_app()
    monkeypatch.setattr(Settings, "__getattribute__", spy, raising=False)
    app.query_params.update({"source": "features", "channels": "3", "mask": "channel"})
    app.switch_page(f"pages/{page}").run()
    assert not app.exception
    name = page.removesuffix(".py")
    assert read - FIXED.get(name, set()) == {key for key, row in TABLE.items() if name in row.pages}


def test_there_is_a_page_to_open() -> None:
    assert "playground.py" in PAGES


@pytest.mark.parametrize(
    "query",
    [
        {"block_size": "999", "keep_prob": "-1"},
        {"keep_prob": "nan", "seed": "<b>", "size": "1e9", "source": "random"},
        {"source": "![](http://example.com/x.png)", "recipe": "no"},
        {"source": "upload"},
        {"source": "random", "size": "56", "channels": "8", "recipe": "paper"},
        {"training": "0", "keep_prob": "0"},
        {"keep_prob": "0"},
        {"keep_prob": "1"},
    ],
)
def test_any_link_opens_a_picture(query: dict[str, str]) -> None:
    app = open_app(**query)
    assert not app.exception
    assert settings(app) == Settings.parse(query)


def test_new_draw_changes_the_seed_and_the_link() -> None:
    app = open_app()
    before = settings(app)
    app.button(key="new_draw").click().run()
    assert settings(app).seed == before.seed + 1
    assert url(app) == settings(app) == before.change(seed=before.seed + 1)


def test_after_the_last_seed_the_draws_begin_again() -> None:
    app = open_app(seed="999999")
    app.button(key="new_draw").click().run()
    assert settings(app).seed == 0


def test_the_pills_choose_what_to_look_at() -> None:
    app = open_app(keep_prob="0.6")
    app.button_group(key="source").set_value("numbers").run()
    assert (settings(app).source, settings(app).size) == ("random", 5)
    app.button_group(key="source").set_value("random").run()
    assert (settings(app).source, settings(app).size) == ("random", 14)
    app.button_group(key="source").set_value("brick").run()
    assert settings(app) == Settings.parse({"source": "brick", "keep_prob": "0.6", "size": "14"})
    assert url(app) == settings(app)


def test_recipe_mode_and_mask_switch() -> None:
    app = open_app()
    app.button_group(key="control_recipe").set_value("paper").run()
    app.button_group(key="control_training").set_value(False).run()
    app.button_group(key="control_mask").set_value("channel").run()
    assert settings(app) == Settings.parse({"recipe": "paper", "training": "0", "mask": "channel"})
    assert url(app) == settings(app)


def test_size_channels_and_seed_are_numbers_to_type() -> None:
    app = open_app(source="random", size="14")
    app.number_input(key="control_size").set_value(20).run()
    app.number_input(key="control_channels").set_value(4).run()
    app.number_input(key="control_seed").set_value(77).run()
    assert (settings(app).size, settings(app).channels, settings(app).seed) == (20, 4, 77)
    assert url(app) == settings(app)


def test_reset_goes_back_to_the_source_as_it_opened() -> None:
    app = open_app(source="coffee", keep_prob="0.1", block_size="5", recipe="paper", seed="9")
    app.button(key="reset").click().run()
    assert settings(app) == Settings.parse({"source": "coffee"})


def picture(colour: str) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (300, 240), colour).save(file, "PNG")
    return file.getvalue()


def test_an_upload_is_shown_and_a_bad_one_leaves_it_there() -> None:
    app = open_app(source="upload", keep_prob="0.6")
    assert any("one of ours" in caption.value for caption in app.caption)
    app.file_uploader(key="upload").upload("mine.png", picture("red")).run()
    assert session(app).picture[100, 100].tolist() == [255, 0, 0]
    before = settings(app)
    app.file_uploader(key="upload").upload("![](http://example.com/x).png", b"no picture").run()
    assert not app.exception
    assert len(app.warning) == 1
    assert "example.com" not in app.warning[0].value
    assert session(app).picture[100, 100].tolist() == [255, 0, 0]
    assert settings(app) == before
    app.file_uploader(key="upload").upload("other.png", picture("blue")).run()
    assert len(app.warning) == 0
    assert session(app).picture[100, 100].tolist() == [0, 0, 255]


def come_with(app: AppTest, query: dict[str, list[str]]) -> None:
    """A run for a browser that stands at this URL."""
    app.query_params.clear()
    app.query_params.update(query)
    app.run()


def test_a_browser_that_has_not_heard_of_its_new_url_undoes_nothing() -> None:
    app = open_app(source="random", size="14", seed="3")
    old = dict(app.query_params)
    app.button(key="new_draw").click().run()
    new = dict(app.query_params)
    for _ in range(2):
        come_with(app, old)
        assert settings(app).seed == 4
        assert dict(app.query_params) == new


def test_back_from_a_url_that_the_browser_was_at_is_followed() -> None:
    app = open_app(source="random", size="14", seed="3")
    old = dict(app.query_params)
    app.button(key="new_draw").click().run()
    new = dict(app.query_params)
    app.run()
    for query, seed in ((old, 3), (new, 4), ({}, Settings.parse({}).seed)):
        come_with(app, query)
        assert settings(app).seed == seed
        assert dict(app.query_params) == query
        app.run()


def go(app: AppTest, page: str) -> AppTest:
    """By the navigation, which drops the query."""
    app.switch_page(f"pages/{page}.py").query_params.clear()
    return app.run()


def test_a_visit_to_the_walk_leaves_the_other_pages_as_they_were() -> None:
    app = open_app(source="coffee", keep_prob="0.6", block_size="11", seed="7")
    shown = settings(app)
    go(app, "steps")
    app.button(key="new_draw").click().run()
    walked = settings(app)
    assert walked.source == "random"
    for page in ("playground", "gamma", "compare"):
        assert settings(go(app, page)) == shown
    go(app, "steps")
    assert settings(app) == walked
    assert not app.exception


def test_the_first_walk_takes_the_random_map_along() -> None:
    app = open_app(source="random", size="9", keep_prob="0.6", block_size="5", seed="7")
    shown = settings(app)
    assert settings(go(app, "steps")) == shown


def test_a_link_to_the_walk_needs_no_source() -> None:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.query_params["block_size"] = "5"
    app.query_params["size"] = "9"
    app.switch_page("pages/steps.py").run()
    assert (settings(app).source, settings(app).size, settings(app).block_size) == ("random", 9, 5)


def test_a_change_on_the_way_out_of_the_walk_stays_there() -> None:
    app = open_app(source="coffee", seed="7")
    shown = settings(app)
    go(app, "steps")
    app.button(key="new_draw").click()
    assert settings(go(app, "playground")) == shown
    assert settings(go(app, "steps")).source == "random"


def test_a_link_to_a_walk_leaves_the_other_pages_at_their_opening() -> None:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.query_params["seed"] = "5"
    app.switch_page("pages/steps.py").run()
    assert settings(app).source == "random"
    assert settings(go(app, "playground")) == Settings.parse({})


def stops(app: AppTest) -> list[tuple[str, bool]]:
    """The way through: what its links say, and which of them is here."""
    links = [link.proto for link in app.get("page_link")]
    return [(link.label, bool(link.icon)) for link in links if link.label[0].isdigit()]


def test_the_way_through_shows_where_one_is_and_leads_to_a_prediction() -> None:
    app = open_app(keep_prob="0.7", source="coffee")
    assert stops(app)[:2] == [("1 See it", True), ("2 Predict it", False)]
    (link,) = [link.proto for link in app.get("page_link") if "Predict" in link.proto.label]
    app.switch_page("pages/steps.py")
    for key, value in parse_qsl(link.query_string):
        app.query_params[key] = value
    app.run()
    assert stops(app)[:2] == [("1 See it", False), ("2 Predict it", True)]
    assert app.radio(key="belief_dropout_predicted").value is None
    app.query_params.clear()  # as the link back does
    app.switch_page("pages/playground.py").run()
    assert (settings(app).source, settings(app).keep_prob) == ("coffee", 0.7)


def test_the_way_through_has_the_stops_whose_pages_are_there(monkeypatch) -> None:
    first = ("pages/playground.py", "playground", "See it", None)
    later = [(f"pages/{name}.py", name, name, None) for name in ("nowhere", "about")]
    monkeypatch.setattr(next_part, "STOPS", (first, *later))
    assert stops(open_app()) == [("1 See it", True), ("3 about", False)]
