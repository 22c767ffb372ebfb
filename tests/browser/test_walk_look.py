"""What is seen of the walk: numbers in their colours and rows, and text that can be read."""

import re

import pytest
from playwright.sync_api import Page, expect

from explainer.shell.settings import STEPS
from tests.browser.contrast import contrast
from tests.browser.walk_page import Walk


@pytest.fixture
def walk(page: Page, server: str) -> Walk:
    return Walk(page, server)


@pytest.mark.parametrize("keep_prob", ["0.75", "0.05"])
@pytest.mark.parametrize("size", [5, 14])
def test_equal_colours_are_equal_numbers_in_all_that_stands_in_a_product(walk, size, keep_prob):
    walk.open(f"?source=random&size={size}&keep_prob={keep_prob}&step=6b")
    painted: dict[str, str] = {}
    for grid in ("x", "output"):
        pairs = (
            walk.grid(grid)
            .locator("td.value")
            .evaluate_all("cells => cells.map(c => [c.textContent, c.style.background])")
        )
        assert pairs
        decimals = {len(text.partition(".")[2]) for text, _ in pairs}
        assert len(decimals) == 1
        numbers = dict(pairs)
        assert len(set(numbers.values())) == len(numbers)
        for text, colour in numbers.items():
            assert painted.setdefault(f"{float(text)}", colour) == colour


def rows_of(walk: Walk) -> list[list[str]]:
    """The signs and grids of the bench, row by row."""
    terms = walk.root.locator(".term").evaluate_all(
        """terms => terms.map(term => {
            const { left, right, top } = term.getBoundingClientRect();
            const parts = [...term.children].map(p => p.dataset.grid ?? p.textContent);
            const grid = term.querySelector(".grid").getBoundingClientRect();
            const width = innerWidth;
            return [grid.top, parts, left >= 0 && grid.right <= width];
        })"""
    )
    assert all(fits for _, _, fits in terms)
    rows: dict[float, list[str]] = {}
    for top, parts, _ in terms:
        rows.setdefault(top, []).extend(parts)
    return list(rows.values())


@pytest.mark.parametrize("size", [5, 6, 7, 10, 14])
@pytest.mark.parametrize("window", [(1440, 900), (1920, 1080), (390, 844)])
def test_the_product_stands_in_one_row_or_breaks_before_a_sign(walk, window, size):
    walk.page.set_viewport_size({"width": window[0], "height": window[1]})
    walk.open(f"?source=random&size={size}&step=6b")
    rows = rows_of(walk)
    scale = walk.root.locator(".sign").last.inner_text()
    assert [part for row in rows for part in row] == ["x", "·", "mask", scale, "output"]
    assert re.fullmatch(r"· \d+(\.\d{3})? =", scale)
    if window[0] > 1000:
        assert len(rows) == 1
    assert all(row[0] in ("x", "·", scale) for row in rows)
    # The longest number fits its cell.
    spills = (
        walk.grid("output")
        .locator("td")
        .evaluate_all(
            """cells => cells.filter(cell => {
            const text = document.createRange();
            text.selectNodeContents(cell);
            return text.getBoundingClientRect().width > cell.getBoundingClientRect().width;
        }).length"""
        )
    )
    assert spills == 0


def test_on_a_phone_the_steps_stay_in_sight_and_two_small_grids_stand_side_by_side(walk):
    walk.page.set_viewport_size({"width": 390, "height": 844})
    walk.open("?step=5a", predict=False)
    walk.grid("noise").scroll_into_view_if_needed()
    walk.press("Next")
    walk.at("5b")
    assert rows_of(walk) == [["seeds", "→", "covers"]]
    walk.grid("covers").scroll_into_view_if_needed()
    expect(walk.page.get_by_role("button", name="Next", exact=True)).to_be_in_viewport(ratio=1)


def test_a_large_mask_is_in_sight_under_its_answered_question(walk):
    walk.open("?source=random&size=14&step=5c")
    walk.press("Show me")
    assert rows_of(walk) == [["1 −", "blocks", "=", "mask"]]
    expect(walk.grid("mask")).to_be_in_viewport(ratio=1)


# ---- contrast

# Every text in sight: [text, ink, what is painted behind it from the top, opacity].
TEXTS = """root => {
    const found = [];
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const text = walker.currentNode.data.trim();
        const owner = walker.currentNode.parentElement;
        if (!text || !owner.checkVisibility({ visibilityProperty: true })) continue;
        const behind = [];
        let opacity = 1;
        for (let e = owner; e; e = e.parentElement ?? e.getRootNode().host) {
            behind.push(getComputedStyle(e).backgroundColor);
            opacity *= getComputedStyle(e).opacity;
        }
        const { color, backgroundImage } = getComputedStyle(owner);
        const stripes = backgroundImage.match(/rgb[(][^)]*[)]/g) ?? ["rgba(0, 0, 0, 0)"];
        for (const stripe of stripes) found.push([text, color, [stripe, ...behind], opacity]);
    }
    return found;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_can_be_read_in_both_themes_and_the_lit_lines_stand_out(walk, scheme):
    walk.page.emulate_media(color_scheme=scheme)
    walk.open()
    for step in STEPS:
        walk.root.locator(".stops button", has_text=re.compile(f"^{step}$")).click()
        walk.at(step)
        for answered in (False, True):
            if answered and walk.shown["open"]:
                walk.press("Show me")
            for text, ink, behind, opacity in walk.root.evaluate(TEXTS):
                assert contrast(ink, behind, opacity) >= 4.5, (step, text, ink, behind)
        styles = walk.root.locator(".code li").evaluate_all(
            "lines => lines.map(l => [l.className, getComputedStyle(l).backgroundColor,"
            " getComputedStyle(l).fontWeight])"
        )
        current = {(paper, weight) for name, paper, weight in styles if "current" in name}
        others = {(paper, weight) for name, paper, weight in styles if "current" not in name}
        assert {weight for _, weight in current} == {"600"}
        assert {weight for _, weight in others} == {"400"}
        assert not {paper for paper, _ in current} & {paper for paper, _ in others}
