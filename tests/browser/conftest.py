"""A real server and a real Chromium. Without a browser these tests skip; under CI they fail."""

import base64
import contextlib
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

ROOT = Path(__file__).parents[2]
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# In a browser every case costs seconds: of a test's cases every third one runs, and of actions
# all runs of two. THOROUGH=1 runs all cases, and runs of three.
THOROUGH = bool(os.environ.get("THOROUGH"))

# Milliseconds until a test gives up: more than a busy machine needs.
PATIENCE = int(os.environ.get("PATIENCE", "60000"))

expect.set_options(timeout=PATIENCE)

# A slow network: what the server says is heard late.
LATE = 1200  # milliseconds, longer than a release waits to be told again
LATE_ANSWERS = f"""
    const listen = WebSocket.prototype.addEventListener;
    WebSocket.prototype.addEventListener = function (type, listener, ...rest) {{
        const hear = (event) => ((window.heard = performance.now()), listener.call(this, event));
        const late = (event) => setTimeout(hear, {LATE}, event);
        listen.call(this, type, type === "message" ? late : listener, ...rest);
    }};
"""


def all_heard(page: Page) -> None:
    """Wait, on a slow network, until nothing more comes."""
    page.evaluate("window.heard = performance.now()")
    page.wait_for_function(f"performance.now() - window.heard > {2 * LATE}")


def complete(page: Page) -> None:
    """Wait until all of the page is there: what is still to come may move what is clicked."""
    app = page.get_by_test_id("stApp")
    expect(app).to_have_attribute("data-test-script-state", "notRunning")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    cases: Counter[str] = Counter()
    left_out = []
    for item in items:
        if Path(item.path).parent == Path(__file__).parent:
            item.add_marker(pytest.mark.browser)
            test = item.nodeid.split("[")[0]
            if cases[test] % 3 and not THOROUGH:
                left_out.append(item)
            cases[test] += 1
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]
    # What takes minutes starts first, so that the other workers fill the time beside it.
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("no Chromium or Chrome is installed, and CI must run the browser tests")
        pytest.skip("needs Chromium or Chrome: install one to run the browser tests")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


class LocalServer:
    """A server of the app on a free port, which keeps it over a restart."""

    def __init__(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"

    def start(self, request: str = "/_stcore/health") -> None:
        """Until it has answered this first request."""
        command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless=true"]
        self.process = subprocess.Popen(
            [*command, f"--server.port={self.port}", "--server.address=127.0.0.1"],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + 60
        while True:
            try:
                urllib.request.urlopen(f"{self.address}{request}", timeout=60)
                break
            except OSError:
                assert time.monotonic() < deadline, "the app did not start within a minute"
                time.sleep(0.2)

    def stop(self) -> None:
        self.process.kill()
        self.process.wait(60)


@contextlib.contextmanager
def running_app(request: str) -> Iterator[str]:
    """The app's address, after it has answered this first request."""
    server = LocalServer()
    server.start(request)
    yield server.address
    server.stop()


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """A server that has run the app once, as run.py leaves it."""
    with running_app("/_stcore/script-health-check") as address:
        yield address


@pytest.fixture
def cold_server() -> Iterator[str]:
    """A server that nobody has visited, as `streamlit run` leaves it."""
    with running_app("/_stcore/health") as address:
        yield address


def backing_image(canvas: Locator) -> tuple[int, bytes]:
    """The backing image of a canvas: its side in units, and RGBA bytes."""
    side, encoded = canvas.evaluate(
        """canvas => {
            const { data, width } = canvas.backing;
            let text = "";
            for (let i = 0; i < data.length; i += 8192)
                text += String.fromCharCode(...data.subarray(i, i + 8192));
            return [width, btoa(text)];
        }"""
    )
    return side, base64.b64decode(encoded)


def drag(slider: Locator, value: float, *, release: bool = False) -> None:
    """Move a slider without letting go, or let go at once."""
    slider.evaluate(
        """(slider, [value, release]) => {
            slider.value = value;
            slider.dispatchEvent(new Event("input", { bubbles: true }));
            if (release) slider.dispatchEvent(new Event("change", { bubbles: true }));
        }""",
        [value, release],
    )


def expect_shown(root: Locator, **values: object) -> None:
    """Until a mount says that it shows these values."""
    for key, value in values.items():
        said = json.dumps({key: value}, separators=(",", ":"))[1:-1]
        expect(root).to_have_attribute("data-shown", re.compile(f"{re.escape(said)}[,}}]"))


class LivePage:
    """A page with the two sliders, as a person finds it. mounts: what must be there to use it;
    the first is its root."""

    path: str
    mounts: tuple[str, ...]

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.root = page.locator(f".{self.mounts[0]}")
        self.keep_prob = page.get_by_label("keep_prob", exact=True)
        self.block_size = page.get_by_label("block_size", exact=True)
        self.heading = page.get_by_role("heading", level=1)

    def open(self, query: str = "") -> Self:
        self.page.goto(f"{self.address}/{self.path}{query}")
        for name in self.mounts:
            expect(self.page.locator(f".{name}[data-ready=true]")).to_be_attached()
        complete(self.page)
        return self

    def wait(self, **values: object) -> None:
        expect_shown(self.root, **values)

    def fold(self, label: str) -> Locator:
        """What a visitor clicks to open or close a fold."""
        return self.page.locator("summary", has_text=label)

    @property
    def height(self) -> int:
        """Of the whole page, in pixels."""
        height: int = self.page.get_by_test_id("stMain").evaluate("main => main.scrollHeight")
        return height

    @property
    def scrolled(self) -> int:
        """How far the page is scrolled, in pixels."""
        top: int = self.page.get_by_test_id("stMain").evaluate("main => main.scrollTop")
        return top


class Stage:
    """The live stage in a page, as a person finds it."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.keep_prob = page.get_by_label("keep_prob", exact=True)
        self.block_size = page.get_by_label("block_size", exact=True)
        self.root = page.locator(".stage")

    def open(self, query: str = "") -> "Stage":
        self.page.goto(f"{self.address}/{query}")
        self.ready()
        complete(self.page)
        return self

    def ready(self) -> None:
        expect(self.page.locator(".stage[data-ready=true]")).to_be_attached()

    def leave_and_return(self) -> None:
        """To another page, until it is there, and back."""
        self.page.get_by_role("link", name="About").click()
        expect(self.page.get_by_role("heading", name="About")).to_be_visible()
        self.page.get_by_role("link", name="Playground").click()
        self.ready()

    @property
    def shown(self) -> dict[str, Any]:
        return json.loads(self.root.get_attribute("data-shown") or "{}")

    def wait_until(self, condition: str, wanted: object, timeout: float = PATIENCE) -> None:
        """Until what is painted fulfils a JavaScript condition on (shown, wanted)."""
        self.root.page.wait_for_function(
            """([condition, wanted]) => {
                const find = (root) => {
                    for (const element of root.querySelectorAll("*")) {
                        if (element.matches(".stage[data-shown]")) return element;
                        const inside = element.shadowRoot && find(element.shadowRoot);
                        if (inside) return inside;
                    }
                };
                const stage = find(document);
                if (!stage) return false;
                return eval(condition)(JSON.parse(stage.dataset.shown), wanted);
            }""",
            arg=[condition.replace("shown =>", "(shown, wanted) =>"), wanted],
            timeout=timeout,
        )

    def wait_shown(self, **values: object) -> None:
        """Until what is painted has these values."""
        self.wait_until(
            "shown => Object.entries(wanted).every(([key, value]) => shown[key] === value)", values
        )

    def wait_filled(self) -> None:
        """Until what comes back is that of what is shown."""
        self.wait_until("shown => shown.filled !== null", None)

    def text(self, selector: str) -> str:
        return self.root.locator(selector).inner_text()

    def backing(self, panel: str) -> tuple[int, bytes]:
        """A panel's backing image: its side in units, and RGBA bytes."""
        return backing_image(self.root.locator(f"canvas[data-panel={panel}]"))


@pytest.fixture(scope="session")
def opener(chromium: Browser, server: str) -> Page:
    """A page of the app's site: what it opens shares its process, which has compiled the scripts
    before and loads the app in half the time."""
    page = chromium.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.goto(f"{server}/_stcore/health")
    return page


@pytest.fixture
def page(opener: Page) -> Iterator[Page]:
    """A fresh page, in which no script may fail."""
    with opener.expect_popup() as opened:
        opener.evaluate("window.open() && null")
    page = opened.value
    page.set_default_timeout(PATIENCE)
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    yield page
    page.close()
    assert not failures, failures


@pytest.fixture
def stage(page: Page, server: str) -> Stage:
    return Stage(page, server)
