"""What the benchmarks start: Streamlit servers on free ports, and a real Chromium."""

import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[1]
PROBE = Path(__file__).with_name("probe.js")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
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


@dataclass(frozen=True)
class Server:
    """A running Streamlit server."""

    address: str
    pid: int

    def memory(self) -> float:
        """Resident memory in MB (10^6 bytes), from `ps`, which Linux and macOS have."""
        command = ["ps", "-o", "rss=", "-p", str(self.pid)]
        return int(subprocess.check_output(command)) * 1024 / 1e6


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serve(script: Path) -> Iterator[Server]:
    """Serve a script with this project's Streamlit settings; stops the server at the end."""
    port = _free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.headless=true"]
    process = subprocess.Popen(
        [*command, f"--server.port={port}", "--server.address=127.0.0.1"],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + 120
        while True:
            try:  # runs the script once, so that torch is imported
                urllib.request.urlopen(f"{address}/_stcore/script-health-check", timeout=120)
                break
            except OSError:
                if process.poll() is not None or time.monotonic() > deadline:
                    sys.exit(f"{script.name} did not start")
                time.sleep(0.2)
        yield Server(address, process.pid)
    finally:
        process.terminate()
        process.wait(10)


@contextmanager
def browse() -> Iterator[Browser]:
    """The Chromium or Chrome of this computer."""
    path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if path is None:
        sys.exit("Chromium or Chrome is needed: install one.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


def visit(browser: Browser, address: str, ready: str = ".stage[data-ready=true]") -> Page:
    """A new visitor's page, once it shows what is ready and the server has said all."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.set_default_timeout(60_000)
    page = context.new_page()
    page.add_init_script(path=PROBE)
    page.goto(address)
    page.locator(ready).first.wait_for(state="attached")
    page.evaluate("probe.settled(400)")
    return page
