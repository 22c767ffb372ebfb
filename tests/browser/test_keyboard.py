"""The playground from the keyboard alone."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Stage

# The element that has the focus, inside components too: its name, and whether the focus shows.
FOCUSED = """() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    if (!element || element === document.body) return null;
    const box = element.getBoundingClientRect();
    const marks = [element, ...element.querySelectorAll("*"), element.parentElement];
    const isMarked = marks.some((one) => {
        const style = getComputedStyle(one);
        return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) ||
            style.boxShadow !== "none";
    });
    const label = element.labels?.[0]?.innerText;
    const name = element.getAttribute("aria-label") ?? label ?? element.innerText;
    return {
        name: `${element.localName} ${(name ?? "").trim().slice(0, 40)}`,
        shows: isMarked && element.matches(":focus-visible"),
        inSight: box.top > -1 && box.bottom < innerHeight + 1 && box.width > 0,
    };
}"""


def test_the_focus_comes_everywhere_is_seen_and_goes_on(stage: Stage) -> None:
    page = stage.open().page
    reached = []
    for _ in range(60):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused is None:
            break
        reached.append(focused["name"])
        if focused["name"].startswith("main "):
            continue  # the page itself, for its arrow keys
        assert focused["shows"], focused
        page.wait_for_function(f"({FOCUSED})().inSight")
    else:
        raise AssertionError(f"the focus never leaves the page: {reached}")
    for name in (
        "button Cat",
        "button Training",
        "button New draw",
        "button More",
        "input keep_prob",
        "input block_size",
        "summary This unit in numbers",
        "a arrow_forward",
    ):
        assert any(one.startswith(name) for one in reached), name
    assert sum(name.startswith("canvas ") for name in reached) == 9


def test_all_of_the_playground_answers_to_keys(stage: Stage) -> None:
    page = stage.open().page
    before = stage.shown["keep_prob"]
    stage.keep_prob.press("ArrowRight")
    stage.wait_shown(keep_prob=round(before + 0.01, 2))
    pin = stage.root.locator(".pin h2 b")
    said = pin.inner_text()
    stage.root.locator("canvas[data-panel=mask]").press("ArrowDown")
    expect(pin).not_to_have_text(said)
    more = page.get_by_role("button", name="More")
    more.press("Enter")
    expect(page.get_by_label("Draw (random seed)")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_label("Draw (random seed)")).not_to_be_visible()
    expect(more).to_be_focused()
    page.get_by_role("radio", name="Cat").press("ArrowRight")
    page.keyboard.press("Enter")
    stage.wait_until("shown => shown.base.startsWith(wanted)", "rocket/")
    page.get_by_role("link", name="Next:").press("Enter")
    expect(page).to_have_url(re.compile("/steps"))
