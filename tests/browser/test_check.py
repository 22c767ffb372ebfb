"""The check by keyboard alone, from the first question to the file."""

import csv
import re
from pathlib import Path

from playwright.sync_api import Page, expect


def test_a_check_is_answered_read_and_downloaded_by_keyboard(page: Page, server: str) -> None:
    page.goto(f"{server}/steps?part=check&seed=2")
    groups = page.get_by_role("radiogroup", name="Your answer to question")
    expect(groups).to_have_count(8)
    expect(groups.get_by_role("radio", checked=True)).to_have_count(0)
    for k in range(8):
        group = page.get_by_role("radiogroup", name=f"Your answer to question {k + 1}")
        group.get_by_role("radio").first.focus()
        page.keyboard.press("Space")
        expect(group.get_by_role("radio").first).to_be_checked()
        page.keyboard.press("ArrowDown")
        expect(group.get_by_role("radio").nth(1)).to_be_checked()
    button = page.get_by_role("button", name="See how you did")
    while not button.evaluate("button => button === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    score = page.get_by_role("status").filter(has_text="of 8 right")
    expect(score).to_be_focused()
    expect(score).to_be_in_viewport()
    right = int(score.inner_text().split()[2])
    expect(page.get_by_text("The idea behind your choice")).to_have_count(8 - right)

    download = page.get_by_role("button", name="Download CSV")
    while not download.evaluate("button => button === document.activeElement"):
        page.keyboard.press("Tab")
    with page.expect_download() as saved:
        page.keyboard.press("Enter")
    file = Path(saved.value.path())
    rows = list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))
    assert len(rows) == 8
    assert sum(int(row["correct"]) for row in rows) == right


def test_each_finished_check_leads_to_its_score_and_the_part_stays_in_the_url(
    page: Page, server: str
) -> None:
    page.goto(f"{server}/steps?part=check&seed=2")
    score = page.locator("#quiz-score")
    for mode, button in (("Before", "Keep my answers"), ("After", "See how you did")):
        page.get_by_role("radio", name=f"{mode} the lesson").click()
        hand_in = page.get_by_role("button", name=button)
        expect(hand_in).to_be_visible()
        for k in range(8):
            group = page.get_by_role("radiogroup", name=f"Your answer to question {k + 1}")
            group.get_by_role("radio").first.focus()
            page.keyboard.press("Space")
            expect(group.get_by_role("radio").first).to_be_checked()
        hand_in.focus()
        page.keyboard.press("Enter")
        expect(score).to_be_focused()
        expect(score).to_be_in_viewport()
    page.get_by_role("link", name="Gamma").click()
    expect(page.locator(".controls[data-ready=true]")).to_be_attached()
    page.get_by_role("link", name="Step by step").click()
    expect(score).to_be_visible()
    expect(page).to_have_url(re.compile("part=check"))
