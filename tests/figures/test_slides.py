"""Slides hold what they are given: cells in their places, sentences within their margins."""

import io
from typing import get_args

import pytest
import torch
from PIL import Image, ImageChops, ImageColor, ImageDraw

from explainer.figures import grid_image, grids, slides
from explainer.figures.fonts import font
from explainer.rooms.walk import source
from explainer.rooms.walk.slides import walk_slides
from explainer.shell.settings import STEPS, Settings

OVERLAPS = {"source": "random", "size": "14", "block_size": "5", "keep_prob": "0.6", "seed": "3"}
WALKS = [
    {},
    OVERLAPS,
    {"source": "random", "size": "9", "block_size": "1"},
    {"keep_prob": "0"},
    {"keep_prob": "1"},
    {"training": "0"},
]


def test_a_cell_is_drawn_in_its_place_in_its_colour():
    image = Image.new("RGB", (200, 200), "#123456")
    values = torch.tensor([[9.0, 0.0], [0.0, 9.0]])
    kept = torch.tensor([[1, 1], [0, 1]])
    grid_image.draw_grid(image, grids.output("", "", values, kept, 9), 10, 20, 50)
    assert image.getpixel((15, 25)) == (253, 231, 37)  # viridis at its top
    assert image.getpixel((65, 25)) == (68, 1, 84)  # and at its bottom
    dropped = image.crop((12, 72, 58, 118)).getcolors(maxcolors=4096)
    assert max(dropped)[1] == (23, 26, 32)  # ink, with a hatch over it
    assert image.getpixel((5, 25)) == (18, 52, 86)  # nothing beside it


def luminance(colour):
    """Of WCAG 2."""
    linear = [v / 3294.6 if v <= 10 else ((v / 255 + 0.055) / 1.055) ** 2.4 for v in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    """Of two colours, as Pillow takes them."""
    light = [
        luminance(ImageColor.getrgb(c) if isinstance(c, str) else c) + 0.05 for c in (one, other)
    ]
    return max(light) / min(light)


def test_every_number_and_comment_can_be_read_on_its_ground():
    cells = [grids.Cell("1", kind) for kind in get_args(grids.Kind) if kind != "value"]
    cells += [grids.Cell("1", "value", k / 500) for k in range(501)]
    for cell in cells:
        assert contrast(*grid_image.fill_and_ink(cell)) >= 4.5, cell
    dropped = grids.Cell("0", "dropped")
    assert contrast(grid_image.HATCH, grid_image.fill_and_ink(dropped)[1]) >= 4.5
    assert contrast(slides.PANEL, slides.COMMENT) >= 4.5


@pytest.mark.parametrize(("side", "least"), [(23, 8), (30, 8), (61, 18), (92, 8)])
def test_all_numbers_of_a_grid_have_one_size_and_fit_their_cells(side, least):
    values = torch.tensor([[9.21, 10.5], [1.3, 11.84]])
    grid = grids.values("", "", values, 12)
    size = grid_image.number_size(grid, side, least)
    assert size >= least
    style = "-Bold" if size >= grid_image.BOLD else ""
    assert max(font(size, style).getlength(t) for t in ("9.2", "10.5", "1.3", "11.8")) < side


def test_numbers_that_would_be_too_small_are_left_out():
    values = torch.tensor([[9.21, 10.5], [1.3, 11.84]])
    grid = grids.values("", "", values, 12)
    assert grid_image.number_size(grid, 20, 18) == 0
    image = Image.new("RGB", (41, 41))
    grid_image.draw_grid(image, grid, 0, 0, 20, 18)
    assert len(image.crop((1, 1, 19, 19)).getcolors()) == 1


def test_each_block_has_its_outline_overlaps_too():
    """On the slide of step 5b every cell at the edge of a block has orange on that side."""
    (slide,) = [s for s in walk_slides(Settings.parse(OVERLAPS).walk) if "5b" in s.title]
    grid = slide.row[-1]
    assert len(grid.outlines) == sum(c.kind == "seed" for row in grid.rows for c in row) > 1
    image = Image.new("RGB", (14 * 40 + 1, 14 * 40 + 1))
    grid_image.draw_grid(image, grid, 0, 0, 40)
    orange = ImageColor.getrgb(grid_image.BLOCK)
    for top, left, bottom, right in grid.outlines:
        for r in range(top, bottom):
            assert image.getpixel((left * 40, r * 40 + 20)) == orange
            assert image.getpixel((right * 40, r * 40 + 20)) == orange
        for c in range(left, right):
            assert image.getpixel((c * 40 + 20, top * 40)) == orange
            assert image.getpixel((c * 40 + 20, bottom * 40)) == orange


@pytest.mark.parametrize("width", [560, 660, 1184])
def test_code_keeps_its_words_and_a_comment_stays_one(width):
    columns = (width - 40) / font(slides.CODE, "Mono").getlength("0")
    made = walk_slides(Settings.parse({}).walk)
    for step in STEPS:
        (code,) = [slide.code for slide in made if slide.title.startswith(f"Step {step}.")]
        shown = slides._code_lines(code, width)
        assert all(len(statement + comment) <= columns for statement, comment in shown)
        assert all(not comment or comment.startswith("# ") for _, comment in shown)
        assert not any("#" in statement for statement, _ in shown)
        lines = [source.code()[number - 1] for number in source.current(step)]
        whole = "\n".join("".join(text for _kind, text in line) for line in lines)
        words = sorted(whole.replace("#", " ").split())
        shown_words = " ".join(f"{statement} {comment}" for statement, comment in shown)
        assert sorted(shown_words.replace("#", " ").split()) == words


@pytest.mark.parametrize("query", WALKS)
def test_nothing_on_a_slide_touches_its_edge(query):
    walk = Settings.parse(query).walk
    for slide in walk_slides(walk):
        image = slides.picture(slide)
        assert image.size == (1280, 720)
        blank = Image.new("RGB", image.size, image.getpixel((0, 0)))
        left, top, right, bottom = ImageChops.difference(image, blank).getbbox()
        assert left >= 44
        assert top >= 30
        assert right <= 1236
        assert bottom <= 700


@pytest.mark.parametrize("query", WALKS)
def test_the_slides_say_every_step_with_no_name_left_to_fill_in(query):
    walk = Settings.parse(query).walk
    made = walk_slides(walk)
    assert len(made) == (len(STEPS) if walk.training else 4)
    for instruction in ("Move ", "Take ", "Point ", "Press ", "Click "):  # a slide has no controls
        assert not any(instruction in slide.caption for slide in made)
    for slide in made:
        assert "{" not in slide.title + slide.caption
        assert "nan" not in slide.caption.lower() or "divides by zero" in slide.caption
        assert slide.code
        for part in slide.row:
            assert isinstance(part, str) or "{" not in part.title + part.label


def test_the_animation_has_a_frame_for_each_slide_and_repeats():
    made = walk_slides(Settings.parse({}).walk)
    with Image.open(io.BytesIO(slides.animation(made))) as animation:
        assert animation.size == (1280, 720)
        assert animation.n_frames == len(made)
        assert animation.info["loop"] == 0
        for k, slide in enumerate(made):
            animation.seek(k)
            drawn = slides.picture(slide).convert("L")
            shown = animation.convert("L")
            difference = ImageChops.difference(drawn, shown).histogram()
            assert sum(difference[40:]) < 0.01 * 1280 * 720  # its palette has 128 colours
            words = slide.title.split() + slide.caption.split()
            assert animation.info["duration"] == max(3000, 300 * len(words))


@pytest.mark.parametrize("query", WALKS)
def test_the_strip_fills_a_projector_and_its_parts_keep_apart(query):
    made = walk_slides(Settings.parse(query).walk)
    columns, rows = (3, 3) if len(made) == 9 else (2, 2)
    with Image.open(io.BytesIO(slides.strip(made))) as strip:
        assert strip.format == "PNG"
        assert strip.size == (1920, 1080)
        ground = strip.getpixel((0, 0))
        gaps = []
        for k in range(columns + 1):
            left = round(k * (1920 - slides.GUTTER) / columns)
            gaps.append((left + 4, 0, left + slides.GUTTER - 4, 1080))
        for k in range(rows + 1):
            top = round(k * (1080 - slides.GUTTER) / rows)
            gaps.append((0, top + 4, 1920, top + slides.GUTTER - 4))
        for gap in gaps:
            part = strip.crop(gap)
            assert part.getcolors() == [(part.width * part.height, ground)], gap
        for k in range(len(made)):
            x = k % columns * (1920 // columns)
            y = k // columns * (1080 // rows)
            part = strip.crop((x, y, x + 1920 // columns, y + 1080 // rows))
            assert len(part.getcolors(1 << 20)) > 5


@pytest.mark.parametrize("query", WALKS)
def test_no_text_of_a_strip_is_smaller_than_18_pixels(query, monkeypatch):
    sizes = set()

    made = walk_slides(Settings.parse(query).walk)
    written = ImageDraw.ImageDraw.text

    def text(pen, place, words, fill=None, face=None, *args, **kwargs):
        sizes.add(face.size)
        return written(pen, place, words, fill, face, *args, **kwargs)

    monkeypatch.setattr(ImageDraw.ImageDraw, "text", text)
    slides.strip(made)
    assert min(sizes) >= 18


def test_long_text_is_wrapped_within_its_width_and_loses_no_word():
    text = "one two three four five six seven eight nine ten"
    face = font(24)
    lines = slides.wrapped(text, 200, face)
    pen = ImageDraw.Draw(Image.new("RGB", (1, 1)))
    assert pen.multiline_textbbox((0, 0), lines, face)[2] <= 200
    assert lines.split() == text.split()


def test_the_font_has_the_signs_that_the_words_use():
    missing = bytes(font(40).getmask("\U0001f600"))
    for sign in "γ×−·≥<→✓✗○²…“”":
        assert bytes(font(40).getmask(sign)) != missing, sign
