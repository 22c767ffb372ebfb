"""The slide of every page: its size, its words, and that nothing of them is cut off."""

import io
from itertools import combinations
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image, ImageDraw

from dropblock import RECIPES, draw_noise, trace
from dropblock.figures import tiles
from dropblock.figures.fonts import font
from dropblock.figures.images import MARGIN, SIZE, SMALLEST
from dropblock.figures.maps import SEED
from dropblock.ui.export_files import make_files
from dropblock.ui.packets import pixels
from dropblock.ui.settings import PEERS, Settings

CASES = [
    ("playground", {}),
    ("playground", {"recipe": "paper", "mask": "channel", "block_size": "63"}),
    ("playground", {"source": "random", "size": "56", "channels": "8", "keep_prob": "0.01"}),
    ("playground", {"source": "random", "keep_prob": "0"}),
    ("playground", {"training": "0", "source": "diagram"}),
    ("steps", {"size": "14"}),
    ("gamma", {"recipe": "calibrated", "map": "14", "block_size": "7"}),
    ("gamma", {"keep_prob": "0"}),
    ("gamma", {"map": "1", "keep_prob": "0.5"}),
    ("compare", {}),
    ("compare", {"source": "random", "size": "14", "channels": "8", "recipe": "calibrated"}),
    ("compare", {"training": "0"}),
    ("implementations", {}),
    ("implementations", {"height": "16", "width": "5", "asked_block": "4", "seed": "999999"}),
    ("implementations", {"height": "4", "width": "7", "asked_block": "9", "baseline": "timm"}),
    ("implementations", {"height": "1", "width": "1", "asked_block": "20", "keep_prob": "0"}),
    ("implementations", {"height": "16", "width": "16", "asked_block": "18", "keep_prob": "0.9"}),
    ("implementations", {"asked_block": "8", "baseline": "timm_1_0_22_fast"}),
]


def slide(page: str, query: dict[str, str]) -> Image.Image:
    settings = Settings.parse(query)
    made = make_files(page, settings, "http://localhost/", pixels(settings, None))
    return Image.open(io.BytesIO(made.png))


@pytest.mark.parametrize(("page", "query"), CASES)
def test_a_slide_is_full_hd(page: str, query: dict[str, str]) -> None:
    image = slide(page, query)
    assert image.format == "PNG"
    assert image.size == SIZE == (1920, 1080)


@pytest.mark.parametrize(("page", "query"), CASES)
def test_no_word_is_cut_off_or_unknown_to_the_font(
    page: str, query: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each text is drawn inside the slide and off the others, and each of its letters is one."""
    written: list[tuple[str, tuple[float, ...], float]] = []
    text = ImageDraw.ImageDraw.text

    def note(pen: Any, xy: Any, words: str, *rest: Any, **named: Any) -> None:
        face = rest[1]
        if pen.im.size == SIZE:  # not a number inside a map
            written.append((words, pen.textbbox(xy, words, font=face), face.size))
        missing = face.getmask("\uffff")
        for letter in set(words) - {" "}:
            mask = face.getmask(letter)
            assert (mask.size, bytes(mask)) != (missing.size, bytes(missing)), letter
        text(pen, xy, words, *rest, **named)

    monkeypatch.setattr(ImageDraw.ImageDraw, "text", note)
    slide(page, query)
    assert len(written) > 8
    for words, (left, top, right, bottom), size in written:
        assert left >= 0
        assert top >= 0
        assert right <= SIZE[0] - 20, words
        assert bottom <= SIZE[1], words
        assert size >= SMALLEST == 18
        assert "…" not in words
        assert "nan" not in words.lower() or page == "implementations"  # where it is a verdict
    for (one, a, _), (other, b, _) in combinations(written, 2):
        apart = a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]
        assert apart, (one, other)


def test_the_font_does_not_know_every_letter() -> None:
    """Or else the test above would see none missing."""
    assert bytes(font(20).getmask("写")) == bytes(font(20).getmask("\uffff"))


def test_seeds_are_on_the_slide_where_they_fell() -> None:
    """The only seed of the opening draw of 5 × 5 numbers: in the second panel and the third."""
    pixels = np.asarray(slide("playground", {"source": "random"}))
    _rows, columns = np.nonzero((pixels == SEED).all(-1))
    panels = {int(column) // 472 for column in columns if column < 3 * 472}
    assert panels == {1, 2}
    assert not (pixels[:, : 40 + 448] == SEED).all(-1).any()


@pytest.mark.parametrize("name", ["paper", "calibrated", "timm", "timm_1_0_22", "miguelvr"])
def test_each_tile_shows_what_is_dropped_and_outlines_what_differs(name: str) -> None:
    """At the middle and at the edge of each unit."""
    query = {"height": "12", "width": "8", "asked_block": "3", "seed": "5", "keep_prob": "0.6"}
    pixels = np.asarray(slide("implementations", query))
    noise = draw_noise((1, 1, 12, 8), 5)
    x = torch.ones(noise.shape)
    gone, base = (
        trace(x, 0.6, 3, noise, RECIPES[one]).blocks[0, 0].bool() for one in (name, "paper")
    )
    row, column = divmod(PEERS.index(name), tiles.COLUMNS)
    left = MARGIN + column * (tiles.SIDE + tiles.GAP)
    top = tiles.FIRST_ROW + tiles.MAP_TOP + row * tiles.ROW
    unit = tiles.SIDE // 12
    assert gone.any()
    assert name in ("paper", "calibrated") or (gone != base).any()
    for r, c in np.ndindex(12, 8):
        y, x_ = top + r * unit, left + c * unit
        centre = pixels[y + unit // 2, x_ + unit // 2]
        assert (centre.max() < 128) == bool(gone[r, c])
        marked = (pixels[y + 1, x_ + unit // 2] == tiles.MARK).all()
        assert marked == bool(gone[r, c] != base[r, c])


def test_what_is_drawn_changes_with_the_settings() -> None:
    first = slide("playground", {"source": "random", "seed": "1", "keep_prob": "0.4"})
    second = slide("playground", {"source": "random", "seed": "2", "keep_prob": "0.4"})
    assert first.tobytes() != second.tobytes()
