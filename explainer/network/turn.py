"""The network works for one visitor at a time, in a thread that gives way to all others."""

import os
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import get_native_id
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

NICENESS = 10  # of 19: a tenth of a processor's time where others want it


def _give_way() -> None:
    """Lower the priority of this thread. Linux alone has one for each thread."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, get_native_id(), NICENESS)


_worker = ThreadPoolExecutor(1, "network", _give_way)


def in_turn(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """What the work returns, once it is its turn: all that ask wait in one queue.

    The work must not ask for a turn of its own.

    Examples
    --------
    >>> in_turn(max, 3, 5)
    5
    """
    return _worker.submit(work, *args, **kwargs).result()
