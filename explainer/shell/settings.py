"""One frozen value that says what the page shows. It comes from a link or a control.

It is one table: links, controls, `Settings.change` and Reset follow from its rows, so that a
new field is a new row.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, get_type_hints

from explainer.shell.fields import Row, number, written
from explainer.shell.sources import (
    DEFAULT,
    FIRST_PHOTO,
    PHOTOS,
    PICTURE_SIZE,
    SIZES,
    SOURCES,
    Source,
)

RECIPE_NAMES = ("reference", "paper", "calibrated")
MASKS = ("shared", "channel")
STEPS = ("1", "2", "3", "4", "5a", "5b", "5c", "6a", "6b")  # of the walk; the article's 1 … 6
PARTS = ("walk", "beliefs", "museum", "check")  # of the page that walks through the steps
TOUR_STOPS = 9  # of the guided tour; 0 is no tour
LARGEST_BLOCK = 63
LARGEST_SEED = 999_999
SIDES = range(1, 57)  # of the maps on which implementations are compared
LARGEST_ASKED = 20  # the block_size there: also even, and larger than the maps of a last stage
IMPLEMENTATIONS = (
    "paper", "calibrated", "torchvision", "timm", "timm_1_0_22", "timm_1_0_22_fast",
    "tensorflow_tpu", "tensorflow_models", "keras_cv", "mmdetection", "paddledetection",
    "miguelvr", "article",
)  # fmt: skip  # the recipes compared; here by name, since recipes import torch
ALL = "all"
STAGES = (7, 14, 28, 56)  # of the network, by the side of their maps
COUNTED_DRAWS = 100
LARGEST_WALK = 14  # the largest map whose cells hold numbers

# Pages, and those that share fields.
WALK = "steps"
COMPARED = ("implementations",)
NETWORK = ("network",)
PICTURES = ("playground", "compare")
RULED = (*PICTURES, "gamma")
RUNS = (*PICTURES, WALK)  # of the layer on a map
BLOCKS = (*RUNS, "gamma")
EVERYWHERE = BLOCKS + COMPARED + NETWORK


@dataclass(frozen=True, init=False)
class Settings:
    """The table. A row may look at the rows above it."""

    # fmt: off
    source: Annotated[str, Row(tuple(SOURCES), DEFAULT, BLOCKS, "What is looked at.")]
    size: Annotated[int, Row(
        lambda s: s.of_source.sizes, lambda s: s.of_source.size, BLOCKS,
        "Side of a map, in units.", follows=("source",))]
    channels: Annotated[int, Row(
        range(1, 9), lambda s: s.of_source.channels, PICTURES,
        "Channels of a map.", follows=("source",))]
    keep_prob: Annotated[float, Row(
        range(101), lambda s: s.of_source.keep_prob, EVERYWHERE,
        "Share of the units asked to be kept.", follows=("source",), untouched=True)]
    recipe: Annotated[str, Row(RECIPE_NAMES, "reference", RULED, "Whose rules hold.")]
    block_size: Annotated[int, Row(
        lambda s: s.block_sizes, lambda s: s.of_source.block_size, BLOCKS,
        "Side of a block, in units.", follows=("source",))]
    seed: Annotated[int, Row(
        range(LARGEST_SEED + 1), lambda s: s.of_source.seed, BLOCKS + COMPARED,
        "Number of the draw.", follows=("source",))]
    mask: Annotated[str, Row(
        MASKS, lambda s: s.of_source.mask, PICTURES + NETWORK,
        "Whether channels share one.", follows=("source",))]
    training: Annotated[bool, Row(
        (True, False), True, RUNS, "False at inference: nothing is dropped.")]
    map: Annotated[int, Row(
        lambda s: map_sides(s.map_size), lambda s: s.map_size, ("gamma",),
        "Side of the map computed for, at most the source's own.", follows=("source", "size"))]
    cutout: Annotated[int, Row(
        lambda s: range(s.map_size + 1), 0, ("compare",),
        "Side of Cutout's square; 0 for one that drops as many units as DropBlock.")]
    step: Annotated[str, Row(STEPS, STEPS[0], (WALK,), "Stop of the walk.", stays=True)]
    part: Annotated[str, Row(PARTS, PARTS[0], (WALK,), "Part of the page.", stays=True)]
    tour: Annotated[int, Row(
        range(TOUR_STOPS + 1), 0, ("playground",), "Stop of the guided tour, or 0.", stays=True)]
    # By default the third stage of a ResNet-50, with the block_size of the paper.
    height: Annotated[int, Row(SIDES, 14, COMPARED, "Height of the map, in units.")]
    width: Annotated[int, Row(SIDES, 14, COMPARED, "Width of the map, in units.")]
    asked_block: Annotated[int, Row(
        range(1, LARGEST_ASKED + 1), 7, COMPARED,
        "The block_size asked of implementations, whatever they make of it.")]
    baseline: Annotated[str, Row(
        IMPLEMENTATIONS, IMPLEMENTATIONS[0], COMPARED, "What the others are compared with.")]
    yours: Annotated[str, Row((ALL, *IMPLEMENTATIONS), ALL, COMPARED, "The one looked up, or all.")]
    photo: Annotated[str, Row(
        tuple(PHOTOS), FIRST_PHOTO, RUNS + NETWORK, "The picture that the network looks at.")]
    stage: Annotated[int, Row(STAGES, 14, NETWORK, "Side of the network's map, in units.")]
    scaled: Annotated[bool, Row(
        (True, False), True, NETWORK, "Whether kept units are divided by the share kept.")]
    draw: Annotated[int, Row(
        range(1, COUNTED_DRAWS + 1), lambda s: PHOTOS[s.photo].draw, NETWORK,
        "Which of the counted draws is shown.", follows=("photo",))]
    # fmt: on

    def __init__(self, given: Mapping[str, object]) -> None:
        for name, row in TABLE.items():
            object.__setattr__(self, name, row.read(given.get(name), self))

    @classmethod
    def parse(cls, query: Mapping[str, str]) -> "Settings":
        """Read settings from a link's query; an empty one gives the defaults."""
        return cls(query)

    def query(self) -> dict[str, str]:
        """The link's query that `parse` reads back to this value."""
        return {name: written(value) for name, value in vars(self).items()}

    def change(self, **changes: object) -> "Settings":
        """These settings with some changed. What follows one that became another goes to its new
        default, if it has one, and a random map grows with ``map``."""
        others = {name for name, value in changes.items() if value != getattr(self, name)}
        given = {k: v for k, v in vars(self).items() if others.isdisjoint(TABLE[k].follows)}
        fresh = Settings(given | changes)
        for name in TABLE.keys() - given.keys():
            value = getattr(self, name)
            if not TABLE[name].moves(self, value, fresh):
                given[name] = value
        if self.is_map and not {"source", "size"} & changes.keys():
            given["size"] = max(self.size, number(changes.get("map"), self.map))
        return Settings(given | changes)

    def later(self, draws: int) -> "Settings":
        """So many draws on; after the last seed they begin again."""
        return self.change(seed=(self.seed + draws) % (LARGEST_SEED + 1))

    @property
    def opening(self) -> dict[str, object]:
        """What Reset changes: the source is as it opens, and the viewer stays where they are."""
        opening = Settings({"source": self.source, "photo": self.photo})
        return {name: value for name, value in vars(opening).items() if not TABLE[name].stays}

    @property
    def walk(self) -> "Settings":
        """What the walk through the code runs: the reference, on a map of one channel whose
        numbers can be read; in place of a picture on a random one."""
        return self.change(
            source=self.source if self.is_map else "random",
            size=min(self.size, LARGEST_WALK),
            channels=1,
            mask="channel",
            recipe="reference",
        )

    @property
    def of_source(self) -> Source:
        """The source with what it brings along."""
        return SOURCES[self.source]

    @property
    def is_map(self) -> bool:
        """Whether a map is looked at: a random one or a network's; else it is a picture."""
        return self.of_source.is_map

    @property
    def picture(self) -> str:
        """Name of the picture that is looked at, by the visitor or by the network; a random map
        comes from none."""
        return {"random": "", "features": self.photo}.get(self.source, self.source)

    @property
    def map_size(self) -> int:
        """Side of the feature map, in units."""
        return self.size if self.is_map else PICTURE_SIZE

    @property
    def map_channels(self) -> int:
        """Channels of the feature map: a picture has three."""
        return self.channels if self.is_map else 3

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


TABLE: dict[str, Row] = {
    name: hint.__metadata__[0]
    for name, hint in get_type_hints(Settings, include_extras=True).items()
}


def block_sizes(map_size: int, recipe: str) -> range:
    """The block sizes on offer: odd ones in the reference recipe, all that fit otherwise."""
    return range(1, min(map_size, LARGEST_BLOCK) + 1, 2 if recipe == "reference" else 1)


def map_sides(largest: int) -> tuple[int, ...]:
    """The sides of the map on offer on the gamma page: 1 … 56, or a picture's."""
    return (*range(1, min(largest, SIZES[-1] + 1)), largest)
