"""The guided tour: each thing really done, and each sentence held to the library."""

import re

import pytest
from playwright.sync_api import expect

from dropblock import Trace, draw_noise, expected_keep_rate, gamma
from explainer.shell.settings import TOUR_STOPS
from tests.browser.conftest import Stage, drag
from tests.browser.tour_card import CAT, START, Tour, run_of


@pytest.fixture
def tour(stage: Stage) -> Tour:
    return Tour(stage)


def click_unit(stage: Stage, panel: str, row: float, column: float) -> None:
    canvas = stage.root.locator(f"canvas[data-panel={panel}]")
    box = canvas.bounding_box()
    assert box is not None
    cell = box["width"] / stage_size(stage)
    canvas.click(position={"x": (column + 0.5) * cell, "y": (row + 0.5) * cell})


def stage_size(stage: Stage) -> int:
    return stage.root.locator("canvas[data-panel=mask]").evaluate("canvas => canvas.backing.width")


def test_the_whole_tour_by_doing_each_thing(stage: Stage, tour: Tour) -> None:
    """Nobody presses Next: each stop leads on when its thing is done."""
    stage.open(START)
    before = run_of(CAT)
    tour.invite.click()
    expect(tour.invite).not_to_be_visible()

    tour.at(1)
    expect(tour.card.get_by_role("heading")).to_be_focused()
    expect(tour.seen).not_to_be_visible()
    tour.ringed(".slider.keep")
    stage.keep_prob.fill("0.7")
    stage.wait_shown(keep_prob=0.7)
    tour.at(1)  # not yet far enough
    stage.keep_prob.fill("0.5")
    now = CAT.change(keep_prob=0.5)
    run = run_of(now)
    tour.led_on(2)
    expect(tour.seen).to_contain_text(f"from {before.gamma:.3g} to {run.gamma:.3g}")
    told = f"Seeds: {int(run.seeds.sum())} instead of {int(before.seeds.sum())}"
    expect(tour.seen).to_contain_text(told)
    expect(stage.page).to_have_url(re.compile("keep_prob=0.50"))

    tour.ringed(".panels .seeds")
    row, column = run.seeds[0, 0].nonzero()[0].tolist()
    click_unit(stage, "seeds", row + 3, column + 3)  # as near as a hand gets
    tour.led_on(3)
    noise = draw_noise((1, 1, 224, 224), now.seed)[0, 0]
    shown = re.search(r"row (\d+), column (\d+) drew (\S+), and", tour.seen.inner_text())
    assert shown is not None  # the pointer is beside the seed, and the card tells of the seed
    assert run.seeds[0, 0, int(shown[1]), int(shown[2])]
    assert float(shown[3]) == pytest.approx(noise[int(shown[1]), int(shown[2])].item(), rel=0.0051)
    assert stage.text(".pin h2").startswith(f"Row {shown[1]}, column {shown[2]}")
    expect(stage.root.locator("figure.seeds .mark.hovered")).not_to_be_visible()
    stage.root.locator("canvas[data-panel=input]").hover(position={"x": 5, "y": 5})
    expect(stage.root.locator(".pin h2 b")).not_to_have_text(f"Row {shown[1]}, column {shown[2]}")

    tour.ringed(".panels .mask")
    row, column = lone_dropped_unit(run)
    click_unit(stage, "mask", row, column)
    tour.led_on(4)
    seed = re.search(r"the seed at row (\d+), column (\d+)", tour.seen.inner_text())
    unit = re.search(r"The unit at row (\d+), column (\d+)", tour.seen.inner_text())
    assert seed is not None
    assert unit is not None
    assert run.seeds[0, 0, int(seed[1]), int(seed[2])]
    assert max(abs(int(seed[k]) - int(unit[k])) for k in (1, 2)) <= 15

    tour.ringed(".slider.block")
    stage.block_size.fill("1")
    now = now.change(block_size=1)
    tour.led_on(5)
    gone = int((run_of(now).mask == 0).sum())
    expect(tour.seen).to_contain_text(f"Gone one by one, in both: {gone:,} units")
    assert stage.backing("output") == stage.backing("dropout")

    stage.block_size.fill("31")
    now = now.change(block_size=31)
    tour.led_on(6)
    expect(tour.seen).to_contain_text(
        f"Gone in both outputs: {int((run_of(now).mask == 0).sum()):,} units"
    )

    tour.ringed(".st-key-new_draw")
    figures = stage.root.locator(".figures")
    expect(figures).to_be_in_viewport(ratio=1)  # it is asked which of them will move
    stage.page.get_by_role("button", name="New draw").click()
    first, now = run_of(now).mask.mean(), now.later(1)
    tour.led_on(7)
    expect(tour.seen).to_contain_text(f"from {first:.3f} to {run_of(now).mask.mean():.3f}")
    expect(stage.page).to_have_url(re.compile(f"seed={now.seed}"))

    tour.ringed(".other")
    expect(figures).to_be_in_viewport(ratio=1)
    stage.root.locator(".other").click()
    tour.led_on(8)
    everywhere = expected_keep_rate(0.5, 31, 224, 224, seeds="everywhere")
    valid = expected_keep_rate(0.5, 31, 224, 224)
    expect(tour.seen).to_contain_text(f"expected went from {everywhere:.3f} to {valid:.3f}")
    expect(tour.seen).to_contain_text("What is above 0.50 now is overlaps")

    tour.ringed(".st-key-control_training")
    stage.page.get_by_text("Inference", exact=True).click()
    tour.led_on(9, "need")  # inference stays on, to be looked at
    now = now.change(recipe="paper")
    expect(tour.seen).to_contain_text(f"multiplied by {run_of(now).scale:.2f}")
    assert stage.backing("output") == stage.backing("input")
    tour.ringed(".st-key-control_training")
    stage.page.get_by_text("Training", exact=True).click()
    tour.led_on(9)
    tour.ringed(".formula")
    tour.button("Rise: it takes more seeds").click()
    tour.at(9, "done")
    tour.says(f"from {gamma(0.5, 31, 224, 224):.3g} to {gamma(0.5, 15, 224, 224):.3g}")
    stage.wait_shown(block_size=15)
    tour.button("Finish").click()
    expect(tour.card).not_to_be_visible()
    expect(tour.invite).to_have_text("Take the tour again")
    expect(tour.page.locator("[data-ring]")).to_have_count(0)


def test_a_drag_leads_on_when_it_is_let_go_and_not_before(stage: Stage, tour: Tour) -> None:
    stage.open(f"{START}&tour=1")
    tour.at(1)
    box = stage.keep_prob.bounding_box()
    assert box is not None
    mouse, y = stage.page.mouse, box["y"] + box["height"] / 2
    x = {keep: box["x"] + 10 + (box["width"] - 20) * keep for keep in (0.75, 0.6, 0.3, 0.7)}
    mouse.move(x[0.75], y)
    mouse.down()
    mouse.move(x[0.6], y)
    mouse.move(x[0.3], y)
    stage.wait_until("shown => shown.keep_prob < wanted", 0.35)
    tour.at(1)
    tour.asks("Drag keep_prob down, to about half.")
    mouse.move(x[0.7], y)
    stage.wait_until("shown => shown.keep_prob > wanted", 0.65)
    mouse.up()  # and what was passed on the way does not count
    expect(stage.page).to_have_url(re.compile("keep_prob="))
    tour.at(1)
    drag(stage.keep_prob, 0.4)
    stage.wait_shown(keep_prob=0.4)
    tour.at(1)
    drag(stage.keep_prob, 0.4, release=True)
    tour.led_on(2)
    expect(tour.seen).to_contain_text("asked to keep 0.40")


def test_back_shows_what_was_done_and_stays_until_it_is_done_anew(stage: Stage, tour: Tour) -> None:
    stage.open(f"{START}&tour=1")
    stage.keep_prob.fill("0.5")
    tour.led_on(2)
    tour.button("Back").click()
    tour.at(1, "done")
    tour.says("You asked to keep 0.50.")
    tour.says(f"from {run_of(CAT).gamma:.3g} to ")
    tour.asks("Drag keep_prob down, to about half.")
    stage.root.locator("canvas[data-panel=input]").hover()  # which changes nothing
    tour.at(1, "done")
    stage.keep_prob.fill("0.4")
    tour.led_on(2)
    expect(tour.seen).to_contain_text("asked to keep 0.40")


def test_the_browsers_back_does_not_lead_on_again(stage: Stage, tour: Tour) -> None:
    stage.open(f"{START}&tour=6")
    tour.at(6)
    stage.page.get_by_role("button", name="New draw").click()
    tour.led_on(7)
    stage.page.go_back()
    tour.at(6, "done")
    tour.says("Only this draw moved")
    stage.page.go_back()
    stage.wait_until("shown => shown.base.endsWith(wanted)", f"/{CAT.seed}")
    tour.at(6)
    stage.page.go_forward()
    tour.at(6, "done")
    stage.page.go_forward()
    tour.at(7)
    expect(stage.page).to_have_url(re.compile(f"seed={CAT.seed + 1}"))


def lone_dropped_unit(run: Trace) -> tuple[int, int]:
    """A dropped unit far from each seed, with dropped neighbours: easy to click."""
    dropped = run.mask[0, 0] == 0
    for row, column in run.seeds[0, 0].nonzero().tolist():
        for unit in ((row - 10, column - 10), (row + 10, column + 10)):
            if all(0 <= side < 224 for side in unit) and dropped[unit]:
                return unit
    raise AssertionError("no such unit")


def test_next_back_and_the_browsers_back_move_the_stop(stage: Stage, tour: Tour) -> None:
    stage.open(f"{START}&tour=1")
    entries = stage.page.evaluate("history.length")
    for stop in range(2, TOUR_STOPS + 1):
        tour.next()
        tour.at(stop, "done" if stop == 5 else "ask")  # the block of the cat is large already
    assert stage.page.evaluate("history.length") == entries + TOUR_STOPS - 1
    tour.button("Back").click()
    tour.at(8)
    stage.page.go_back()
    tour.at(9)
    stage.page.go_back()
    tour.at(8)
    stage.page.go_back()
    tour.at(7)
    stage.page.go_forward()
    tour.at(8)


def test_keys_that_move_a_slider_are_not_left_alone_when_the_tour_leads_on(
    stage: Stage, tour: Tour
) -> None:
    stage.page.set_viewport_size({"width": 390, "height": 844})
    stage.open(f"{START}&tour=1")
    tour.at(1)
    stage.keep_prob.focus()
    for _ in range(4):  # past what the stop asks for
        stage.page.keyboard.press("PageDown")
    tour.led_on(2)
    stage.wait_shown(keep_prob=0.35)
    expect(stage.keep_prob).to_be_focused()
    expect(stage.keep_prob).to_be_in_viewport()


def test_skip_and_resume_by_keyboard(stage: Stage, tour: Tour) -> None:
    stage.open(f"{START}&tour=4")
    tour.at(4)
    tour.button("Next").press("Escape")
    expect(tour.card).not_to_be_visible()
    expect(stage.page).to_have_url(re.compile("tour=0"))
    expect(tour.invite).to_have_text(f"Resume the tour (4 of {TOUR_STOPS})")
    expect(tour.invite).to_be_focused()
    stage.leave_and_return()
    expect(tour.invite).to_have_text(f"Resume the tour (4 of {TOUR_STOPS})")
    stage.page.reload()
    stage.ready()
    expect(tour.invite).to_have_text(f"Resume the tour (4 of {TOUR_STOPS})")
    tour.invite.press("Enter")
    tour.at(4)
    for name in ("Skip the tour", "Back", "Next"):
        stage.page.keyboard.press("Tab")
        expect(tour.button(name)).to_be_focused()
    stage.page.keyboard.press("Enter")
    tour.at(5, "done")
    tour.button("Skip the tour").click()
    expect(tour.invite).to_have_text(f"Resume the tour (5 of {TOUR_STOPS})")


def test_a_page_left_leaves_no_ring_and_a_native_change_keeps_the_stop(
    stage: Stage, tour: Tour
) -> None:
    stage.open(f"{START}&tour=7")
    tour.at(7)
    stage.page.get_by_role("button", name="New draw").click()
    stage.wait_until("shown => shown.base.endsWith(wanted)", f"/{CAT.seed + 1}")
    tour.at(7)
    stage.page.get_by_role("link", name="Gamma").click()
    expect(stage.page.get_by_label("feat_size", exact=True)).to_be_visible()
    expect(stage.page.locator("[data-ring]")).to_have_count(0)
    stage.page.get_by_role("link", name="Playground").click()
    stage.ready()
    tour.at(7)


def test_next_and_what_else_happens_at_the_same_moment_all_count(stage: Stage, tour: Tour) -> None:
    stage.open(f"{START}&tour=4")
    tour.at(4)
    drag(stage.block_size, 21, release=True)
    tour.button("Next").evaluate(
        """next => {
            next.click();
            document.querySelector(".st-key-new_draw button").click();
            next.click();
        }"""
    )
    tour.at(6)
    stage.wait_shown(block_size=21)
    for part in ("block_size=21", f"seed={CAT.seed + 1}", "tour=6"):
        expect(stage.page).to_have_url(re.compile(part))
