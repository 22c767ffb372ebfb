"""Every page can be used at every width: from a small phone to a wall."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import complete

WIDTHS = (320, 390, 640, 700, 768, 820, 1024, 1440, 1920, 2560)
PAGES = {  # a page, and what is there when it is
    "": ".stage[data-ready=true]",
    "steps": ".walk[data-ready=true]",
    "steps?part=beliefs": "h1",
    "steps?part=museum": "h1",
    "steps?part=check": "h1",
    "gamma": ".tiles[data-ready=true]",
    "compare": ".compare[data-ready=true]",
    "implementations": ".implementations[data-ready=true]",
    "about": "h1",
}


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_too_short_to_use_or_wider_than_the_page(
    page: Page, server: str, path: str
) -> None:
    page.goto(f"{server}/{path}")
    expect(page.locator(PAGES[path]).first).to_be_attached()
    complete(page)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_timeout(250)  # Streamlit lays out anew
        sliders = page.locator("input[type=range]").filter(visible=True)
        for slider in sliders.all():
            length = slider.evaluate("slider => slider.clientWidth")
            assert length >= 120, f"{path} at {width}: a slider of {length} px"
        wide = page.evaluate(
            """width => {
                const main = document.querySelector('[data-testid="stMain"]');
                return Math.max(document.documentElement.scrollWidth, main.scrollWidth) - width;
            }""",
            width,
        )
        assert wide <= 0, f"{path} at {width}: {wide} px wider than the page"
