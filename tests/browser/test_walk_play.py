"""Play: on by itself from stop to stop, but never past a question that is open."""

import pytest
from playwright.sync_api import Page, expect

from explainer.rooms.walk.questions import questions
from explainer.shell.settings import Settings
from tests.browser.conftest import expect_shown
from tests.browser.walk_page import Walk


@pytest.fixture
def walk(page: Page, server: str) -> Walk:
    return Walk(page, server)


def test_play_says_that_it_waits_at_a_question_and_goes_on_after_the_answer(walk):
    question = questions(Settings.parse({}).walk)["4"]
    waits = walk.page.get_by_role("status").filter(has_text="Play waits for your answer")
    walk.open("?step=2")
    walk.press("Play")
    expect(walk.page.get_by_role("button", name="Pause", exact=True)).to_be_visible()
    walk.at("4")  # over 3, to the first question
    expect(waits).to_be_visible()
    walk.linked("4")
    walk.press("Play")  # again: the question is what it waits for
    expect(walk.question).to_be_focused()
    assert walk.shown["step"] == "4"
    walk.press(question["choices"][0]["text"])
    expect(waits).to_have_count(0)
    walk.at("5a")  # by itself
    expect(waits).to_be_visible()
    walk.press("Show me")
    walk.at("5b")


def test_play_beside_a_question_waits_for_it_at_once(walk):
    walk.open("?step=5a")
    walk.press("Play")
    expect(walk.question).to_be_focused()
    expect(walk.root.locator(".waits")).to_contain_text("Play waits")
    walk.page.get_by_label("Predict first").uncheck()  # nothing to wait for any more
    expect(walk.root.locator(".waits")).to_be_empty()
    walk.at("5b")
    walk.press("Pause")
    expect_shown(walk.root, playing=False)


def test_play_brings_the_question_into_view_on_a_phone(walk):
    walk.page.set_viewport_size({"width": 390, "height": 844})
    walk.open("?step=3")
    expect(walk.question).to_be_hidden()
    walk.press("Play")
    walk.at("4")
    expect(walk.question).to_be_in_viewport(ratio=1)
    expect(walk.root.locator(".waits")).to_be_in_viewport(ratio=1)


def test_at_its_end_play_rests_and_then_begins_anew(walk):
    walk.open("?step=6a", predict=False)
    walk.press("Play")
    walk.at("6b")
    walk.linked("6b")
    expect_shown(walk.root, playing=False)
    walk.press("Play")
    walk.at("1")


def test_with_reduced_motion_the_button_says_that_it_goes_one_step_on(walk):
    walk.page.emulate_media(reduced_motion="reduce")
    walk.open("?step=3")
    for step in ("4", "5a"):
        walk.press("One step on")
        walk.at(step)
        expect_shown(walk.root, playing=False)
    walk.open("?step=6b")
    walk.press("From the start")
    walk.at("1")
