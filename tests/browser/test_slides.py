"""The slide that the browser makes of what is live: its size, its pixels, and every word on it."""

import io
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.conftest import complete

SIZE = (1920, 1080)
SMALLEST = 18  # pixels of text
# What is drawn on the slide itself: words with their boxes, and pictures with theirs.
RECORD = """
    window.words = [];
    window.pictures = [];
    const { fillText, drawImage } = CanvasRenderingContext2D.prototype;
    CanvasRenderingContext2D.prototype.fillText = function (text, x, y, ...rest) {
        if (this.canvas.width === 1920) {
            const box = this.measureText(text);
            window.words.push([
                text, x, y - box.actualBoundingBoxAscent, x + box.width,
                y + box.actualBoundingBoxDescent, Number(/(\\\\d+)px/.exec(this.font)[1]),
            ]);
        }
        return fillText.call(this, text, x, y, ...rest);
    };
    CanvasRenderingContext2D.prototype.drawImage = function (image, x, y, ...rest) {
        if (this.canvas.width === 1920) window.pictures.push([x, y, image.width, image.height]);
        return drawImage.call(this, image, x, y, ...rest);
    };
""".replace("\\\\", "\\")
CASES = [
    "?",
    "?recipe=paper&mask=channel&block_size=63",
    "?source=random&size=56&channels=8&keep_prob=0.01",
    "?source=random&keep_prob=0",
    "?training=0&source=diagram",
    "gamma?recipe=calibrated&map=14&block_size=7",
    "gamma?keep_prob=0",
    "gamma?keep_prob=1",
    "gamma?map=1&keep_prob=0.5",
    "compare?",
    "compare?source=random&size=14&channels=8&recipe=calibrated",
    "compare?training=0",
    "compare?keep_prob=0.3&block_size=1",
    "compare?mask=channel&cutout=60",
    "compare?source=random&channels=3&keep_prob=0.05&seed=999999",
    "implementations?",
    "implementations?height=16&width=5&asked_block=4&seed=999999",
    "implementations?height=4&width=7&asked_block=9&baseline=timm",
    "implementations?height=1&width=1&asked_block=20&keep_prob=0",
    "implementations?asked_block=8&baseline=timm_1_0_22_fast",
]


class Slide:
    """A slide that was downloaded: its pixels (H, W, 3), and what was recorded while it was
    composed."""

    def __init__(self, page: Page, address: str, path: str) -> None:
        page.add_init_script(RECORD)
        page.goto(f"{address}/{path}")
        complete(page)
        page.get_by_text("Take it with you", exact=True).click()
        button = page.get_by_role("button", name="Picture (PNG)")
        expect(button).to_be_visible()
        complete(page)
        with page.expect_download() as download:
            button.click()
        self.name = download.value.suggested_filename
        with open(download.value.path(), "rb") as file:  # noqa: PTH123  # Playwright's own path
            data = file.read()
        with Image.open(io.BytesIO(data)) as image:
            self.format, self.size = image.format, image.size
            self.pixels = np.asarray(image.convert("RGB"))
        self.words: list[list[Any]] = page.evaluate("window.words")
        self.pictures: list[list[int]] = page.evaluate("window.pictures")

    def picture(self, k: int) -> np.ndarray:
        left, top, width, height = self.pictures[k]
        return self.pixels[top : top + height, left : left + width]


@pytest.mark.parametrize("path", CASES)
def test_a_slide_is_full_hd_and_no_word_is_cut_off_small_or_on_another(
    page: Page, server: str, path: str
) -> None:
    slide = Slide(page, server, path)
    assert slide.name == f"dropblock-{path.partition('?')[0] or 'playground'}.png"
    assert (slide.format, slide.size) == ("PNG", SIZE)
    words = [one for one in slide.words if one[0].strip()]
    assert len(words) > 8
    for text, left, top, right, bottom, size in words:
        assert left >= 0
        assert top >= 0
        assert right <= SIZE[0] - 20, text
        assert bottom <= SIZE[1], text
        assert size >= SMALLEST, text
        assert "{" not in text
        assert "nan" not in text.lower() or "implementations" in path  # where it is a verdict
    boxes = [(text, *box) for text, *box, _size in words]
    boxes += [("picture", x, y, x + width, y + height) for x, y, width, height in slide.pictures]
    for one, other in combinations(boxes, 2):
        apart = one[3] <= other[1] or other[3] <= one[1] or one[4] <= other[2] or other[4] <= one[2]
        assert apart, (one, other)
