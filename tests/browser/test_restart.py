"""The server is gone and comes back, as after a restart: who was there goes on in the same page."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import ROOT, LocalServer, Stage, complete, drag
from tests.browser.walk_page import Walk

PICTURE = ROOT / "assets" / "pictures" / "brick.png"


@pytest.fixture(scope="module")
def own_server() -> Iterator[LocalServer]:
    """A server that these tests may stop and start."""
    server = LocalServer()
    server.start()
    yield server
    server.stop()


def stop(server: LocalServer, page: Page) -> None:
    """Stop the server, until the browser knows."""
    page.evaluate(
        """() => {
            const app = document.querySelector("[data-testid=stApp]");
            const look = () => (window.hasRun ||= app.dataset.testScriptState === "running");
            window.hasRun = false;
            new MutationObserver(look).observe(app, { attributes: true });
        }"""
    )
    server.stop()
    app = page.get_by_test_id("stApp")
    expect(app).not_to_have_attribute("data-test-connection-state", "CONNECTED")


def start(server: LocalServer, page: Page) -> None:
    """Start it again, until the page has been run there."""
    server.start()
    page.wait_for_function("window.hasRun")
    complete(page)


def restart(server: LocalServer, page: Page) -> None:
    stop(server, page)
    start(server, page)


def remembered(page: Page, name: str, said: str) -> None:
    """Wait until the browser remembers it."""
    page.wait_for_function(
        "([name, said]) => sessionStorage[`dropblock ${name}`]?.includes(said)", arg=[name, said]
    )


def test_a_slider_moved_meanwhile_keeps_its_place_and_the_first_click_counts(
    page: Page, own_server: LocalServer
) -> None:
    stage = Stage(page, own_server.address).open("?source=random&block_size=3&seed=7")
    stop(own_server, page)
    drag(stage.keep_prob, 0.8, release=True)
    start(own_server, page)
    page.get_by_role("button", name="New draw").click()
    expect(page).to_have_url(re.compile("(?=.*seed=8&)(?=.*keep_prob=0.80&)"))
    stage.wait_shown(keep_prob=0.8, block_size=3, base="/random/1/1x1x5x5/8")
    complete(page)
    assert stage.keep_prob.input_value() == "0.8"


def test_a_picture_that_went_with_the_server_is_said_to_be_gone(
    page: Page, own_server: LocalServer
) -> None:
    stage = Stage(page, own_server.address).open("?source=upload")
    chooser = page.get_by_test_id("stFileUploaderDropzone").locator("input")
    name = page.get_by_text(PICTURE.name)
    gone = page.get_by_text("Your image is gone")
    chooser.set_input_files(PICTURE)
    expect(name).to_be_visible()
    stage.wait_until("shown => shown.base.startsWith('upload/')", None)
    expect(gone).to_have_count(0)
    remembered(page, "picture", "true")

    restart(own_server, page)
    expect(gone).to_be_visible()
    expect(name).to_have_count(0)
    chooser.set_input_files(PICTURE)
    expect(gone).to_have_count(0)
    expect(name).to_be_visible()
    complete(page)

    page.reload()
    expect(gone).to_be_visible()


def test_answers_are_still_there(page: Page, own_server: LocalServer) -> None:
    walk = Walk(page, own_server.address).open("?step=4")
    walk.question.get_by_role("button").first.click()
    verdict = walk.question.locator(".verdict")
    said = verdict.inner_text()
    page.get_by_role("radio", name="Beliefs").click()
    predictions = page.get_by_role("radiogroup", name="Your prediction")
    predictions.get_by_role("radio").first.focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="See what happens").click()
    expect(page.get_by_text("7 to go")).to_be_visible()
    page.get_by_role("radio", name="Check", exact=True).click()
    answer = page.get_by_role("radiogroup", name="Your answer to question 3").get_by_role("radio")
    answer.nth(1).focus()
    page.keyboard.press("Space")
    expect(answer.nth(1)).to_be_checked()
    remembered(page, "check", '{"2":1}')

    for again in (lambda: restart(own_server, page), page.reload):
        again()
        expect(answer.nth(1)).to_be_checked()
        page.get_by_role("radio", name="Beliefs").click()
        expect(page.get_by_text("7 to go")).to_be_visible()
        page.get_by_role("radio", name="The walk").click()
        expect(verdict).to_have_text(said)
        page.get_by_role("radio", name="Check", exact=True).click()
        expect(answer.nth(1)).to_be_checked()


def test_what_is_remembered_may_be_anything(page: Page, server: str) -> None:
    walk = Walk(page, server).open("?step=4")
    page.evaluate(
        """Object.entries({
            tour: "99", predictions: '{"4 5 0.75 3 271": {"length": 9}}',
            beliefs: '[["dropout"]]', check: "no JSON",
        }).forEach(([name, forged]) => sessionStorage.setItem(`dropblock ${name}`, forged))"""
    )
    page.reload()
    walk.press("Predict this one too")
    walk.question.get_by_role("button").first.click()
    expect(walk.question.locator(".verdict")).to_be_visible()
    for part, choices in (("Beliefs", "Your prediction"), ("Check", "Your answer to question 1")):
        page.get_by_role("radio", name=part, exact=True).click()
        first = page.get_by_role("radiogroup", name=choices).get_by_role("radio").first
        expect(first).not_to_be_checked()
        first.focus()
        page.keyboard.press("Space")
        expect(first).to_be_checked()
        complete(page)
        expect(page.get_by_test_id("stException")).to_have_count(0)
