"""The gamma page in a browser: what moves while a slider moves, clicks, and long runs."""

import json
import re
from typing import Any

import numpy as np
import pytest
import torch
from playwright.sync_api import Page, WebSocketRoute, expect

from dropblock import RECIPES, calibrated_gamma, draw_noise, gamma, keep_probability, trace
from dropblock.derivation import STEPS, step_block_size
from explainer.shell.settings import Settings
from tests.browser.conftest import (
    LATE_ANSWERS,
    LivePage,
    Stage,
    all_heard,
    backing_image,
    complete,
    drag,
    expect_shown,
)

FACTS = "?source=random&size=14&block_size=7&keep_prob=0.90"


class Gamma(LivePage):
    """The gamma page, as a person finds it."""

    path = "gamma"
    mounts = ("controls", "tiles", "survival")

    def __init__(self, page: Page, address: str) -> None:
        super().__init__(page, address)
        self.feat_size = page.get_by_label("feat_size", exact=True)
        self.tiles = page.locator(".tiles")
        self.survival = page.locator(".survival")
        self.note = page.locator(".controls .note")

    def wait(self, **values: object) -> None:
        """Until both pictures show these settings."""
        for root in (self.tiles, self.survival):
            expect_shown(root, **values)

    def steps(self) -> dict[str, list[float]]:
        shown: dict[str, Any] = json.loads(self.tiles.get_attribute("data-shown") or "")
        return shown["steps"]

    def unit(self, rule: str, row: int, column: int, size: int) -> None:
        canvas = self.survival.locator(f"canvas[data-panel={rule}]")
        canvas.scroll_into_view_if_needed()
        box = canvas.bounding_box()
        assert box
        where = [(x + 0.5) / size * box["width"] for x in (column, row)]
        canvas.click(position={"x": where[0], "y": where[1]})


@pytest.fixture
def gamma_page(page: Page, server: str) -> Gamma:
    return Gamma(page, server)


@pytest.mark.parametrize(
    "query",
    [
        FACTS,
        "?map=7&block_size=31&keep_prob=0.9",
        "?source=random&size=9&block_size=4&recipe=paper&keep_prob=0.5&seed=3",
        "?map=1",
        "?keep_prob=0",
        "",
    ],
)
def test_each_step_shows_its_own_run_of_the_draw(gamma_page: Gamma, query: str) -> None:
    gamma_page.open(query)
    settings = Settings.parse(dict(part.split("=") for part in query[1:].split("&") if part))
    side, block = settings.map, settings.map_block_size
    gamma_page.wait(map=side, block_size=block)
    noise = draw_noise((1, 1, side, side), settings.seed)
    shown = gamma_page.steps()
    for step in STEPS:
        size = step_block_size(step, block)
        run = trace(torch.zeros(noise.shape), settings.keep_prob, size, noise, step)
        expected = step.expected_keep_rates([settings.keep_prob], size, side, side).item()
        assert shown[step.name] == pytest.approx([run.gamma, expected, run.mask.sum().item()])
        tile = gamma_page.tiles.locator(f".step.{step.name}")
        assert tile.locator(".asked dd").inner_text() == f"{settings.keep_prob:.2f}"
        assert tile.locator(".expected dd").inner_text() == f"{expected:.3f}"
        assert tile.locator(".draw dd").inner_text() == f"{run.mask.mean().item():.3f}"
        width, data = backing_image(tile.locator("canvas"))
        mask = np.frombuffer(data, np.uint8).reshape(width, width, 4)[..., 0] == 255
        assert np.array_equal(mask, run.mask[0, 0].numpy() == 1)


def test_the_headline_says_what_is_kept(gamma_page: Gamma) -> None:
    gamma_page.open(FACTS)
    expect(gamma_page.heading).to_have_text(
        "You ask to keep 0.90. The article's code keeps 0.791, the paper's rule 0.907."
    )
    expect(gamma_page.page.locator(".headline p")).to_contain_text("0.994, the centre with 0.735")


def test_both_rules_agree_where_a_block_is_one_unit(gamma_page: Gamma) -> None:
    gamma_page.open("?source=random&size=14&block_size=1&keep_prob=0.9")
    expect(gamma_page.heading).to_have_text("You ask to keep 0.90, and here both rules keep it.")


def test_while_keep_prob_is_held_everything_follows_and_nothing_is_sent(gamma_page: Gamma) -> None:
    gamma_page.open(FACTS)
    gamma_page.wait(keep_prob=0.9)
    frames: list[object] = []
    gamma_page.page.on("websocket", lambda socket: frames.append(socket))
    url = gamma_page.page.url
    drag(gamma_page.keep_prob, 0.5)
    gamma_page.wait(keep_prob=0.5)
    rates = {
        "paper": RECIPES["paper"].expected_keep_rates([0.5], 7, 14, 14).item(),
        "code": RECIPES["reference"].expected_keep_rates([0.5], 7, 14, 14).item(),
    }
    expect(gamma_page.heading).to_have_text(
        f"You ask to keep 0.50. The article's code keeps {rates['code']:.3f}, "
        f"the paper's rule {rates['paper']:.3f}."
    )
    assert gamma_page.page.url == url
    gamma_page.keep_prob.dispatch_event("change")
    expect(gamma_page.page).to_have_url(re.compile("keep_prob=0.50"))


def test_block_size_and_map_follow_the_drag_by_asking(gamma_page: Gamma) -> None:
    gamma_page.open(FACTS)
    url = gamma_page.page.url
    drag(gamma_page.block_size, 3)
    gamma_page.wait(block_size=3, map=14)
    drag(gamma_page.feat_size, 27)  # the 28th side
    gamma_page.wait(block_size=3, map=28)
    assert gamma_page.page.url == url
    gamma_page.feat_size.dispatch_event("change")
    expect(gamma_page.page).to_have_url(re.compile("map=28"))
    expect(gamma_page.page).to_have_url(re.compile("size=28"))
    expect(gamma_page.page.get_by_text("strays furthest").first).to_be_visible()


def test_a_block_that_does_not_fit_gets_a_sentence_and_comes_back(gamma_page: Gamma) -> None:
    gamma_page.open("?block_size=31&keep_prob=0.9")
    gamma_page.feat_size.fill("6")  # the 7th side
    gamma_page.wait(map=7, block_size=7)
    expect(gamma_page.note).to_have_text(re.compile("31 × 31 does not fit a map of 7 × 7"))
    expect(gamma_page.page).to_have_url(re.compile("block_size=31.*map=7"))
    gamma_page.feat_size.fill("55")
    gamma_page.wait(map=56, block_size=31)
    expect(gamma_page.note).to_be_hidden()


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("?keep_prob=1", "γ is 0: no seed lands"),
        ("?keep_prob=0", "you ask for nothing to be kept"),
        ("?map=1", "a map of one unit"),
        ("?source=random&size=9&block_size=4&recipe=paper", "even block_size"),
    ],
)
def test_the_ends_of_the_sliders_get_a_sentence(
    gamma_page: Gamma, query: str, sentence: str
) -> None:
    gamma_page.open(query)
    expect(gamma_page.note).to_contain_text(sentence)
    assert "NaN" not in gamma_page.page.locator("body").inner_text()


def test_a_click_tells_a_units_luck_under_both_rules(gamma_page: Gamma) -> None:
    gamma_page.open(FACTS)
    gamma_page.wait(map=14)
    chance = gamma(0.9, 7, 14, 14)
    # Rows and columns of seeds that cover row 1 and column 5 by each rule, counted by hand.
    for rule, n, seeds in (("reference", 5 * 7, "everywhere"), ("paper", 2 * 6, "valid")):
        gamma_page.unit(rule, 1, 5, 14)
        card = gamma_page.survival.locator(".pin")
        expect(card.locator("h3")).to_have_text("Unit (1, 5)")
        survive = keep_probability(chance, 7, 14, 14, seeds)[1, 5].item()
        assert survive == pytest.approx((1 - chance) ** n)
        expect(card).to_contain_text(f"{n} places where a seed drops it")
        expect(card).to_contain_text(f"= {survive:.3f}")
    reach = gamma_page.survival.locator("figure.paper .reach")
    box, canvas = (
        reach.bounding_box(),
        gamma_page.survival.locator("figure.paper canvas").bounding_box(),
    )
    assert box
    assert canvas
    cell = canvas["width"] / 14
    assert (round(box["width"] / cell), round(box["height"] / cell)) == (6, 2)
    gamma_page.survival.locator("canvas[data-panel=paper]").press("ArrowDown")
    expect(gamma_page.survival.locator(".pin h3")).to_have_text("Unit (2, 5)")


def test_the_luck_maps_name_corner_and_centre(gamma_page: Gamma) -> None:
    gamma_page.open(FACTS)
    gamma_page.wait(map=14)
    chance = gamma(0.9, 7, 14, 14)
    for rule, seeds in (("reference", "everywhere"), ("paper", "valid")):
        survive = keep_probability(chance, 7, 14, 14, seeds)
        caption = gamma_page.survival.locator(f"figure.{rule} figcaption span").inner_text()
        assert caption == (
            f"corner {survive[0, 0]:.3f}, centre {survive[7, 7]:.3f}, "
            f"on average {survive.mean():.3f}"
        )


def test_a_new_draw_changes_the_pictures_and_not_the_luck(gamma_page: Gamma) -> None:
    gamma_page.open(FACTS)
    gamma_page.wait(map=14)
    before, survival = gamma_page.steps(), gamma_page.survival.get_attribute("data-shown")
    gamma_page.page.get_by_role("button", name="New draw").click()
    expect(gamma_page.page).to_have_url(re.compile("seed=272"))
    expect(gamma_page.page.locator(".controls")).to_have_attribute("data-shown", re.compile("272"))
    gamma_page.wait(map=14)
    expect(gamma_page.tiles).not_to_have_attribute(
        "data-shown", re.compile(re.escape(json.dumps(before)))
    )
    for name, (_gamma, expected, _kept) in gamma_page.steps().items():
        assert expected == before[name][1]
    assert gamma_page.survival.get_attribute("data-shown") == survival


def test_back_brings_the_settings_back(gamma_page: Gamma) -> None:
    gamma_page.open(FACTS)
    gamma_page.keep_prob.fill("0.60")
    expect(gamma_page.page).to_have_url(re.compile("keep_prob=0.60"))
    gamma_page.block_size.fill("3")
    expect(gamma_page.page).to_have_url(re.compile("block_size=3"))
    complete(gamma_page.page)  # a run that ends later may tell the browser that URL once more
    gamma_page.page.go_back()
    gamma_page.wait(block_size=7, keep_prob=0.6)
    complete(gamma_page.page)
    gamma_page.page.go_back()
    gamma_page.wait(block_size=7, keep_prob=0.9)
    expect(gamma_page.keep_prob).to_have_value("0.9")


def test_settings_travel_to_the_playground_and_back(gamma_page: Gamma) -> None:
    gamma_page.open("?source=random&size=14&block_size=7")
    gamma_page.keep_prob.fill("0.60")
    expect(gamma_page.page).to_have_url(re.compile("keep_prob=0.60"))
    gamma_page.page.get_by_role("link", name="Playground").click()
    stage = Stage(gamma_page.page, gamma_page.address)
    stage.ready()
    stage.wait_shown(keep_prob=0.6, block_size=7)
    gamma_page.page.get_by_role("link", name="Gamma").click()
    gamma_page.wait(keep_prob=0.6, block_size=7, map=14)
    expect(gamma_page.page).to_have_url(re.compile("/gamma.*keep_prob=0.60"))


def test_the_sliders_stay_in_sight_to_the_end_of_the_page(gamma_page: Gamma) -> None:
    gamma_page.open(FACTS)
    gamma_page.page.get_by_text("6 Over the course of training").scroll_into_view_if_needed()
    expect(gamma_page.keep_prob).to_be_in_viewport()


def test_the_page_stays_usable_while_masks_are_drawn_and_the_run_can_be_stopped(
    gamma_page: Gamma,
) -> None:
    gamma_page.open("?keep_prob=0.9&open=check")  # 224 × 224: a hundred thousand take minutes
    page = gamma_page.page
    page.get_by_role("radio", name="100,000").click()
    page.get_by_role("button", name="Draw masks").click()
    progress = page.get_by_text(re.compile(r"^[\d,]+ of 100,000 masks"))
    expect(progress).to_be_visible()
    first = progress.inner_text()
    expect(progress).not_to_have_text(first)
    drag(gamma_page.keep_prob, 0.5)
    gamma_page.wait(keep_prob=0.5)
    drag(gamma_page.keep_prob, 0.9)
    stop = page.get_by_test_id("stMain").get_by_role("button", name="Stop")
    stop.click()
    expect(progress).to_have_text(re.compile("stopped"))
    expect(page.get_by_text("The exact rate lies")).to_be_visible()
    expect(stop).to_be_disabled()


def test_a_table_is_behind_each_chart(gamma_page: Gamma) -> None:
    gamma_page.open(FACTS)
    page = gamma_page.page
    gamma_page.fold("6 Over the course of training").click()
    gamma_page.fold("Table: keep_prob of each group").click()
    with page.expect_download() as download:
        # By key: the table above it is still being laid out, and a click would miss.
        page.get_by_role("button", name="Download CSV").press("Enter")
    lines = download.value.path().read_text().splitlines()
    assert lines[0] == "share of the training,group 3,group 4"
    assert [float(x) for x in lines[-1].split(",")] == pytest.approx([1, 0.975, 0.9])
    assert len(lines) == 102


def test_the_calibrated_gamma_stands_beside_the_others(gamma_page: Gamma) -> None:
    gamma_page.open(f"{FACTS}&open=calibrated")
    row = gamma_page.page.get_by_role("row").filter(has_text="Calibrated")
    expect(row).to_contain_text(f"{calibrated_gamma(0.9, 7, 14, 14):#.3g}")
    expect(row).to_contain_text("0.900")


def test_the_first_visitor_of_a_server_may_come_by_a_link_to_this_page(
    page: Page, cold_server: str
) -> None:
    gamma_page = Gamma(page, cold_server).open(FACTS)
    gamma_page.wait(map=14, block_size=7, keep_prob=0.9)
    expect(page.get_by_role("link", name="Playground")).to_be_visible()
    expect(page.get_by_test_id("stSidebar")).to_have_count(0)


def test_back_at_once_after_a_release_is_not_undone_when_the_release_is_told_again(
    gamma_page: Gamma,
) -> None:
    gamma_page.page.add_init_script(LATE_ANSWERS)
    with gamma_page.page.expect_websocket() as opened:
        gamma_page.open(FACTS)
    gamma_page.keep_prob.press("ArrowLeft")
    expect(gamma_page.page).to_have_url(re.compile("keep_prob=0.89"))
    all_heard(gamma_page.page)
    with opened.value.expect_event("framereceived", lambda data: b"keep_prob=0.88" in data):
        gamma_page.keep_prob.press("ArrowLeft")
    gamma_page.page.go_back()
    gamma_page.wait(keep_prob=0.9)
    all_heard(gamma_page.page)
    gamma_page.wait(keep_prob=0.9)


def test_a_release_that_comes_after_back_is_not_taken(gamma_page: Gamma) -> None:
    held: list[tuple[Any, str | bytes]] = []
    hold = False

    def route(browser_side: WebSocketRoute) -> None:
        server_side = browser_side.connect_to_server()

        def pass_on(message: str | bytes) -> None:
            if hold and b"commit" in message:
                held.append((server_side, message))
            else:
                server_side.send(message)

        browser_side.on_message(pass_on)
        server_side.on_message(browser_side.send)

    gamma_page.page.route_web_socket(re.compile("_stcore/stream"), route)
    gamma_page.open(FACTS)
    gamma_page.keep_prob.press("ArrowLeft")
    expect(gamma_page.page).to_have_url(re.compile("keep_prob=0.89"))
    complete(gamma_page.page)
    hold = True
    gamma_page.keep_prob.press("ArrowLeft")
    gamma_page.wait(keep_prob=0.88)
    gamma_page.page.go_back()
    gamma_page.wait(keep_prob=0.9)
    complete(gamma_page.page)
    for server_side, message in held:
        server_side.send(message)
    assert held
    gamma_page.page.get_by_role("button", name="New draw").click()
    expect(gamma_page.page).to_have_url(re.compile("seed=272"))
    gamma_page.wait(keep_prob=0.9)
    expect(gamma_page.page).to_have_url(re.compile("keep_prob=0.90"))


@pytest.mark.parametrize("order", [("keep_prob", "block_size"), ("block_size", "keep_prob")])
def test_two_sliders_let_go_at_the_same_moment_both_count(
    gamma_page: Gamma, order: tuple[str, str]
) -> None:
    gamma_page.open(f"{FACTS}&open=calibrated")
    gamma_page.wait(map=14)
    gamma_page.page.evaluate("new Promise(requestAnimationFrame)")
    values = {"keep_prob": 0.6, "block_size": 5}
    for name in order:
        slider = getattr(gamma_page, name)
        drag(slider, values[name], release=True)
    expect(gamma_page.page).to_have_url(re.compile("keep_prob=0.60"))
    expect(gamma_page.page).to_have_url(re.compile("block_size=5"))
    code = gamma_page.page.get_by_test_id("stCode").first
    expect(code).to_contain_text("calibrated_gamma(0.6, 5, 14, 14)")
    expect(code).to_contain_text(f"# {calibrated_gamma(0.6, 5, 14, 14):.6g}")


def test_an_arrow_key_that_is_held_ends_where_it_ends(gamma_page: Gamma) -> None:
    gamma_page.open(f"{FACTS}&open=calibrated")
    gamma_page.wait(map=14)
    for _ in range(15):
        gamma_page.keep_prob.press("ArrowLeft")
    gamma_page.wait(keep_prob=0.75)
    expect(gamma_page.page).to_have_url(re.compile("keep_prob=0.75"))
    expect(gamma_page.page.get_by_text("calibrated_gamma(0.75, 7, 14, 14)")).to_be_visible()


def test_a_slow_network_does_not_undo_a_release(gamma_page: Gamma) -> None:
    gamma_page.page.add_init_script(LATE_ANSWERS)
    gamma_page.open(f"{FACTS}&open=calibrated")
    entries = gamma_page.page.evaluate("history.length")
    gamma_page.keep_prob.press("ArrowLeft")
    # The page tells the release again, and all that while its address is the old one.
    expect(gamma_page.page.get_by_text("calibrated_gamma(0.89, 7, 14, 14)")).to_be_visible()
    all_heard(gamma_page.page)
    gamma_page.wait(keep_prob=0.89)
    expect(gamma_page.page).to_have_url(re.compile("keep_prob=0.89"))
    assert gamma_page.page.evaluate("history.length") == entries + 1


def test_another_recipe_shows_the_same_block_on_a_map_too_small_for_it(gamma_page: Gamma) -> None:
    gamma_page.open("?map=8&block_size=31&keep_prob=0.9&open=check")
    gamma_page.wait(map=8, block_size=7)
    expect(gamma_page.block_size).to_have_value("7")
    gamma_page.page.get_by_role("radio", name="Paper").click()
    expect(gamma_page.page).to_have_url(re.compile("recipe=paper"))
    gamma_page.wait(map=8, block_size=7)
    expect(gamma_page.block_size).to_have_value("7")


def test_the_untouched_page_is_short_and_its_charts_wait_to_be_opened(gamma_page: Gamma) -> None:
    gamma_page.open()
    expect(gamma_page.page.locator(".js-plotly-plot")).to_have_count(2)
    assert gamma_page.height <= 3000


def test_an_open_fold_stays_open_and_in_place_while_a_slider_moves(gamma_page: Gamma) -> None:
    gamma_page.open(FACTS)
    gamma_page.wait(map=14)
    url, fold = gamma_page.page.url, gamma_page.fold("5 The gamma that keeps its promise")
    fold.scroll_into_view_if_needed()
    top = gamma_page.scrolled
    fold.click()
    code = gamma_page.page.get_by_test_id("stCode")
    expect(code).to_contain_text("calibrated_gamma(0.9, 7, 14, 14)")
    complete(gamma_page.page)
    assert (gamma_page.page.url, gamma_page.scrolled) == (url, top)
    drag(gamma_page.keep_prob, 0.6, release=True)
    expect(code).to_contain_text("calibrated_gamma(0.6, 7, 14, 14)")
    assert gamma_page.scrolled == top
    fold.click()
    expect(code).to_have_count(0)


def test_a_fold_clicked_at_the_moment_of_a_release_leaves_the_page_in_step(
    gamma_page: Gamma,
) -> None:
    gamma_page.open(f"{FACTS}&open=calibrated")
    gamma_page.wait(map=14)
    drag(gamma_page.keep_prob, 0.6, release=True)
    gamma_page.fold("6 Over the course of training").evaluate("summary => summary.click()")
    code = gamma_page.page.get_by_test_id("stCode")
    expect(code.first).to_contain_text("calibrated_gamma(0.6, 7, 14, 14)")
    expect(code.last).to_contain_text("Schedule(keep_prob=0.6")
    expect(gamma_page.page).to_have_url(re.compile("keep_prob=0.60"))
