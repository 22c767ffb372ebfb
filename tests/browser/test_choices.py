"""What is chosen is seen to be chosen, whichever page one comes from."""

from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, expect

from explainer.shell.settings import Settings
from tests.browser.conftest import complete
from tests.browser.test_protocol import every_run

PAGES = {  # a link of the navigation, and what is there when the page is
    "Playground": ".stage[data-ready=true]",
    "Step by step": ".walk[data-ready=true]",
    "Gamma": ".tiles[data-ready=true]",
    "Compare": ".compare[data-ready=true]",
    "Inside a network": ".network[data-ready=true]",
    "Implementations": ".implementations[data-ready=true]",
    "Does it help?": "h1:has-text('to learn from')",
    "About": "h1:has-text('About')",
}
NUMBERS = {  # labels of fields for a number, and the setting that each shows
    "Draw (random seed)": "seed",
    "Map height": "height",
    "Map width": "width",
    "Cutout side (0: same count)": "cutout",
}


def expect_choices(page: Page, where: str) -> None:
    """Of each row of choices one is marked, and each number is the link's; also behind More."""
    more = page.get_by_role("button", name="More", exact=True)
    if more.is_visible():
        more.click()
        expect(page.get_by_test_id("stPopoverBody")).to_be_visible()
    rows = page.get_by_role("radiogroup").filter(visible=True)
    for k in range(rows.count()):
        chosen = rows.nth(k).locator("[role=radio][aria-checked=true], input:checked")
        expect(chosen, where).to_have_count(1)
    link = parse_qs(urlsplit(page.url).query)
    for label, setting in NUMBERS.items():
        for field in page.get_by_label(label, exact=True).filter(visible=True).all():
            wanted = link[setting][0] if link else str(getattr(Settings.parse({}), setting))
            expect(field, f"{where}: {label}").to_have_value(wanted)
    if more.is_visible():
        page.keyboard.press("Escape")


def test_every_choice_is_marked_on_the_way_from_each_page_to_each_other(
    page: Page, server: str
) -> None:
    page.goto(server)
    expect(page.locator(PAGES["Playground"])).to_be_attached()
    complete(page)
    expect_choices(page, "at first")
    before = "Playground"
    walk = every_run([*PAGES], 2)  # it begins and ends at the same page
    for name in [*walk[1:], walk[0], walk[1]]:
        if name == before:
            continue
        page.get_by_role("link", name=name, exact=True).first.click()
        expect(page.locator(PAGES[name]).first).to_be_attached()
        complete(page)
        expect_choices(page, f"from {before} to {name}")
        before = name
