"""Numbers on the cells of a canvas can be read."""

from typing import Any

import pytest

from tests.browser.contrast import contrast

# Each text that a canvas writes: [text, ink, the pixel that it is written on].
WRITTEN = """
    window.written = [];
    const fillText = CanvasRenderingContext2D.prototype.fillText;
    CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
        const rgb = (channels) => `rgb(${channels.join(", ")})`;
        const ink = this.fillStyle.match(/[0-9a-f]{2}/g).map((hex) => parseInt(hex, 16));
        const behind = [...this.getImageData(x, y, 1, 1).data].slice(0, 3);
        window.written.push([text, rgb(ink), rgb(behind)]);
        fillText.call(this, text, x, y);
    };
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("query", "mounts"),
    [
        ("?source=random&size=9&block_size=3&keep_prob=0.7", ["stage"]),
        ("gamma?map=9&block_size=3&keep_prob=0.5", ["controls", "survival"]),
        ("gamma?map=9&block_size=3&keep_prob=1.0", ["controls", "survival"]),  # one colour only
    ],
)
def test_numbers_on_colours_can_be_read(
    page: Any, server: str, scheme: str, query: str, mounts: list[str]
) -> None:
    page.emulate_media(color_scheme=scheme)
    page.add_init_script(WRITTEN)
    page.goto(f"{server}/{query}")
    for mount in mounts:
        page.locator(f".{mount}[data-ready=true]").wait_for(state="attached")
    page.wait_for_function("window.written.length >= 81")
    for text, ink, behind in page.evaluate("window.written"):
        assert contrast(ink, [behind], 1) >= 4.5, (text, ink, behind)
