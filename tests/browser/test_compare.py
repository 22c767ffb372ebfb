"""The comparison in a browser: what is left moves with the slider, guesses follow, blink, play."""

import io
import json
import re
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect

from explainer.rooms.compare import methods
from explainer.shell.base import feature_map
from explainer.shell.settings import Settings
from tests.browser.conftest import LivePage, backing_image, drag

METHODS = ["dropout", "spatial_dropout", "droppath", "cutout", "dropblock"]


class Compare(LivePage):
    """The comparison, as a person finds it."""

    path = "compare"
    mounts = ("compare",)

    @property
    def shown(self) -> dict[str, Any]:
        return json.loads(self.root.get_attribute("data-shown") or "{}")

    def column(self, method: str) -> Locator:
        return self.root.locator(f"[data-method={method}]")

    def painted(self, method: str, which: str) -> np.ndarray:
        """A picture's backing image (H, W, RGB)."""
        side, data = backing_image(self.column(method).locator(f".{which} canvas"))
        return np.frombuffer(data, np.uint8).reshape(side, side, 4)[..., :3]


@pytest.fixture
def compare(page: Page, server: str) -> Compare:
    return Compare(page, server)


def in_python(query: str) -> tuple[Settings, torch.Tensor, dict[str, methods.Given]]:
    settings = Settings.parse(dict(part.split("=") for part in query[1:].split("&") if part))
    x = feature_map(settings, None)
    return settings, x, methods.given_away(settings, x)


@pytest.mark.parametrize(
    "query",
    [
        "?keep_prob=0.99",  # DropPath drops nothing
        "?keep_prob=0.3",  # DropPath drops most of its batch
        "?source=rocket&mask=channel&recipe=paper&keep_prob=0.7&cutout=60",
    ],
)
def test_what_is_left_and_what_is_guessed_are_the_librarys_to_the_bit(
    compare: Compare, query: str
) -> None:
    compare.open(query)
    _settings, x, found = in_python(query)
    for name, given in found.items():
        left = np.rint((x * given.mask)[0].permute(1, 2, 0).numpy() * 255)
        assert np.array_equal(compare.painted(name, "left"), left), name
        guess = np.rint(np.clip(given.guess[0].permute(1, 2, 0).numpy(), 0, 1) * 255)
        assert np.array_equal(compare.painted(name, "guess"), guess), name
        left = f"left: {given.share:.3f} of the units"
        if name == "droppath":
            kept = round(16 * given.share)
            left = f"branch kept in {kept} of 16 samples, ×\u00a0{16 / kept:.2f}"
        expect(compare.column(name).locator(".kept")).to_contain_text(left)
        text = "nothing dropped" if given.r2 is None else f"R² {given.r2:.2f}".replace("-", "−")
        expect(compare.column(name).locator(".result")).to_have_text(text)
        said = {0: "nothing is left to guess from: the mean", 1: "the input, as it was"}
        expect(compare.column(name).locator(".given")).to_have_text(
            said.get(given.mask.mean().item(), "guessed from what is left")
        )
    order = compare.shown["order"]
    boxes = [compare.column(name).bounding_box() for name in order]
    assert [box["x"] for box in boxes if box] == sorted(box["x"] for box in boxes if box)


def test_on_the_cat_dropout_leaks_and_dropblock_less_the_larger_the_block(compare: Compare) -> None:
    compare.open("?keep_prob=0.5&block_size=3")
    leaks = [compare.shown["r2"]["dropblock"]]
    assert compare.shown["r2"]["dropout"] > 0.9
    for block_size in (15, 31, 63):
        compare.block_size.fill(str(block_size))
        compare.wait(block_size=block_size, fresh=True)
        leaks.append(compare.shown["r2"]["dropblock"])
    assert leaks == sorted(leaks, reverse=True)
    assert leaks[-1] < 0.5


def test_a_drag_moves_what_is_left_at_once_and_the_guess_follows_on_release(
    compare: Compare,
) -> None:
    compare.open("?keep_prob=0.5")
    url = compare.page.url
    drag(compare.keep_prob, 0.8)
    compare.wait(keep_prob=0.8, fresh=False)
    _settings, x, found = in_python("?keep_prob=0.8")
    for name, given in found.items():
        left = np.rint((x * given.mask)[0].permute(1, 2, 0).numpy() * 255)
        assert np.array_equal(compare.painted(name, "left"), left), name
    expect(compare.column("dropout").locator(".given")).to_have_text(re.compile("setting before"))
    expect(compare.heading).to_have_text(re.compile("Let go of the slider"))
    assert compare.page.url == url
    compare.keep_prob.dispatch_event("change")
    compare.wait(keep_prob=0.8, fresh=True)
    expect(compare.page).to_have_url(re.compile("keep_prob=0.80"))


def test_where_no_seed_can_fall_a_new_draw_is_not_advised(compare: Compare) -> None:
    compare.open("?keep_prob=1")
    expect(compare.page.get_by_text("At keep_prob 1 γ is 0, so no seed can fall.")).to_be_visible()
    expect(compare.page.get_by_text("take a new draw")).to_have_count(0)
    for method in METHODS:
        expect(compare.column(method).locator(".given")).to_have_text("the input, as it was")


def test_inference_is_named_and_can_be_left(compare: Compare) -> None:
    compare.open("?training=0")
    expect(compare.heading).to_contain_text("At inference nothing is dropped")
    for name in ("Hold to see", "Play", "New draw"):
        expect(compare.page.get_by_role("button", name=name)).to_be_disabled()
    drag(compare.keep_prob, 0.5, release=True)
    compare.wait(keep_prob=0.5)
    expect(compare.heading).to_contain_text("At inference nothing is dropped")
    compare.page.get_by_role("radio", name="Training").click()
    expect(compare.heading).to_contain_text("Neighbours fill in 9")
    expect(compare.page.get_by_role("button", name="Play")).to_be_enabled()
    expect(compare.page).to_have_url(re.compile("training=1"))


def test_of_a_map_it_says_which_channels_are_shown(compare: Compare) -> None:
    compare.open("?source=random&size=14&channels=8&keep_prob=0.6&block_size=5")
    for method in METHODS:
        label = compare.column(method).locator(".kept")
        told = "branch kept" if method == "droppath" else "large: channel 1 of 8, small: all; left:"
        expect(label).to_contain_text(told)


def test_a_finger_is_told_of_no_key(compare: Compare, chromium: Browser, server: str) -> None:
    compare.open()
    expect(compare.root.locator(".blink kbd")).to_be_visible()
    context = chromium.new_context(has_touch=True, is_mobile=True)
    phone = Compare(context.new_page(), server)
    phone.open()
    expect(phone.root.get_by_role("button", name="Hold to see the guess in place")).to_be_visible()
    expect(phone.root.locator(".blink kbd")).to_be_hidden()
    context.close()


def test_a_whole_channel_is_gone_in_the_stack(compare: Compare) -> None:
    compare.open("?source=random&size=14&channels=4&keep_prob=0.6&block_size=5")
    column = compare.column("spatial_dropout")
    stack = column.locator(".stack canvas")
    expect(stack).to_have_count(4)
    black = stack.evaluate_all(
        """canvases => canvases.map((canvas) => {
            const { width, height } = canvas;
            const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
            for (let i = 0; i < data.length; i += 4) {
                if (data[i] !== 23 || data[i + 1] !== 26 || data[i + 2] !== 32) return false;
            }
            return true;
        })"""
    )
    _settings, _x, found = in_python("?source=random&size=14&channels=4&keep_prob=0.6&block_size=5")
    gone = (found["spatial_dropout"].mask[0].mean((1, 2)) == 0).tolist()
    assert black == gone
    assert any(gone)
    expect(column.locator(".note")).to_contain_text(f"{sum(gone)} of 4 gone")


def test_blink_shows_the_guess_in_place_while_it_is_held(compare: Compare) -> None:
    compare.open("?keep_prob=0.5")
    left, guess = (compare.painted("dropblock", which) for which in ("left", "guess"))
    assert not np.array_equal(left, guess)
    button = compare.root.get_by_role("button", name="Hold to see")
    button.hover()
    compare.page.mouse.down()
    expect(button).to_have_attribute("aria-pressed", "true")
    compare.page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
    assert np.array_equal(compare.painted("dropblock", "left"), guess)
    compare.page.mouse.up()
    expect(button).to_have_attribute("aria-pressed", "false")
    compare.page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
    assert np.array_equal(compare.painted("dropblock", "left"), left)
    compare.page.mouse.click(5, 500)
    compare.page.keyboard.down("b")
    expect(button).to_have_attribute("aria-pressed", "true")
    compare.page.keyboard.up("b")
    expect(button).to_have_attribute("aria-pressed", "false")


def test_play_draws_again_and_again_and_its_stop_is_one_step_back(compare: Compare) -> None:
    compare.open("?source=random&size=14&channels=2&keep_prob=0.6&block_size=5")
    first = compare.shown["base"]
    compare.root.get_by_role("button", name="Play").click()
    expect(compare.root).not_to_have_attribute("data-shown", re.compile(re.escape(first)))
    second = compare.shown["base"]
    expect(compare.root).not_to_have_attribute("data-shown", re.compile(re.escape(second)))
    compare.root.get_by_role("button", name="Stop playing").click()
    expect(compare.page).to_have_url(re.compile(r"seed=(?!271\b)\d+"))
    seed = re.search(r"seed=(\d+)", compare.page.url)
    assert seed
    expect(compare.root).to_have_attribute("data-shown", re.compile(f'/{seed[1]}"'))
    compare.page.go_back()
    expect(compare.root).to_have_attribute("data-shown", re.compile(re.escape(first)))


def test_with_reduced_motion_the_button_says_that_it_makes_one_draw(compare: Compare) -> None:
    compare.page.emulate_media(reduced_motion="reduce")
    compare.open("?source=random&size=14&keep_prob=0.6&block_size=5")
    expect(compare.root.get_by_role("button", name="Play")).to_have_count(0)
    compare.root.get_by_role("button", name="Next draw").click()
    expect(compare.root).to_have_attribute("data-shown", re.compile('/272"'))
    expect(compare.root.get_by_role("button", name="Next draw")).to_be_visible()
    expect(compare.page).to_have_url(re.compile("seed=272"))
    compare.page.emulate_media(reduced_motion="no-preference")
    expect(compare.root.get_by_role("button", name="Play: two draws a second")).to_be_visible()


def test_who_leaves_while_draws_play_finds_the_draw_of_the_link_again(compare: Compare) -> None:
    compare.open("?source=random&size=14&keep_prob=0.6&block_size=5")
    first = compare.shown["base"]
    compare.root.get_by_role("button", name="Play").click()
    expect(compare.root).not_to_have_attribute("data-shown", re.compile(re.escape(first)))
    compare.page.get_by_role("link", name="About").click()
    expect(compare.page.get_by_role("heading", name="About")).to_be_visible()
    compare.page.get_by_role("link", name="Compare").click()
    expect(compare.root).to_have_attribute("data-shown", re.compile(re.escape(first)))


def test_a_picture_of_one_colour_has_nothing_to_guess(compare: Compare) -> None:
    compare.open("?source=upload&keep_prob=0.5")
    file = io.BytesIO()
    Image.new("RGB", (300, 300), (90, 120, 60)).save(file, "PNG")
    compare.page.locator("input[type=file]").set_input_files(
        {"name": "flat.png", "mimeType": "image/png", "buffer": file.getvalue()}
    )
    expect(compare.heading).to_have_text(re.compile("does not vary"))
    expect(compare.column("dropout").locator(".result")).to_have_text("nothing varies")


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("?keep_prob=1", "DropBlock drops nothing"),
        ("?training=0", "At inference nothing is dropped"),
        ("?source=random&size=14&keep_prob=0.6&block_size=5", "nothing can be guessed back"),
        ("?keep_prob=0.5", "Neighbours fill in 9"),
    ],
)
def test_the_headline_fits_what_is_shown(compare: Compare, query: str, words: str) -> None:
    compare.open(query)
    expect(compare.heading).to_contain_text(words)
    assert "NaN" not in compare.page.locator("body").inner_text()


@pytest.mark.parametrize("query", ["?keep_prob=0.5", "?source=random&size=14&keep_prob=0.5"])
def test_two_sliders_let_go_at_the_same_moment_both_count(compare: Compare, query: str) -> None:
    compare.open(query)
    for keep_prob, block_size in ((0.6, 5), (0.3, 9), (0.8, 13)):
        for slider, value in (
            (compare.keep_prob, keep_prob),
            (compare.block_size, block_size),
        ):
            drag(slider, value, release=True)
        compare.wait(keep_prob=keep_prob, block_size=block_size, fresh=True)
        expect(compare.page).to_have_url(re.compile(f"keep_prob={keep_prob:.2f}"))
        expect(compare.page).to_have_url(re.compile(f"block_size={block_size}"))


def test_another_picture_stops_the_play(compare: Compare) -> None:
    compare.open("?source=random&size=14&keep_prob=0.6&block_size=5")
    compare.root.get_by_role("button", name="Play").click()
    expect(compare.root.get_by_role("button", name="Stop playing")).to_be_visible()
    compare.page.get_by_role("radio", name="Brick").click()
    expect(compare.page).to_have_url(re.compile("source=brick"))
    expect(compare.root.get_by_role("button", name="Play")).to_be_visible()


def test_settings_travel_between_the_pages(compare: Compare) -> None:
    compare.open("?source=brick&keep_prob=0.6&block_size=15")
    compare.page.get_by_role("link", name="Playground").click()
    expect(compare.page.locator(".stage[data-ready=true]")).to_be_attached()
    expect(compare.page.get_by_label("block_size", exact=True)).to_have_value("15")
    compare.page.get_by_role("link", name="Compare").click()
    compare.wait(keep_prob=0.6, block_size=15)
    expect(compare.page).to_have_url(re.compile("/compare.*source=brick"))
