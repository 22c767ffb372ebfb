"""The page of implementations in a browser: tiles that follow the sliders, marks, failures."""

import json
import re
from typing import Any

import pytest
import torch
from playwright.sync_api import Locator, Page, expect

from dropblock import RECIPES, draw_noise, trace
from explainer.shell.settings import IMPLEMENTATIONS, Settings
from tests.browser.conftest import LivePage, complete, drag

DROPPED, MARKED = 1, 2  # the bits of a unit
PAPER, INK = [255, 255, 255], [23, 26, 32]


class ImplementationsPage(LivePage):
    """The page, as a person finds it."""

    path = "implementations"
    mounts = ("implementations",)

    def shown(self, **values: object) -> dict[str, Any]:
        """What the tiles show, once they show these settings."""
        self.wait(**values)
        shown: dict[str, Any] = json.loads(self.root.get_attribute("data-shown") or "")
        return shown

    def tile(self, name: str) -> Locator:
        return self.root.locator(
            ".implementation", has=self.page.get_by_role("link", name=name, exact=True)
        )

    def units(self, name: str, bit: int) -> list[bool]:
        """Whether each unit of a tile has this bit."""
        backing = self.tile(name).locator("canvas").evaluate("canvas => [...canvas.backing]")
        return [bool(unit & bit) for unit in backing]

    def pixels(self, name: str, height: int, width: int) -> list[list[int]]:
        """The RGB of each unit, where its mark and the grid do not reach, darkest of its hatch."""
        found: list[list[int]] = (
            self.tile(name)
            .locator("canvas")
            .evaluate(
                """(canvas, [height, width]) => Array.from({ length: height * width }, (_, u) => {
                const [w, h] = [canvas.width / width, canvas.height / height];
                const [x, y] = [(u % width) * w, Math.floor(u / width) * h];
                const box = [x + w / 4, y + h / 4, w / 2, h / 2].map(Math.round);
                const { data } = canvas.getContext("2d").getImageData(...box);
                let darkest = [255, 255, 255];
                for (let i = 0; i < data.length; i += 4) {
                    if (data[i] < darkest[0]) darkest = [...data.subarray(i, i + 3)];
                }
                return darkest;
            })""",
                [height, width],
            )
        )
        return found


@pytest.fixture
def implementations(page: Page, server: str) -> ImplementationsPage:
    return ImplementationsPage(page, server)


def dropped(name: str, keep_prob: float, block: int, height: int, width: int) -> list[bool]:
    noise = draw_noise((1, 1, height, width), 5)
    run = trace(torch.ones(noise.shape), keep_prob, block, noise, RECIPES[name])
    return [bool(unit) for unit in run.blocks.flatten()]


def test_the_tiles_follow_the_sliders_and_mark_what_differs(implementations):
    implementations.open("?height=9&width=12&asked_block=3&keep_prob=0.80&seed=5&open=matrix")
    before = implementations.page.url
    drag(implementations.keep_prob, 0.6)
    shown = implementations.shown(keep_prob=0.6, block_size=3)
    for name, label in [("paper", "Paper (ours)"), ("torchvision", "torchvision"),
                        ("keras_cv", "keras-cv"), ("timm", "timm 1.0.31")]:  # fmt: skip
        assert implementations.units(label, DROPPED) == dropped(name, 0.6, 3, 9, 12)
        painted = [INK if unit else PAPER for unit in dropped(name, 0.6, 3, 9, 12)]
        assert implementations.pixels(label, 9, 12) == painted
        other = [
            a != b
            for a, b in zip(
                dropped(name, 0.6, 3, 9, 12), dropped("paper", 0.6, 3, 9, 12), strict=True
            )
        ]
        assert implementations.units(label, MARKED) == other
        assert shown["differ"][name] == sum(other)
    drag(implementations.block_size, 4)  # not there yet: it is asked for
    implementations.wait(keep_prob=0.6, block_size=4)
    assert implementations.units("timm 1.0.31", DROPPED) == dropped("timm", 0.6, 4, 9, 12)
    expect(implementations.tile("torchvision").locator(".sentence")).to_contain_text("ValueError")
    expect(implementations.tile("torchvision").locator(".badge")).to_contain_text("crash")
    expect(implementations.tile("torchvision").locator("canvas")).to_be_hidden()
    assert implementations.page.url == before
    drag(implementations.block_size, 4, release=True)
    expect(implementations.page).to_have_url(
        re.compile(r"(?=.*keep_prob=0\.60)(?=.*asked_block=4)")
    )
    expect(implementations.page.locator(".verdicts th.today")).to_have_text("4")
    opening = Settings.parse({}).block_size
    assert f"&block_size={opening}" in implementations.page.url  # the other pages' own


def test_asked_expected_and_this_draw_stand_in_this_order(implementations):
    implementations.open("?keep_prob=0.90&seed=20&height=7&width=7")
    tile = implementations.tile("timm 1.0.31")
    assert tile.locator("dt").all_inner_texts() == ["asked", "expected", "this draw"]
    assert tile.locator("dd").all_inner_texts() == ["0.90", "≠0.070", "0.000"]
    heading = implementations.page.get_by_role("heading", level=1)
    expect(heading).to_contain_text("the paper's rule keeps 0.900; timm 1.0.31 keeps 0.070")


def test_another_baseline_or_map_is_taken_over_without_leaving_the_sliders(implementations):
    implementations.open("?seed=5")
    drag(implementations.keep_prob, 0.6, release=True)
    expect(implementations.page).to_have_url(re.compile(r"keep_prob=0\.60"))
    height = implementations.page.get_by_label("Map height")
    height.fill("10")
    height.press("Enter")
    implementations.wait(height=10, keep_prob=0.6)
    assert len(implementations.units("torchvision", DROPPED)) == 10 * 14
    expect(implementations.page).to_have_url(re.compile(r"height=10"))


def test_a_baseline_that_gives_nan_compares_nothing(implementations):
    implementations.open("?seed=20&baseline=article&height=7&width=7")
    shown = implementations.shown(block_size=7)
    assert set(shown["differ"].values()) == {None}
    heading = implementations.page.get_by_role("heading", level=1)
    expect(heading).to_contain_text("Nothing can be compared: the article's code fails here")
    expect(implementations.tile("Article's code").locator(".sentence")).to_contain_text(
        "keeps nothing"
    )
    assert True not in implementations.units("timm 1.0.31", MARKED)
    expect(implementations.root.locator(".legend > span")).to_have_text(
        ["kept", "dropped", "other than in the article's code"]
    )
    expect(implementations.root.locator(".legend > span").last).to_be_hidden()


def test_mmdetection_alone_fails_where_nothing_is_to_be_dropped(implementations):
    implementations.open("?keep_prob=0.99")
    expect(implementations.tile("mmdetection").locator(".badge")).to_have_text("✓ near asked")
    drag(implementations.keep_prob, 1)
    shown = implementations.shown(keep_prob=1)
    assert {name for name, kept in shown["kept"].items() if kept is None} == {"mmdetection"}
    expect(implementations.tile("mmdetection").locator(".badge")).to_have_text("✕ crash")
    expect(implementations.tile("mmdetection").locator(".sentence")).to_contain_text(
        "AssertionError"
    )


def test_your_implementation_is_marked_among_the_tiles_and_looked_up_below(implementations):
    implementations.open("?yours=timm")
    expect(implementations.root.locator(".implementation.yours")).to_have_count(1)
    expect(implementations.tile("timm 1.0.31").locator("small")).to_contain_text("yours")
    expect(implementations.page.locator(".verdicts tbody th").first).to_have_text("14 × 14")
    expect(implementations.page.get_by_text("Your implementation", exact=True)).to_be_in_viewport()


def test_the_largest_map_follows_the_slider(implementations):
    implementations.open("?height=38&width=56&seed=5")
    for stop in range(100, 50, -1):
        drag(implementations.keep_prob, stop / 100)
    implementations.wait(keep_prob=0.51)
    assert implementations.units("timm 1.0.31", DROPPED) == dropped("timm", 0.51, 7, 38, 56)


@pytest.mark.parametrize(
    ("query", "name", "rate", "verdict"),
    [  # a rate of 0.8125, and a share of 0.0025: half-way between two texts
        ("?height=5&width=5&asked_block=8&keep_prob=0.25", "timm 1.0.22 2d", "≠0.813",
         "≠ far from asked≠ 0.813"),
        ("?height=5&width=5&asked_block=3&keep_prob=0.20", "tensorflow/tpu", "≠0.454",
         "! NaN on 1 map: 0.3\u00a0%≠ 0.454"),
    ],
)  # fmt: skip
def test_tiles_and_matrix_round_alike(implementations, query, name, rate, verdict):
    implementations.open(f"{query}&open=matrix")
    tile = implementations.tile(name)
    row = implementations.page.locator(".verdicts tbody tr", has_text=name).first
    expect(tile.locator(".expected dd")).to_have_text(rate)
    expect(row.locator("td").first).to_have_text(verdict)
    badge = tile.locator(".badge").inner_text()
    assert verdict.startswith(badge)


def test_a_failure_takes_the_maps_place_and_what_is_not_stated_is_no_failure(implementations):
    implementations.open("?height=38&width=50&asked_block=4")
    boxes = [
        implementations.tile(name).locator(part).bounding_box()
        for name, part in (("Paper (ours)", "canvas"), ("torchvision", ".sentence"))
    ]
    assert boxes[0]
    assert boxes[1]
    assert boxes[1]["width"] == pytest.approx(boxes[0]["width"], abs=1)
    assert boxes[1]["height"] == pytest.approx(boxes[1]["width"], abs=1)
    expect(implementations.tile("timm 1.0.31").locator(".differ")).to_have_text(
        re.compile(r"^units that differ: \d+ of 1,900$")
    )
    implementations.open("?height=9&width=14&asked_block=12")
    edges = [
        implementations.tile(name).locator(part).evaluate(f"e => getComputedStyle(e).{property}")
        for name in ("timm 1.0.31", "mmdetection")  # not stated; crash
        for part, property in ((".badge", "color"), (".sentence", "borderTopColor"))
    ]
    assert edges[0] == edges[1] != edges[2] == edges[3]


def test_on_a_phone_todays_block_is_in_sight_and_calls_break_between_arguments(implementations):
    implementations.page.set_viewport_size({"width": 390, "height": 844})
    implementations.open("?asked_block=9&keep_prob=0.75&open=matrix,differences,calling")
    today = implementations.page.locator(".verdicts th.today")
    expect(today).to_have_text("9")
    today.scroll_into_view_if_needed()
    box = today.bounding_box()
    assert box
    assert box["x"] + box["width"] < 390 - 28
    heads = implementations.page.locator(".verdicts th[scope=row], .verdicts thead th:first-child")
    assert heads.evaluate_all("all => all.map((th) => th.scrollWidth - th.clientWidth)") == [0] * (
        len(IMPLEMENTATIONS) + 1
    )
    rows = implementations.page.locator(".st-key-decisions tbody tr")
    assert max(rows.evaluate_all("all => all.map((row) => row.clientHeight)")) < 170
    calls = implementations.page.locator(".st-key-calls td code")
    for call in calls.all():
        for word in call.inner_text().split():
            lines = call.evaluate(
                """(code, word) => {
                    const text = code.firstChild;
                    const range = document.createRange();
                    const at = text.data.indexOf(word);
                    range.setStart(text, at);
                    range.setEnd(text, at + word.length);
                    return new Set([...range.getClientRects()].map((r) => Math.round(r.top))).size;
                }""",
                word,
            )
            assert lines == 1, word


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("?keep_prob=0.90&height=7&width=7&yours=timm_1_0_22",
         "On average the paper's rule and timm 1.0.22 2d keep 0.900."),
        ("?keep_prob=0.90&height=7&width=7&yours=miguelvr",
         "On average the paper's rule keeps 0.900; miguelvr/dropblock keeps "),
        ("?keep_prob=0.90&asked_block=4&yours=torchvision",
         "On average the paper's rule keeps 0.906; torchvision fails."),
        ("?keep_prob=0.90&height=7&width=7&yours=timm&baseline=timm",
         "On average timm 1.0.31 keeps 0.070; "),
    ],
)  # fmt: skip
def test_the_headline_is_about_yours(implementations, query, told):
    implementations.open(query)
    heading = implementations.page.get_by_role("heading", level=1)
    expect(heading).to_contain_text(told)


def test_the_untouched_page_is_short_and_its_tables_wait_to_be_opened(implementations):
    implementations.open()
    expect(implementations.page.locator("table")).to_have_count(0)
    assert implementations.height <= 3000


def test_an_open_fold_stays_open_and_in_place_while_a_slider_moves(implementations):
    implementations.open("?keep_prob=0.90")
    url, page = implementations.page.url, implementations.page
    fold = implementations.fold("How to ask each of them for it")
    fold.scroll_into_view_if_needed()
    top = implementations.scrolled
    fold.click()
    calls = page.locator(".st-key-calls table")
    expect(calls).to_contain_text("DropBlock2d(p=0.1, block_size=7)")
    complete(page)
    assert (page.url, implementations.scrolled) == (url, top)
    drag(implementations.keep_prob, 0.6, release=True)
    expect(calls).to_contain_text("DropBlock2d(p=0.4, block_size=7)")
    assert implementations.scrolled == top
    fold.click()
    expect(page.locator("table")).to_have_count(0)


def test_one_that_is_chosen_has_its_verdicts_opened(implementations):
    implementations.open()
    implementations.page.get_by_role("combobox", name="Your implementation").click()
    implementations.page.get_by_role("option", name="timm 1.0.31").click()
    expect(implementations.page.locator(".verdicts tbody th").first).to_have_text("14 × 14")
    expect(implementations.fold("What timm 1.0.31 does on every map")).to_be_visible()
