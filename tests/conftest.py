"""For every test: torch computes in one thread, since the workers share the processors, and no
example of a property test is timed. For tests of slides: what is written on them."""

import os
from typing import Any

import pytest
from hypothesis import settings
from PIL import ImageDraw

os.environ.setdefault("OMP_NUM_THREADS", "1")  # read when torch is imported

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

Written = list[tuple[str, tuple[float, ...], float]]  # words, box and size


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Written:
    """What is written on the slides made from now on, each letter of it known to the font."""
    written: Written = []
    text = ImageDraw.ImageDraw.text

    def note(pen: Any, xy: Any, words: str, *rest: Any, **named: Any) -> None:
        face = rest[1]
        if pen.im.size == (1920, 1080):  # not a number inside a map
            written.append((words, pen.textbbox(xy, words, font=face), face.size))
        missing = face.getmask("\uffff")
        for letter in set(words) - {" "}:
            mask = face.getmask(letter)
            assert (mask.size, bytes(mask)) != (missing.size, bytes(missing)), letter
        text(pen, xy, words, *rest, **named)

    monkeypatch.setattr(ImageDraw.ImageDraw, "text", note)
    return written
