"""What can be looked at: the bundled pictures, random maps, a network's feature maps, the viewer's
own image."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from explainer.shell.text import N_

PICTURE_SIZE = 224
SIZES = range(5, 57)  # of a random map
MAP_SIZES = (5, 14)  # the random maps that the pills offer: the article's, and a larger one
Pixels = NDArray[np.uint8]  # (224, 224, 3)
PICTURES = Path(__file__).parents[2] / "assets" / "pictures"


@dataclass(frozen=True)
class Source:
    """What a source brings along.

    label: what the picker calls it. noun: what a headline calls it; both to be translated where
    they are shown. keep_prob, block_size and seed: what it opens with, found by
    `explainer.rooms.playground.opening` and held to it by a test. mask: see `MASKS` of the
    settings.
    """

    name: str
    label: str
    noun: str
    keep_prob: float = 0.5
    block_size: int = 49
    seed: int = 1024
    mask: str = "shared"
    size: int = SIZES[0]
    sizes: Sequence[int] = SIZES
    channels: int = 1

    @property
    def is_map(self) -> bool:
        """Numbers in channels, shown in colours of a scale; else it is a picture."""
        return self.name in ("random", "features")

    @property
    def is_bundled(self) -> bool:
        return not self.is_map and self.name != "upload"

    @property
    def file(self) -> Path:
        """The bundled picture; for an upload that has not come yet, the default one."""
        return PICTURES / f"{DEFAULT if self.name == 'upload' else self.name}.png"


DEFAULT = "cat"
SOURCES = {
    source.name: source
    for source in (  # in the picker's order
        Source("cat", N_("Cat"), N_("this cat")),
        Source("rocket", N_("Rocket"), N_("this launch")),
        Source("coffee", N_("Coffee"), N_("this coffee")),
        Source("brick", N_("Brick"), N_("this wall")),
        Source("digit", N_("Digit"), N_("this digit")),
        Source("diagram", N_("Diagram"), N_("this diagram")),
        Source("random", N_("Random map"), N_("this map"), 0.75, 3, 271, "channel"),
        Source(
            "features",
            N_("Feature map"),
            N_("this map"),
            0.5,
            7,
            158,
            size=28,
            sizes=(14, 28),
            channels=8,
        ),
        Source("upload", N_("Your image…"), N_("this picture")),
    )
}


@dataclass(frozen=True)
class Photo:
    """A picture that the network is asked about. draw: the one it opens with, found by
    `typical_draw` of the page about the network and held to it by a test."""

    name: str
    label: str
    draw: int = 1

    @property
    def file(self) -> Path:
        """The bundled picture; for an upload that has not come yet, the first one."""
        return PICTURES / f"{FIRST_PHOTO if self.name == 'upload' else self.name}.png"


FIRST_PHOTO = "coffee"
PHOTOS = {
    photo.name: photo
    for photo in (  # in the picker's order
        Photo("coffee", N_("Coffee"), 90),
        Photo("burger", N_("Burger"), 90),
        Photo("dog", N_("Dog"), 42),
        Photo("rocket", N_("Rocket"), 42),
        Photo("bridge", N_("Bridge"), 55),
        Photo("palace", N_("Palace"), 65),
        Photo("flamingo", N_("Flamingo"), 42),
        Photo("taxi", N_("Taxi"), 42),
        Photo("cat", N_("Cat"), 90),
        Photo("upload", N_("Your image…")),
    )
}


@cache
def bundled_pixels(file: Path) -> Pixels:
    """A bundled picture."""
    with Image.open(file) as picture:
        return np.asarray(picture.convert("RGB"))
