"""The one queue of all that is asked of the network."""

import threading
import time

import pytest

from explainer.network.turn import in_turn


def test_one_works_at_a_time():
    at_work, most = [], []

    def work(k):
        at_work.append(k)
        most.append(len(at_work))
        time.sleep(0.01)
        at_work.remove(k)
        return k * k

    found = {}
    askers = [
        threading.Thread(target=lambda k=k: found.update({k: in_turn(work, k)})) for k in range(8)
    ]
    for one in askers:
        one.start()
    for one in askers:
        one.join()
    assert found == {k: k * k for k in range(8)}
    assert set(most) == {1}


def test_a_failure_reaches_who_asked_and_the_next_goes_on():
    with pytest.raises(ValueError, match="of this one"):
        in_turn(_fail)
    assert in_turn(max, 3, 5) == 5


def _fail():
    raise ValueError("of this one")
