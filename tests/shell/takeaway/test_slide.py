"""The slide of every page: its size, its words, and that nothing of them is cut off."""

from itertools import combinations

import numpy as np
import pytest

from explainer.figures.fonts import font
from explainer.figures.images import SIZE, SMALLEST
from explainer.figures.maps import SEED
from tests.conftest import Written
from tests.take_away import slide

CASES = [
    ("playground", {}),
    ("playground", {"recipe": "paper", "mask": "channel", "block_size": "63"}),
    ("playground", {"source": "random", "size": "56", "channels": "8", "keep_prob": "0.01"}),
    ("playground", {"source": "random", "keep_prob": "0"}),
    ("playground", {"training": "0", "source": "diagram"}),
    ("steps", {"size": "14"}),
    ("gamma", {"recipe": "calibrated", "map": "14", "block_size": "7"}),
    ("gamma", {"keep_prob": "0"}),
    ("gamma", {"keep_prob": "1"}),
    ("gamma", {"map": "1", "keep_prob": "0.5"}),
    ("compare", {}),
    ("compare", {"source": "random", "size": "14", "channels": "8", "recipe": "calibrated"}),
    ("compare", {"training": "0"}),
    ("compare", {"keep_prob": "0.3", "block_size": "1"}),
    ("compare", {"keep_prob": "0"}),
    ("compare", {"mask": "channel", "cutout": "60"}),
    ("compare", {"source": "random", "size": "56", "mask": "channel", "cutout": "56"}),
    ("compare", {"source": "random", "channels": "3", "keep_prob": "0.05", "seed": "999999"}),
    ("compare", {"source": "diagram", "keep_prob": "1", "recipe": "paper"}),
    ("implementations", {}),
    ("implementations", {"height": "16", "width": "5", "asked_block": "4", "seed": "999999"}),
    ("implementations", {"height": "4", "width": "7", "asked_block": "9", "baseline": "timm"}),
    ("implementations", {"height": "1", "width": "1", "asked_block": "20", "keep_prob": "0"}),
    ("implementations", {"height": "16", "width": "16", "asked_block": "18", "keep_prob": "0.9"}),
    ("implementations", {"asked_block": "8", "baseline": "timm_1_0_22_fast"}),
]


@pytest.mark.parametrize(("page", "query"), CASES)
def test_a_slide_is_full_hd(page: str, query: dict[str, str]) -> None:
    image = slide(page, query)
    assert image.format == "PNG"
    assert image.size == SIZE == (1920, 1080)


@pytest.mark.parametrize(("page", "query"), CASES)
def test_no_word_is_cut_off_or_unknown_to_the_font(
    page: str, query: dict[str, str], written: Written
) -> None:
    """Each text is drawn inside the slide and off the others."""
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


def test_what_is_drawn_changes_with_the_settings() -> None:
    first = slide("playground", {"source": "random", "seed": "1", "keep_prob": "0.4"})
    second = slide("playground", {"source": "random", "seed": "2", "keep_prob": "0.4"})
    assert first.tobytes() != second.tobytes()
