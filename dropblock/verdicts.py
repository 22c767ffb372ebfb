"""Verdicts: what an implementation does at given settings, with the numbers behind it."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

import torch
from torch import Tensor

from dropblock.arguments import check_from_one, check_keep_prob, check_map
from dropblock.blocks import Lean, Seeds, cover_counts, seed_positions
from dropblock.failure import Failure, RecipeFailure
from dropblock.pipeline import draw_noise, threshold_map
from dropblock.rates import survival
from dropblock.recipe import Recipe

VerdictKind = Literal["crash", "nan", "may_nan", "nearly_all", "nothing", "off", "ok", "unstated"]
FAR: Final = 0.25  # of the smaller of keep_prob and 1 − keep_prob; a larger difference is "off"
NEARLY_ALL: Final = 0.1  # keep rate below which "off" becomes "nearly_all"
RARE: Final = 0.001  # of draws; a NaN on fewer of them is not reported
DRAWS: Final = 2_000
UNITS_AT_ONCE: Final = 500_000  # limit of the units that are in memory at once
EXACT: Final = 1e-9  # tolerance for rounding


@dataclass(frozen=True)
class Verdict:
    """What an implementation does at given settings.

    Attributes
    ----------
    kind : str
        ``"crash"``: it raises. ``"nan"``: its output is NaN on every draw. ``"may_nan"``: its
        output is NaN on the draws that keep nothing. ``"nearly_all"``: it drops nearly all,
        though more was to be kept. ``"nothing"``: it never drops. ``"off"``: its expected keep
        rate is far from keep_prob. ``"ok"``. ``"unstated"``: the recipe does not say.
    expected : float or None
        Exact expected keep rate; None where it fails before it drops.
    keeps_nothing : float or None
        Share of draws that keep nothing; 0 where it is below RARE, None where the implementation
        does not fail on such draws.
    is_far : bool
        Whether expected is far from keep_prob, also where ``kind`` names something worse.
    failure : Failure or None
        How it fails, or may fail.
    """

    kind: VerdictKind
    expected: float | None = None
    keeps_nothing: float | None = None
    is_far: bool = False
    failure: Failure | None = None


def verdict(recipe: Recipe, keep_prob: float, block_size: int, height: int, width: int) -> Verdict:
    """Judge a recipe on one height × width map of one channel.

    Raises ValueError for keep_prob outside [0, 1], and for a block_size, height or width that is
    not a whole number from 1.
    """
    return verdicts(recipe, [keep_prob], block_size, height, width)[0]


def verdicts(
    recipe: Recipe, keep_probs: list[float], block_size: int, height: int, width: int
) -> list[Verdict]:
    """Judge a recipe as `verdict` does, for many keep_probs at once."""
    keep_probs = [check_keep_prob(keep_prob) for keep_prob in keep_probs]
    check_from_one("block_size", block_size)
    check_map(height, width)
    failing = [_failing(recipe, asked, block_size, height, width) for asked in keep_probs]
    if all(failing):
        return [found for found in failing if found]
    used = recipe.fit(block_size, height, width)
    gammas = recipe.gammas(keep_probs, block_size, height, width)
    expected = recipe.expected_keep_rates(keep_probs, block_size, height, width)
    has_position = seed_positions(height, width, used, recipe.seeds, recipe.lean).any()
    # Where no seed can fall the rate is exactly 1; as a sum of shares it is rounded.
    expected = torch.where((gammas > 0) & has_position, expected, 1.0)
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
    """Return the verdict where the recipe fails on every draw or states nothing, else None."""
    try:
        recipe.fit(block_size, height, width, keep_prob)
    except RecipeFailure as failure:
        return Verdict("crash" if failure.failure.errors else "nan", failure=failure.failure)
    except ValueError:
        return Verdict("unstated")
    return None


def near(asked: float) -> tuple[float, float]:
    """Return the lowest and highest expected keep rate that count as near keep_prob."""
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
    """Share of draws whose blocks cover the whole map, for each gamma; 0 where it is below RARE.

    Where every block covers the whole map, one seed is enough, and the share is exact. Elsewhere,
    units a block_size apart share no seed, so they are dropped independently, and the chance that
    all of them are dropped is an upper bound. Masks are drawn only where this bound reaches RARE.
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
    """The gamma above which each of DRAWS draws keeps nothing: float32, rising."""
    rule = Recipe("draws", seeds, "share", shared=True, lean=lean, failures=())
    at_once = max(UNITS_AT_ONCE // (height * width), 1)
    last = []
    for done in range(0, DRAWS, at_once):
        noise = draw_noise((min(at_once, DRAWS - done), 1, height, width), done)
        last.append(threshold_map(noise, block_size, rule).amax((1, 2, 3)))
    return torch.cat(last).sort().values
