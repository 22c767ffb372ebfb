"""Every page can be used at every width: from a small phone to a wall."""

import pytest
from playwright.sync_api import Page, TimeoutError, expect

from tests.browser.conftest import complete

WIDTHS = (320, 390, 640, 700, 720, 768, 820, 1024, 1440, 1920, 2560)
PAGES = {  # a page, and what is there when it is
    "": ".stage[data-ready=true]",
    "steps": ".walk[data-ready=true]",
    "steps?part=beliefs": "h1",
    "steps?part=museum": "h1",
    "steps?part=check": "h1",
    "gamma": ".tiles[data-ready=true]",
    "compare": ".compare[data-ready=true]",
    "network": ".network[data-ready=true]",
    "implementations": ".implementations[data-ready=true]",
    "lab": "h1",
    "about": "h1",
}
FAULTS = """width => {
    const main = document.querySelector('[data-testid="stMain"]');
    const wide = Math.max(document.documentElement.scrollWidth, main.scrollWidth) - width;
    const sliders = [...document.querySelectorAll("input[type=range]")];
    const shown = sliders.filter((slider) => slider.checkVisibility());
    return [
        ...shown.map((slider) => slider.clientWidth).filter((length) => length < 120)
            .map((length) => `a slider of ${length} px`),
        ...[...document.querySelectorAll("[data-testid=stHeader] button")]
            .filter((button) => button.getBoundingClientRect().right > width)
            .map((button) => `${button.dataset.testid} out of sight`),
        ...[...document.querySelectorAll(".formula .row, .product div")]
            .filter((line) => line.checkVisibility())
            .filter((line) => [...line.children].some((part, k, all) => k && part.offsetWidth
                && part.offsetTop > all[k - 1].offsetTop + all[k - 1].offsetHeight))
            .map((line) => `a formula broken: ${line.textContent}`),
        ...[...main.querySelectorAll("*")]
            .filter((part) => part.checkVisibility() && part.clientWidth
                && getComputedStyle(part).textOverflow === "ellipsis"
                && part.scrollWidth > part.clientWidth)
            .map((part) => `cut off: ${part.textContent}`),
        ...(wide > 0 ? [`${wide} px wider than the page`] : []),
    ];
}"""


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_too_short_to_use_or_wider_than_the_page(
    page: Page, server: str, path: str
) -> None:
    page.goto(f"{server}/{path}")
    expect(page.locator(PAGES[path]).first).to_be_attached()
    complete(page)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        try:  # Streamlit lays out anew, which takes a while
            page.wait_for_function(f"width => !({FAULTS})(width).length", arg=width, timeout=10_000)
        except TimeoutError:
            assert page.evaluate(FAULTS, width) == [], f"{path} at {width}"
