"""What a class has learned, against all resamples of a small class and sums by hand."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.classroom import Votes, changes, gain

CHOICE = st.none() | st.integers(0, 2)
VOTES = st.lists(st.builds(Votes, CHOICE, CHOICE, CHOICE), max_size=12)


@given(VOTES)
def test_shares_and_changes_are_those_of_the_pairs(votes):
    pairs = [(v.first, v.second) for v in votes if None not in (v.first, v.second)]
    assert sorted(changes(votes).elements()) == sorted(pairs)
    found = gain(votes, right=1)
    if not pairs:
        assert found is None
        return
    before = sum(first == 1 for first, _ in pairs)
    after = sum(second == 1 for _, second in pairs)
    assert found.pairs == len(pairs)
    assert (found.before, found.after) == pytest.approx((before / len(pairs), after / len(pairs)))
    if before == len(pairs):
        assert found.gain is None
        return
    assert found.gain == pytest.approx((after - before) / (len(pairs) - before))


def test_the_interval_is_that_of_all_resamples():
    votes = [Votes(0, 1, None)] * 3 + [Votes(0, 0, None)] * 2 + [Votes(1, 1, None)]
    right = [(one.first == 1, one.second == 1) for one in votes]
    gains = []
    for some in product(right, repeat=len(right)):  # 6⁶ classes
        before, after = (sum(column) for column in zip(*some, strict=True))
        if before < len(right):
            gains.append((after - before) / (len(right) - before))
    found = gain(votes, right=1)
    exact = np.quantile(gains, (0.025, 0.975))
    assert (found.low, found.high) == pytest.approx(exact, abs=0.1)
    assert found.low <= found.gain <= found.high


def test_the_article_of_hake():
    """A class that goes from 45 % to 75 % right has gained .55 of what it could."""
    votes = [Votes(1, 1, None)] * 45 + [Votes(0, 1, None)] * 30 + [Votes(0, 0, None)] * 25
    found = gain(votes, right=1)
    assert found.gain == pytest.approx(30 / 55)
    # The spread of 30 of 55 by the binomial distribution is .067; twice that to either side.
    assert found.high - found.low == pytest.approx(2 * 1.96 * 0.067, rel=0.1)
