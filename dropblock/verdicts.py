"""What an implementation does at given settings: a verdict, and the numbers it rests on."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

import torch
from torch import Tensor

from dropblock.arguments import check_from_one, check_keep_prob, check_map
from dropblock.blocks import Lean, Seeds, cover_counts, seed_positions
from dropblock.pipeline import draw_noise, threshold_map
from dropblock.rates import survival
from dropblock.recipe import Failure, Recipe, RecipeFailure

VerdictKind = Literal["crash", "nan", "may_nan", "nearly_all", "nothing", "off", "ok", "unstated"]
FAR: Final = 0.25  # of the share to keep or to drop, whichever is smaller: not what was asked
NEARLY_ALL: Final = 0.1  # and less than this is kept
RARE: Final = 0.001  # of draws: a NaN that comes less often is not warned of
DRAWS: Final = 2_000
UNITS_AT_ONCE: Final = 500_000  # of the draws that are in memory together
EXACT: Final = 1e-9  # what rounding may add


@dataclass(frozen=True)
class Verdict:
    """kind: ``"crash"``, it raises; ``"nan"``, its output is NaN on every draw; ``"may_nan"``,
    on those draws that keep nothing; ``"nearly_all"``, it drops nearly all though more was to be
    kept; ``"nothing"``, it never drops; ``"off"``, its expected keep rate is far from the one
    asked for; ``"ok"``; ``"unstated"``, the recipe does not say.

    expected: the exact mean keep rate, or None where it fails before it drops. keeps_nothing: the
    share of draws that keep nothing, found by drawing; 0 where it is below RARE, None for a recipe
    that does not fail on them. is_far: whether expected is far from asked, also where the kind
    tells something worse. failure: how it fails, or may fail.
    """

    kind: VerdictKind
    expected: float | None = None
    keeps_nothing: float | None = None
    is_far: bool = False
    failure: Failure | None = None


def verdict(recipe: Recipe, keep_prob: float, block_size: int, height: int, width: int) -> Verdict:
    """What the recipe does on one height × width map of one channel.

    Raises ValueError for keep_prob outside [0, 1], and for a block_size, height or width that is
    not a whole number from 1.
    """
    return verdicts(recipe, [keep_prob], block_size, height, width)[0]


def verdicts(
    recipe: Recipe, keep_probs: list[float], block_size: int, height: int, width: int
) -> list[Verdict]:
    """`verdict` for many keep_probs at once."""
    keep_probs = [check_keep_prob(keep_prob) for keep_prob in keep_probs]
    check_from_one("block_size", block_size)
    check_map(height, width)
    failing = [_failing(recipe, asked, block_size, height, width) for asked in keep_probs]
    if all(failing):
        return [found for found in failing if found]
    used = recipe.fit(block_size, height, width)
    gammas = recipe.gammas(keep_probs, block_size, height, width)
    expected = recipe.expected_keep_rates(keep_probs, block_size, height, width)
    can_fall = seed_positions(height, width, used, recipe.seeds, recipe.lean).any()
    expected = torch.where((gammas > 0) & can_fall, expected, 1.0)  # exactly: sums of shares round
    empty: list[float | None] = [None] * len(keep_probs)
    nothing_kept = recipe.failure("nothing_kept")
    if nothing_kept:
        empty = list(_keeps_nothing(gammas, used, height, width, recipe.seeds, recipe.lean))
    return [
        found or _judge(asked, kept, none, nothing_kept)
        for found, asked, kept, none in zip(
            failing, keep_probs, expected.tolist(), empty, strict=True
        )
    ]


def _failing(
    recipe: Recipe, keep_prob: float, block_size: int, height: int, width: int
) -> Verdict | None:
    """The verdict where the recipe fails whatever is drawn, or states nothing."""
    try:
        recipe.fit(block_size, height, width, keep_prob)
    except RecipeFailure as failure:
        return Verdict("crash" if failure.failure.errors else "nan", failure=failure.failure)
    except ValueError:
        return Verdict("unstated")
    return None


def near(asked: float) -> tuple[float, float]:
    """From where to where an expected keep rate is near the one asked for: FAR tells how far."""
    margin = FAR * min(asked, 1 - asked)
    return asked - margin, asked + margin


def _judge(
    asked: float,
    expected: float,
    keeps_nothing: float | None,
    nothing_kept: Failure | None = None,
) -> Verdict:
    lowest, highest = near(asked)
    is_far = not lowest - EXACT <= expected <= highest + EXACT
    if keeps_nothing:
        ends: VerdictKind = "nan" if expected < EXACT else "may_nan"
        return Verdict(ends, expected, keeps_nothing, is_far, nothing_kept)
    kind: VerdictKind = "ok"
    if expected == 1 and asked < 1:
        kind = "nothing"
    elif is_far:
        kind = "nearly_all" if expected < min(asked, NEARLY_ALL) else "off"
    return Verdict(kind, expected, keeps_nothing, is_far)


def _keeps_nothing(
    gammas: Tensor, block_size: int, height: int, width: int, seeds: Seeds, lean: Lean
) -> list[float]:
    """The share of draws whose blocks cover the map, for each gamma: 0 where surely below RARE.

    Where every block covers all of the map, one seed is enough, and the share is exact. Elsewhere
    units a block_size apart share no seed, so they fall independently, and all of the map falls
    no more often than all of those. Only where that bound leaves a doubt are masks drawn.
    """
    allowed = seed_positions(height, width, block_size, seeds, lean)[None, None]
    covered = cover_counts(allowed, block_size, lean)[0, 0]
    seeds_in_all = int(allowed.sum())
    if int(covered.min()) == seeds_in_all:
        shares = 1 - survival(gammas.clamp(0, 1), torch.tensor(seeds_in_all))
        return torch.where(shares >= RARE, shares, 0.0).tolist()
    apart = covered[::block_size, ::block_size]
    bound = (1 - survival(gammas.clamp(0, 1)[:, None], apart.flatten())).prod(1)
    if not (bound >= RARE).any():
        return [0.0] * len(gammas)
    last = _last_thresholds(block_size, height, width, seeds, lean)
    shares = torch.searchsorted(last, gammas.float()).double() / DRAWS
    return torch.where((bound >= RARE) & (shares >= RARE), shares, 0.0).tolist()


@lru_cache(maxsize=256)
def _last_thresholds(block_size: int, height: int, width: int, seeds: Seeds, lean: Lean) -> Tensor:
    """For each of DRAWS draws, the gamma at which its last unit falls: float32, rising."""
    rule = Recipe("draws", seeds, "share", shared=True, lean=lean, failures=())
    at_once = max(UNITS_AT_ONCE // (height * width), 1)
    last = []
    for done in range(0, DRAWS, at_once):
        noise = draw_noise((min(at_once, DRAWS - done), 1, height, width), done)
        last.append(threshold_map(noise, block_size, rule).amax((1, 2, 3)))
    return torch.cat(last).sort().values
