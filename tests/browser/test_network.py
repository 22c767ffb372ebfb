"""The page about the network in a browser: what it says is what torch says, at every stop, and a
slider that is held asks nothing."""

import json
from typing import Any

import pytest
import torch
from playwright.sync_api import Page, WebSocket, expect

from dropblock import METHODS, draw_noise
from explainer.network import load
from explainer.shell.settings import Settings
from explainer.shell.sources import PHOTOS, bundled_pixels
from tests.browser.conftest import LivePage, drag, expect_shown

BLOCKS = (1, 3, 5, 7)


class Ladder(LivePage):
    """The page about the network, as a person finds it."""

    path = "network"
    mounts = ("network",)

    def __init__(self, page: Page, address: str) -> None:
        super().__init__(page, address)
        self.sent = 0
        page.on("websocket", self._listen)

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framesent", lambda _frame: setattr(self, "sent", self.sent + 1))

    @property
    def shown(self) -> dict[str, Any]:
        return json.loads(self.root.get_attribute("data-shown") or "{}")


@pytest.fixture
def ladder(page: Page, server: str) -> Ladder:
    return Ladder(page, server)


def answers(settings: Settings, stop: int) -> tuple[list[str], list[str]]:
    """What the network says first under blocks of each size, and how sure it is, mask by mask."""
    network, side = load(), settings.stage
    pixels = torch.from_numpy(bundled_pixels(PHOTOS[settings.photo].file).copy())
    features = network.features(pixels.permute(2, 0, 1)[None] / 255, side)
    noise = draw_noise((1, 1, side, side), settings.draw - 1)
    units = round((100 - stop) / 100 * side**2) * features.shape[1]
    says, sure = [], []
    for block in BLOCKS:
        dropped = METHODS["dropblock"](
            features, 0.5, noise, dropped=units, block_size=min(block, side)
        )
        output = dropped.output if settings.scaled else features * dropped.mask
        probability, label = network.answer(output, side).softmax(1)[0].max(0)
        says.append(network.names[int(label)])
        sure.append(f"{float(probability):.2f}")
    return says, sure


@pytest.mark.parametrize("query", [{}, {"photo": "cat", "stage": "28", "draw": "7"}])
def test_what_the_network_says_is_what_torch_says(ladder: Ladder, query: dict[str, str]) -> None:
    ladder.open("?" + "&".join(f"{key}={value}" for key, value in query.items()))
    expect_shown(ladder.root, complete=True)
    for stop in (50, 70, 88):
        ladder.keep_prob.fill(f"{stop / 100:.2f}")
        expect_shown(ladder.root, keep_prob=stop / 100, old=False)
        says, sure = answers(Settings.parse(query), stop)
        assert ladder.shown["says"] == says
        for block, one in zip(BLOCKS, sure, strict=True):
            bar = ladder.page.locator(f".column[data-block='{block}'] .bars li b").first
            expect(bar).to_have_text(one)


def test_a_slider_that_is_held_asks_nothing_and_shows_every_stop(ladder: Ladder) -> None:
    ladder.open()
    expect_shown(ladder.root, complete=True)
    ladder.page.wait_for_timeout(500)
    before = ladder.sent
    for stop in (0.9, 0.31, 0.77, 0.5):
        drag(ladder.keep_prob, stop)
        expect_shown(ladder.root, keep_prob=stop, old=False)
    assert ladder.sent == before


def test_the_headline_counts_the_draws_in_which_the_answer_stays(ladder: Ladder) -> None:
    ladder.open()
    expect_shown(ladder.root, complete=True)
    counts = ladder.shown["counts"]
    assert [of for _stays, of in counts] == [100] * 4
    heading = ladder.heading.inner_text()
    assert str(counts[0][0]) in heading
    assert str(counts[3][0]) in heading
    dots = ladder.page.locator(".column[data-block='7'] .dots i")
    expect(dots).to_have_count(100)


def test_a_click_on_a_draws_dot_shows_that_draw(ladder: Ladder) -> None:
    ladder.open()
    expect_shown(ladder.root, complete=True)
    ladder.page.locator(".column[data-block='7'] .dots i").nth(41).click()
    expect(ladder.page.locator(".stepper span")).to_contain_text("42")
    expect_shown(ladder.root, complete=True)
    assert ladder.shown["says"] == answers(Settings.parse({"draw": "42"}), 50)[0]
