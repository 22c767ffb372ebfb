"""Single stops of the guided tour: links, what is done already, the prediction, a phone."""

import re

import pytest
from playwright.sync_api import Browser, Locator, expect

from dropblock import gamma
from explainer.rooms.playground.filling import pin
from explainer.shell.settings import TOUR_STOPS, Settings
from tests.browser.conftest import Stage
from tests.browser.tour_card import CAT, START, Tour, run_of


@pytest.fixture
def tour(stage: Stage) -> Tour:
    return Tour(stage)


def test_a_seed_can_be_found_with_the_arrow_keys(stage: Stage, tour: Tour) -> None:
    stage.open(f"{START}&tour=2")
    stage.root.get_by_text("This unit in numbers").click()
    tour.at(2)
    canvas = stage.root.locator("canvas[data-panel=seeds]")
    for _ in range(8):
        canvas.press("Shift+ArrowDown")
        if "so it is a seed" in stage.text(".noise-value"):
            break
    tour.led_on(3)
    expect(canvas).to_be_focused()
    tour.button("Back").click()
    tour.at(2, "done")
    canvas.press("ArrowRight")  # and it can be left again
    tour.at(2)


def test_a_link_opens_its_stop_on_any_source(stage: Stage, tour: Tour) -> None:
    for link in ("?source=random&tour=3", "?source=random&size=14&tour=6", "?tour=5"):
        stage.open(link)
        expect(tour.card).to_be_visible()
        expect(tour.card).to_have_attribute("data-stop", link[-1])
        assert "{" not in tour.card.inner_text()


@pytest.mark.parametrize("stop", [1, 6, 9])
def test_at_inference_a_stop_asks_for_training_first(stage: Stage, tour: Tour, stop: int) -> None:
    stage.open(f"?training=0&tour={stop}")
    tour.at(stop, "need")
    tour.ringed(".st-key-control_training")
    expect(tour.button("Show me")).not_to_be_visible()
    stage.page.get_by_text("Training", exact=True).click()
    tour.at(stop)


@pytest.mark.parametrize("keep_prob", ["0", "1"])
def test_the_prediction_asks_for_a_keep_prob_that_has_one(
    stage: Stage, tour: Tour, keep_prob: str
) -> None:
    stage.open(f"?tour=9&keep_prob={keep_prob}")
    tour.at(9, "need")
    tour.ringed(".slider.keep")
    expect(tour.button("Show me")).not_to_be_visible()
    stage.keep_prob.fill("0.6")
    tour.at(9)


@pytest.mark.parametrize(
    ("link", "asks", "says"),
    [
        ("?block_size=1&tour=4", "block_size is 1 already.", "Both outputs are the same"),
        ("?tour=5", "block_size is 49 already.", "inside a 49 × 49 hole there are none"),
        (
            f"{START}&training=0&tour=8",
            "Inference is on already.",
            f"by {run_of(CAT).scale:.2f} to make",
        ),
    ],
)
def test_what_is_so_already_is_said_and_next_leads_on(
    stage: Stage, tour: Tour, link: str, asks: str, says: str
) -> None:
    stage.open(link)
    stop = int(link[-1])
    tour.at(stop, "done")
    tour.asks(asks)
    tour.says(says)
    filled = tour.button("Next").evaluate("next => getComputedStyle(next).backgroundColor")
    assert filled == tour.card.evaluate("card => getComputedStyle(card).borderColor")
    tour.next()
    tour.at(stop + 1, "need" if stop == 8 else "ask")
    expect(tour.seen).not_to_be_visible()  # it has been read


def test_what_is_so_already_can_be_left_and_done_anew(stage: Stage, tour: Tour) -> None:
    stage.open("?block_size=1&tour=4")
    tour.at(4, "done")
    stage.block_size.fill("9")
    tour.at(4)
    tour.asks("Drag block_size down to 1.")
    stage.block_size.fill("1")
    tour.led_on(5)


@pytest.mark.parametrize(
    ("keep_prob", "asks", "to"),
    [
        ("1", "Drag keep_prob down, to about half.", "0.5"),
        ("0.5", "Drag keep_prob up, to about nine tenths.", "0.9"),
        ("0.2", "Drag keep_prob up, to about half.", "0.5"),
    ],
)
def test_the_first_stop_asks_for_a_way_that_there_is(
    stage: Stage, tour: Tour, keep_prob: str, asks: str, to: str
) -> None:
    stage.open(f"?keep_prob={keep_prob}&block_size=31&tour=1")
    tour.at(1)
    tour.asks(asks)
    stage.keep_prob.fill(to)
    tour.led_on(2)
    start, run = (run_of(CAT.change(keep_prob=float(keep))) for keep in (keep_prob, to))
    expect(tour.seen).to_contain_text(f"from {start.gamma:.3g} to {run.gamma:.3g}. ")


def test_the_unit_that_is_pinned_already_counts_when_it_is_clicked(
    stage: Stage, tour: Tour
) -> None:
    """On a small map it may be the only one to click."""
    draws = (Settings.parse({"source": "random", "seed": str(seed)}) for seed in range(99))
    now = next(
        one
        for one in draws
        if not run_of(one).seeds[0, 0][*pin(one, None)]
        and not run_of(one).mask[0, 0][*pin(one, None)]
    )
    stage.open(f"?source=random&seed={now.seed}&tour=3")
    told = re.search(r"Row (\d), column (\d)", stage.text(".pin h2 b"))
    assert told is not None
    tour.at(3)
    canvas = stage.root.locator("canvas[data-panel=mask]")
    box = canvas.bounding_box()
    assert box is not None
    row, column = (int(told[k]) + 0.5 for k in (1, 2))
    canvas.click(position={"x": column * box["width"] / 5, "y": row * box["width"] / 5})
    tour.led_on(4)
    expect(tour.seen).to_contain_text(f"row {told[1]}, column {told[2]}")


def test_a_unit_that_is_not_what_is_asked_for_gets_an_answer(stage: Stage, tour: Tour) -> None:
    stage.open("?source=random&size=9&keep_prob=0.7&tour=3")
    tour.at(3)
    now = Settings.parse({"source": "random", "size": "9", "keep_prob": "0.7"})
    run = run_of(now)
    canvas = stage.root.locator("canvas[data-panel=mask]")
    box = canvas.bounding_box()
    assert box is not None
    cell = box["width"] / 9
    for field, told in ((run.mask, "is kept"), (run.seeds, "has noise below γ itself")):
        row, column = field[0, 0].nonzero()[0].tolist()
        canvas.click(position={"x": (column + 0.5) * cell, "y": (row + 0.5) * cell})
        tour.says(f"The unit at row {row}, column {column} {told}")
        tour.at(3)


def test_the_last_question_is_not_finished_before_it_is_asked(stage: Stage, tour: Tour) -> None:
    stage.open("?training=0&tour=9")
    tour.at(9, "need")
    tour.says("One question is left.")
    expect(tour.button("Finish")).not_to_be_visible()
    stage.page.get_by_role("radio", name="Training").click()
    tour.at(9)
    expect(tour.button("Finish")).to_be_visible()


@pytest.mark.parametrize(
    ("query", "to", "says"),
    [
        ("", "paper", "What is above 0.75 now is overlaps"),
        ("&recipe=paper", "calibrated", "on average you get what you ask"),
        ("&recipe=calibrated", "reference", "Overlaps pull it up"),
        ("&source=random&block_size=5", "paper", "no longer pulls expected down."),  # one block
        ("&source=random&block_size=5&recipe=paper", "calibrated", "both recipes keep the same"),
    ],
)
def test_each_change_of_rule_gets_its_own_reason(
    stage: Stage, tour: Tour, query: str, to: str, says: str
) -> None:
    start = "?block_size=31" if "block_size" not in query else "?"
    stage.open(f"{start}&keep_prob=0.75&tour=7{query}")
    stage.root.locator(".other").click()
    tour.led_on(8)
    stage.wait_shown(recipe=to)
    expect(tour.seen).to_contain_text(says)
    keep, expected = 0.75, float(stage.text(".expected dd"))
    saw = tour.seen.inner_text()
    assert ("above 0.75" in saw) <= (expected > keep)
    assert ("you get what you ask" in saw) <= (expected == keep)


@pytest.mark.parametrize(
    ("recipe", "to", "says"),
    [
        ("calibrated", "Paper", "What is above 0.75 now is overlaps"),
        ("reference", "Calibrated", "on average you get what you ask"),
    ],
)
def test_a_rule_can_be_chosen_behind_more_too(
    stage: Stage, tour: Tour, recipe: str, to: str, says: str
) -> None:
    stage.open(f"{START}&tour=7&recipe={recipe}")
    stage.page.get_by_role("button", name="More").click()
    stage.page.get_by_text(to, exact=True).click()
    tour.led_on(8)
    expect(tour.seen).to_contain_text(says)


def test_an_even_block_asks_for_an_odd_one_before_recipes_are_compared(
    stage: Stage, tour: Tour
) -> None:
    """The reference would move block_size too."""
    stage.open("?tour=7&recipe=paper&block_size=32")
    tour.at(7, "need")
    tour.ringed(".slider.block")
    stage.block_size.fill("31")
    tour.at(7)


def test_a_wrong_prediction_gets_its_reason_and_is_shown(stage: Stage, tour: Tour) -> None:
    stage.open("?tour=9&keep_prob=0.6&block_size=31")
    tour.at(9)
    tour.ringed(".formula")
    tour.button("Fall: blocks are smaller").click()
    tour.at(9, "wrong")
    tour.says("a smaller block, a smaller chance")
    expect(tour.button("Fall: blocks are smaller")).to_have_attribute("aria-pressed", "true")
    tour.button("Stay: keep_prob stays").click()
    tour.says("keep_prob has not moved")
    tour.button("Show me").click()
    tour.at(9, "done")
    stage.wait_shown(block_size=15, keep_prob=0.6)
    run = run_of(CAT.change(keep_prob=0.6, block_size=15))
    tour.says(f"to {run.gamma:.3g}. Seeds in this draw: {int(run.seeds.sum())}")
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


# What a stop speaks of: on a phone too it is there to be seen while you act.
WATCHED = {
    1: (".panels .seeds", ".panels .output"), 2: (".panels .seeds",), 3: (".panels .mask",),
    4: (".panels .output", ".panels .dropout"), 5: (".panels .output", ".panels .dropout"),
    6: (), 7: (), 8: (), 9: (".formula",),  # on a phone the mode stands below the pictures
}  # fmt: skip


def test_on_a_phone_what_the_card_speaks_of_is_in_view_with_what_to_act_on(
    stage: Stage, tour: Tour
) -> None:
    stage.page.set_viewport_size({"width": 390, "height": 844})
    stage.page.emulate_media(reduced_motion="reduce")  # no scroll is under way when we measure
    stage.open(f"{START}&tour=1")
    for stop in range(1, TOUR_STOPS + 1):
        expect(tour.card).to_have_attribute("data-stop", str(stop))
        expect(tour.card).to_be_in_viewport(ratio=1)
        ring = stage.page.locator("[data-ring]").first
        expect(ring).to_be_in_viewport(ratio=0.99)
        assert_apart(tour.card, ring)
        for selector in WATCHED[stop]:
            part = stage.root.locator(selector)
            picture = part.locator(".frame") if selector.startswith(".panels") else part
            expect(picture).to_be_in_viewport(ratio=0.99)
            assert_apart(tour.card, picture)
        if stop == 1:
            stage.keep_prob.fill("0.5")
        elif stop == 4:
            stage.block_size.fill("1")
        elif stop == 5:
            stage.block_size.fill("31")
        elif stop == 6:
            stage.page.get_by_role("button", name="New draw").click()
        elif stop == 7:
            stage.root.locator(".other").click()
        elif stop < TOUR_STOPS:
            tour.next()
    assert tour.card.evaluate("card => card.offsetHeight / innerHeight") < 2 / 5


def test_on_a_phone_each_output_stands_beside_what_comes_back(stage: Stage) -> None:
    stage.page.set_viewport_size({"width": 390, "height": 844})
    stage.open()
    box = {
        name: stage.root.locator(f"figure.{name}").bounding_box()
        for name in ("output", "filled", "dropout", "refilled", "seeds", "blocks", "mask")
    }
    for left, right in (("output", "filled"), ("dropout", "refilled"), ("seeds", "blocks")):
        assert box[left]["y"] == pytest.approx(box[right]["y"], abs=1)  # type: ignore[index]
        assert box[left]["x"] < box[right]["x"]  # type: ignore[index]
    assert box["output"]["y"] < box["dropout"]["y"] < box["seeds"]["y"]  # type: ignore[index]


def assert_apart(card: Locator, other: Locator) -> None:
    """The card is above or below it."""
    top, box = card.bounding_box(), other.bounding_box()
    assert top is not None
    assert box is not None
    assert top["y"] + top["height"] <= box["y"] or box["y"] + box["height"] <= top["y"]


def test_a_finger_is_asked_to_tap(chromium: Browser, server: str) -> None:
    context = chromium.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    stage = Stage(context.new_page(), server).open("?tour=2")
    tour = Tour(stage)
    tour.at(2)
    expect(tour.card.get_by_role("heading")).to_contain_text("Tap a seed")
    context.close()
