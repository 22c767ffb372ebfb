"""The guided tour: each thing really done, and each sentence held to the library."""

import re

import pytest
import torch
from playwright.sync_api import Locator, expect

from dropblock import RECIPES, Trace, draw_noise, expected_keep_rate, gamma, trace
from dropblock.ui.settings import TOUR_STOPS, Settings
from tests.browser.conftest import Stage, drag

CAT = Settings.parse({})


def run_of(settings: Settings) -> Trace:
    side = settings.map_size
    noise = draw_noise((1, settings.noise_channels, side, side), settings.seed)
    recipe = RECIPES[settings.recipe]
    return trace(torch.zeros_like(noise), settings.keep_prob, settings.block_size, noise, recipe)


class Tour:
    """The tour's card, as a person finds it."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.page = stage.page
        self.card = stage.page.get_by_role("region", name="Guided tour")
        self.invite = stage.root.locator(".invite")

    def button(self, name: str) -> Locator:
        return self.card.get_by_role("button", name=name, exact=True)

    def at(self, stop: int, state: str = "ask") -> None:
        expect(self.card).to_be_visible()
        expect(self.card).to_have_attribute("data-stop", str(stop))
        expect(self.card).to_have_attribute("data-state", state)
        expect(self.card.get_by_text(f"{stop} of {TOUR_STOPS}")).to_be_visible()
        expect(self.page).to_have_url(re.compile(f"[?&]tour={stop}(&|$)"))

    def next(self) -> None:
        self.button("Next").click()

    def ringed(self, *selectors: str) -> None:
        """The ring is around these, and nothing else."""
        expect(self.page.locator("[data-ring]")).to_have_count(len(selectors))
        for selector in selectors:
            ringed = self.page.locator(selector).and_(self.page.locator("[data-ring]"))
            expect(ringed).to_be_in_viewport()
            assert ringed.evaluate("ring => getComputedStyle(ring).outlineStyle") == "solid"

    def saw(self, text: str) -> None:
        expect(self.card.locator(".saw")).to_contain_text(text)
        expect(self.card.locator(".saw")).to_be_visible()
        expect(self.card.locator(".watch")).not_to_be_visible()
        assert "{" not in self.card.inner_text()


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
    stage.open()
    before = run_of(CAT)
    tour.invite.click()
    expect(tour.invite).not_to_be_visible()

    tour.at(1)
    expect(tour.card.get_by_role("heading")).to_be_focused()
    tour.ringed(".slider.keep")
    drag(stage.keep_prob, 0.7)
    stage.wait_shown(keep_prob=0.7)
    expect(tour.card).to_have_attribute("data-state", "ask")  # not yet far enough
    height = tour.card.evaluate("card => card.offsetHeight")
    stage.keep_prob.fill("0.5")
    now = CAT.change(keep_prob=0.5)
    run = run_of(now)
    tour.at(1, "done")
    tour.ringed(".panels .seeds", ".panels .output")
    tour.saw(f"from {before.gamma:.3g} to {run.gamma:.3g}")
    tour.saw(f"{int(run.seeds.sum())} units are seeds instead of {int(before.seeds.sum())}")
    assert tour.card.evaluate("card => card.offsetHeight") == height

    tour.next()
    tour.at(2)
    tour.ringed(".panels .seeds")
    row, column = run.seeds[0, 0].nonzero()[0].tolist()
    click_unit(stage, "seeds", row + 3, column + 3)  # as near as a hand gets
    tour.at(2, "done")
    tour.ringed(".pin")
    noise = draw_noise((1, 1, 224, 224), now.seed)[0, 0]
    shown = re.search(r"Unit \((\d+), (\d+)\) drew (\S+), and", tour.card.inner_text())
    assert shown is not None
    assert run.seeds[0, 0, int(shown[1]), int(shown[2])]
    assert float(shown[3]) == pytest.approx(noise[int(shown[1]), int(shown[2])].item(), rel=0.0051)

    tour.next()
    tour.at(3)
    tour.ringed(".panels .mask")
    row, column = lone_dropped_unit(run)
    click_unit(stage, "mask", row, column)
    tour.at(3, "done")
    seed = re.search(r"the seed at \((\d+), (\d+)\)", tour.card.inner_text())
    unit = re.search(r"Unit \((\d+), (\d+)\)", tour.card.inner_text())
    assert seed is not None
    assert unit is not None
    assert run.seeds[0, 0, int(seed[1]), int(seed[2])]
    assert max(abs(int(seed[k]) - int(unit[k])) for k in (1, 2)) <= 15

    tour.next()
    tour.at(4)
    tour.ringed(".slider.block")
    stage.block_size.fill("1")
    now = now.change(block_size=1)
    tour.at(4, "done")
    tour.ringed(".panels .output", ".panels .dropout")
    tour.saw(f"{int((run_of(now).mask == 0).sum()):,} units are gone, one by one, in both")
    assert stage.backing("output") == stage.backing("dropout")

    tour.next()
    tour.at(5)
    stage.block_size.fill("31")
    now = now.change(block_size=31)
    tour.at(5, "done")
    tour.saw(f"{int((run_of(now).mask == 0).sum()):,} units are gone in both")

    tour.next()
    tour.at(6)
    tour.ringed(".st-key-new_draw")
    stage.page.get_by_role("button", name="New draw").click()
    first, now = run_of(now).mask.mean(), now.later(1)
    tour.at(6, "done")
    tour.ringed(".figures")
    tour.saw(f"from {first:.3f} to {run_of(now).mask.mean():.3f}")
    expect(stage.page).to_have_url(re.compile(f"seed={now.seed}"))

    tour.next()
    tour.at(7)
    tour.ringed(".st-key-control_recipe")
    stage.page.get_by_text("Paper", exact=True).click()
    tour.at(7, "done")
    everywhere = expected_keep_rate(0.5, 31, 224, 224, seeds="everywhere")
    valid = expected_keep_rate(0.5, 31, 224, 224)
    tour.saw(f"expected went from {everywhere:.3f} to {valid:.3f}")

    tour.next()
    tour.at(8)
    tour.ringed(".st-key-control_training")
    stage.page.get_by_text("Inference", exact=True).click()
    tour.at(8, "done")
    now = now.change(recipe="paper")
    tour.saw(f"multiplied by {run_of(now).scale:.2f}")

    tour.next()
    tour.at(9, "need")
    tour.ringed(".st-key-control_training")
    expect(tour.button("Show me")).not_to_be_visible()
    stage.page.get_by_text("Training", exact=True).click()
    tour.at(9)
    tour.button("Rise: it takes more seeds").click()
    tour.at(9, "done")
    tour.saw(f"from {gamma(0.5, 31, 224, 224):.3g} to {gamma(0.5, 15, 224, 224):.3g}")
    tour.button("Finish").click()
    expect(tour.card).not_to_be_visible()
    expect(tour.invite).to_have_text("Take the tour again")
    expect(tour.page.locator("[data-ring]")).to_have_count(0)


def lone_dropped_unit(run: Trace) -> tuple[int, int]:
    """A dropped unit far from each seed, with dropped neighbours: easy to click."""
    dropped = run.mask[0, 0] == 0
    for row, column in run.seeds[0, 0].nonzero().tolist():
        for unit in ((row - 10, column - 10), (row + 10, column + 10)):
            if all(0 <= side < 224 for side in unit) and dropped[unit]:
                return unit
    raise AssertionError("no such unit")


def test_next_back_and_the_browsers_back_move_the_stop(stage: Stage, tour: Tour) -> None:
    stage.open("?tour=1")
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


def test_skip_and_resume_by_keyboard(stage: Stage, tour: Tour) -> None:
    stage.open("?tour=4")
    tour.at(4)
    tour.button("Next").press("Escape")
    expect(tour.card).not_to_be_visible()
    expect(stage.page).to_have_url(re.compile("tour=0"))
    expect(tour.invite).to_have_text(f"Resume the tour (4 of {TOUR_STOPS})")
    expect(tour.invite).to_be_focused()
    stage.page.get_by_role("link", name="About").click()
    stage.page.get_by_role("link", name="Playground").click()
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


def test_a_seed_can_be_found_with_the_arrow_keys(stage: Stage, tour: Tour) -> None:
    stage.open("?tour=2")
    tour.at(2)
    canvas = stage.root.locator("canvas[data-panel=seeds]")
    for _ in range(8):
        if tour.card.get_attribute("data-state") == "done":
            break
        canvas.press("Shift+ArrowDown")
    tour.at(2, "done")
    canvas.press("ArrowRight")  # and it can be left again
    tour.at(2)


def test_a_link_opens_its_stop_on_any_source(stage: Stage, tour: Tour) -> None:
    for link in ("?source=random&tour=3", "?source=random&size=14&tour=6", "?tour=5"):
        stage.open(link)
        expect(tour.card).to_be_visible()
        expect(tour.card).to_have_attribute("data-stop", link[-1])
        assert "{" not in tour.card.inner_text()


def test_a_page_left_leaves_no_ring_and_a_native_change_keeps_the_stop(
    stage: Stage, tour: Tour
) -> None:
    stage.open("?tour=7")
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
    stage.open("?tour=4")
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


@pytest.mark.parametrize("stop", [1, 6])
def test_at_inference_a_stop_asks_for_training_first(stage: Stage, tour: Tour, stop: int) -> None:
    stage.open(f"?training=0&tour={stop}")
    tour.at(stop, "need")
    tour.ringed(".st-key-control_training")
    stage.page.get_by_text("Training", exact=True).click()
    tour.at(stop)


def test_inference_that_is_on_already_counts_as_done(stage: Stage, tour: Tour) -> None:
    stage.open("?training=0&tour=8")
    tour.at(8, "done")
    tour.saw(f"multiplied by {run_of(CAT).scale:.2f}")


def test_paper_that_is_on_already_asks_for_the_reference(stage: Stage, tour: Tour) -> None:
    stage.open("?recipe=paper&tour=7")
    tour.at(7)
    expect(tour.card.get_by_role("heading")).to_have_text("Switch the recipe to Reference.")
    stage.page.get_by_text("Reference", exact=True).click()
    tour.at(7, "done")


def test_a_wrong_prediction_gets_its_reason_and_is_shown(stage: Stage, tour: Tour) -> None:
    stage.open("?tour=9&keep_prob=0.6")
    tour.at(9)
    tour.ringed(".formula")
    tour.button("Fall: blocks are smaller").click()
    tour.at(9, "wrong")
    tour.saw("a smaller block, a smaller chance")
    expect(tour.button("Fall: blocks are smaller")).to_have_attribute("aria-pressed", "true")
    tour.button("Stay: keep_prob stays").click()
    tour.saw("keep_prob has not moved")
    tour.button("Show me").click()
    tour.at(9, "done")
    stage.wait_shown(block_size=15, keep_prob=0.6)
    run = run_of(CAT.change(keep_prob=0.6, block_size=15))
    tour.saw(f"to {run.gamma:.3g}: {int(run.seeds.sum())} seeds in this draw")
    assert stage.text(".numbers .seed") == f"{run.gamma:.3g}"
    expect(stage.page).to_have_url(re.compile("block_size=15"))
    tour.at(9, "done")  # the question stands as it was answered
    expect(tour.card.get_by_role("heading")).to_contain_text("from 31 to 15")


def test_on_a_map_that_the_block_fills_the_prediction_is_still_true(
    stage: Stage, tour: Tour
) -> None:
    """5 × 5 and block 5: gamma for block 1 is the same, so the usual answer is wrong."""
    assert gamma(0.75, 5, 5, 5) == pytest.approx(gamma(0.75, 1, 5, 5))
    stage.open("?source=random&block_size=5&tour=9")
    tour.button("Rise: it takes more seeds").click()
    tour.at(9, "wrong")
    tour.button("Stay: keep_prob stays").click()
    tour.at(9, "done")


def test_on_a_phone_the_card_never_hides_what_it_points_at(stage: Stage, tour: Tour) -> None:
    stage.page.set_viewport_size({"width": 390, "height": 844})
    stage.page.emulate_media(reduced_motion="reduce")  # no scroll is under way when we measure
    stage.open("?tour=1")
    for stop in range(1, TOUR_STOPS + 1):
        expect(tour.card).to_have_attribute("data-stop", str(stop))
        expect(tour.card).to_be_in_viewport(ratio=1)
        ring = stage.page.locator("[data-ring]").first
        expect(ring).to_be_in_viewport(ratio=0.99)
        card, box = tour.card.bounding_box(), ring.bounding_box()
        assert card is not None
        assert box is not None
        assert card["y"] + card["height"] <= box["y"] or box["y"] + box["height"] <= card["y"]
        if stop < TOUR_STOPS:
            tour.next()
