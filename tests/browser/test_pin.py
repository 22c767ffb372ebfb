"""The unit that is pointed at or pinned on the stage, and the card that says why it lives."""

import re

import pytest
from playwright.sync_api import expect

from dropblock import draw_noise, dropout_mask, leak, picture_tensor, trace
from explainer.shell.settings import Settings
from explainer.shell.sources import SOURCES, bundled_pixels
from tests.browser.conftest import Stage
from tests.browser.test_stage import run_of


def click_unit(stage: Stage, panel: str, row: int, column: int, size: int) -> None:
    canvas = stage.root.locator(f"canvas[data-panel={panel}]")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    cell = box["width"] / size
    canvas.click(position={"x": (column + 0.5) * cell, "y": (row + 0.5) * cell})


def open_numbers(stage: Stage) -> None:
    stage.root.get_by_text("This unit in numbers").click()


def test_a_click_says_why_each_unit_lived_or_died(stage: Stage) -> None:
    """Every unit of the 5 × 5 map, against loops over the trace."""
    stage.open("?source=random&keep_prob=0.55&seed=12")
    settings = Settings.parse({"source": "random", "keep_prob": "0.55", "seed": "12"})
    x, run = run_of(settings)
    dropout = dropout_mask(run.noise, int((run.mask == 0).sum()))
    open_numbers(stage)
    lived = died = 0
    for row in range(5):
        for column in range(5):
            click_unit(stage, "output", row, column, 5)
            assert stage.text(".pin h2 b") == f"Row {row}, column {column}"
            seeds = {
                (r, c)
                for r in range(5)
                for c in range(5)
                if run.seeds[0, 0, r, c] and abs(r - row) <= 1 and abs(c - column) <= 1
            }
            really = stage.text(".really")
            gone = bool(seeds), not dropout[0, 0, row, column]
            state = {
                (True, True): "gone in both", (True, False): "gone in DropBlock alone",
                (False, True): "gone in dropout alone", (False, False): "kept in both",
            }[gone]  # fmt: skip
            assert stage.text(".pin h2 span") == state
            if seeds:
                died += 1
                found = re.search(r"Its seed: row (\d), column (\d)", really)
                named = (int(found[1]), int(found[2])) if found else (row, column)
                assert ("It is a seed itself" in really) == (found is None)
                assert named in seeds
                assert max(abs(named[0] - row), abs(named[1] - column)) == min(
                    max(abs(r - row), abs(c - column)) for r, c in seeds
                )
            else:
                lived += 1
                assert "Its seed" not in really
            beside = [
                (r, c)
                for r in range(max(row - 1, 0), min(row + 2, 5))
                for c in range(max(column - 1, 0), min(column + 2, 5))
                if (r, c) != (row, column)
            ]
            for name, mask in (("dropblock", run.mask), ("dropout", dropout)):
                left = sum(int(mask[0, 0, r, c]) for r, c in beside)
                text = stage.text(f".near.{name} .kept")
                assert text == f"{left} of {len(beside)} kept"
            value = x[0, 0, row, column].item()
            kept = int(run.mask[0, 0, row, column])
            result = f"{value * run.scale:.2f}" if kept else "0"
            assert (
                stage.text(".dropblock-value") == f"{value} × {kept} × {run.scale:.4f} = {result}"
            )
            assert stage.text(".dropout-value").startswith(
                f"{value} × {int(dropout[0, 0, row, column])} × "
            )
            assert_revival(stage, settings, row, column, kept)
    assert lived
    assert died


def assert_revival(stage: Stage, settings: Settings, row: int, column: int, kept: int) -> None:
    """The keep_prob it names is where the unit changes sides, and the one before is not."""
    why = stage.text(".why")
    named = re.search(r"keep_prob to (\d\.\d\d)", why)
    if named is None:
        assert "No keep_prob drops it" in why
        return
    turn = float(named[1])

    def mask_at(keep_prob: float) -> int:
        _, run = run_of(settings.change(keep_prob=round(keep_prob, 2)))
        return int(run.mask[0, 0, row, column])

    assert mask_at(turn) == 1 - kept
    assert mask_at(turn - 0.01 if not kept else turn + 0.01) == kept


def test_the_card_shows_what_the_pictures_show_around_the_unit(stage: Stage) -> None:
    """Guess and value of the opening's unit, from the library."""
    stage.open()
    stage.wait_filled()
    row, column = (int(k) for k in re.findall(r"\d+", stage.text(".pin h2 b")))
    now = Settings.parse({})
    x = picture_tensor(bundled_pixels(SOURCES["cat"].file))
    noise = draw_noise((1, 1, 224, 224), now.seed)
    mask = trace(noise, now.keep_prob, now.block_size, noise).mask
    for name, kept in (
        ("dropblock", mask),
        ("dropout", dropout_mask(noise, int((mask == 0).sum())).float()),
    ):
        guess = leak(x, kept).guess[0, 0, row, column].item()
        said = stage.text(f".near.{name} .guess")
        assert float(said.removeprefix("guess ")) == pytest.approx(guess, abs=0.0051)
    assert f"Input: {x[0, 0, row, column]:.2f} in red." in stage.text(".really")


def test_arrow_keys_move_the_pinned_unit(stage: Stage) -> None:
    stage.open("?source=random")
    click_unit(stage, "mask", 0, 2, 5)
    stage.page.keyboard.press("ArrowUp")  # already at the border
    stage.page.keyboard.press("ArrowRight")
    stage.page.keyboard.press("ArrowDown")
    assert stage.text(".pin h2 b") == "Row 1, column 3"
    expect(stage.root.locator(".pinned:visible")).to_have_count(8)


def test_hovering_marks_the_unit_in_every_panel(stage: Stage) -> None:
    stage.open("?source=random")
    expect(stage.root.locator(".hovered:visible")).to_have_count(0)
    box = stage.root.locator("canvas[data-panel=dropout]").bounding_box()
    assert box is not None
    stage.page.mouse.move(box["x"] + 5, box["y"] + 5)
    expect(stage.root.locator(".hovered:visible")).to_have_count(8)
    assert stage.text(".pin h2 b") == "Row 0, column 0"
    stage.page.mouse.move(5, 5)
    expect(stage.root.locator(".hovered:visible")).to_have_count(0)


def test_a_pinned_unit_survives_a_new_draw(stage: Stage) -> None:
    stage.open("?source=random")
    click_unit(stage, "input", 4, 4, 5)
    stage.page.get_by_role("button", name="New draw").click()
    stage.wait_until("shown => shown.base.endsWith(wanted)", "/272")
    assert stage.text(".pin h2 b") == "Row 4, column 4"


def test_a_click_pins_the_unit_that_the_pointer_marks(stage: Stage) -> None:
    stage.open()
    box = stage.root.locator("canvas[data-panel=output]").bounding_box()
    assert box is not None
    for part in (0.301, 0.503, 0.8):
        stage.page.mouse.move(box["x"] + box["width"] * part, box["y"] + box["height"] * part)
        marked = stage.text(".pin h2 b")
        stage.page.mouse.down()
        stage.page.mouse.up()
        stage.page.mouse.move(5, 5)
        assert stage.text(".pin h2 b") == marked


def test_all_of_a_dot_means_its_seed(stage: Stage) -> None:
    """On a picture a seed is drawn larger than its unit."""
    stage.open()
    opening = Settings.parse({})
    noise = draw_noise((1, 1, 224, 224), opening.seed)
    run = trace(noise, opening.keep_prob, opening.block_size, noise)
    row, column = run.seeds[0, 0].nonzero()[3].tolist()
    open_numbers(stage)
    click_unit(stage, "seeds", row + 1, column - 1, 224)
    assert stage.text(".pin h2 b").startswith(f"Row {row}, column {column}")
    assert "so it is a seed" in stage.text(".unit-fold dl")
    click_unit(stage, "input", row + 1, column - 1, 224)  # there it means what it shows
    assert stage.text(".pin h2 b").startswith(f"Row {row + 1}, column {column - 1}")


def test_a_pinned_unit_survives_a_visit_to_another_page(stage: Stage) -> None:
    stage.open("?source=random")
    click_unit(stage, "input", 4, 4, 5)
    stage.leave_and_return()
    assert stage.text(".pin h2 b") == "Row 4, column 4"
