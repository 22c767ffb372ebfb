"""What the guided tour needs besides the stage's own packet: words, and at its last stop numbers.

Imports torch through `answers`.
"""

from dataclasses import dataclass
from typing import Any

from explainer.rooms.playground.tour_words import tour_words
from explainer.shell.answers import answers, noise_shape
from explainer.shell.settings import TOUR_STOPS, Settings


@dataclass(frozen=True)
class Side:
    """A block_size, and for each of the 101 stops of keep_prob: gamma, seeds in this draw."""

    block: int
    gamma: list[float]
    seeds: list[int]


def tour_header(settings: Settings) -> dict[str, Any]:
    """The tour's part of the stage's header. The prediction is sent at its own stop only."""
    at_the_end = settings.tour == TOUR_STOPS
    return {"words": tour_words(), "prediction": prediction(settings) if at_the_end else None}


def prediction(settings: Settings) -> dict[str, Any]:
    """Before and after the change of block_size that the viewer is asked to predict."""
    sides = {"from": settings.block_size, "to": other_block_size(settings)}
    return {name: vars(_side(settings, block_size)) for name, block_size in sides.items()}


def other_block_size(settings: Settings) -> int:
    """About half of the block; a block of one unit grows to the size that suits the source."""
    sizes = settings.block_sizes
    if settings.block_size == 1:
        return max(size for size in sizes if size <= settings.of_source.block_size)
    return max(size for size in sizes if 2 * size <= settings.block_size)


def _side(settings: Settings, block_size: int) -> Side:
    found = answers(
        noise_shape(settings),
        settings.seed,
        settings.recipe,
        (block_size,),
    ).arrays
    return Side(block_size, found["gamma"][0].tolist(), found["seeds"][0].tolist())
