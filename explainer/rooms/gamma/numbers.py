"""The numbers of the gamma page's charts and tables, from the library, for one map."""

from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
import torch

from dropblock.blocks import reach, spread
from dropblock.calibration import calibrated_gammas
from dropblock.derivation import WHOLE_MAP
from dropblock.pipeline import draw_noise, seed_mask
from dropblock.rates import keep_probability
from dropblock.recipe import Recipe
from dropblock.recipes import RECIPES
from dropblock.schedule import scheduled_keep_prob
from dropblock.stops import KEEP_PROBS
from explainer.figures.rounding import fixed
from explainer.shell.settings import RECIPE_NAMES, block_sizes

LADDER = (3, 7, 15, 31, 63)  # block sizes to compare, as far as they fit
TRIES = 500
REAL_MAPS = ((5, 3), (7, 3), (7, 5), (7, 7), (14, 7), (28, 7), (56, 7))  # map, block_size
REAL_KEEP_PROBS = (0.5, 0.75, 0.9, 0.95)


def whole_map(recipe: str) -> Recipe:
    """A recipe that also takes an even block, as the gamma page shows it."""
    return WHOLE_MAP if recipe == "reference" else RECIPES[recipe]


def compared_blocks(side: int, today: int) -> list[int]:
    """Today's block_size among a few others that fit; 1 is the diagonal itself."""
    largest = block_sizes(side, "reference")[-1]
    return sorted({block for block in LADDER if block <= side} | {largest, today})


@lru_cache(maxsize=256)
def kept(recipe: str, block_size: int, side: int) -> tuple[float, ...]:
    """The expected keep rate at every stop of keep_prob."""
    rates = whole_map(recipe).expected_keep_rates(list(KEEP_PROBS), block_size, side, side)
    return tuple(rates.tolist())


@lru_cache(maxsize=256)
def calibration(block_size: int, side: int) -> tuple[float, ...]:
    """The calibrated gamma over eq. 1's, at every stop below keep_prob 1."""
    asked = torch.tensor(KEEP_PROBS[:-1], dtype=torch.float64)
    eq1 = RECIPES["paper"].gammas(list(KEEP_PROBS[:-1]), block_size, side, side)
    return tuple((calibrated_gammas(asked, block_size, side, side) / eq1).tolist())


@dataclass(frozen=True)
class Worst:
    """Where a recipe keeps least like what is asked, on this map."""

    block_size: int
    kept: float


@lru_cache(maxsize=64)
def worst(recipe: str, side: int) -> tuple[Worst, ...]:
    """For every stop of keep_prob, the block_size that the recipe takes for which it keeps least
    like what is asked: of the odd ones, where it fails with the others."""
    sizes = block_sizes(side, recipe)
    rates = np.array(
        [
            RECIPES[recipe].expected_keep_rates(list(KEEP_PROBS), block, side, side)
            for block in sizes
        ]
    )
    rows = np.abs(rates - KEEP_PROBS).argmax(0)
    return tuple(Worst(sizes[row], rates[row, stop].item()) for stop, row in enumerate(rows))


@dataclass(frozen=True)
class Row:
    """A recipe at today's settings: gamma, the mean chance to survive, a corner's, the centre's."""

    recipe: str
    gamma: float
    expected: float
    corner: float
    centre: float


@lru_cache(maxsize=256)
def recipe_rows(keep_prob: float, block_size: int, side: int) -> tuple[Row, ...]:
    """The three recipes beside each other."""
    rows = []
    for name in RECIPE_NAMES:
        recipe = whole_map(name)
        gamma = recipe.gamma(keep_prob, block_size, side, side)
        survive = keep_probability(gamma, block_size, side, side, recipe.seeds)
        centre = survive[side // 2, side // 2].item()
        rows.append(Row(name, gamma, survive.mean().item(), survive[0, 0].item(), centre))
    return tuple(rows)


@dataclass(frozen=True)
class Overlap:
    """A draw whose blocks share units. blocks: (top, left, bottom, right) each, in units.
    promised: their areas added up. gone: the units that they drop together."""

    seed: int
    blocks: list[tuple[int, int, int, int]]
    promised: int
    gone: int


@lru_cache(maxsize=64)
def overlap(keep_prob: float, block_size: int, side: int, seed: int) -> Overlap | None:
    """The first draw from this seed on in which two of the paper's blocks share units, or None
    if 500 draws have none."""
    paper = RECIPES["paper"]
    gamma = paper.gamma(keep_prob, block_size, side, side)
    before, after = reach(block_size)
    if gamma == 0 or block_size == 1 or block_size == side:
        return None
    for draw in range(seed, seed + TRIES):
        seeds = seed_mask(draw_noise((1, 1, side, side), draw), gamma, block_size, paper)
        gone = int(spread(seeds, block_size).count_nonzero())
        places = seeds[0, 0].nonzero().tolist()
        promised = len(places) * block_size**2
        if gone < promised:
            blocks = [(r - before, c - before, r + after + 1, c + after + 1) for r, c in places]
            return Overlap(draw, blocks, promised, gone)
    return None


@cache
def real_maps(recipe: str) -> tuple[tuple[float, ...], ...]:
    """For each of REAL_MAPS, the expected keep rate at each of REAL_KEEP_PROBS."""
    return tuple(
        tuple(
            RECIPES[recipe].expected_keep_rates(list(REAL_KEEP_PROBS), block, side, side).tolist()
        )
        for side, block in REAL_MAPS
    )


def schedule(keep_prob: float, group: int) -> list[float]:
    """keep_prob at every hundredth of the training."""
    return [scheduled_keep_prob(keep_prob, passed, group) for passed in KEEP_PROBS]


def chance_text(chance: float) -> str:
    """Three decimals; more where those would say that it is certain (as cards.js does)."""
    sent = float(np.float32(chance))  # what the browser rounds: 0.9425 is a little less there
    texts = [fixed(sent, digits) for digits in (3, 4, 5)]
    return next((text for text in texts if float(text) != 1 or sent == 1), "0.99999")
