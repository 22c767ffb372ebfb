"""How fast the playground answers, in a real Chromium: python benchmarks/interaction.py

Starts its own servers, prints one row a figure with its target. Times are medians of one run on
this machine; where two programs are compared, they take turns and the ratio counts.

- drag: from an `input` event, dispatched at the start of a frame as the browser does, to the end
  of that frame (`painted`), and to the end of our own script in it (`script`).
- commit: from the `change` event to the last message that the server sends for it, beside an
  empty app with one st.slider under the same server settings. This is what a person waits. It
  is timed from Python, so the driver's own time is in both terms and pulls the ratio towards 1;
  and st.slider waits some 10 ms before it sends, which flatters us: from the message sent to the
  answer the ratio is larger.
- headline: from the call of the address to the headline, in a browser that has kept nothing of the
  site, beside the slider of the same empty app, on warm servers.
- filled in: from the `change` event to the frame in which both filled pictures are painted; of
  the commits above, only the first two have something new to fill in.
- memory: growth of the server's resident memory over twenty sessions that stay open (Linux).
"""

import re
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page
from served import ROOT, chromium, served

SESSIONS = 20
PAIRS = 40
VISITS = 15
QUIET = 150  # milliseconds without a message: the answer is complete

EMPTY_APP = """
import streamlit as st
st.write(st.slider("one slider", 0, 100, 50))
"""

DRAG, MOVE, FILL = (
    (ROOT / "benchmarks" / f"{name}.js").read_text() for name in ("drag", "move", "fill")
)


def row(what: str, measured: str, target: str, met: bool) -> None:
    """Print one figure."""
    sys.stdout.write(f"{what:46} {measured:>26}   {target:<20} {'ok' if met else 'MISSED'}\n")
    sys.stdout.flush()


class Traffic:
    """The websocket messages of a page: direction, bytes, time."""

    def __init__(self, page: Page) -> None:
        self.received: list[tuple[float, int]] = []
        self.sent = 0
        page.on("websocket", self._listen)

    def _listen(self, socket: object) -> None:
        socket.on("framereceived", self._receive)  # type: ignore[attr-defined]
        socket.on("framesent", self._send)  # type: ignore[attr-defined]

    def _receive(self, data: str | bytes) -> None:
        self.received.append((time.perf_counter(), len(data)))

    def _send(self, _: object) -> None:
        self.sent += 1


def open_stage(page: Page, address: str) -> None:
    """Open a page, and let it come to rest."""
    page.goto(address)
    page.wait_for_selector(".stage[data-ready=true]", timeout=60_000)
    page.wait_for_timeout(600)


def drag(page: Page, traffic: Traffic, slider: str, values: list[float], limit: int) -> None:
    """Drag one slider over these values."""
    size = re.search(r"size=(\d+)", page.url)
    side = size[1] if size else "224"
    sent = traffic.sent
    times = page.get_by_label(slider, exact=True).evaluate(DRAG, values)
    script, painted = (statistics.median(column) for column in zip(*times, strict=True))
    measured = f"script {script:.1f}, painted {painted:.1f} ms"
    row(f"drag {slider}, {side} × {side}", measured, f"≤ {limit} ms", painted <= limit)
    if slider == "keep_prob":
        held = traffic.sent - sent
        row("  messages sent while held", str(held), "0", held == 0)


def drags(browser: Browser, address: str) -> None:
    """Both sliders at three sizes. Each block_size at 224 × 224 is new to the server."""
    for query, largest in (
        ("?source=random&size=14", 13),
        ("?source=random&size=56", 55),
        ("", 63),
    ):
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        traffic = Traffic(page)
        open_stage(page, f"{address}/{query}")
        drag(page, traffic, "keep_prob", [round(0.3 + k / 100, 2) for k in range(60)], 16)
        sizes: list[float] = [size for size in range(1, largest + 1, 2) if size != 31]
        drag(page, traffic, "block_size", sizes, 16 if query else 100)
        page.close()


def fillings(browser: Browser, address: str) -> None:
    """From a release to both filled pictures, each at a setting that is new to the server."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    open_stage(page, f"{address}/?seed=7")
    slider = page.get_by_label("keep_prob", exact=True)
    times = [slider.evaluate(FILL, round(0.3 + k / 50, 2)) for k in range(20)]
    page.close()
    middle, most = statistics.median(times), max(times)
    row("filled in after a release, 224 × 224", f"{middle:.0f}, at most {most:.0f} ms",
        "≤ 300 ms", middle <= 300)  # fmt: skip


def wait_answer(page: Page, traffic: Traffic, start: float) -> float:
    """Milliseconds from start to the last message of the answer."""
    while True:
        page.wait_for_timeout(QUIET)
        after = [at for at, _ in traffic.received if at > start]
        if after and time.perf_counter() - after[-1] > QUIET / 1000:
            return (after[-1] - start) * 1000


def commits(browser: Browser, address: str, empty: str) -> None:
    """Let go of keep_prob, in turns with one move of the empty app's slider."""
    ours, theirs = browser.new_page(), browser.new_page()
    our_traffic, their_traffic = Traffic(ours), Traffic(theirs)
    open_stage(ours, address)
    theirs.goto(empty)
    slider = theirs.get_by_role("slider")
    slider.wait_for()
    theirs.wait_for_timeout(600)
    slider.focus()
    our_times, their_times = [], []
    for _ in range(PAIRS):
        ours.get_by_label("keep_prob", exact=True).evaluate(MOVE)
        ours.wait_for_timeout(100)
        start = time.perf_counter()
        ours.evaluate("release()")
        our_times.append(wait_answer(ours, our_traffic, start))
        start = time.perf_counter()
        theirs.keyboard.press("ArrowRight")
        their_times.append(wait_answer(theirs, their_traffic, start))
    mine, other = statistics.median(our_times), statistics.median(their_times)
    measured = f"{mine:.0f} / {other:.0f} ms = {mine / other:.2f}"
    row("commit keep_prob / empty app with one slider", measured, "≤ 2 ×", mine <= 2 * other)


def headlines(browser: Browser, address: str, empty: str) -> None:
    """A first visitor of a warm server, in turns with one of the empty app."""

    def visit(site: str, role: Any) -> float:
        context = browser.new_context()
        page = context.new_page()
        start = time.perf_counter()
        page.goto(site, wait_until="commit")
        page.get_by_role(role).first.wait_for()
        taken = (time.perf_counter() - start) * 1000
        context.close()
        return taken

    pairs = [(visit(address, "heading"), visit(empty, "slider")) for _ in range(VISITS)]
    mine, other = (statistics.median(column) for column in zip(*pairs, strict=True))
    measured = f"{mine:.0f} / {other:.0f} ms = {mine / other:.2f}"
    row("headline of a first visit / empty app", measured, "≤ 1.2 ×", mine <= 1.2 * other)


def sizes(browser: Browser, address: str) -> None:
    """What the websocket brings up to the first picture."""
    for name, query, limit in (
        ("default page", "", 700),
        ("56 × 56, 8 channels, paper", "?source=random&size=56&channels=8&recipe=paper", 2000),
        ("picture, mask per channel", "?mask=channel&recipe=paper", 2000),
    ):
        page = browser.new_page()
        traffic = Traffic(page)
        open_stage(page, f"{address}/{query}")
        received = sum(size for _, size in traffic.received) / 1000
        row(f"received: {name}", f"{received:.0f} KB", f"≤ {limit} KB", received <= limit)
        page.close()


def resident(pid: int) -> float:
    """Resident memory in MB (Linux)."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1000  # type: ignore[index]


def memory(browser: Browser, address: str, pid: int) -> None:
    """What each further open session adds to a server that a few have visited."""
    if not Path("/proc/self/status").exists():
        sys.stdout.write("memory per session: measured on Linux only\n")
        return

    visitors = []

    def visit(count: int) -> None:
        for _ in range(count):
            visitors.append(browser.new_context())
            open_stage(visitors[-1].new_page(), address)

    visit(5)
    before = resident(pid)
    visit(SESSIONS)
    each = (resident(pid) - before) / SESSIONS
    row("server memory, each session", f"{each:.2f} MB", "≤ 2 MB", each <= 2)
    for visitor in visitors:  # their pages would slow what is measured next
        visitor.close()


def main() -> None:
    """Measure and print everything."""
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        empty = Path(folder) / "empty.py"
        empty.write_text(EMPTY_APP)
        with served(ROOT / "app.py") as (address, pid), served(empty) as (empty_address, _):
            memory(browser, address, pid)  # first: sessions that end would free memory meanwhile
            sizes(browser, address)
            drags(browser, address)
            fillings(browser, address)
            commits(browser, address, empty_address)
            headlines(browser, address, empty_address)


if __name__ == "__main__":
    main()
