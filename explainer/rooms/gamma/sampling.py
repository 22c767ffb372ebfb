"""Masks drawn by the thousand to check the exact rate, without standing in anybody's way.

Work is done in batches of a tenth of a second, each in one run of a fragment that the
browser asks for; between them the server answers everybody. All visitors together draw one
batch at a time, so however many of them check, one processor stays free for the others. A
visitor who leaves stops asking, and nothing runs on.
"""

import math
import time
from dataclasses import dataclass
from threading import Lock

import numpy as np
import torch
from numpy.typing import NDArray

from dropblock.recipe import Recipe
from dropblock.simulation import draw_kept
from explainer.shell.session import Sample

BATCH_SECONDS = 0.1
UNITS_AT_ONCE = 150_000  # of all masks of one call; it takes about a millisecond
WAIT_SECONDS = 0.2  # for another visitor's batch; then this one is left out
Z95 = 1.959964  # a normal variable lies within this many standard deviations in 95 of 100 cases
LEAST_OTHERS = 10  # masks that must keep another share than most do

_one_at_a_time = Lock()


def begin(
    recipe: Recipe, keep_prob: float, block_size: int, side: int, wanted: int, seed: int
) -> Sample:
    """So many masks are wanted. seed: of all of them."""
    generator = torch.Generator().manual_seed(seed)
    return Sample(recipe, keep_prob, block_size, side, wanted, generator, time.monotonic())


def drawn(sample: Sample) -> int:
    """How many masks there are."""
    return sum(map(len, sample.kept))


def seconds_left(sample: Sample) -> float:
    """At the speed so far."""
    taken, done = time.monotonic() - sample.started, drawn(sample)
    return taken * (sample.wanted - done) / max(done, 1)


def exact(sample: Sample) -> float:
    """The exact expected keep rate."""
    side = sample.side
    return sample.recipe.expected_keep_rates(
        [sample.keep_prob], sample.block_size, side, side
    ).item()


def kept_shares(sample: Sample) -> NDArray[np.float64]:
    """The kept share of each mask drawn so far."""
    return np.concatenate(sample.kept) / sample.side**2


def draw_batch(sample: Sample) -> None:
    """Draw for a moment, or leave it out where others have been drawing all the while."""
    if not _one_at_a_time.acquire(timeout=WAIT_SECONDS):
        return
    try:
        end = time.monotonic() + BATCH_SECONDS
        size = (sample.block_size, sample.side, sample.side)
        while drawn(sample) < sample.wanted and time.monotonic() < end:
            draws = min(max(UNITS_AT_ONCE // sample.side**2, 1), sample.wanted - drawn(sample))
            kept = draw_kept(sample.recipe, sample.keep_prob, *size, draws, sample.generator)
            sample.kept.append(kept.numpy())
    finally:
        _one_at_a_time.release()
    sample.running = drawn(sample) < sample.wanted


@dataclass(frozen=True)
class Estimate:
    """The mean of the kept shares, and the interval that holds the truth in about 95 of 100
    checks; None where too few masks differ to give one."""

    mean: float
    interval: tuple[float, float] | None


def estimate(rates: NDArray[np.float64]) -> Estimate:
    """Mean ± 1.96 standard errors, for one mask or more.

    The interval takes the mean for normally distributed. That is far from true while nearly all
    masks keep the same share, as where few drop anything: then ten must keep another.
    """
    mean = float(rates.mean())
    _shares, masks = np.unique(rates, return_counts=True)
    if len(rates) - masks.max() < LEAST_OTHERS:
        return Estimate(mean, None)
    error = Z95 * float(rates.std(ddof=1)) / math.sqrt(len(rates))
    return Estimate(mean, (mean - error, mean + error))
