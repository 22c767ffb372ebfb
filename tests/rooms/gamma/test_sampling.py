"""Masks by the thousand: all of them and no more, in short batches, one at a time."""

import math
import statistics
import threading
import time

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from dropblock import RECIPES
from explainer.rooms.gamma import sampling as draws
from explainer.rooms.gamma.sampling import begin, draw_batch, drawn, estimate, exact, kept_shares
from explainer.rooms.gamma.sampling_view import bins
from explainer.shell.session import Sample


def a_sample(wanted: int, side: int = 7) -> Sample:
    return begin(RECIPES["paper"], 0.9, 3, side, wanted, seed=3)


@pytest.mark.parametrize("wanted", [1, 10, 1_000, 30_000])
def test_it_draws_as_many_as_wanted_and_stops(wanted):
    run = a_sample(wanted)
    for _ in range(1_000):
        if not run.running:
            break
        draw_batch(run)
    assert not run.running
    assert drawn(run) == len(kept_shares(run)) == wanted


def test_the_mean_of_many_is_the_exact_rate():
    run = a_sample(100_000)
    while run.running:
        draw_batch(run)
    found = estimate(kept_shares(run))
    low, high = found.interval
    four_errors = 4 * (high - low) / 2 / 1.96
    assert exact(run) == pytest.approx(0.905, abs=0.00051)  # the published figure
    assert abs(found.mean - exact(run)) < four_errors


def test_a_batch_ends_soon_however_many_are_wanted(monkeypatch):
    clock = iter(range(10_000))
    monkeypatch.setattr(draws.time, "monotonic", lambda: next(clock) * 0.01)
    run = a_sample(10**9, side=56)
    draw_batch(run)
    assert run.running
    calls = len(run.kept)
    assert calls <= draws.BATCH_SECONDS / 0.01
    assert drawn(run) <= calls * max(draws.UNITS_AT_ONCE // 56**2, 1)


def test_two_visitors_never_draw_at_the_same_time(monkeypatch):
    inside, most = 0, 0

    def slow(*arguments):
        nonlocal inside, most
        inside += 1
        most = max(most, inside)
        time.sleep(0.002)
        inside -= 1
        return torch.zeros(arguments[5], dtype=torch.int64)

    monkeypatch.setattr(draws, "draw_kept", slow)
    runs = [a_sample(200_000) for _ in range(4)]
    threads = [threading.Thread(target=draw_batch, args=(run,)) for run in runs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 1
    assert any(drawn(run) for run in runs)


def test_a_batch_is_left_out_while_another_takes_too_long(monkeypatch):
    monkeypatch.setattr(draws, "WAIT_SECONDS", 0.01)
    run = a_sample(100)
    with draws._one_at_a_time:
        draw_batch(run)
    assert (drawn(run), run.running) == (0, True)
    draw_batch(run)
    assert drawn(run) == 100


@given(st.lists(st.floats(0, 1), min_size=11, max_size=50, unique=True))
def test_the_interval_is_the_mean_and_196_standard_errors(values):
    found = estimate(np.array(values))
    z = statistics.NormalDist().inv_cdf(0.975)
    error = z * statistics.stdev(values) / math.sqrt(len(values))
    mean = statistics.fmean(values)
    expected = (mean, mean - error, mean + error)
    assert (found.mean, *found.interval) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(
    ("recipe", "side", "block_size", "keep_prob", "masks"),
    [
        ("paper", 5, 3, 0.99, 10),
        ("paper", 7, 7, 0.9, 10),  # a mask keeps all or nothing
        ("paper", 14, 13, 0.99, 100),
        ("reference", 5, 3, 0.99, 100),
        ("paper", 7, 7, 0.5, 100),
        ("paper", 14, 7, 0.9, 1_000),
    ],
)
def test_the_exact_rate_is_seldom_said_to_lie_outside(recipe, side, block_size, keep_prob, masks):
    run = begin(RECIPES[recipe], keep_prob, block_size, side, 400 * masks, seed=1)
    while run.running:
        draw_batch(run)
    found = [estimate(rates).interval for rates in kept_shares(run).reshape(400, masks)]
    outside = sum(not low <= exact(run) <= high for low, high in filter(None, found))
    assert outside <= 0.09 * 400  # 20 are to be expected; skew adds a few


@given(st.integers(1, 60), st.data())
def test_every_mask_is_in_one_bin_and_on_a_small_map_each_share_has_its_own(side, data):
    units = side * side
    kept = data.draw(st.lists(st.integers(0, units), min_size=1, max_size=40))
    edges, counts = bins(np.array(kept) / units, units)
    assert sum(counts) == len(kept)
    assert len(edges) == len(counts) + 1 <= 51
    if units < 50:
        assert counts == [kept.count(k) for k in range(units + 1)]
