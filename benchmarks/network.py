"""How soon the network answers, and what others wait meanwhile: python benchmarks/network.py

Prints one row a figure with its target.

- answer: from the click on a picture that nobody has looked at yet until what the network says of
  it is on the page; and until it is there for all stops of keep_prob. Medians over the pictures.
- message: what a page about the network receives for one picture, in bytes.
- neighbour: what one visitor waits after letting go of keep_prob on the playground, while another's
  draws are counted, beside the same while the other rests. They take turns; the ratio of their
  medians counts. The other's browser runs at the lowest priority, as in gamma.py.
"""

import json
import statistics
import sys
import time
from typing import Any

from gamma import modest
from interaction import MOVE, PAIRS, Traffic, open_stage, row, wait_answer
from playwright.sync_api import Browser, Page
from served import ROOT, chromium, served

sys.path.insert(0, str(ROOT))

from explainer.rooms.network.asking import asked
from explainer.shell.packet import pack
from explainer.shell.settings import Settings

READY = ".network[data-ready=true]"
PICTURES = ("Burger", "Dog", "Rocket", "Bridge", "Palace", "Flamingo", "Taxi", "Cat")


def shown(page: Page) -> dict[str, Any]:
    """What the ladder shows."""
    found: dict[str, Any] = json.loads(page.locator(".network").get_attribute("data-shown") or "{}")
    return found


def wait_shown(page: Page, picture: str, *, complete: bool) -> None:
    """Until the ladder shows a picture, at all stops or at one."""
    while True:
        now = shown(page)
        is_there = now.get("name", "").startswith(picture) and not now["old"]
        if is_there and (now["complete"] or not complete):
            return
        page.wait_for_timeout(5)


def open_network(browser: Browser, address: str, query: str = "") -> tuple[Page, Traffic]:
    """The page about the network, at rest."""
    page = browser.new_page()
    traffic = Traffic(page)
    page.goto(f"{address}/network{query}")
    page.wait_for_selector(READY, timeout=60_000)
    wait_shown(page, "", complete=True)
    page.wait_for_timeout(1000)
    return page, traffic


def answers(browser: Browser, address: str) -> None:
    """Each bundled picture, seen for the first time."""
    page, traffic = open_network(browser, address)
    first, complete, sizes = [], [], []
    for picture in PICTURES:
        name = picture.lower()
        start = time.perf_counter()
        page.get_by_text(picture, exact=True).click()
        wait_shown(page, name, complete=False)
        first.append(time.perf_counter() - start)
        wait_shown(page, name, complete=True)
        complete.append(time.perf_counter() - start)
        page.wait_for_timeout(600)
        sizes.append(sum(size for at, size in traffic.received if at > start))
    for what, times, limit in (("first answer", first, 0.5), ("all stops", complete, 3.0)):
        middle = statistics.median(times)
        measured = f"{middle:.2f} s, at most {max(times):.2f}"
        row(f"a new picture, {what}", measured, f"≤ {limit} s", middle <= limit)
    size = statistics.median(sizes) / 1000
    row("a new picture, all messages", f"{size:.0f} KB", "≤ 500 KB", size <= 500)


def packet_size() -> None:
    """All stops of the opening picture."""
    now = asked(Settings.parse({}), None)
    while not now.ladder.is_done:
        now.ladder.go_on()
    size = len(pack(*now.ladder.parts(50))) / 1000
    row("message: all stops, four blocks", f"{size:.0f} KB", "≤ 150 KB", size <= 150)


def neighbour(other_browser: Browser, browser: Browser, address: str) -> None:
    """A visitor moves keep_prob on the playground while another's draws are counted."""
    visitor = browser.new_page()
    traffic = Traffic(visitor)
    open_stage(visitor, address)
    other, _ = open_network(other_browser, address, "?photo=taxi&stage=28")
    counting: list[float] = []
    resting: list[float] = []
    for turn in range(4):
        # No tenth: these counts are not committed.
        other.get_by_label("keep_prob", exact=True).fill(f"{0.41 + turn / 50:.2f}")
        visitor.wait_for_timeout(1500)
        for times in (counting, resting):
            if times is resting:
                other.get_by_role("button", name="Stop counting").click()
                visitor.wait_for_timeout(1500)
            for _ in range(PAIRS // 4):
                visitor.get_by_label("keep_prob", exact=True).evaluate(MOVE)
                visitor.wait_for_timeout(100)
                start = time.perf_counter()
                visitor.evaluate("release()")
                times.append(wait_answer(visitor, traffic, start))
            counts = shown(other)["counts"]
            if times is counting and min(n for _, n in counts) == 100:
                raise RuntimeError("the count was over before it was measured")
        other.get_by_role("button", name="Count on").click()
    busy, idle = statistics.median(counting), statistics.median(resting)
    measured = f"{busy:.0f} / {idle:.0f} ms = {busy / idle:.2f}"
    row("commit while another counts / rests", measured, "≤ 1.2 ×", busy <= 1.2 * idle)


def main() -> None:
    """Measure and print everything."""
    packet_size()
    with (
        chromium() as browser,
        modest(browser) as other_browser,
        served(ROOT / "app.py") as (address, _),
    ):
        answers(browser, address)
        neighbour(other_browser, browser, address)


if __name__ == "__main__":
    main()
