"""Uploads that fail, a phone, and a classroom without internet."""

import io
import re
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Stage, complete


def test_a_bad_upload_gets_a_sentence_and_the_picture_stays(stage: Stage) -> None:
    stage.open("?source=upload")
    stage.wait_filled()
    before = stage.shown
    stage.page.locator("input[type=file]").set_input_files(
        {"name": "<img src=x onerror=alert(1)>.png", "mimeType": "image/png", "buffer": b"no"}
    )
    expect(stage.page.get_by_role("alert")).to_be_visible()
    assert "img" not in stage.page.get_by_role("alert").inner_text()
    assert stage.shown == before


def test_a_bad_file_in_place_of_a_good_one_gets_one_sentence_and_the_picture_stays(
    stage: Stage,
) -> None:
    stage.open("?source=upload")
    cat = stage.shown["base"]
    file = io.BytesIO()
    Image.linear_gradient("L").save(file, "PNG")
    browse = stage.page.locator("input[type=file]")
    browse.set_input_files({"name": "a.png", "mimeType": "image/png", "buffer": file.getvalue()})
    stage.wait_until("shown => shown.base !== wanted", cat)
    mine = stage.shown["base"]
    browse.set_input_files({"name": "b.png", "mimeType": "image/png", "buffer": b"no picture"})
    expect(stage.page.get_by_role("alert")).to_have_text(re.compile(r"^[^.]+ cannot be [^.]+\.$"))
    complete(stage.page)
    expect(stage.page.get_by_text("You see the image that you chose before.")).to_be_visible()
    expect(stage.page.get_by_text("No image yet")).to_have_count(0)
    assert stage.shown["base"] == mine
    stage.page.get_by_role("button", name="Forget it").click()
    stage.wait_shown(base=cat)


def test_a_file_of_20_mb_gets_a_sentence_with_the_limit(stage: Stage, tmp_path: Path) -> None:
    big = tmp_path / "big.png"
    big.write_bytes(bytes(20 * 1024**2))
    stage.open("?source=upload")
    stage.page.locator("input[type=file]").set_input_files(big)
    expect(stage.page.get_by_role("alert")).to_contain_text("20.0 MB and the limit is 10 MB")


def test_the_playground_is_found_by_its_name_too(stage: Stage) -> None:
    stage.page.goto(f"{stage.address}/playground?source=rocket&keep_prob=0.70&block_size=21")
    stage.ready()
    stage.wait_shown(keep_prob=0.7, block_size=21)
    assert stage.shown["base"].startswith("rocket")
    expect(stage.page.get_by_text("Page not found")).to_have_count(0)
    expect(stage.page).to_have_url(re.compile(r"/\?.*source=rocket"))
    expect(stage.page.get_by_role("link", name="Playground")).to_have_count(1)


def test_the_way_through_reads_as_three_stops_in_one_line(page: Page, server: str) -> None:
    for path, width in (("", 1440), ("network", 1440), ("network", 390)):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{server}/{path}")
        stops = page.locator(".st-key-way").get_by_role("link")
        expect(stops).to_have_count(3)
        complete(page)
        boxes = stops.evaluate_all("all => all.map(a => a.getBoundingClientRect().toJSON())")
        tops = [box["top"] for box in boxes]
        assert max(tops) - min(tops) < 3, path
        # An arrow stands between two of them.
        gaps = [right["left"] - left["right"] for left, right in pairwise(boxes)]
        assert min(gaps) > 8, f"{path} at {width}: {gaps}"


def test_a_phone_shows_the_comparison_at_once_and_needs_no_sideways_scroll(
    chromium: Browser, server: str
) -> None:
    context = chromium.new_context(
        viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True
    )
    page = context.new_page()
    stage = Stage(page, server).open()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    for name in ("output", "filled", "dropout", "refilled"):
        panel = stage.root.locator(f"canvas[data-panel={name}]")
        expect(panel).to_be_in_viewport(ratio=0.75)  # without a scroll, below the sliders
        assert panel.evaluate("canvas => canvas.clientWidth") > 110
    expect(stage.keep_prob).to_be_in_viewport()
    stage.root.locator("canvas[data-panel=output]").tap(position={"x": 3, "y": 3})
    assert re.match(r"Row \d, column \d", stage.text(".pin h2"))
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_fetched_from_elsewhere(chromium: Browser, server: str, scheme: str) -> None:
    context = chromium.new_context(color_scheme=scheme)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    Stage(page, server).open()
    outside = [url for url in asked if not url.startswith((server, "blob:", "data:"))]
    assert outside == []
    context.close()
