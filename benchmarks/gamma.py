"""How fast the exact rates are, and what drawing masks costs others: python benchmarks/gamma.py

Prints one row a figure with its target. Where two things are compared they take turns, and the
ratio of their medians counts.

- rates: one call on the largest map, in milliseconds.
- blocks: growing the seeds of a mask by doubled windows, beside torch's max_pool2d.
- neighbour: what one visitor waits after letting go of keep_prob, while another draws 100,000
  masks of 224 × 224, beside the same while the other does nothing. The other's browser runs at
  the lowest priority: in a class it is another machine, and its own pictures cost nobody else.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import torch
import torch.nn.functional as F
from interaction import MOVE, PAIRS, Traffic, open_stage, row, wait_answer
from playwright.sync_api import Browser
from served import FLAGS, ROOT, chromium, chromium_path, served

sys.path.insert(0, str(ROOT))

from dropblock import (
    calibrated_gamma,
    draw_noise,
    expected_keep_rate,
    gamma,
    keep_probability,
)
from dropblock.blocks import spread


def median_ms(call: Callable[[], object], times: int = 21) -> float:
    """The median of so many calls, in milliseconds."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        call()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken) * 1000


def rates() -> None:
    """The exact functions on a 512 × 512 map."""
    for block in (7, 63, 255):
        chance = gamma(0.9, block, 512, 512)
        for name, call in (
            ("keep_probability", lambda b=block, c=chance: keep_probability(c, b, 512, 512)),
            ("expected_keep_rate", lambda b=block: expected_keep_rate(0.9, b, 512, 512)),
            ("calibrated_gamma", lambda b=block: calibrated_gamma(0.9, b, 512, 512)),
        ):
            taken = median_ms(call)
            row(f"{name}, 512 × 512, block {block}", f"{taken:.2f} ms", "≤ 10 ms", taken <= 10)


def blocks() -> None:
    """One mask of 224 × 224, block 31."""
    seeds = (draw_noise((1, 1, 224, 224), 0) < 0.0003).float()
    ours, pooled = [], []
    for _ in range(21):
        ours.append(median_ms(lambda: spread(seeds, 31), 3))
        pooled.append(median_ms(lambda: F.max_pool2d(seeds, 31, 1, 15), 3))
    ratio = statistics.median(ours) / statistics.median(pooled)
    row("grow blocks of 31, ours / max_pool2d", f"{ratio:.3f}", "≤ 0.2", ratio <= 0.2)


@contextmanager
def modest(browser: Browser) -> Iterator[Browser]:
    """A second browser, at the lowest priority."""
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "browser"
        script.write_text(f'#!/bin/sh\nexec nice -n 19 {chromium_path()} "$@"\n')
        script.chmod(0o700)
        second = browser.browser_type.launch(executable_path=script, args=FLAGS)
        yield second
        second.close()


def neighbour(other_browser: Browser, browser: Browser, address: str) -> None:
    """A visitor moves keep_prob while another draws, and while the other rests."""
    other, visitor = other_browser.new_page(), browser.new_page()
    traffic = Traffic(visitor)
    open_stage(visitor, address)
    other.goto(f"{address}/gamma?keep_prob=0.9")
    other.wait_for_selector(".survival[data-ready=true]", timeout=60_000)
    other.get_by_role("radio", name="100,000").click()
    main = other.get_by_test_id("stMain")
    drawing: list[float] = []
    resting: list[float] = []
    for _ in range(4):
        for press, times in (("Draw masks", drawing), ("Stop", resting)):
            main.get_by_role("button", name=press).click()
            visitor.wait_for_timeout(1000)
            for _ in range(PAIRS // 4):
                visitor.get_by_label("keep_prob", exact=True).evaluate(MOVE)
                visitor.wait_for_timeout(100)
                start = time.perf_counter()
                visitor.evaluate("release()")
                times.append(wait_answer(visitor, traffic, start))
    busy, idle = statistics.median(drawing), statistics.median(resting)
    measured = f"{busy:.0f} / {idle:.0f} ms = {busy / idle:.2f}"
    row("commit while another draws / rests", measured, "≤ 1.5 ×", busy <= 1.5 * idle)


def main() -> None:
    """Measure and print everything."""
    torch.set_num_threads(1)
    rates()
    blocks()
    with (
        chromium() as browser,
        modest(browser) as other_browser,
        served(ROOT / "app.py") as (address, _),
    ):
        neighbour(other_browser, browser, address)


if __name__ == "__main__":
    main()
