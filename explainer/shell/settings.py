"""One frozen value that says what the page shows. It comes from a URL or a control.

Everything here is untrusted: what cannot be read becomes the default, what is out of range the
nearest allowed value (the smaller of two as near). Nothing raises.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from explainer.shell.sources import DEFAULT, PICTURE_SIZE, SOURCES

RECIPE_NAMES = ("reference", "paper", "calibrated")
MASKS = ("shared", "channel")
STEPS = ("1", "2", "3", "4", "5a", "5b", "5c", "6a", "6b")  # of the walk; the article's 1 … 6
PARTS = ("walk", "beliefs", "museum", "check")  # of the page that walks through the steps
TOUR_STOPS = 9  # of the guided tour; 0 is no tour
LARGEST_BLOCK = 63
LARGEST_SEED = 999_999
SIZES = (5, 56)
CHANNELS = (1, 8)
SIDES = (1, 56)  # of the maps on which implementations are compared
LARGEST_ASKED = 20  # the block_size there: also even, and larger than the maps of a last stage
IMPLEMENTATIONS = (
    "paper", "calibrated", "torchvision", "timm", "timm_1_0_22", "timm_1_0_22_fast",
    "tensorflow_tpu", "tensorflow_models", "keras_cv", "mmdetection", "paddledetection",
    "miguelvr", "article",
)  # fmt: skip  # the recipes compared; here by name, since recipes import torch
ALL = "all"
LARGEST_WALK = 14  # the largest map whose cells hold numbers


def _nearest(value: float, low: int, high: int, step: int = 1) -> int:
    """The allowed value (low, low + step, … up to high) nearest to this one; ties go down."""
    steps = math.ceil((min(max(value, low), high) - low) / step - 0.5)
    return low + step * min(steps, (high - low) // step)


def _map(value: float, largest: int) -> int:
    """The nearest side on offer: 1 … 56, or a picture's; ties go down."""
    side = _nearest(value, 1, min(largest, SIZES[1]))
    return largest if largest - value < abs(value - side) else side


def _number(text: str | None, default: float) -> float:
    try:
        value = float(text) if text is not None else default
    except ValueError:
        return default
    return value if math.isfinite(value) else default


FORMER_NAMES = {"seed": "article"}  # a link made by an earlier version keeps its meaning


def _one_of(text: str | None, allowed: tuple[str, ...], default: str) -> str:
    text = FORMER_NAMES.get(text, text) if text else text
    return text if text in allowed else default


@dataclass(frozen=True)
class Settings:
    """source: a name in SOURCES. size: side of a random map, in units. channels: of a random
    map. seed: of the draw. mask: whether channels share one. training: False at inference.
    map: side of the map that the gamma page computes for, at most the source's own. cutout:
    side of Cutout's square, or 0 for one that drops as many units as DropBlock. step, part: of
    the page that walks through the code. tour: the stop of the guided tour, or 0.

    Of the page that compares implementations: height and width of the map, asked_block, the
    block_size that they are asked for, whatever they make of it, baseline, what they are
    compared with, and yours, the one looked up (or all)."""

    source: str
    size: int
    channels: int
    keep_prob: float
    block_size: int
    seed: int
    recipe: str
    mask: str
    training: bool
    map: int
    cutout: int
    step: str
    part: str
    tour: int
    height: int
    width: int
    asked_block: int
    baseline: str
    yours: str

    @classmethod
    def parse(cls, query: Mapping[str, str]) -> "Settings":
        """Read settings from a URL's query; an empty one gives the defaults."""
        name = _one_of(query.get("source"), tuple(SOURCES), DEFAULT)
        source = SOURCES[name]
        size = _nearest(_number(query.get("size"), SIZES[0]), *SIZES)
        recipe = _one_of(query.get("recipe"), RECIPE_NAMES, "reference")
        largest = size if source.is_map else PICTURE_SIZE
        sizes = block_sizes(largest, recipe)
        block_size = _number(query.get("block_size"), source.block_size)
        return cls(
            source=name,
            size=size,
            channels=_nearest(_number(query.get("channels"), CHANNELS[0]), *CHANNELS),
            keep_prob=_nearest(_number(query.get("keep_prob"), 0.75) * 100, 0, 100) / 100,
            block_size=_nearest(block_size, sizes[0], sizes[-1], sizes.step),
            seed=_nearest(_number(query.get("seed"), source.seed), 0, LARGEST_SEED),
            recipe=recipe,
            mask=_one_of(query.get("mask"), MASKS, "channel" if source.is_map else "shared"),
            training=_one_of(query.get("training"), ("0", "1"), "1") == "1",
            map=_map(_number(query.get("map"), largest), largest),
            cutout=_nearest(_number(query.get("cutout"), 0), 0, largest),
            step=_one_of(query.get("step"), STEPS, STEPS[0]),
            part=_one_of(query.get("part"), PARTS, PARTS[0]),
            tour=_nearest(_number(query.get("tour"), 0), 0, TOUR_STOPS),
            # By default the third stage of a ResNet-50, with the block_size of the paper.
            height=_nearest(_number(query.get("height"), 14), *SIDES),
            width=_nearest(_number(query.get("width"), 14), *SIDES),
            asked_block=_nearest(_number(query.get("asked_block"), 7), 1, LARGEST_ASKED),
            baseline=_one_of(query.get("baseline"), IMPLEMENTATIONS, IMPLEMENTATIONS[0]),
            yours=_one_of(query.get("yours"), (ALL, *IMPLEMENTATIONS), ALL),
        )

    def query(self) -> dict[str, str]:
        """The URL's query that `parse` reads back to this value."""
        return {
            "source": self.source,
            "size": str(self.size),
            "channels": str(self.channels),
            "keep_prob": f"{self.keep_prob:.2f}",
            "block_size": str(self.block_size),
            "seed": str(self.seed),
            "recipe": self.recipe,
            "mask": self.mask,
            "training": "1" if self.training else "0",
            "map": str(self.map),
            "cutout": str(self.cutout),
            "step": self.step,
            "part": self.part,
            "tour": str(self.tour),
            "height": str(self.height),
            "width": str(self.width),
            "asked_block": str(self.asked_block),
            "baseline": self.baseline,
            "yours": self.yours,
        }

    def change(self, **changes: object) -> "Settings":
        """These settings with some changed; another source brings its own block_size, opening
        draw and mask, and another map its own size. A random map grows with ``map``."""
        query = self.query()
        if {"source", "size"} & changes.keys():
            del query["map"]
        elif SOURCES[self.source].is_map and "map" in changes:
            side = _nearest(_number(str(changes["map"]), self.map), self.size, SIZES[1])
            query["size"] = str(side)
        if changes.get("source", self.source) != self.source:
            for key in ("block_size", "seed", "mask"):
                del query[key]
        for key, value in changes.items():
            query[key] = str(int(value) if isinstance(value, bool) else value)
        return self.parse(query)

    def later(self, draws: int) -> "Settings":
        """So many draws on; after the last seed they begin again."""
        return self.change(seed=(self.seed + draws) % (LARGEST_SEED + 1))

    @property
    def walk(self) -> "Settings":
        """What the walk through the code runs: the reference, on a random map of one channel
        whose numbers can be read."""
        return self.change(
            source="random",
            size=min(self.size, LARGEST_WALK),
            channels=1,
            mask="channel",
            recipe="reference",
        )

    @property
    def map_size(self) -> int:
        """Side of the feature map, in units."""
        return self.size if SOURCES[self.source].is_map else PICTURE_SIZE

    @property
    def map_channels(self) -> int:
        """Channels of the feature map: a picture has three."""
        return self.channels if SOURCES[self.source].is_map else 3

    @property
    def noise_channels(self) -> int:
        return 1 if self.mask == "shared" else self.map_channels

    @property
    def map_block_size(self) -> int:
        """The block_size on the gamma page. Where the block does not fit, the largest that does
        and is odd or even like it, so that another recipe shows the same."""
        if self.block_size <= self.map:
            return self.block_size
        return max(self.map - (self.block_size - self.map) % 2, 1)

    @property
    def block_sizes(self) -> range:
        return block_sizes(self.map_size, self.recipe)


def block_sizes(map_size: int, recipe: str) -> range:
    """The block sizes on offer: odd ones in the reference recipe, all that fit otherwise."""
    return range(1, min(map_size, LARGEST_BLOCK) + 1, 2 if recipe == "reference" else 1)
