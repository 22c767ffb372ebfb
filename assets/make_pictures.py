"""Makes the bundled pictures: 224 × 224 RGB PNG files in `assets/pictures/`.

Run `python assets/make_pictures.py`, with names to make only some. The app never imports this
file: it needs scikit-image 0.26.0 and scikit-learn 1.7.2, whose wheels carry five of the
photographs, and GitHub, which has five more; two pictures are drawn here. Where each comes from,
and under which licence, stands in `assets/LICENSES.md`.
"""

import sys
from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from urllib.request import urlopen

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont, ImageOps
from skimage import data
from sklearn.datasets import load_sample_image

SIDE = 224  # pixels
PICTURES = Path(__file__).parent / "pictures"
Point = tuple[float, float]

# Photographs of other repositories: where, and the SHA-256 of the file.
GITHUB = "https://raw.githubusercontent.com"
ORIGINALS = {
    "burger": (
        "IBM/MAX-ResNet-50/643dbe4064870461c20fb35da49e86ec6734d37c/samples/burger.jpg",
        "0ce4115dd9e22c91eab1e69ee5553a0de2f3d29824a6a8a0ea8e0fabb5c181e8",
    ),
    "taxi": (
        "IBM/MAX-ResNet-50/643dbe4064870461c20fb35da49e86ec6734d37c/samples/taxis.jpg",
        "2126eadc28ba6777db788428d8e9969d606b2d7b9e255e4b512d7ab373b67602",
    ),
    "dog": (
        "IBM/MAX-Inception-ResNet-v2/a23c1f6ee543feefc0df1959c02f07cc44fd0999/samples/dog.jpg",
        "51660791ec008b9496584b8dd49fd4529eb7ee0c58d8b200a508bccdcb0f30b4",
    ),
    "bridge": (
        "tracel-ai/burn/e2a17e429502e4e72b3da659ed803022e2173296/examples/"
        "image-classification-web/samples/bridge.jpg",
        "f746665634683060364b0599f32e24627c03cb836850091458776ceb7f1c93fe",
    ),
    "flamingo": (
        "tracel-ai/burn/e2a17e429502e4e72b3da659ed803022e2173296/examples/"
        "image-classification-web/samples/flamingo.jpg",
        "c9465e5ccc0784b454e5263827ef45f05ddd17a2b1e57470d383cac47866d4bd",
    ),
}


def original(name: str) -> np.ndarray:
    """The photograph as its repository has it."""
    path, expected = ORIGINALS[name]
    with urlopen(f"{GITHUB}/{path}") as answer:
        file = answer.read()
    if sha256(file).hexdigest() != expected:
        raise ValueError(f"{path} is not the file expected")
    return np.asarray(Image.open(BytesIO(file)).convert("RGB"))


def photograph(pixels: np.ndarray, left: int, top: int, side: int) -> Image.Image:
    """The square of `side` pixels at (left, top), resampled to 224 × 224."""
    box = (left, top, left + side, top + side)
    return Image.fromarray(pixels).resize((SIDE, SIDE), Image.Resampling.LANCZOS, box=box)


def cat() -> Image.Image:
    """Chelsea's face: both eyes, the nose and the ears' roots."""
    return photograph(data.chelsea(), left=78, top=0, side=300)


def rocket() -> Image.Image:
    """The rocket between its two nearer lightning towers."""
    return ImageOps.autocontrast(photograph(data.rocket(), left=152, top=88, side=339), cutoff=0.1)


def coffee() -> Image.Image:
    """The cup on its saucer, seen from above."""
    return photograph(data.coffee(), left=78, top=0, side=400)


def burger() -> Image.Image:
    """The burger, whole, on its plate."""
    return photograph(original("burger"), left=100, top=0, side=760)


def dog() -> Image.Image:
    """The beagle from head to paws."""
    return photograph(original("dog"), left=150, top=60, side=690)


def bridge() -> Image.Image:
    """From the nearer tower along the cables to the farther one."""
    return photograph(original("bridge"), left=308, top=297, side=430)


def palace() -> Image.Image:
    """The tower among trees, a little softened so that the file stays small."""
    tower = photograph(load_sample_image("china.jpg"), left=0, top=35, side=350)
    return tower.filter(ImageFilter.GaussianBlur(0.5))


def taxi() -> Image.Image:
    """The nearest cabs before the houses."""
    return photograph(original("taxi"), left=440, top=60, side=790)


def flamingo() -> Image.Image:
    """The flamingo from its back to the water."""
    return photograph(original("flamingo"), left=66, top=250, side=1200)


def brick() -> Image.Image:
    """A few courses of the wall, laid level and toned: the original is grey and on its side."""
    level = Image.fromarray(data.brick()).rotate(90)
    grey = ImageOps.autocontrast(photograph(np.asarray(level), 128, 40, 224), cutoff=0.5)
    return ImageOps.colorize(grey, "#3a1710", "#f2e6d8", mid="#b9583c", midpoint=95)


def curve(start: Point, pull: Point, push: Point, end: Point) -> np.ndarray:
    """A cubic Bézier curve as 200 points (200, 2) in pixels."""
    t = np.linspace(0, 1, 200)[:, None]
    weights = np.hstack([(1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t**2, t**3])
    points: np.ndarray = weights @ np.array([start, pull, push, end])
    return points


def digit() -> Image.Image:
    """A five as a pen writes it: stem and belly in one stroke, then the bar."""
    strokes = [
        np.vstack(
            [
                curve((90, 42), (91, 62), (82, 84), (75, 104)),
                curve((75, 104), (104, 78), (158, 88), (157, 132)),
                curve((157, 132), (156, 182), (98, 208), (52, 176)),
            ]
        ),
        curve((90, 42), (114, 50), (146, 45), (180, 27)),
    ]
    row, column = np.mgrid[:SIDE, :SIDE] + 0.5
    ink = np.zeros((SIDE, SIDE))
    for stroke in strokes:
        pressure = 5 + 6 * np.sin(np.linspace(0.5, 3, len(stroke))) ** 0.7  # half the width, pixels
        for (x, y), radius in zip(stroke, pressure, strict=True):
            soft = (radius + 3 - np.hypot(column - x, row - y)) / 6
            ink = np.maximum(ink, np.clip(soft, 0, 1))
    ink = ink**2 * (3 - 2 * ink)  # smoothstep
    return Image.fromarray(np.uint8(10 + 243 * ink)).convert("RGB")


def diagram() -> Image.Image:
    """A residual block: feature maps → conv → DropBlock → conv, and a skip arrow to the sum."""
    zoom = 4  # drawn four times as large, then averaged
    image = Image.new("RGB", (zoom * SIDE, zoom * SIDE), "#faf8f2")
    draw = ImageDraw.Draw(image)
    ink, blue, green, orange = "#22262e", "#0072b2", "#007f5f", "#e69f00"
    middle = 90

    def scaled(*lengths: float) -> list[float]:
        return [zoom * length for length in lengths]

    def box(top: int, label: str, colour: str) -> None:
        edges = scaled(middle - 78, top, middle + 78, top + 33)
        draw.rounded_rectangle(edges, zoom * 6, colour)
        font = ImageFont.load_default(zoom * 24)
        draw.text((zoom * middle, zoom * (top + 16)), label, "white", font, anchor="mm")

    def arrow(*points: float) -> None:
        """A line through x, y, x, y, … whose last leg, down or to the left, ends in a head."""
        draw.line(scaled(*points), ink, zoom * 3, joint="curve")
        x, y = points[-2:]
        wings = (x - 5, y - 7, x + 5, y - 7) if points[-4] == x else (x + 7, y - 5, x + 7, y + 5)
        draw.polygon(scaled(x, y, *wings), ink)

    arrow(middle, 20, 202, 20, 202, 205, middle + 15, 205)
    for shift, colour in ((14, "#440154"), (7, "#21918c"), (0, "#fde725")):
        left, top = middle - 32 + shift, 20 - shift
        draw.rectangle(scaled(left, top, left + 50, top + 24), colour, ink, zoom * 2)
    for top, label, colour in ((57, "conv", blue), (102, "DropBlock", green), (147, "conv", blue)):
        arrow(middle, top - 13, middle, top)
        box(top, label, colour)
    arrow(middle, 180, middle, 191)
    draw.ellipse(scaled(middle - 14, 191, middle + 14, 219), orange, ink, zoom * 2)
    draw.line(scaled(middle - 7, 205, middle + 7, 205), ink, zoom * 3)
    draw.line(scaled(middle, 198, middle, 212), ink, zoom * 3)
    return image.reduce(zoom)


def main() -> None:
    """Writes those named, or all."""
    makers: list[Callable[[], Image.Image]] = [
        cat, rocket, coffee, burger, dog, bridge, palace, taxi, flamingo, brick, digit, diagram,
    ]  # fmt: skip
    names = sys.argv[1:]
    for make in makers:
        if not names or make.__name__ in names:
            make().save(PICTURES / f"{make.__name__}.png", optimize=True)


if __name__ == "__main__":
    main()
