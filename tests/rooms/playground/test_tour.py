"""The tour's stop travels with the link, and what it says of a prediction is the library's."""

import re
from pathlib import Path

import pytest
import torch

from dropblock import RECIPES, draw_noise, trace
from explainer.rooms.playground.packet import stage_parts
from explainer.rooms.playground.tour import other_block_size, prediction, tour_header
from explainer.rooms.playground.tour_words import stop_words, tour_words
from explainer.shell.base import base_name, base_packet
from explainer.shell.packet import pack
from explainer.shell.settings import TOUR_STOPS, Settings
from tests.shell.test_pages import open_app, settings, url

STAGE = Path(__file__).parents[3] / "explainer" / "rooms" / "playground"


@pytest.mark.parametrize(
    ("text", "stop"),
    [("0", 0), ("5", 5), ("9", 9), ("10", 9), ("-1", 0), ("soup", 0), ("nan", 0), ("2.5", 2)],
)
def test_a_link_names_a_stop_or_the_nearest(text: str, stop: int) -> None:
    app = open_app(tour=text)
    assert not app.exception
    assert settings(app).tour == stop


def test_without_a_link_there_is_no_tour() -> None:
    assert settings(open_app()).tour == 0


def test_native_controls_and_reset_keep_the_stop() -> None:
    app = open_app(tour="4", keep_prob="0.3")
    app.button(key="new_draw").click().run()
    app.button_group(key="source").set_value("brick").run()
    app.button_group(key="control_recipe").set_value("paper").run()
    assert settings(app).tour == url(app).tour == 4
    app.button(key="reset").click().run()
    assert settings(app) == Settings.parse({"source": "brick", "tour": "4"})


def stage_packet(now: Settings) -> bytes:
    header, arrays = stage_parts(now, None, "base", now.block_size, "token", Settings.parse({}), "")
    return pack({**header, "tour": tour_header(now)}, arrays)


def test_the_tour_costs_no_more_than_its_words() -> None:
    """Next sends the same bytes again, and the whole page stays within its limit."""
    now = Settings.parse({})
    sent = [stage_packet(now.change(tour=stop)) for stop in range(TOUR_STOPS)]
    assert set(sent) == {sent[0]}
    base = base_packet(base_name(now, None), now, None)
    assert len(base) + len(stage_packet(now.change(tour=TOUR_STOPS))) < 700_000


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"recipe": "paper", "block_size": "8"},
        {"source": "random", "block_size": "1"},
        {"source": "random", "size": "14", "channels": "2", "recipe": "calibrated"},
        {"training": "0"},
    ],
)
def test_the_numbers_of_the_prediction_are_the_traces(query: dict[str, str]) -> None:
    now = Settings.parse(query)
    shape = (1, now.noise_channels, now.map_size, now.map_size)
    noise = draw_noise(shape, now.seed)
    told = prediction(now)
    assert told["from"]["block"] == now.block_size
    for side in told.values():
        for stop in (0, 33, 75, 100):
            run = trace(torch.zeros(shape), stop / 100, side["block"], noise, RECIPES[now.recipe])
            assert side["gamma"][stop] == pytest.approx(run.gamma, rel=1e-12)
            assert side["seeds"][stop] == int(run.seeds.sum())


@pytest.mark.parametrize("source", ["cat", "random"])
@pytest.mark.parametrize("recipe", ["reference", "paper"])
def test_the_prediction_is_about_another_block_size_on_offer(source: str, recipe: str) -> None:
    opening = Settings.parse({"source": source, "recipe": recipe})
    for block_size in opening.block_sizes:
        other = other_block_size(opening.change(block_size=block_size))
        assert other in opening.block_sizes
        assert other != block_size


def test_the_browser_fills_in_every_name() -> None:
    """Each name in braces is one that the stage's script gives a value."""
    scripts = "".join(
        (STAGE / f"{name}.js").read_text(encoding="utf-8")
        for name in ("tour", "tourstops", "prediction")
    )
    names = set(re.findall(r"\{(\w+)\}", str(tour_words())))
    assert {"gamma0", "keep", "to", "stop"} <= names
    assert [name for name in names if not re.search(rf"\b{name}:|\b{name},", scripts)] == []


def test_each_stop_but_the_last_asks_and_tells() -> None:
    stops = stop_words()
    assert len(stops) == TOUR_STOPS - 1
    for words in stops:
        assert words["ask"]
        assert words["watch"]
        assert words["saw"]
    script = (STAGE / "tourstops.js").read_text(encoding="utf-8")
    assert len(re.findall(r"\blook: \[", script)) == TOUR_STOPS
