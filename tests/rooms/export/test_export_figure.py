"""The slide of every page: its size, its words, and that nothing of them is cut off."""

import io
from itertools import combinations
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image, ImageDraw

from dropblock import RECIPES, draw_noise, trace
from explainer.figures import columns, tiles
from explainer.figures.fonts import font
from explainer.figures.images import MARGIN, SCALE, SIZE, SMALLEST, SWATCH
from explainer.figures.maps import SEED
from explainer.figures.palette import VIRIDIS, colour
from explainer.rooms.compare import methods
from explainer.rooms.compare.words import guess_captions, headlines, titles
from explainer.rooms.export.files import make_files
from explainer.shell.base import MAP_RANGE, pixels
from explainer.shell.settings import IMPLEMENTATIONS, Settings

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


def slide(page: str, query: dict[str, str]) -> Image.Image:
    settings = Settings.parse(query)
    made = make_files(page, settings, "http://localhost/", pixels(settings, None))
    return Image.open(io.BytesIO(made.png))


@pytest.mark.parametrize(("page", "query"), CASES)
def test_a_slide_is_full_hd(page: str, query: dict[str, str]) -> None:
    image = slide(page, query)
    assert image.format == "PNG"
    assert image.size == SIZE == (1920, 1080)


Written = list[tuple[str, tuple[float, ...], float]]  # words, box and size


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Written:
    """What is written on the slides made from now on, each letter of it known to the font."""
    written: Written = []
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
    return written


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
    row, column = divmod(IMPLEMENTATIONS.index(name), tiles.COLUMNS)
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


COMPARED = [
    {},
    {"training": "0", "mask": "channel"},
    {"mask": "channel", "cutout": "60"},
    {"source": "random", "keep_prob": "0.5"},
    {"source": "random", "size": "14", "channels": "8", "recipe": "calibrated", "mask": "shared"},
]


@pytest.mark.parametrize("query", COMPARED)
def test_the_comparisons_slide_gives_the_order_the_r2_and_the_shares_of_the_page(
    query: dict[str, str], written: Written
) -> None:
    settings = Settings.parse(query)
    x = methods.feature_map(settings, None)
    found = (settings.recipe, settings.keep_prob, settings.block_size, settings.cutout)
    sent, _arrays = methods.guesses(f"slide {query}", *found, settings, x)
    slide("compare", query)
    for words, (_left, top, _right, bottom), _size in written:
        for first in (columns.LEFT, columns.GUESS):  # no word stands on a map
            first += columns.FIRST_ROW
            assert bottom <= first or top >= first + columns.MAP, words
    for place, name in enumerate(sent["order"]):
        left = MARGIN + place * (columns.WIDTH + columns.GAP)
        column = [words for words, box, _size in written if left <= box[0] < left + columns.MAP]
        assert titles()[name] in column
        r2 = sent["r2"][name] if settings.training else None
        share = sent["share"][name] if settings.training else 1.0
        result = "nothing dropped" if r2 is None else f"R² {r2:.2f}".replace("-", "−")
        assert result in column
        assert f"left: {share:.3f} of the units" in column


@pytest.mark.parametrize(
    ("query", "state", "captions"),
    [
        ({"training": "0"}, "inference", {"whole"}),
        ({"keep_prob": "1"}, "never", {"whole"}),
        ({"keep_prob": "0.3"}, "some", {"some", "gone"}),  # DropPath drops all
        ({"keep_prob": "0.5"}, "some", {"some", "whole"}),  # DropPath drops nothing
    ],
)
def test_the_comparisons_slide_has_the_words_of_the_page(
    query: dict[str, str], state: str, captions: set[str], written: Written
) -> None:
    slide("compare", query)
    said = " ".join(words for words, _box, _size in written)
    _title, line = headlines()[state]
    assert line in said
    for name, caption in guess_captions().items():
        assert (caption in said) == (name in captions)


def test_the_comparisons_slide_says_why_a_method_drops_more_or_fewer(written: Written) -> None:
    slide("compare", {})
    # Of a note, the lines one below the other.
    lines = sorted(written, key=lambda one: (one[1][0] // 100, one[1][1]))
    said = " ".join(words for words, _box, _size in lines)
    x = torch.ones(1, 3, 224, 224)
    mask = trace(x, 0.75, 31, draw_noise((1, 1, 224, 224), 20)).mask.expand(x.shape)
    count = int((mask == 0).sum())
    side = round((count / 3) ** 0.5)
    assert f"Its own draw sets the count: {count:,} units dropped." in said
    assert "The same count." in said
    assert "Channels go whole: 1 of 3 is nearest to the count." in said
    assert f"A square goes whole: one of side {side} is nearest to the count." in said
    assert "All of it goes or stays: staying is nearest to the count." in said


@pytest.mark.parametrize("channels", ["1", "3"])
def test_the_comparisons_slide_shows_what_is_dropped_and_what_is_guessed(channels: str) -> None:
    """Beside the number in each unit of a map of 5 × 5, for each method."""
    query = {"source": "random", "keep_prob": "0.5", "seed": "3", "channels": channels}
    settings = Settings.parse(query)
    found = methods.given_away(settings, methods.feature_map(settings, None))
    order = methods.order({name: one.r2 for name, one in found.items()})
    pixels = np.asarray(slide("compare", query)).astype(int)
    unit, guessed = columns.MAP // 5, 0
    for place, name in enumerate(order):
        left = MARGIN + place * (columns.WIDTH + columns.GAP)
        for row, column in np.ndindex(5, 5):
            x, y = left + column * unit + 4, columns.FIRST_ROW + row * unit + 4
            gone = bool(found[name].mask[0, 0, row, column] == 0)
            assert (pixels[y + columns.LEFT, x].max() < 110 and gone) or not gone
            value = found[name].guess[0, 0, row, column].item()
            wanted = colour(min(max(value / MAP_RANGE, 0), 1))
            assert abs(pixels[y + columns.GUESS, x] - wanted).max() <= 2
            if not gone:
                assert abs(pixels[y + columns.LEFT, x] - wanted).max() <= 2
            guessed += gone
    assert guessed > 20


@pytest.mark.parametrize(("recipe", "covering"), [("reference", 16**2), ("paper", 1)])
def test_the_chances_wear_the_pages_colours_and_a_bar_says_what_they_mean(
    recipe: str, covering: int, written: Written
) -> None:
    """On 224 × 224 with block_size 31: darkest in the middle, which 31 × 31 seeds can drop, and
    brightest where survival is certain. A corner has as many seeds as the recipe allows."""
    pixels = np.asarray(slide("gamma", {"recipe": recipe})).astype(int)
    gamma = 0.25 / 31**2 * 224**2 / (224 - 31 + 1) ** 2
    lowest, corner = (1 - gamma) ** 31**2, (1 - gamma) ** covering
    top, left = 16 + 512 + 24 + 34, MARGIN + 448 + 24
    assert tuple(pixels[top + 224, left + 224]) == VIRIDIS[0]
    wanted = colour((corner - lowest) / (1 - lowest))
    assert abs(pixels[top, left] - wanted).max() <= 2
    _words, low, _size = next(one for one in written if one[0] == f"{lowest:.3f}")
    _words, high, _size = next(one for one in written if one[0] == "1.000")
    bar = pixels[round(low[1] + low[3]) // 2, round(low[2]) : round(high[0])]
    ends = [np.flatnonzero((bar == end).all(-1)) for end in (VIRIDIS[0], VIRIDIS[-1])]
    assert SCALE * 0.98 < ends[1].max() - ends[0].min() < SCALE
    assert low[3] - low[1] < SWATCH
