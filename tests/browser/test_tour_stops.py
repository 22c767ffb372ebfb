"""Single stops of the guided tour: links, what is done already, the prediction, a phone."""

import re

import pytest
from playwright.sync_api import expect

from dropblock import gamma
from dropblock.ui.settings import TOUR_STOPS
from tests.browser.conftest import Stage
from tests.browser.tour_card import CAT, Tour, run_of


@pytest.fixture
def tour(stage: Stage) -> Tour:
    return Tour(stage)


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
