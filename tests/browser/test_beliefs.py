"""A belief by keyboard alone, in a real browser."""

from playwright.sync_api import Page, expect


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
