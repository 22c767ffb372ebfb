"""The page of implementations in a browser: tiles that follow the sliders, marks, failures."""

import json
import re
from typing import Any

import pytest
import torch
from playwright.sync_api import Locator, Page, expect

from dropblock import RECIPES, draw_noise, trace
from tests.browser.conftest import LivePage, drag


class Peers(LivePage):
    """The page, as a person finds it."""

    path = "implementations"
    mounts = ("peers",)

    def shown(self, **values: object) -> dict[str, Any]:
        """What the tiles show, once they show these settings."""
        self.wait(**values)
        shown: dict[str, Any] = json.loads(self.root.get_attribute("data-shown") or "")
        return shown

    def tile(self, name: str) -> Locator:
        return self.root.locator(".peer", has=self.page.get_by_role("link", name=name, exact=True))

    def cells(self, name: str, kind: str) -> list[bool]:
        """Whether each cell of a tile is of this kind."""
        classes = self.tile(name).locator("td").evaluate_all("cells => cells.map(c => c.className)")
        return [kind in one.split() for one in classes]


@pytest.fixture
def peers(page: Page, server: str) -> Peers:
    return Peers(page, server)


def dropped(name: str, keep_prob: float, block: int, height: int, width: int) -> list[bool]:
    noise = draw_noise((1, 1, height, width), 5)
    run = trace(torch.ones(noise.shape), keep_prob, block, noise, RECIPES[name])
    return [bool(unit) for unit in run.blocks.flatten()]


def test_the_tiles_follow_the_sliders_and_mark_what_differs(peers):
    peers.open("?height=9&width=12&asked_block=3&keep_prob=0.80&seed=5")
    before = peers.page.url
    drag(peers.keep_prob, 0.6)
    shown = peers.shown(keep_prob=0.6, block_size=3)
    for name, label in [("paper", "Paper (ours)"), ("torchvision", "torchvision"),
                        ("keras_cv", "keras-cv"), ("timm", "timm 1.0.31")]:  # fmt: skip
        assert peers.cells(label, "dropped") == dropped(name, 0.6, 3, 9, 12)
        other = [
            a != b
            for a, b in zip(
                dropped(name, 0.6, 3, 9, 12), dropped("paper", 0.6, 3, 9, 12), strict=True
            )
        ]
        assert peers.cells(label, "marked") == other
        assert shown["differ"][name] == sum(other)
    drag(peers.block_size, 4)  # not there yet: it is asked for
    peers.wait(keep_prob=0.6, block_size=4)
    assert peers.cells("timm 1.0.31", "dropped") == dropped("timm", 0.6, 4, 9, 12)
    expect(peers.tile("torchvision").locator(".sentence")).to_contain_text("ValueError")
    expect(peers.tile("torchvision").locator(".badge")).to_contain_text("crash")
    expect(peers.tile("torchvision").locator("table")).to_be_hidden()
    assert peers.page.url == before
    drag(peers.block_size, 4, release=True)
    expect(peers.page).to_have_url(re.compile(r"(?=.*keep_prob=0\.60)(?=.*asked_block=4)"))
    expect(peers.page.locator(".verdicts th.today")).to_have_text("4")
    assert "block_size=31" in peers.page.url  # the other pages' own


def test_asked_expected_and_this_draw_stand_in_this_order(peers):
    peers.open("?keep_prob=0.90&seed=20&height=7&width=7")
    tile = peers.tile("timm 1.0.31")
    assert tile.locator("dt").all_inner_texts() == ["asked", "expected", "this draw"]
    assert tile.locator("dd").all_inner_texts() == ["0.90", "≠0.070", "0.000"]
    heading = peers.page.get_by_role("heading", level=1)
    expect(heading).to_contain_text("the paper's rule keeps 0.900; timm 1.0.31 keeps 0.070")


def test_another_baseline_or_map_is_taken_over_without_leaving_the_sliders(peers):
    peers.open("?seed=5")
    drag(peers.keep_prob, 0.5, release=True)
    expect(peers.page).to_have_url(re.compile(r"keep_prob=0\.50"))
    height = peers.page.get_by_label("Map height")
    height.fill("10")
    height.press("Enter")
    peers.wait(height=10, keep_prob=0.5)
    expect(peers.tile("torchvision").locator("tr")).to_have_count(10)
    expect(peers.page).to_have_url(re.compile(r"height=10"))


def test_a_baseline_that_gives_nan_compares_nothing(peers):
    peers.open("?seed=20&baseline=seed&height=7&width=7")
    shown = peers.shown(block_size=7)
    assert set(shown["differ"].values()) == {None}
    heading = peers.page.get_by_role("heading", level=1)
    expect(heading).to_contain_text("Nothing can be compared: the article's code fails here")
    expect(peers.tile("Article's code").locator(".sentence")).to_contain_text("keeps nothing")
    assert True not in peers.cells("timm 1.0.31", "marked")
