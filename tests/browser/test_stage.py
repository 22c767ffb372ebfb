"""What the stage says and how it is used: numbers, words, pointer, keyboard, touch, phone."""

import contextlib
import io
import re

import pytest
import torch
from PIL import Image
from playwright.sync_api import Locator, TimeoutError, expect

from dropblock import (
    RECIPES,
    Trace,
    calibrated_gamma,
    draw_noise,
    dropout_mask,
    gamma,
    leak,
    picture_tensor,
    random_map,
    trace,
)
from explainer.shell.settings import Settings
from explainer.shell.sources import SOURCES, bundled_pixels
from tests.browser.conftest import Stage, drag


def run_of(settings: Settings) -> tuple[torch.Tensor, Trace]:
    x = random_map(settings.size, settings.channels)
    noise = draw_noise((1, settings.noise_channels, settings.size, settings.size), settings.seed)
    recipe = RECIPES[settings.recipe]
    return x, trace(x, settings.keep_prob, settings.block_size, noise, recipe)


@pytest.mark.parametrize(
    "link",
    [
        "?source=random",
        "?source=random&size=14&recipe=paper&block_size=6&keep_prob=0.5",
        "?source=random&size=20&block_size=1",
    ],
)
def test_the_figures_are_the_librarys(stage: Stage, link: str) -> None:
    query = dict(pair.split("=") for pair in link[1:].split("&"))
    settings = Settings.parse(query)
    stage.open(link)
    for keep_prob in (settings.keep_prob, 0.0, 0.42, 1.0):
        stage.keep_prob.fill(f"{keep_prob:.2f}")
        stage.wait_shown(keep_prob=keep_prob)
        settings = settings.change(keep_prob=keep_prob)
        _, run = run_of(settings)
        recipe = RECIPES[settings.recipe]
        side = settings.size
        expected = recipe.expected_keep_rates([keep_prob], settings.block_size, side, side)
        assert stage.text(".asked dd") == f"{keep_prob:.2f}"
        assert float(stage.text(".expected dd")) == pytest.approx(expected.item(), abs=0.00051)
        assert float(stage.text(".draw dd")) == pytest.approx(run.mask.mean().item(), abs=0.00051)
        assert stage.text(".scale dd") == f"× {run.scale:.2f}"
        gamma = stage.root.locator(".numbers .seed").inner_text()
        assert float(gamma) == pytest.approx(run.gamma, rel=0.0051)
        dropped = int((run.mask == 0).sum())
        for panel, words in {
            "seeds": f"Seeds: {int(run.seeds.sum())} of {side**2} units",
            "mask": f"Units kept: {side**2 - dropped}, dropped: {dropped}",
            "dropout": f"Single units at zero: {dropped}",
        }.items():
            canvas = stage.root.locator(f"canvas[data-panel={panel}]")
            expect(canvas).to_have_attribute("aria-label", re.compile(re.escape(words)))
        assert "NaN" not in stage.root.inner_text()


def press_n(stage: Stage, target: Locator, wanted: str) -> None:
    """Press N until it is heard: while a page is drawn, Streamlit's shortcuts are deaf for a
    moment, which a test hits and a person does not."""
    for _ in range(5):
        target.press("n")
        with contextlib.suppress(TimeoutError):
            stage.wait_until("shown => shown.base.endsWith(wanted)", wanted, timeout=4_000)
            return
    raise AssertionError(f"no draw {wanted}")


def test_n_makes_a_new_draw_also_after_a_slider_was_used(stage: Stage) -> None:
    stage.open("?source=random")
    press_n(stage, stage.page.locator("body"), "/272")
    stage.keep_prob.press("ArrowLeft")
    stage.wait_shown(keep_prob=0.74)
    expect(stage.page).to_have_url(re.compile("keep_prob=0.74"))  # heard: no hand is quicker
    press_n(stage, stage.keep_prob, "/273")
    stage.wait_shown(keep_prob=0.74)


def test_the_other_recipe_is_one_click_away_on_the_same_draw(stage: Stage) -> None:
    stage.open("?source=random&size=9")
    base = stage.shown["base"]
    stage.root.get_by_role("button", name="See it with the paper's rule").click()
    stage.wait_shown(recipe="paper", base=base)
    expect(stage.page).to_have_url(re.compile("recipe=paper"))
    expect(stage.block_size).to_have_attribute("step", "1")
    stage.root.get_by_role("button", name="See it with the calibrated γ").click()
    stage.wait_shown(recipe="calibrated", base=base)
    rate = RECIPES["calibrated"].expected_keep_rates([0.75], 3, 9, 9).item()
    assert stage.text(".expected dd") == f"{rate:.3f}" == "0.750"
    chance = calibrated_gamma(0.75, 3, 9, 9)
    assert stage.text(".numbers").split("=")[-1].strip() == f"{chance:.3g}"
    assert f"{chance / gamma(0.75, 3, 9, 9):.3g}" in stage.text(".numbers")
    stage.root.get_by_role("button", name="See it with the reference's rule").click()
    stage.wait_shown(recipe="reference", base=base)


def test_inference_leaves_the_input_as_it_is(stage: Stage) -> None:
    stage.open()
    stage.page.get_by_text("Inference", exact=True).click()
    stage.wait_shown(training=False)
    assert stage.backing("output") == stage.backing("input")
    expect(
        stage.page.get_by_role("heading", name="At inference this cat stays whole.")
    ).to_be_visible()
    stage.keep_prob.fill("0.1")
    stage.wait_shown(keep_prob=0.1)
    assert stage.text(".scale dd") == "× 1.00"


def test_what_comes_back_is_of_the_last_release_and_says_so(stage: Stage) -> None:
    """Headline, shares and filled pictures: while a slider is held they are marked as old."""
    stage.open()
    stage.wait_filled()
    heading = stage.page.get_by_role("heading", level=1)
    said = heading.inner_text()
    shares = r"Neighbours fill in 92\s% of what dropout took, only \d\d\s% of what DropBlock took\."
    assert re.fullmatch(shares, said)
    before = stage.backing("filled")
    drag(stage.keep_prob, 0.8)
    stage.wait_shown(keep_prob=0.8, filled=None)
    expect(stage.root.locator("figure.old")).to_have_count(2)
    assert stage.text("figure.filled figcaption span") == "of the last release"
    expect(stage.page.get_by_text("Let go of the slider")).to_be_visible()
    assert heading.inner_text() == said
    assert stage.backing("filled") == before
    drag(stage.keep_prob, 0.8, release=True)
    stage.wait_filled()
    expect(stage.root.locator("figure.old")).to_have_count(0)
    assert stage.backing("filled") != before
    now = Settings.parse({}).change(keep_prob=0.8)
    noise = draw_noise((1, 1, 224, 224), now.seed)
    mask = trace(noise, 0.8, now.block_size, noise).mask
    picture = picture_tensor(bundled_pixels(SOURCES["cat"].file))
    for name, kept in (
        ("dropblock", mask),
        ("dropout", dropout_mask(noise, int((mask == 0).sum())).float()),
    ):
        share = leak(picture, kept).r2
        assert share is not None
        assert re.sub(r"\s", " ", stage.text(f".result.{name} .share")) == f"{100 * share:.0f} %"
    expect(heading).to_contain_text(stage.text(".result.dropblock .share"))


def test_the_point_is_seen_without_a_scroll(stage: Stage) -> None:
    """On a laptop's 1440 × 900, of which the browser takes a part."""
    stage.open()
    stage.wait_filled()

    def bottom(selector: str) -> float:
        box = stage.page.locator(selector).first.bounding_box()
        assert box is not None
        return box["y"] + box["height"]

    for selector in ("h1", "figure.filled .frame", "figure.refilled .frame"):
        assert bottom(selector) < 740, selector
    for selector in ("figure.output", "figure.dropout", "figure.mask", "dl.figures"):
        assert bottom(selector) <= 800, selector


def test_the_headline_is_right_after_a_visit_to_another_page(stage: Stage) -> None:
    """A stage that has left the page must not speak for the one that is there."""
    stage.open()
    stage.leave_and_return()
    stage.keep_prob.fill("1")
    stage.page.get_by_role("button", name="New draw").click()
    stage.wait_until("shown => shown.base.endsWith(wanted)", f"/{SOURCES['cat'].seed + 1}")
    expect(stage.page.get_by_role("heading", level=1)).to_have_text(
        "All of this cat is still there."
    )


def test_seeds_stay_visible_when_a_large_map_is_shrunk(stage: Stage) -> None:
    """Each of the seeds leaves vermillion pixels on the canvas that the eye sees."""
    stage.open()
    settings = Settings.parse({})
    noise = draw_noise((1, 1, 224, 224), settings.seed)
    run = trace(torch.zeros(1, 1, 224, 224), settings.keep_prob, settings.block_size, noise)
    missing = stage.root.locator("canvas[data-panel=seeds]").evaluate(
        """(canvas, seeds) => {
            const side = canvas.width;
            const { data, width } = canvas.getContext("2d").getImageData(0, 0, side, side);
            const red = (x, y) => {
                const p = (y * width + x) * 4;
                return data[p] > 180 && data[p + 2] < 60;
            };
            return seeds.filter(([row, column]) => {
                const x = Math.min(width - 1, Math.floor((column + 0.5) * width / 224));
                const y = Math.min(width - 1, Math.floor((row + 0.5) * width / 224));
                return !red(x, y);
            });
        }""",
        run.seeds[0, 0].nonzero().tolist(),
    )
    assert missing == []


@pytest.mark.parametrize(
    ("link", "sentence", "seeds", "output"),
    [
        ("?keep_prob=1", "no seed can fall", "chance picked none", ""),
        ("?source=random&block_size=5&keep_prob=0", "nothing to fill", "by chance", "everything"),
        ("?keep_prob=0.99&size=5&source=random", "No seed fell", "picked none", ""),
        ("?block_size=1", "DropBlock is dropout", "by chance", "kept ones × "),
        (
            "",
            "A single unit leaves its neighbours",
            "of 50,176, by chance",
            "kept ones × 2",
        ),
    ],
)
def test_words_are_true_at_the_extremes(
    stage: Stage, link: str, sentence: str, seeds: str, output: str
) -> None:
    stage.open(link)
    expect(stage.page.get_by_text(sentence)).to_be_visible()
    assert seeds in stage.text(".seeds figcaption span")
    for name in ("output", "dropout"):
        assert stage.text(f"figure.{name} figcaption span").startswith(output)


def test_an_image_that_is_removed_is_forgotten_but_not_on_a_visit(stage: Stage) -> None:
    def choose() -> None:
        file = io.BytesIO()
        Image.new("RGB", (30, 30), (255, 0, 0)).save(file, "PNG")
        stage.page.locator("input[type=file]").set_input_files(
            {"name": "red.png", "mimeType": "image/png", "buffer": file.getvalue()}
        )
        stage.wait_until("shown => shown.base !== wanted", cat)

    stage.open("?source=upload")
    cat = stage.shown["base"]
    before = stage.page.get_by_text("You see the image that you chose before.")
    choose()
    red = stage.shown["base"]
    stage.leave_and_return()
    stage.wait_shown(base=red)
    expect(before).to_be_visible()
    stage.page.get_by_role("button", name="Forget it").click()
    stage.wait_shown(base=cat)
    expect(before).to_be_hidden()
    choose()
    stage.page.get_by_role("button", name="Remove red.png").click()
    expect(before).to_be_visible()  # the picture stays until it is told to go
    stage.wait_shown(base=red)
    stage.page.get_by_role("button", name="Forget it").click()
    stage.wait_shown(base=cat)
    expect(stage.page.get_by_text("No image yet")).to_be_visible()
    expect(before).to_be_hidden()


def test_what_is_said_of_the_last_fraction_is_not_said_of_single_units(stage: Stage) -> None:
    stage.open()
    expect(stage.root.locator(".factors li")).to_have_count(3)
    drag(stage.block_size, 1, release=True)
    stage.wait_shown(block_size=1)
    expect(stage.root.locator(".factors li")).to_have_count(2)
    expect(stage.root.locator(".factors")).not_to_contain_text("each gets a higher chance")


def test_with_a_mask_per_channel_the_caption_counts_the_channel_shown(stage: Stage) -> None:
    stage.open("?source=random&size=14&channels=8")
    settings = Settings.parse({"source": "random", "size": "14", "channels": "8"})
    _, run = run_of(settings)
    here, everywhere = int(run.seeds[0, 0].sum()), int(run.seeds.sum())
    assert stage.text(".seeds figcaption span") == f"in this channel: {here} of {everywhere}"


def test_two_sliders_let_go_at_the_same_moment_both_count(stage: Stage) -> None:
    stage.open("?source=random&size=9")
    drag(stage.keep_prob, 0.6, release=True)
    drag(stage.block_size, 5, release=True)
    stage.wait_shown(keep_prob=0.6, block_size=5)
    expect(stage.page).to_have_url(re.compile("keep_prob=0.60"))
    expect(stage.page).to_have_url(re.compile("block_size=5"))
