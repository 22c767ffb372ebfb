"""Pages can be used by everybody: what axe-core finds in them, light and dark."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import complete
from tests.browser.test_widths import PAGES

OPEN_ALL = """async () => {
    for (const summary of document.querySelectorAll("[data-testid=stExpander] summary"))
        if (!summary.parentElement.open) summary.click();
}"""


def findings(page: Page) -> list[str]:
    """What is serious: the rule, the element, and what is wrong with it."""
    options = {"resultTypes": ["violations"], "elementRef": False}
    found: list[dict[str, Any]] = Axe().run(page, options=options).response["violations"]
    return [
        f"{rule['id']}: {node['html'][:200]} {node['failureSummary']}"
        for rule in found
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"]
    ]


# Whatever moves by itself, inside components too.
MOVING = """() => {
    const moving = (root) => [
        ...root.getAnimations().filter(({ playState }) => playState === "running"),
        ...[...root.querySelectorAll("*")].flatMap(({ shadowRoot }) =>
            shadowRoot ? moving(shadowRoot) : []),
    ];
    return moving(document).map(({ effect }) => effect.target.outerHTML.slice(0, 120));
}"""


@pytest.mark.parametrize("path", PAGES)
def test_nobody_is_shut_out(page: Page, server: str, path: str) -> None:
    page.emulate_media(reduced_motion="reduce")  # what fades in has no colour yet
    page.goto(f"{server}/{path}")
    expect(page.locator(PAGES[path]).first).to_be_attached()
    complete(page)
    page.evaluate(OPEN_ALL)
    complete(page)
    expect(page.locator(".picture button:empty")).to_have_count(0)  # named late
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        expect(page.get_by_test_id("stApp")).to_have_css("color-scheme", scheme)
        assert findings(page) == [], scheme


@pytest.mark.parametrize("path", ["?tour=1", "steps", "compare"])
def test_nothing_moves_for_who_wants_it_still(page: Page, server: str, path: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{server}/{path}")
    expect(page.locator(PAGES[path.split("?")[0]]).first).to_be_attached()
    complete(page)
    expect(page.locator("[data-ring]")).to_have_count(1 if "tour" in path else 0)
    page.wait_for_function(f"!({MOVING})().length")
