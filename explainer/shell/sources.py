"""What can be looked at: the bundled pictures, random maps, the viewer's own image."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from explainer.shell.text import _

PICTURE_SIZE = 224
MAP_SIZES = (5, 14)  # the random maps that the pills offer: the article's, and a larger one
Pixels = NDArray[np.uint8]  # (224, 224, 3)
PICTURES = Path(__file__).parents[2] / "assets" / "pictures"


@dataclass(frozen=True)
class Source:
    """What a source brings along. block_size: one that suits it. seed: the opening draw; found by
    `explainer.rooms.playground.opening.opening_seed`, and held to it by a test. mask: see `MASKS`
    of the settings."""

    name: str
    block_size: int
    seed: int
    mask: str = "shared"

    @property
    def is_map(self) -> bool:
        return self.name == "random"

    @property
    def file(self) -> Path:
        """The bundled picture; for an upload that has not come yet, the default one."""
        return PICTURES / f"{DEFAULT if self.name == 'upload' else self.name}.png"


DEFAULT = "cat"
SOURCES = {
    source.name: source
    for source in (
        Source("cat", 31, 20),
        Source("rocket", 31, 20),
        Source("coffee", 31, 20),
        Source("brick", 31, 20),
        Source("digit", 31, 20),
        Source("diagram", 31, 20),
        Source("random", 3, 271, "channel"),
        Source("upload", 31, 20),
    )
}


def noun(name: str) -> str:
    """What the headline calls it."""
    return {
        "cat": _("this cat"),
        "rocket": _("this launch"),
        "coffee": _("this coffee"),
        "brick": _("this wall"),
        "digit": _("this digit"),
        "diagram": _("this diagram"),
        "random": _("this map"),
        "upload": _("this picture"),
    }[name]


@cache
def bundled_pixels(file: Path) -> Pixels:
    """A bundled picture."""
    with Image.open(file) as picture:
        return np.asarray(picture.convert("RGB"))
