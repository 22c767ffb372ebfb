"""The slide of each page, made in a real browser: its words are the page's, its pixels torch's."""

import base64
import io
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from dropblock import RECIPES, draw_noise, gamma, keep_probability, trace
from explainer.figures.palette import PALETTE
from explainer.rooms.compare import methods
from explainer.shell.base import feature_map as compared_map
from explainer.shell.settings import IMPLEMENTATIONS, Settings
from tests.browser.conftest import complete, drag
from tests.browser.test_pixels import VIRIDIS, expected_panels, feature_map
from tests.browser.test_take_away import download

# What is written on a slide, and each picture on it with its numbers, one or four a unit.
RECORD = """
    window.slide = { texts: [], images: [] };
    const { fillText, drawImage } = CanvasRenderingContext2D.prototype;
    CanvasRenderingContext2D.prototype.fillText = function (text, x, y, room) {
        if (this.canvas.width === 1920 && text) {
            const box = this.measureText(text);
            window.slide.texts.push({
                text, font: this.font, squeezed: box.width > room + 0.5,
                box: [x - box.actualBoundingBoxLeft, y - box.actualBoundingBoxAscent,
                    x + box.actualBoundingBoxRight, y + box.actualBoundingBoxDescent],
            });
        }
        fillText.call(this, text, x, y, ...(room === undefined ? [] : [room]));
    };
    CanvasRenderingContext2D.prototype.drawImage = function (image, x, y, ...size) {
        if (this.canvas.width === 1920) {
            const data = image.backing?.data ?? image.backing ?? [];
            let units = "";
            for (let k = 0; k < data.length; k += 8192)
                units += String.fromCharCode(...data.subarray(k, k + 8192));
            const [width, height] = size.length ? size : [image.width, image.height];
            window.slide.images.push({ box: [x, y, x + width, y + height], units: btoa(units) });
        }
        drawImage.call(this, image, x, y, ...size);
    };
"""
Query = dict[str, str]


def rgb(name: str) -> list[int]:
    """A colour of the light palette."""
    return [int(PALETTE[name][0][k : k + 2], 16) for k in (1, 3, 5)]


@dataclass
class Picture:
    """box: left, top, right, bottom. units: numbers of its backing. pixels: (H, W, 3)."""

    box: tuple[int, int, int, int]
    units: NDArray[np.uint8]
    pixels: NDArray[np.uint8]

    def rgb(self, size: int) -> NDArray[np.uint8]:
        """The backing image without its alpha."""
        return self.units.reshape(size, size, 4)[..., :3]

    def centres(self, rows: int, columns: int) -> NDArray[np.uint8]:
        """The pixel in the middle of each unit."""
        height, width = self.pixels.shape[:2]
        y = ((np.arange(rows) + 0.5) * height / rows).astype(int)
        x = ((np.arange(columns) + 0.5) * width / columns).astype(int)
        return self.pixels[y][:, x]


@dataclass
class Slide:
    """What is written on it, its pictures, and the file."""

    texts: list[dict[str, Any]]
    pictures: list[Picture]
    file: bytes

    @property
    def words(self) -> str:
        """All that is written, wrapped lines joined."""
        return " ".join(one["text"] for one in self.texts)

    def says(self, words: str) -> bool:
        """Whether this stands on it, alone or on several lines."""
        return words in self.words


def open_page(page: Page, server: str, path: str, query: Query) -> None:
    page.add_init_script(RECORD)
    link = "&".join(f"{key}={value}" for key, value in query.items())
    page.goto(f"{server}/{'' if path == 'playground' else path}?{link}")
    expect(page.locator("[data-ready=true]").last).to_be_attached()
    complete(page)
    page.get_by_text("Take it with you").click()
    expect(page.get_by_role("button", name="Picture (PNG)")).to_be_visible()
    complete(page)


def slide_of(page: Page, path: str) -> Slide:
    """The slide that is made now."""
    page.evaluate("window.slide = { texts: [], images: [] }")
    name, file = download(page, "Picture (PNG)")
    assert name == f"dropblock-{path}.png"
    with Image.open(io.BytesIO(file)) as image:
        assert (image.format, image.size) == ("PNG", (1920, 1080))
        pixels = np.asarray(image.convert("RGB"))
    found = page.evaluate("window.slide")
    pictures = []
    for one in found["images"]:
        left, top, right, bottom = one["box"]
        units = np.frombuffer(base64.b64decode(one["units"]), np.uint8)
        pictures.append(Picture((left, top, right, bottom), units, pixels[top:bottom, left:right]))
    return Slide(found["texts"], pictures, file)


def texts(root: Locator, selector: str) -> list[str]:
    return [one for one in root.locator(selector).all_text_contents() if one]


CASES: list[tuple[str, Query]] = [
    ("playground", {}),
    ("playground", {"source": "random", "size": "56", "channels": "8", "keep_prob": "0.01"}),
    ("playground", {"training": "0", "source": "diagram"}),
    ("gamma", {}),
    ("gamma", {"map": "1", "keep_prob": "0"}),
    ("compare", {}),
    ("compare", {"training": "0"}),
    ("compare", {"source": "random", "size": "14", "channels": "8", "keep_prob": "0.3"}),
    ("implementations", {}),
    ("implementations", {"height": "16", "width": "5", "asked_block": "4", "seed": "999999"}),
    ("implementations", {"height": "4", "width": "7", "asked_block": "9", "baseline": "timm"}),
]
ON_SLIDE = ("input", "output", "filled", "blocks", "dropout", "refilled")  # of the playground
TITLES = {  # of what stands on the page once a panel, and a sentence each
    "playground": ", ".join(
        f"figure.{panel} figcaption {part}" for panel in ON_SLIDE for part in ("b", "span")
    ),
    "gamma": ".step h3, .step dd, .maps figcaption b, .maps figcaption span",
    "compare": ".method h3, .drops, .result, .given",
    "implementations": ".implementation a, .badge, .implementation dd, .differ, .sentence",
}
ROOT = {"playground": ".stage", "gamma": "body", "compare": ".compare"}


@pytest.mark.parametrize(("path", "query"), CASES)
def test_a_slide_says_what_the_page_says_and_all_of_it_can_be_read(
    page: Page, server: str, path: str, query: Query
) -> None:
    """Every text is large, on the slide, and off the others and the pictures."""
    open_page(page, server, path, query)
    slide = slide_of(page, path)
    for one in slide.texts:
        assert int(one["font"].split("px")[0].split()[-1]) >= 18, one
        assert not one["squeezed"], one
        left, top, right, bottom = one["box"]
        assert left >= 0, one
        assert top >= 0, one
        assert right <= 1920 - 16, one
        assert bottom <= 1080, one
        assert "undefined" not in one["text"]
        assert "{" not in one["text"]
    boxes = [(one["text"], one["box"]) for one in slide.texts]
    boxes += [("a picture", list(one.box)) for one in slide.pictures]
    for (one, a), (other, b) in combinations(boxes, 2):
        apart = a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]
        assert apart, (one, other)
    assert slide.says(page.get_by_role("heading", level=1).inner_text())
    said = texts(page.locator(ROOT.get(path, ".implementations")), TITLES[path])
    assert len(said) > 7
    for words in said:
        assert slide.says(words), words


@pytest.mark.parametrize("query", [{}, {"mask": "channel", "recipe": "paper", "keep_prob": "0.6"}])
def test_the_playgrounds_slide_is_the_trace_bit_for_bit(
    page: Page, server: str, query: Query
) -> None:
    """Of a picture a unit is two pixels wide; what lost all its channels is covered."""
    open_page(page, server, "playground", query)
    value = Settings.parse(query)
    panels = expected_panels(feature_map(value), value, 0)
    wanted = {name: panels[name] for name in ON_SLIDE}
    pictures = slide_of(page, "playground").pictures
    assert len(pictures) == len(wanted)
    for picture, (name, units) in zip(pictures, wanted.items(), strict=True):
        assert np.array_equal(picture.rgb(224), units), name
        pixels = picture.pixels
        shown = units.repeat(2, 0).repeat(2, 1)
        if name == "blocks":
            gone = shown[..., 0] > 128
            assert (pixels[~gone].min(-1) > 200).mean() > 0.9  # paper, but for lines and dots
            assert (pixels[gone].max(-1) < 255).any()
            continue
        whole = shown.any(-1)
        assert np.array_equal(pixels[whole], shown[whole]), name
        lost = ~whole & wanted["input"].repeat(2, 0).repeat(2, 1).any(-1)
        assert (pixels[lost].max(-1) < 128).all(), name


def test_gammas_slide_shows_the_masks_and_the_chances_of_both_rules(
    page: Page, server: str
) -> None:
    open_page(page, server, "gamma", {"seed": "7"})
    slide = slide_of(page, "gamma")
    assert len(slide.pictures) == 7
    *_steps, paper, reference, article_chance, paper_chance = slide.pictures
    noise = draw_noise((1, 1, 224, 224), 7)
    for picture, recipe in ((paper, "paper"), (reference, "reference")):
        mask = trace(noise, 0.5, 49, noise, RECIPES[recipe]).mask[0, 0].numpy()
        assert np.array_equal(picture.rgb(224)[..., 0], mask * 255)
        assert 0 < mask.mean() < 1
    chance = gamma(0.5, 49, 224, 224)
    seeds = {"everywhere": article_chance, "valid": paper_chance}
    maps = {rule: keep_probability(chance, 49, 224, 224, rule).numpy() for rule in seeds}
    lowest = min(one.min() for one in maps.values())
    for rule, picture in seeds.items():
        levels = (maps[rule] - lowest) / (1 - lowest)
        colours = VIRIDIS[np.floor(255 * levels + 0.5).astype(int)]
        assert np.array_equal(picture.rgb(224), colours), rule
        assert np.array_equal(picture.pixels, colours.repeat(2, 0).repeat(2, 1)), rule
    assert slide.says(f"{lowest:.3f}")


@pytest.mark.parametrize(
    "query",
    [
        {"keep_prob": "0.5"},
        {"keep_prob": "0.3", "mask": "channel", "cutout": "60"},
        {"source": "random", "size": "14", "channels": "3", "keep_prob": "0.5", "seed": "3"},
    ],
)
def test_the_comparisons_slide_shows_what_is_dropped_and_what_is_guessed(
    page: Page, server: str, query: Query
) -> None:
    """In the order of the page, which is that of R²."""
    open_page(page, server, "compare", query)
    value = Settings.parse(query)
    x = compared_map(value, None)
    found = methods.given_away(value, x)
    order = methods.order({name: one.r2 for name, one in found.items()})
    slide = slide_of(page, "compare")
    large = [one for one in slide.pictures if one.units.size]
    small = len(slide.pictures) - len(large)
    is_map = value.source == "random"
    assert (len(large), small) == (10, 12 if is_map else 0)
    size = x.shape[-1]

    def shown(values: torch.Tensor) -> NDArray[Any]:
        levels = np.rint(np.clip(values[0].numpy() / (9 if is_map else 1), 0, 1) * 255)
        return VIRIDIS[levels[0].astype(int)] if is_map else levels.transpose(1, 2, 0)

    places: list[float] = []
    for name, left, guess in zip(order, large[:5], large[5:], strict=True):
        one = found[name]
        assert left.box[0] == guess.box[0]
        places.append(left.box[0])
        column = [t["text"] for t in slide.texts if abs(t["box"][0] - left.box[0]) < 8]
        result = "nothing dropped" if one.r2 is None else f"R² {one.r2:.2f}".replace("-", "−")
        assert result in column
        if name == "droppath":
            kept = tells_samples_apart(left, methods.masks(value, x)[name])
            assert f"branch kept in {kept} of 16 samples, ×\u00a0{16 / kept:.2f}" in column
            continue
        gone = (one.mask[0, : 1 if is_map else 3] == 0).numpy().all(0)
        assert np.array_equal(left.rgb(size), shown(x * one.mask)), name
        assert np.array_equal(guess.rgb(size), shown(one.guess)), name
        centres = left.centres(size, size)
        assert np.array_equal(centres[~gone], shown(x * one.mask)[~gone]), name
        assert (centres[gone].max(-1) < 128).all(), name
        assert np.array_equal(guess.centres(size, size), shown(one.guess)), name
        assert f"left: {one.mask.mean().item():.3f} of the units" in column
    assert places == sorted(places)


def tells_samples_apart(batch: Picture, mask: torch.Tensor) -> int:
    """The samples of a batch, four in a row: those without the branch are dark, the others are
    one picture. How many others there are."""
    side = batch.pixels.shape[0] // 4
    cells = batch.pixels[: 4 * side, : 4 * side].reshape(4, side, 4, side, 3).swapaxes(1, 2)
    inside = cells.reshape(16, side, side, 3)[:, 4:-4, 4:-4]
    gone = (mask.flatten() == 0).numpy()
    kept = inside[~gone]
    assert np.abs(kept.astype(int) - kept[0]).mean() < 4  # drawn at fractions of a pixel
    assert kept[0].max() > 128
    assert (inside[gone].max((1, 2, 3)) < 128).all()
    return len(kept)


@pytest.mark.parametrize(
    "query",
    [
        {"height": "12", "width": "8", "asked_block": "3", "seed": "5", "keep_prob": "0.6"},
        {"height": "16", "width": "5", "asked_block": "4", "keep_prob": "0.6"},  # some fail
    ],
)
def test_the_slide_of_implementations_shows_what_each_drops_and_what_differs(
    page: Page, server: str, query: Query
) -> None:
    """At the middle and at the edge of each unit; where one fails, its sentence."""
    open_page(page, server, "implementations", query)
    value = Settings.parse(query)
    shape = (value.height, value.width)
    noise = draw_noise((1, 1, *shape), value.seed)
    slide = slide_of(page, "implementations")
    gone = {}
    for name in IMPLEMENTATIONS:
        try:
            run = trace(noise, value.keep_prob, value.asked_block, noise, RECIPES[name])
            gone[name] = run.blocks[0, 0].bool().numpy()
        except ValueError:
            continue
    assert len(slide.pictures) == len(gone)
    failing = len(IMPLEMENTATIONS) - len(gone)
    size = f"block_size {value.asked_block} on a {value.height} × {value.width} map"
    assert slide.words.count(f"Fails with {size}") == failing >= 1
    marks = 0
    for name, picture in zip(gone, slide.pictures, strict=True):
        differs = gone[name] != gone["paper"]
        bits = gone[name] + 2 * differs
        assert np.array_equal(picture.units.reshape(shape), bits), name
        assert np.array_equal(picture.centres(*shape).max(-1) < 128, gone[name]), name
        unit = picture.pixels.shape[0] // value.height
        edges = picture.pixels[1::unit, unit // 2 :: unit][: shape[0], : shape[1]]
        assert np.array_equal((edges == rgb("mark")).all(-1), differs), name
        marks += differs.sum()
    assert marks


def test_an_open_panel_makes_the_slide_of_what_is_live(page: Page, server: str) -> None:
    """After a release, a rerun, a change of theme, and on the next page."""
    open_page(page, server, "playground", {"source": "random", "size": "9"})
    assert slide_of(page, "playground").says("keep_prob 0.75")
    keep_prob = page.get_by_label("keep_prob", exact=True)
    drag(keep_prob, 0.4, release=True)
    expect(page.get_by_test_id("stCode").first).to_contain_text("keep_prob=0.40&")
    complete(page)
    light = slide_of(page, "playground")
    assert light.says("keep_prob 0.40")
    page.emulate_media(color_scheme="dark")
    expect(page.locator(".stage")).to_have_class("stage mount dark")
    assert slide_of(page, "playground").file == light.file
    page.get_by_role("link", name="Compare").click()
    expect(page.locator(".compare[data-ready=true]")).to_be_attached()
    complete(page)
    if not page.get_by_role("button", name="Picture (PNG)").is_visible():
        page.get_by_text("Take it with you").click()
    assert slide_of(page, "compare").says("R²")


def test_the_walks_picture_is_its_strip(page: Page, server: str) -> None:
    page.goto(f"{server}/steps")
    page.get_by_text("Take it with you").click()
    expect(page.get_by_role("button", name="Strip (PNG)")).to_be_visible()
    complete(page)
    expect(page.get_by_role("button", name="Picture (PNG)")).to_have_count(0)
