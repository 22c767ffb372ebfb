"""What a class has learned at a question: normalised gain and who changed whereto.

References
----------
Hake 1998, "Interactive-engagement versus traditional methods": ⟨g⟩, the gain as a share of what
could be gained. Efron and Tibshirani 1993, "An Introduction to the Bootstrap": the interval.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from explainer.classroom.store import Votes

RESAMPLES = 4_000


@dataclass(frozen=True)
class Gain:
    """Of the phones that voted twice.

    Attributes
    ----------
    pairs : int
        How many voted twice.
    before, after : float
        Share that was right, first and after discussion.
    gain : float or None
        ⟨g⟩ = (after − before) / (1 − before); None where all were right before.
    low, high : float or None
        Its interval of 95 %; None where there is none.
    """

    pairs: int
    before: float
    after: float
    gain: float | None
    low: float | None
    high: float | None


def gain(votes: Iterable[Votes], right: int) -> Gain | None:
    """What was gained from the first vote to the second. right: the right choice. None where
    nobody voted twice.

    The interval is that of the phones drawn anew from those there are: as wide as it would be in
    other classes like this one. Draws in which all were right before have no gain and are left out.

    Examples
    --------
    >>> found = gain([Votes(0, 1, None), Votes(0, 0, None), Votes(1, 1, None)], right=1)
    >>> round(found.before, 3), round(found.after, 3), round(found.gain, 3)
    (0.333, 0.667, 0.5)
    """
    pairs = [
        (one.first == right, one.second == right)
        for one in votes
        if one.first is not None and one.second is not None
    ]
    if not pairs:
        return None
    number = len(pairs)
    kinds = ((False, False), (False, True), (True, False), (True, True))
    shares = np.array([pairs.count(kind) for kind in kinds]) / number
    before, after = float(shares[2] + shares[3]), float(shares[1] + shares[3])
    if before == 1:
        return Gain(number, before, after, None, None, None)
    drawn = np.random.default_rng(0).multinomial(number, shares, RESAMPLES)
    wrong_before = drawn[:, 0] + drawn[:, 1]
    gained = (drawn[:, 1] - drawn[:, 2])[wrong_before > 0] / wrong_before[wrong_before > 0]
    low, high = (float(bound) for bound in np.quantile(gained, (0.025, 0.975)))
    return Gain(number, before, after, (after - before) / (1 - before), low, high)


def changes(votes: Iterable[Votes]) -> Counter[tuple[int, int]]:
    """How many went from one choice to another, or stayed: by first and second choice."""
    return Counter(
        (one.first, one.second) for one in votes if one.first is not None and one.second is not None
    )
