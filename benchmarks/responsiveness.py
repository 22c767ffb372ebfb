"""How fast the app answers a hand, in a real Chromium: python benchmarks/responsiveness.py

Prints medians, the targets beside them, and ok or MISSED. Always exits with 0: a busy computer
must not fail anything. Trust ratios and repeated runs more than one number.
"""
# ruff: noqa: T201

import os
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

from machinery import ROOT, Server, browse, serve, visit
from playwright.sync_api import Browser, Page

EVENTS = 60  # of a drag
PAIRS = 40  # of commits
SESSIONS = 20
KEEP_PROBS = [round(98 - 96 * k / (EVENTS - 1)) / 100 for k in range(EVENTS)]
EMPTY_APP = 'import streamlit as st\n\nst.slider("value", 0, 1000)\n'
NOTES = """
work    what one input event costs the page: its handler, the frame callbacks, then style, layout
        and paint of that frame. A 60 Hz display shows a frame every 16.7 ms: with up to 16 ms of
        work the picture keeps pace with the hand.
js      the script's part of the work. wait: until the next frame begins; that is the display's
        rhythm, and not in work. sent: websocket frames sent while the slider is held.
fetch   from the event to the end of the frame that shows it, waiting for frames included. Each
        block_size is new to this browser and to the server.
commit  from letting the pointer go to the last websocket frame of the answer. The empty app has
        one st.slider and the same Streamlit settings; the two take turns.
bytes   all that the websocket brings until the first picture stands and the server is quiet.
memory  growth of the server's resident memory by {sessions} more open sessions over 5 (browser
        contexts that load the default page and commit keep_prob once), divided by {sessions}."""


def row(name: str, value: float, target: float, unit: str, details: str = "") -> None:
    """One line of the table, at once."""
    verdict = "ok" if value <= target else "MISSED"
    line = f"{name:36}{value:8.1f} {unit:2} ≤ {target:<4g}  {verdict:6}  {details}"
    print(line.rstrip(), flush=True)


def middle(events: list[dict[str, float]], key: str) -> float:
    """The median of one measure."""
    return median(event[key] for event in events)


def slowest(events: list[dict[str, float]], key: str) -> float:
    """What 95 of 100 stay below."""
    return sorted(event[key] for event in events)[int(len(events) * 0.95)]


def drag(page: Page, name: str, values: list[float]) -> tuple[list[dict[str, float]], int]:
    """What each input event took, and how many websocket frames were sent meanwhile."""
    slider = page.get_by_label(name, exact=True)
    result: dict[str, Any] = slider.evaluate(
        "(slider, [name, values]) => probe.drag(slider, name, values)", [name, values]
    )
    return result["events"], result["sent"]


def block_sizes(page: Page) -> list[float]:
    """All that the slider offers."""
    slider = page.get_by_label("block_size", exact=True)
    low, high, step = map(int, slider.evaluate("s => [s.min, s.max, s.step]"))
    return list(range(low, high + 1, step))


def back_and_forth(values: list[float], count: int) -> list[float]:
    """So many values: up, down, up …, never the same twice in a row."""
    circle = values[1:] + values[-2::-1]
    return [circle[k % len(circle)] for k in range(count)]


def measure_drags(browser: Browser, server: Server) -> None:
    """Rows for what the browser answers alone."""
    for side, query in (
        (14, "?source=random&size=14"),
        (56, "?source=random&size=56"),
        (224, "?source=cat"),
    ):
        page = visit(browser, f"{server.address}/{query}")
        if side == 14:
            print(f"a frame every {page.evaluate('probe.frameTime()'):.1f} ms\n")
        drag(page, "keep_prob", KEEP_PROBS[::4])  # Chromium compiles what runs often
        runs = {"keep_prob": KEEP_PROBS}
        if side < 224:
            runs["block_size"] = back_and_forth(block_sizes(page), EVENTS)
        for name, values in runs.items():
            events, sent = drag(page, name, values)
            details = (
                f"js {middle(events, 'script'):.1f}, wait {middle(events, 'wait'):.1f}, "
                f"95 % {slowest(events, 'work'):.1f}"
            )
            row(f"{name} {side} × {side}: work", middle(events, "work"), 16, "ms", details)
            row(f"{name} {side} × {side}: sent", sent, 0, "")
        page.context.close()


def measure_fetches(browser: Browser, server: Server) -> None:
    """The row for block sizes that Python is asked for, in two draws that nobody has seen."""
    events: list[dict[str, float]] = []
    for seed in (1001, 1002):
        page = visit(browser, f"{server.address}/?source=cat&seed={seed}")
        shown = int(page.get_by_label("block_size", exact=True).input_value())
        unseen = [size for size in block_sizes(page) if size != shown]
        events += drag(page, "block_size", unseen)[0]
        page.context.close()
    details = f"95 % {slowest(events, 'total'):.1f}, {len(events)} block sizes"
    row("block_size 224 × 224: fetch", middle(events, "total"), 100, "ms", details)


def release(page: Page, slider: str, part: float) -> dict[str, float]:
    """Press the slider's track at a part of its length, let go, and wait for the answer."""
    track = page.locator(slider).first.bounding_box()
    assert track is not None
    page.mouse.move(track["x"] + part * track["width"], track["y"] + track["height"] / 2)
    page.mouse.down()
    page.evaluate("probe.settled(100)")
    page.mouse.up()
    times: dict[str, float] = page.evaluate("probe.answer(300)")
    return times


def measure_commits(browser: Browser, server: Server) -> None:
    """The row for a release, beside an empty app's."""
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "empty.py"
        script.write_text(EMPTY_APP, encoding="utf-8")
        with serve(script) as empty:
            ours = visit(browser, server.address)
            theirs = visit(browser, empty.address, "[data-testid=stSlider]")
            pairs = []
            for k in range(-3, PAIRS):
                part = 0.2 + 0.6 * (k * 0.382 % 1)  # never the same twice in a row
                # Streamlit's track is the last box in the widget; its own input is hidden.
                pair = (
                    release(ours, "input#keep", part),
                    release(theirs, "[data-testid=stSlider] > div:last-child", part),
                )
                if k >= 0:  # the first ones warm up
                    pairs.append(pair)
            ours.context.close()
            theirs.context.close()
    ratio = median(our["done"] / their["done"] for our, their in pairs)
    app, base = (middle([pair[k] for pair in pairs], "done") for k in (0, 1))
    details = f"{app:.0f} / {base:.0f} ms"
    row("commit: this app / empty app", ratio, 2, "×", details)


def measure_bytes(browser: Browser, server: Server) -> None:
    """Rows for what the first picture weighs."""
    for name, query, target in (
        ("default page", "", 700),
        ("8 channels 56 × 56, paper", "?source=random&size=56&channels=8&recipe=paper", 2000),
        ("picture, a mask per channel", "?source=cat&mask=channel", 2000),
    ):
        page = visit(browser, f"{server.address}/{query}")
        row(f"bytes: {name}", page.evaluate("probe.received()") / 1000, target, "KB")
        page.context.close()


def measure_memory(browser: Browser, server: Server) -> None:
    """The row for what one more session costs the server."""
    pages = []

    def join(count: int) -> float:
        for _ in range(count):
            page = visit(browser, server.address)
            page.get_by_label("keep_prob", exact=True).press("ArrowRight")
            page.evaluate("probe.settled(200)")
            pages.append(page)
        return server.memory()

    before = join(5)
    each = (join(SESSIONS) - before) / SESSIONS
    row("memory: a session", each, 2, "MB", f"server at {before:.0f} MB before")
    for page in pages:
        page.context.close()


def main() -> None:
    """Measure everything, row by row."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0
    print(f"{os.cpu_count()} processors, load {load:.1f};", end=" ")
    with browse() as browser:
        with serve(ROOT / "app.py") as server:
            measure_drags(browser, server)
            measure_fetches(browser, server)
            measure_commits(browser, server)
            measure_bytes(browser, server)
        with serve(ROOT / "app.py") as server:  # one that has not met the pages above
            measure_memory(browser, server)
    print(NOTES.format(sessions=SESSIONS))


if __name__ == "__main__":
    main()
