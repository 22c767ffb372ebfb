"""Answers for a block_size come on demand at 224 × 224: whatever crosses, the stage follows."""

import io
import re

import numpy as np
from PIL import Image
from playwright.sync_api import expect

from tests.browser.conftest import Stage, drag


def noise_picture() -> bytes:
    file = io.BytesIO()
    pixels = np.random.default_rng(1).integers(0, 256, (224, 224, 3), dtype=np.uint8)
    Image.fromarray(pixels).save(file, "PNG")
    return file.getvalue()


def test_the_headline_of_a_size_seen_before_is_todays(stage: Stage) -> None:
    """Answers kept from training must not speak at inference."""
    stage.open()
    for size in ("15", "49"):
        stage.block_size.fill(size)
        stage.wait_shown(block_size=int(size))
    stage.page.get_by_text("Inference", exact=True).click()
    stage.wait_shown(training=False)
    drag(stage.block_size, 15)
    stage.wait_shown(block_size=15)
    heading = stage.page.get_by_role("heading", level=1)
    expect(heading).to_have_text("At inference this cat stays whole.")


def test_an_upload_is_shown_after_block_size_was_moved(stage: Stage) -> None:
    stage.open("?source=upload")
    stage.block_size.fill("15")
    stage.wait_shown(block_size=15)
    expect(stage.page).to_have_url(re.compile("block_size=15"))
    before = stage.shown["base"]
    stage.page.locator("input[type=file]").set_input_files(
        {"name": "mine.png", "mimeType": "image/png", "buffer": noise_picture()}
    )
    stage.wait_until("shown => shown.base !== wanted", before)
    assert stage.text(".pin h2").startswith("Row ")


def test_a_release_that_overtakes_a_question_does_not_stop_the_next(stage: Stage) -> None:
    stage.open()
    stage.block_size.evaluate(
        """slider => {
            const move = (value) => {
                slider.value = value;
                slider.dispatchEvent(new Event("input", { bubbles: true }));
            };
            move(51); // asked for
            move(49); // here already
            slider.dispatchEvent(new Event("change", { bubbles: true }));
        }"""
    )
    stage.page.wait_for_load_state("networkidle")
    expect(stage.page.get_by_test_id("stStatusWidget")).to_have_count(0)
    stage.page.wait_for_timeout(600)  # both answers have come, or never will
    drag(stage.block_size, 41)
    stage.wait_shown(block_size=41)


def test_at_inference_a_smaller_map_has_its_pin_inside(stage: Stage) -> None:
    stage.open("?training=0")
    stage.page.get_by_text("5 × 5 numbers", exact=True).click()
    stage.wait_until("shown => shown.base.startsWith(wanted)", "/random/")
    assert re.fullmatch(r"Row [0-4], column [0-4]", stage.text(".pin h2 b"))
