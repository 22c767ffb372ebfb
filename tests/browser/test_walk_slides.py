"""The slides of the walk say what the page says, number for number."""

import re

import pytest
from playwright.sync_api import Page

from explainer.figures.grids import Grid
from explainer.rooms.walk.slides import walk_slides
from explainer.shell.settings import STEPS, Settings
from tests.browser.walk_page import Walk

# With 20 of 25 units kept the scale is 1.25, and 1, 3, 5, 7, 9 times that lie halfway between two
# decimals; with 16 kept it is 1.5625; on a map of 7 × 7 gamma's numerator is 12.25.
WALKS = [
    {"source": "random", "block_size": "1", "seed": "271"},
    {"source": "random", "block_size": "1", "keep_prob": "0.64", "seed": "14"},
    {"source": "random", "size": "7", "seed": "5"},
    {"source": "random", "size": "14", "block_size": "5", "keep_prob": "0.6", "seed": "3"},
]


@pytest.mark.parametrize("query", WALKS)
def test_page_and_slides_write_the_same_numbers(page: Page, server: str, query: dict[str, str]):
    walk = Walk(page, server)
    link = "&".join(f"{key}={value}" for key, value in query.items())
    walk.open(f"?{link}&step=1", predict=False)
    for step, slide in zip(STEPS, walk_slides(Settings.parse(query).walk), strict=True):
        walk.root.locator(".stops button", has_text=re.compile(f"^{step}$")).click()
        walk.at(step)
        said = walk.root.locator(".say").inner_text()
        assert slide.caption.startswith(said)
        if step == "3":
            shown = walk.root.locator(".arithmetic .row.numbers").last.inner_text().split()
            assert re.findall(r"[\d.,]*\d", slide.caption.removeprefix(said)) == [
                number for number in shown if number != "="
            ]
        grids = [part for part in slide.row if isinstance(part, Grid)]
        tables = walk.root.locator(".tensors .tensor")
        assert tables.count() == len(grids)
        for k, grid in enumerate(grids):
            cells = [cell.text for row in grid.rows for cell in row]
            assert tables.nth(k).locator("td").all_inner_texts() == cells
            assert tables.nth(k).locator("figcaption").inner_text() == grid.title
            assert tables.nth(k).locator("i").count() == len(grid.outlines)
        signs = [part for part in slide.row if isinstance(part, str)]
        assert walk.root.locator(".tensors .sign").all_inner_texts() == signs


def test_draw_271_is_rounded_up_where_it_lies_halfway():
    (result,) = [s for s in walk_slides(Settings.parse(WALKS[0]).walk) if "6b" in s.title]
    texts = {cell.text for row in result.row[-1].rows for cell in row}
    assert {"11.3", "1.3"} <= texts
    assert not {"11.2", "1.2"} & texts
