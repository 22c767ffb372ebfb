"""What each source opens with: found by search, written down in `sources`, held to it by a test.

``python -m explainer.rooms.playground.opening`` searches, and writes ``openings.json``: how much
comes back on average at the opening of the pictures, over 100 draws.
"""

import json
from statistics import fmean, stdev

from dropblock.blocks import cover_counts
from dropblock.leakage import leak
from dropblock.pipeline import Trace, draw_noise, trace
from dropblock.recipes import RECIPES
from explainer.rooms.playground.filling import OPENINGS
from explainer.shell.answers import noise_shape
from explainer.shell.base import feature_map
from explainer.shell.guess import both_masks
from explainer.shell.settings import Settings
from explainer.shell.sources import MAP_SIZES, SOURCES

PICTURES = tuple(name for name, source in SOURCES.items() if source.is_bundled)
KEEP_PROBS = (0.5, 0.75, 0.9)  # at least half is kept: who looks still knows the cat
BLOCK_SIZES = (15, 31, 49, 63)
FEW, MANY = 12, 100  # draws
TRIES = 5000
NEAR = 0.01  # of keep_prob, and of the average share that comes back
EYES = ((slice(66, 106), slice(44, 94)), (slice(82, 114), slice(160, 198)))  # of the cat
HIDDEN = 0.9  # of each eye, at least

MAPS = {"random": MAP_SIZES, "features": SOURCES["features"].sizes}
MAP_TRIES = 300
LEAST = 0.48  # of a map is kept
SOON = 2  # further draws, among which the walk's map must show blocks that overlap


def shares(settings: Settings) -> dict[str, float]:
    """How much comes back of what either took in this draw, as R²."""
    x = feature_map(settings, None)
    found = {name: leak(x, mask).r2 for name, mask in both_masks(settings).items()}
    return {name: 0.0 if r2 is None else r2 for name, r2 in found.items()}


def strength(keep_prob: float, block_size: int) -> float:
    """How much more of the cat comes back from dropout than from DropBlock, in nearly every draw:
    the mean of a few draws less two standard deviations."""
    opening = Settings.parse({}).change(keep_prob=keep_prob, block_size=block_size)
    draws = [shares(opening.change(seed=seed)) for seed in range(FEW)]
    gaps = [draw["dropout"] - draw["dropblock"] for draw in draws]
    return fmean(gaps) - 2 * stdev(gaps)


def strongest() -> tuple[float, int]:
    """keep_prob and block_size at which the point is strongest."""
    pairs = [(keep_prob, block_size) for keep_prob in KEEP_PROBS for block_size in BLOCK_SIZES]
    return max(pairs, key=lambda pair: strength(*pair))


def average(source: str, draws: int = MANY) -> dict[str, float]:
    """The mean R² over the draws 0, 1, … at the opening of a picture."""
    opening = Settings.parse({"source": source})
    found = [shares(opening.change(seed=seed)) for seed in range(draws)]
    return {name: fmean(draw[name] for draw in found) for name in found[0]}


def picture_seed(mean: float) -> int:
    """The first draw that takes both eyes of the cat, and is else an ordinary one.

    It keeps as much as is asked, and as much of what it took comes back as on average (``mean``).
    """
    opening = Settings.parse({})
    for seed in range(TRIES):
        mask = _run(opening, seed).mask[0, 0]
        if abs(mask.mean().item() - opening.keep_prob) > NEAR:
            continue
        if any(mask[eye].mean() > 1 - HIDDEN for eye in EYES):
            continue
        if abs(shares(opening.change(seed=seed))["dropblock"] - mean) <= NEAR:
            return seed
    raise LookupError(f"none of {TRIES} draws takes both eyes")


def map_seed(source: str) -> int:
    """The first of 300 draws of a map that keeps nearest to what is asked.

    It drops at least one block and keeps about half or more, at both sizes; and whoever walks
    through the code meets an overlap within two further draws.
    """
    opening = Settings.parse({"source": source})
    found = [seed for seed in range(MAP_TRIES) if overlaps_soon(opening.walk, seed)]
    sizes = [opening.change(size=size) for size in MAPS[source]]
    return min(found, key=lambda seed: max(_gap(settings, seed) for settings in sizes))


def overlaps_soon(opening: Settings, seed: int) -> bool:
    """Whether two blocks overlap in one of the next draws after this seed."""
    return any(
        cover_counts(_run(opening, later).seeds, opening.block_size).max() > 1
        for later in range(seed + 1, seed + 1 + SOON)
    )


def _run(opening: Settings, seed: int) -> Trace:
    """DropBlock's run in a draw, at the opening's settings: of nothing but masks."""
    noise = draw_noise(noise_shape(opening), seed)
    recipe = RECIPES[opening.recipe]
    return trace(noise, opening.keep_prob, opening.block_size, noise, recipe)


def _gap(opening: Settings, seed: int) -> float:
    """How far the kept share of this draw is from keep_prob; infinite if it teaches nothing."""
    run = _run(opening, seed)
    rate = run.mask.mean().item()
    teaches = run.seeds.any() and rate >= LEAST
    return abs(rate - opening.keep_prob) if teaches else float("inf")


if __name__ == "__main__":
    means = {name: average(name) for name in PICTURES}
    OPENINGS.write_text(json.dumps({"draws": MANY, "r2": means}, indent=1) + "\n", encoding="utf-8")
    print(strongest(), picture_seed(means["cat"]["dropblock"]), *map(map_seed, MAPS), means)  # noqa: T201
