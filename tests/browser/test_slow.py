"""On a slow network a page says that it is on its way, until all of it is there."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Stage, complete

MARK = "getComputedStyle(document.querySelector('[data-testid=stMain]'), '::after').content"
SLOW = {"offline": False, "latency": 50, "downloadThroughput": 50_000, "uploadThroughput": 50_000}


def test_a_page_that_is_still_on_its_way_says_so(page: Page, server: str) -> None:
    page.goto(f"{server}/about")  # brings Streamlit's own scripts
    complete(page)
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.send("Network.emulateNetworkConditions", SLOW)
    page.goto(server, wait_until="commit")
    expect(page.get_by_text("Rocket")).to_be_visible()
    assert page.evaluate(MARK) == '"Loading…"'
    expect(page.locator(".stage")).to_have_count(0)
    network.send("Network.emulateNetworkConditions", SLOW | {"downloadThroughput": -1})
    Stage(page, server).ready()
    complete(page)
    assert page.evaluate(MARK) == "none"
