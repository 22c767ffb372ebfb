"""The draw that each source opens with: found by search, written down in `sources`."""

from dropblock.blocks import cover_counts
from dropblock.pipeline import draw_noise, trace
from dropblock.recipes import RECIPES
from explainer.shell.answers import noise_shape
from explainer.shell.settings import Settings
from explainer.shell.sources import MAP_SIZES, SOURCES

TRIES = 300
SOON = 2  # further draws, among which the walk's map must show blocks that overlap


def openings(source: str) -> list[Settings]:
    """What the pills of this source open: one setting, or a random map's two sizes."""
    opening = Settings.parse({"source": source})
    return [opening.change(size=size) for size in MAP_SIZES] if source == "random" else [opening]


def opening_seed(source: str) -> int:
    """The first of 300 seeds whose draw keeps nearest to what is asked.

    It drops at least one block and keeps at least half, in every opening of the source; and
    whoever walks through the code meets an overlap within two further draws.
    """
    best, best_gap = 0, float("inf")
    for seed in range(TRIES):
        if source == "random" and not overlaps_soon(openings(source)[0].walk, seed):
            continue
        gap = max(_gap(opening, seed) for opening in openings(source))
        if gap < best_gap:
            best, best_gap = seed, gap
    return best


def overlaps_soon(opening: Settings, seed: int) -> bool:
    """Whether two blocks overlap in one of the next draws after this seed."""
    shape = noise_shape(opening)
    recipe = RECIPES[opening.recipe]
    for later in range(seed + 1, seed + 1 + SOON):
        noise = draw_noise(shape, later)
        run = trace(noise, opening.keep_prob, opening.block_size, noise, recipe)
        if cover_counts(run.seeds, opening.block_size).max() > 1:
            return True
    return False


def _gap(opening: Settings, seed: int) -> float:
    """How far the kept share of this draw is from keep_prob; infinite if it teaches nothing."""
    noise = draw_noise(noise_shape(opening), seed)
    recipe = RECIPES[opening.recipe]
    run = trace(noise, opening.keep_prob, opening.block_size, noise, recipe)
    rate = run.mask.mean().item()
    teaches = run.seeds.any() and rate >= 0.5
    return abs(rate - opening.keep_prob) if teaches else float("inf")


if __name__ == "__main__":
    for name in SOURCES:
        print(name, opening_seed(name))  # noqa: T201
