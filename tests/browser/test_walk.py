"""The walk in a real browser: forwards, backwards, by link, by key; predictions; numbers."""

import re
from pathlib import Path

import pytest
import torch
from playwright.sync_api import Page, expect

from dropblock import DropBlock, draw_noise, expected_keep_rate, random_map, trace
from explainer.figures.slides import animation, strip
from explainer.rooms.walk.questions import questions
from explainer.rooms.walk.slides import walk_slides
from explainer.shell.settings import STEPS, Settings
from tests.browser.conftest import drag
from tests.browser.walk_page import Walk


@pytest.fixture
def walk(page: Page, server: str) -> Walk:
    return Walk(page, server)


def test_forwards_and_backwards_each_step_has_its_own_link(walk):
    walk.open()
    for step in STEPS[1:]:
        walk.press("Next")
        walk.at(step)
        walk.linked(step)
    expect(walk.page.get_by_role("button", name="Next", exact=True)).to_be_disabled()
    for step in reversed(STEPS[:-1]):
        walk.press("Back")
        walk.at(step)
    walk.linked("1")


def test_the_browsers_back_is_a_step_back(walk):
    walk.open()
    walk.press("Next")
    walk.linked("2")
    walk.press("Next")
    walk.linked("3")
    walk.page.go_back()
    walk.at("2")
    walk.page.go_back()
    walk.at("1")
    walk.page.go_forward()
    walk.at("2")


@pytest.mark.parametrize("step", ["3", "5b", "6b"])
def test_a_link_opens_its_step_with_its_lines_lit(walk, step):
    walk.open(f"?step={step}")
    walk.at(step)
    wanted = {"3": "width**2", "5b": "max_pool2d", "6b": "mask.to(x.dtype) * x * scale"}[step]
    assert wanted in walk.lit()
    expect(walk.root.locator(".code li.current").first).to_be_in_viewport()


def test_arrow_keys_walk_from_anywhere_and_the_scrubber_scrubs(walk):
    walk.open(predict=False)
    walk.page.mouse.click(5, 400)  # beside everything: the page itself has the focus
    walk.page.keyboard.press("ArrowRight")
    walk.at("2")
    walk.page.keyboard.press("ArrowRight")
    walk.page.keyboard.press("ArrowRight")
    walk.at("4")
    walk.page.keyboard.press("ArrowLeft")
    walk.at("3")
    scrub = walk.page.get_by_label("Step of the walk")
    drag(scrub, 7)
    walk.at("6a")
    drag(scrub, 5, release=True)
    walk.at("5b")
    walk.linked("5b")
    walk.root.locator(".stops button", has_text="4").click()
    walk.at("4")


@pytest.mark.parametrize(
    "query",
    ["", "?source=random&size=9&block_size=5&keep_prob=0.6&seed=4", "?keep_prob=0", "?keep_prob=1"],
)
def test_every_tensor_is_that_of_a_real_run(walk, query):
    asked = dict(pair.split("=") for pair in query[1:].split("&")) if query else {}
    settings = Settings.parse(asked).walk
    side = settings.map_size
    x = random_map(side)
    torch.manual_seed(settings.seed)
    output = DropBlock(settings.block_size, settings.keep_prob)(x)[0, 0].flatten()
    run = trace(
        x, settings.keep_prob, settings.block_size, draw_noise((1, 1, side, side), settings.seed)
    )
    seeds, blocks, mask, noise = (
        field[0, 0].flatten() for field in (run.seeds, run.blocks, run.mask, run.noise)
    )
    walk.open(f"{query}{'&' if query else '?'}step=1", predict=False)
    assert walk.cells("x") == [str(value) for value in x.flatten().tolist()]

    def go(step: str) -> None:
        walk.root.locator(".stops button", has_text=step).first.click()
        walk.at(step)

    go("5a")
    assert [float(f"0{t}") if t[0] == "." else float(t) for t in walk.cells("noise")] == (
        pytest.approx(noise.tolist(), abs=0.0051)
    )
    assert walk.kinds("noise") == ["seed" if s else "draw" for s in seeds]
    go("5b")
    assert walk.cells("seeds") == [str(int(s)) for s in seeds]
    assert [int(n) > 0 for n in walk.cells("covers")] == [bool(b) for b in blocks]
    assert walk.grid("covers").locator("i").count() == int(seeds.sum())
    go("5c")
    assert walk.cells("blocks") == [str(int(b)) for b in blocks]
    assert walk.cells("mask") == [str(int(m)) for m in mask]
    rate = expected_keep_rate(
        settings.keep_prob, settings.block_size, side, side, seeds="everywhere"
    )
    assert walk.root.locator(".figures dd").all_inner_texts() == [
        f"{settings.keep_prob:.2f}",
        f"{rate:.3f}",
        f"{mask.mean():.3f}",
    ]
    go("6b")
    total = (
        float(walk.root.locator(".say").inner_text().split("to ")[1].split(". ")[0])
        if 0 < mask.sum() < side**2
        else None
    )
    assert total is None or total == pytest.approx(output.sum().item(), abs=0.051)
    shown = walk.cells("output")
    assert [t == "0" for t in shown] == [value == 0 for value in output.tolist()]
    for text, value in zip(shown, output.tolist(), strict=True):
        assert float(text) == pytest.approx(value, abs=0.051)
    assert "NaN" not in walk.root.locator(".step-view").inner_text()


def test_the_sliders_act_on_the_tensors_while_they_move_and_on_the_link_when_let_go(walk):
    walk.open("?step=5c", predict=False)
    before = walk.page.url
    keep = walk.page.get_by_label("keep_prob", exact=True)
    drag(keep, 0.3)
    walk.at("5c")
    x = random_map(5)
    opening = Settings.parse({}).walk
    run = trace(x, 0.3, 3, draw_noise((1, 1, 5, 5), opening.seed))
    assert walk.cells("mask") == [str(int(m)) for m in run.mask.flatten()]
    assert walk.page.url == before
    drag(keep, 0.3, release=True)
    expect(walk.page).to_have_url(
        re.compile(r"(?=.*source=random)(?=.*keep_prob=0\.30)(?=.*step=5c)")
    )


def test_one_unit_is_explained(walk):
    walk.open("?step=6b")
    walk.grid("x").locator("td").nth(0).hover()
    walk_value = random_map(5)[0, 0, 0, 0].item()
    expect(walk.root.locator(".why")).to_contain_text(f"{walk_value} · 1 ·")
    assert walk.root.locator("td.marked").count() == 3  # the same unit in each grid
    walk.grid("mask").locator("td").nth(0).focus()
    walk.page.keyboard.press("ArrowDown")
    walk.page.keyboard.press("ArrowRight")
    expect(walk.root.locator(".why")).to_contain_text("Row 1, column 1")
    walk.at("6b")  # arrows within a grid do not leave the step


def test_a_prediction_answered_wrongly_and_rightly(walk):
    question = questions(Settings.parse({}).walk)["5a"]
    walk.open("?step=5a")
    assert walk.cells("blank") == ["?"] * 25
    expect(walk.root.locator(".say")).to_be_hidden()
    wrong = next(c for c in question["choices"] if not c["right"])
    right = next(c for c in question["choices"] if c["right"])
    walk.press(wrong["text"])
    expect(walk.question).to_have_attribute("data-right", "false")
    expect(walk.question).to_contain_text(f"You said: {wrong['text']}. {wrong['why']}")
    expect(walk.question).to_contain_text(right["text"])
    assert len(walk.cells("noise")) == 25
    walk.press("Back")
    walk.press("Next")
    expect(walk.question).to_contain_text(wrong["why"])  # remembered
    before = walk.cells("noise")
    walk.page.get_by_role("button", name=re.compile("New draw")).click()
    expect(walk.grid("noise").locator("td").first).not_to_have_text(before[0])
    walk.press("Predict this one too")  # each stop asks by itself once
    expect(walk.grid("blank")).to_be_visible()
    again = questions(Settings.parse({}).walk.later(1))["5a"]
    walk.press(next(c["text"] for c in again["choices"] if c["right"]))
    expect(walk.question).to_have_attribute("data-right", "true")


def test_cells_are_marked_by_mouse_and_by_key(walk):
    question = questions(Settings.parse({}).walk)["5b"]
    walk.open("?step=5b")
    cells = walk.grid("marks").locator("td")
    *by_mouse, by_key = [unit for unit in question["cells"] if unit != question["seed"]]
    for unit in by_mouse:
        cells.nth(unit).click()
    cells.nth(0).focus()
    row, column = divmod(by_key, 5)
    for key, times in (("ArrowDown", row), ("ArrowRight", column)):
        for _ in range(times):
            walk.page.keyboard.press(key)
    walk.page.keyboard.press("Enter")
    expect(cells.nth(by_key)).to_have_attribute("aria-selected", "true")
    walk.press("Check my cells")
    expect(walk.question).to_have_attribute("data-right", "true")
    assert walk.cells("marks").count("✓") == len(question["cells"])


def test_marking_only_the_seed_is_told_apart(walk):
    question = questions(Settings.parse({}).walk)["5b"]
    walk.open("?step=5b")
    walk.grid("marks").locator("td").nth(question["seed"]).click()  # it stays marked
    walk.press("Check my cells")
    expect(walk.question).to_have_attribute("data-right", "false")
    expect(walk.question).to_contain_text(question["mistakes"][0]["why"])
    expect(walk.question).to_contain_text(f"{len(question['cells']) - 1} missed, 0 too many")


def test_show_me_is_always_there_and_nothing_is_forced(walk):
    walk.open()
    for step in STEPS[1:]:
        walk.press("Next")
        walk.at(step)
    for step in ("4", "5a", "5b", "5c", "6a"):
        walk.root.locator(".stops button", has_text=step).click()
        walk.press("Show me")
        expect(walk.question).to_have_attribute("data-right", "shown")


def test_at_inference_the_walk_says_what_is_not_reached(walk):
    walk.open("?step=5b&training=0")
    expect(walk.root.locator(".say")).to_contain_text("Not reached")
    assert walk.cells("same") == walk.cells("x")


def test_the_walk_goes_along_as_files(walk):
    walk.open("?source=random&size=7&seed=5&step=6b")
    walk.page.get_by_text("Take it with you").click()
    with walk.page.expect_download() as download:
        walk.page.get_by_role("button", name="Animation (GIF)").click()
    made = walk_slides(Settings.parse({"source": "random", "size": "7", "seed": "5"}).walk)
    assert download.value.suggested_filename == "dropblock-walk.gif"
    assert Path(download.value.path()).read_bytes() == animation(made)
    with walk.page.expect_download() as download:
        walk.page.get_by_role("button", name="Strip (PNG)").click()
    assert Path(download.value.path()).read_bytes() == strip(made)
