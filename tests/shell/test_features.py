"""Feature maps of a network on each page that shows maps, in links, and without the network."""

import numpy as np
import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from explainer.network import WeightsMissing
from explainer.rooms.compare import methods
from explainer.rooms.playground.filling import filling_packet
from explainer.rooms.walk.packet import walk_packet
from explainer.shell import features
from explainer.shell.base import base_name, base_packet, feature_map
from explainer.shell.settings import Settings
from explainer.shell.sliders import SliderState
from explainer.shell.state import TAKE_AWAY
from tests.network_map import network_map
from tests.rooms.playground.test_packet import read
from tests.shell.test_pages import open_app, picture, session, settings, url

PAGES = ("playground", "compare", "steps", "gamma")
LINK = {"source": "features"}


def open_page(page: str, **query: str) -> AppTest:
    app = open_app(**query)
    if page == "playground":
        return app
    app.switch_page(f"pages/{page}.py")
    app.query_params.update(query)
    return app.run()


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    "query",
    [{}, {"photo": "cat", "size": "14", "mask": "channel"}, {"photo": "upload", "size": "<b>"},
     {"training": "0"}, {"keep_prob": "0"}, {"block_size": "1", "channels": "1"}],
)  # fmt: skip
def test_each_page_opens_with_them(page: str, query: dict[str, str]) -> None:
    app = open_page(page, **LINK, **query)
    assert not app.exception
    wanted = Settings.parse({**LINK, **query})
    assert settings(app) == (wanted.walk if page == "steps" else wanted)


def test_a_link_of_them_says_picture_side_and_channels() -> None:
    now = Settings.parse(LINK)
    assert (now.photo, now.size, now.channels, now.map_size, now.map) == ("coffee", 28, 8, 28, 28)
    for query, size in (({"size": "5"}, 14), ({"size": "22"}, 28), ({"size": "56"}, 28)):
        assert Settings.parse({**LINK, **query}).size == size
    changed = now.change(photo="rocket", size=14, channels=2)
    assert Settings.parse(changed.query()) == changed
    walk = now.walk
    assert (walk.source, walk.size, walk.channels) == ("features", 14, 1)
    assert now.change(source="random").size == 5
    old = Settings.parse({"source": "random", "size": "14", "channels": "2"})
    assert (old.size, old.channels, old.picture) == (14, 2, "")


def test_the_picker_goes_on_with_the_picture_that_is_looked_at() -> None:
    app = open_app(source="rocket")
    app.button_group(key="source").set_value("features").run()
    assert (settings(app).source, settings(app).photo) == ("features", "rocket")
    app.button_group(key="photo").set_value("cat").run()
    app.button_group(key="control_size").set_value(14).run()
    assert (settings(app).photo, settings(app).size) == ("cat", 14)
    assert url(app) == settings(app)
    assert not app.exception


def test_the_walk_offers_them_and_goes_back_to_numbers() -> None:
    app = open_page("steps")
    app.button_group(key="control_source").set_value("features").run()
    assert (settings(app).source, settings(app).size) == ("features", 14)
    app.button_group(key="control_source").set_value("random").run()
    assert settings(app).source == "random"
    app.number_input(key="control_size").set_value(11).run()
    assert settings(app).size == 11
    assert not app.exception


@pytest.mark.parametrize("side", [14, 28])
def test_the_browser_gets_what_the_network_sees(side: int) -> None:
    now = Settings.parse({**LINK, "photo": "cat", "size": str(side)})
    header, arrays = read(base_packet(base_name(now, None), now, None))
    assert (header["picture"], header["range"], header["channels"]) == (False, 1.0, 8)
    expected = network_map("cat", side, 8)[0].numpy()
    np.testing.assert_allclose(arrays["values"], expected, rtol=0, atol=1e-5)


def test_the_walk_goes_through_the_clearest_channel() -> None:
    walk = Settings.parse({**LINK, "keep_prob": "0.6"}).walk
    header, arrays = read(walk_packet(SliderState(walk, walk, walk), "token", ""))
    x = network_map("coffee", 14, 1)[0].numpy()
    np.testing.assert_allclose(arrays["values"], x, rtol=0, atol=1e-5)
    assert header["sum"] == f"{x.astype(float).sum():.2f}"
    assert "real feature map" in header["words"]["steps"]["1"]["some"]


@pytest.mark.parametrize("mask", ["shared", "channel"])
def test_the_headline_tells_what_comes_back_on_all_channels(mask: str) -> None:
    now = Settings.parse({**LINK, "mask": mask})
    header, _ = read(filling_packet(now, None))
    sentence = header["words"]["sentence"]
    everywhere = float(sentence.split("it is ")[1].split()[0])
    assert "8 clearest of 240 channels" in sentence
    assert everywhere < 100 * header["r2"]["dropout"]
    assert ("tell little of it" in sentence) == (everywhere < 50)
    found, _ = methods.guesses(
        base_name(now, None), now.recipe, now.keep_prob, now.block_size, 0, now,
        feature_map(now, None),
    )  # fmt: skip
    if mask == "shared":  # the noise of both pages is the same
        assert methods.headline(now, found)["fresh"][1] == sentence


def test_an_upload_is_what_the_network_looks_at() -> None:
    app = open_app(**LINK, photo="upload")
    app.file_uploader(key="upload").upload("red.png", picture("red")).run()
    assert not app.exception
    own, now = session(app).picture, settings(app)
    name = base_name(now, own)
    assert name.startswith("upload/")
    assert name != base_name(now, None)
    assert name != base_name(now, np.array(Image.new("RGB", (224, 224), "blue")))
    app.session_state[TAKE_AWAY] = True
    app.run()
    assert not app.exception
    assert any("Your image is not in the link" in caption.value for caption in app.caption)
    assert any("Code cannot hold it" in code.value for code in app.code)


@pytest.mark.parametrize("page", ["playground", "compare", "steps"])
def test_without_the_weights_a_sentence_stands_by_a_random_map(
    page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing() -> None:
        raise WeightsMissing("The network's weights are not installed: run `pip install it`.")

    monkeypatch.setattr(features, "load", missing)
    app = open_page(page, **LINK)
    assert not app.exception
    assert (settings(app).source, settings(app).size) == ("random", 14)
    assert [warning.value for warning in app.warning] == [
        "There is no feature map to see, so you see a random one. "
        "The network's weights are not installed: run `pip install it`."
    ]
    app.button(key="new_draw").click().run()
    assert url(app) == settings(app)
