"""How fast the comparison answers, in a real Chromium: python benchmarks/compare.py

One row a figure with its target; times are medians of one run on this machine.

- drag: from an `input` event to the frame in which every method's picture is painted anew.
- guess: from letting go of keep_prob to the frame with the new guesses of all methods, for
  settings that the server has not seen.
- leak: one call of `leak` on a picture, beside one forward of torch's 3 × 3 convolution of it
  with 64 channels, in turns.
"""

import statistics
import sys
import time
from pathlib import Path

import torch
from interaction import chromium, row, served
from playwright.sync_api import Page

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from dropblock import METHODS, draw_noise, leak  # noqa: E402

MOVE = """async (slider, [value, release]) => {
  const mount = slider.closest(".compare");
  const shown = () => JSON.parse(mount.dataset.shown);
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  await frame();
  let start = performance.now();
  slider.value = value;
  slider.dispatchEvent(new Event("input", { bubbles: true }));
  while (Math.abs(shown().keep_prob - value) > 1e-9) await frame();
  const dragged = performance.now() - start;
  if (!release) return [dragged, 0];
  await new Promise((done) => setTimeout(done, 100)); // the hand rests before it lets go
  start = performance.now();
  slider.dispatchEvent(new Event("change", { bubbles: true }));
  while (!shown().fresh) await frame();
  return [dragged, performance.now() - start];
}"""


def follow(page: Page, address: str, query: str, name: str) -> None:
    """Drag and release keep_prob at settings that are new each time."""
    page.goto(f"{address}/compare{query}")
    page.wait_for_selector(".compare[data-ready=true]", timeout=60_000)
    page.wait_for_timeout(2_000)
    slider = page.get_by_label("keep_prob", exact=True)
    drags, guesses = [], []
    for k in range(25):
        dragged, guessed = slider.evaluate(MOVE, [round(0.3 + 0.02 * k, 2), True])
        page.wait_for_timeout(700)  # its chart comes after it
        drags.append(dragged)
        guesses.append(guessed)
    drag, guess = statistics.median(drags), statistics.median(guesses)
    row(f"drag keep_prob, {name}", f"{drag:.0f} ms", "≤ 50 ms", drag <= 50)
    row(f"guesses after release, {name}", f"{guess:.0f} ms", "≤ 300 ms", guess <= 300)


def filling() -> None:
    """The pyramid beside a convolution."""
    x = torch.rand(1, 3, 224, 224)
    mask = METHODS["dropout"](x, 0.5, draw_noise(x.shape, 0)).mask
    convolution = torch.nn.Conv2d(3, 64, 3, padding=1)
    ours, theirs = [], []
    with torch.no_grad():
        for _ in range(15):
            for call, times in ((lambda: leak(x, mask), ours), (lambda: convolution(x), theirs)):
                start = time.perf_counter()
                call()
                times.append(time.perf_counter() - start)
    mine, other = statistics.median(ours) * 1000, statistics.median(theirs) * 1000
    row("leak / convolution", f"{mine:.1f} / {other:.1f} ms = {mine / other:.1f}", "≤ 30 ms",
        mine <= 30)  # fmt: skip


def main() -> None:
    """Measure and print everything."""
    torch.set_num_threads(1)
    filling()
    with chromium() as browser, served(ROOT / "app.py") as (address, _):
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        follow(page, address, "", "224 × 224")
        follow(page, address, "?mask=channel&recipe=paper", "a mask per channel")
        follow(page, address, "?source=random&size=56&channels=8", "56 × 56, 8 channels")


if __name__ == "__main__":
    main()
