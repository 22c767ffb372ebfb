"""Masks drawn by the thousand to check the exact rate, without standing in anybody's way.

Work is done in batches of a tenth of a second, each in one run of a fragment that the
browser asks for; between them the server answers everybody. All visitors together draw one
batch at a time, so however many of them check, one processor stays free for the others. A
visitor who leaves stops asking, and nothing runs on.
"""

import math
import time
from dataclasses import dataclass, field
from threading import Lock

import numpy as np
import torch
from numpy.typing import NDArray

from dropblock.recipe import Recipe
from dropblock.simulation import draw_kept

BATCH_SECONDS = 0.1
UNITS_AT_ONCE = 150_000  # of all masks of one call; it takes about a millisecond
WAIT_SECONDS = 0.2  # for another visitor's batch; then this one is left out
Z95 = 1.959964  # a normal variable lies within this many standard deviations in 95 of 100 cases
LEAST_OTHERS = 10  # masks that must keep another share than most do

_one_at_a_time = Lock()


@dataclass
class Check:
    """Masks of one recipe at one setting, and how many are wanted. kept: units in each mask."""

    recipe: Recipe
    keep_prob: float
    block_size: int
    side: int
    wanted: int
    seed: int
    running: bool = True
    started: float = field(default_factory=time.monotonic)
    kept: list[NDArray[np.int64]] = field(default_factory=list)
    generator: torch.Generator = field(init=False)

    def __post_init__(self) -> None:
        self.generator = torch.Generator().manual_seed(self.seed)

    @property
    def drawn(self) -> int:
        return sum(map(len, self.kept))

    @property
    def seconds_left(self) -> float:
        """At the speed so far."""
        taken = time.monotonic() - self.started
        return taken * (self.wanted - self.drawn) / max(self.drawn, 1)

    @property
    def exact(self) -> float:
        """The exact expected keep rate."""
        return self.recipe.expected_keep_rates(
            [self.keep_prob], self.block_size, self.side, self.side
        ).item()

    def rates(self) -> NDArray[np.float64]:
        """The kept share of each mask drawn so far."""
        return np.concatenate(self.kept) / self.side**2

    def batch(self) -> None:
        """Draw for a moment, or leave it out where others have been drawing all the while."""
        if not _one_at_a_time.acquire(timeout=WAIT_SECONDS):
            return
        try:
            end = time.monotonic() + BATCH_SECONDS
            while self.drawn < self.wanted and time.monotonic() < end:
                draws = min(max(UNITS_AT_ONCE // self.side**2, 1), self.wanted - self.drawn)
                size = (self.block_size, self.side, self.side)
                kept = draw_kept(self.recipe, self.keep_prob, *size, draws, self.generator)
                self.kept.append(kept.numpy())
        finally:
            _one_at_a_time.release()
        self.running = self.drawn < self.wanted


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
