"""The slide of the comparison has the words, the numbers and the pixels of its page."""

import numpy as np
import pytest
import torch

from dropblock import draw_noise, trace
from explainer.figures import columns
from explainer.figures.images import MARGIN
from explainer.figures.palette import colour
from explainer.rooms.compare import methods
from explainer.rooms.compare.words import guess_captions, headlines
from explainer.shell.base import MAP_RANGE
from explainer.shell.methods import shown_methods
from explainer.shell.settings import Settings
from tests.conftest import Written
from tests.take_away import slide

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
    width, side = columns.layout(len(sent["order"]))
    for words, (_left, top, _right, bottom), _size in written:
        for first in (columns.LEFT, columns.GUESS):  # no word stands on a map
            first += columns.FIRST_ROW
            assert bottom <= first or top >= first + side, words
    for place, name in enumerate(sent["order"]):
        left = MARGIN + place * (width + columns.GAP)
        column = [words for words, box, _size in written if left <= box[0] < left + side]
        assert shown_methods(settings)[name].title in column
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
    width, side = columns.layout(len(order))
    unit, guessed = side // 5, 0
    for place, name in enumerate(order):
        left = MARGIN + place * (width + columns.GAP)
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
