"""Slides hold what they are given: cells in their places, sentences within their margins."""

import io

import pytest
import torch
from PIL import Image, ImageChops, ImageDraw

from dropblock.figures import grids, slides
from dropblock.ui.settings import STEPS, Settings
from dropblock.ui.walk.slides import walk_slides

WALKS = [
    {},
    {"source": "random", "size": "14", "block_size": "5", "keep_prob": "0.6", "seed": "3"},
    {"source": "random", "size": "9", "block_size": "1"},
    {"keep_prob": "0"},
    {"keep_prob": "1"},
    {"training": "0"},
]


def test_a_cell_is_drawn_in_its_place_in_its_colour():
    image = Image.new("RGB", (200, 200), "#123456")
    values = torch.tensor([[9.0, 0.0], [0.0, 9.0]])
    kept = torch.tensor([[1, 1], [0, 1]])
    slides.draw_grid(image, grids.output("", "", values, kept, 9), 10, 20, 100)
    assert image.getpixel((15, 25)) == (253, 231, 37)  # viridis at its top
    assert image.getpixel((65, 25)) == (68, 1, 84)  # and at its bottom
    dropped = image.crop((12, 72, 58, 118)).getcolors(maxcolors=4096)
    assert max(dropped)[1] == (23, 26, 32)  # ink, with a hatch over it
    assert image.getpixel((5, 25)) == (18, 52, 86)  # nothing beside it


@pytest.mark.parametrize("query", WALKS)
def test_nothing_on_a_slide_touches_its_edge(query):
    walk = Settings.parse(query).walk
    for slide in walk_slides(walk):
        image = slides.picture(slide)
        assert image.size == (1280, 720)
        blank = Image.new("RGB", image.size, image.getpixel((0, 0)))
        left, top, right, bottom = ImageChops.difference(image, blank).getbbox()
        assert left >= 50
        assert top >= 30
        assert right <= 1230
        assert bottom <= 700


@pytest.mark.parametrize("query", WALKS)
def test_the_slides_say_every_step_with_no_name_left_to_fill_in(query):
    walk = Settings.parse(query).walk
    made = walk_slides(walk)
    assert len(made) == (len(STEPS) if walk.training else 4)
    for slide in made:
        assert "{" not in slide.title + slide.caption
        assert "nan" not in slide.caption.lower() or "divides by zero" in slide.caption
        assert slide.code
        for part in slide.row:
            assert isinstance(part, str) or "{" not in part.title + part.label


def test_the_animation_has_a_frame_for_each_slide_and_repeats():
    made = walk_slides(Settings.parse({}).walk)
    with Image.open(io.BytesIO(slides.animation(made, 1500))) as animation:
        assert animation.size == (1280, 720)
        assert animation.n_frames == len(made)
        assert animation.info["duration"] == 1500
        assert animation.info["loop"] == 0
        for k, slide in enumerate(made):
            animation.seek(k)
            drawn = slides.picture(slide).convert("L")
            shown = animation.convert("L")
            difference = ImageChops.difference(drawn, shown).histogram()
            assert sum(difference[40:]) < 0.01 * 1280 * 720  # its palette has 128 colours


def test_the_strip_has_a_column_for_each_slide():
    made = walk_slides(Settings.parse({}).walk)
    with Image.open(io.BytesIO(slides.strip(made))) as strip:
        assert strip.format == "PNG"
        column = slides.STRIP_CELLS + 48
        assert strip.width == column * len(made) + 48
        ground = strip.getpixel((0, 0))
        for k in range(len(made) + 1):  # between the columns there is room
            gap = strip.crop((k * column + 2, 0, k * column + 46, strip.height))
            assert gap.getcolors() == [(gap.width * gap.height, ground)]


def test_long_text_is_wrapped_within_its_width_and_loses_no_word():
    text = "one two three four five six seven eight nine ten"
    face = slides.font(24)
    lines = slides.wrapped(text, 200, face)
    pen = ImageDraw.Draw(Image.new("RGB", (1, 1)))
    assert pen.multiline_textbbox((0, 0), lines, face)[2] <= 200
    assert lines.split() == text.split()


def test_the_font_has_the_signs_that_the_words_use():
    missing = bytes(slides.font(40).getmask("\U0001f600"))
    for sign in "γ×−·≥<→✓✗○²…“”":
        assert bytes(slides.font(40).getmask(sign)) != missing, sign
