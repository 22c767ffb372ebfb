"""A belief by keyboard alone, in a real browser."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import LATE, LATE_ANSWERS, all_heard, complete


def test_a_belief_is_predicted_and_revealed_by_keyboard(page: Page, server: str) -> None:
    page.goto(f"{server}/steps?part=beliefs")
    show = page.get_by_role("button", name="Show me")
    expect(show).to_be_visible()
    choices = page.get_by_test_id("stRadio").get_by_role("radio")
    for choice in choices.all():
        expect(choice).not_to_be_checked()
    page.get_by_role("radio", name="1 Block 1 = dropout").focus()
    for _chip in range(8):  # through the index, to the choices
        if page.locator(":focus").and_(choices).count() == 0:
            page.keyboard.press("Tab")
    expect(choices.first).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    expect(choices.nth(1)).to_be_checked()
    page.keyboard.press("Tab")
    show = page.get_by_role("button", name="See what happens")
    expect(show).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("your prediction holds")
    masks = page.locator(".tensor")
    expect(masks).to_have_count(3)
    expect(page.get_by_role("radio", name="1 Block 1 = dropout ✓")).to_be_visible()
    before = masks.first.inner_text()
    again = page.get_by_role("button", name="Another draw")
    again.focus()
    page.keyboard.press("Enter")
    expect(masks.first).not_to_have_text(before, use_inner_text=True)
    expect(again).to_be_focused()


def test_a_choice_made_while_the_last_one_is_answered_stays(page: Page, server: str) -> None:
    """On a slow network the answer to a first choice must not undo the second."""
    page.add_init_script(LATE_ANSWERS)
    page.goto(f"{server}/steps?part=beliefs")
    choices = page.get_by_test_id("stRadio")
    expect(choices).to_be_visible()
    all_heard(page)
    choices.get_by_text("Same mask, same scale").click()
    page.wait_for_timeout(LATE / 2)
    choices.get_by_text("Same mask, another scale").click()
    # It is there as soon as the answer to the first is heard, and before that to the second.
    page.get_by_role("button", name="See what happens").click()
    expect(page.get_by_role("status")).to_contain_text("your prediction holds")


@pytest.mark.parametrize("window", [(1440, 900), (1920, 1080), (390, 844)])
def test_grids_fill_their_place_and_stand_in_one_row(page: Page, server: str, window) -> None:
    width, height = window
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{server}/steps?part=beliefs")
    page.get_by_role("button", name="Show me").click()
    expect(page.locator(".tensor")).to_have_count(3)
    complete(page)
    place = page.get_by_test_id("stColumn").first.bounding_box()
    boxes = [grid.bounding_box() for grid in page.locator(".tensor table").all()]
    row = [box for box in boxes if abs(box["y"] - boxes[0]["y"]) < 1]
    assert len(row) == (3 if width > 640 else 2)
    reach = row[-1]["x"] + row[-1]["width"] - row[0]["x"]
    assert 0.95 * place["width"] < reach <= place["width"]
    if width > 640:
        assert all(box["y"] + box["height"] < height for box in boxes)


@pytest.mark.parametrize(("part", "way", "heading"), [
    ("beliefs", "Go on: the bugs museum", "The bugs museum"),
    ("museum", "Go on: the check", "Eight questions"),
])  # fmt: skip
def test_the_way_on_begins_at_the_top(page: Page, server: str, part, way, heading) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{server}/steps?part={part}")
    if part == "beliefs":
        page.get_by_role("radio", name="8 Inference").click()
        page.get_by_role("button", name="Show me").click()
    page.get_by_role("button", name=way).click()
    head = page.get_by_role("heading", name=heading)
    expect(head).to_be_focused()
    expect(head).to_be_in_viewport()
