"""A server that nobody has visited yet, and everybody comes at once."""

import os

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import PATIENCE, THOROUGH
from tests.browser.test_widths import PAGES

STARTS = 20 if THOROUGH else 3 if os.environ.get("CI") else 1  # of a server


# Of the cases every third one runs.
@pytest.mark.parametrize("start", range(STARTS if THOROUGH else 3 * STARTS))
def test_all_pages_open_at_once_on_a_cold_server(
    chromium: Browser, cold_server: str, start: int
) -> None:
    context = chromium.new_context()
    pages = {path: context.new_page() for path in PAGES if "?" not in path}
    for path, page in pages.items():
        page.goto(f"{cold_server}/{path}", wait_until="commit")
    for path, page in pages.items():
        expect(page.locator(PAGES[path]).first).to_be_attached(timeout=2 * PATIENCE)
        app = page.get_by_test_id("stApp")
        expect(app).to_have_attribute("data-test-script-state", "notRunning")
        expect(page.get_by_test_id("stException")).to_have_count(0)
        expect(page.get_by_test_id("stAlert")).to_have_count(0)
    context.close()
