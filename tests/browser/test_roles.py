"""What takes keys says so: a screen reader passes none on to a picture."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import complete


@pytest.mark.parametrize("path", ["gamma", "steps", "", "compare"])
def test_what_can_be_focused_is_no_picture_and_has_a_name(
    page: Page, server: str, path: str
) -> None:
    page.goto(f"{server}/{path}")
    expect(page.locator(".mount[data-ready=true]").first).to_be_attached()
    complete(page)
    expect(page.locator("[role=img][tabindex]")).to_have_count(0)
    canvases = page.locator("canvas[tabindex]")
    if not path or path == "gamma":
        expect(canvases.first).to_have_attribute("role", "application")
        for canvas in canvases.all():
            expect(canvas).to_have_attribute("aria-label", re.compile("."))
