"""Each exhibit's numbers hold for the draws it is shown with, and the original really does that."""

import re
from itertools import product
from math import sqrt

import pytest
import torch

from dropblock import draw_noise
from explainer.figures.grids import Grid
from explainer.rooms.museum.bank import EXHIBITS
from explainer.rooms.museum.loud import SETTINGS, SIMULATED
from explainer.shell.experiment import APART
from explainer.shell.text import sections
from tests.brute import article_code, block_units, seed_chance, seeds_and_dropped
from tests.rooms.beliefs.test_beliefs import MOST_APART, SOME, mean_kept, share, texts
from tests.rooms.beliefs.test_beliefs_page import open_part, text_of
from tests.rooms.check.brute_check import rounded

WORDS = sections("museum", "museum")


def runs(name: str, draws: range = SOME):
    exhibit = EXHIBITS[name]
    for option in exhibit.vary.options:
        for draw in draws:
            yield option, draw, exhibit.run(draw, option)


def mask_of(grid: Grid) -> torch.Tensor:
    return torch.tensor([[float(text) for text in row] for row in texts(grid)])


@pytest.mark.parametrize("name", EXHIBITS)
def test_every_word_has_its_number(name):
    for _option, _draw, run in runs(name, range(3)):
        for part in ("given", run.case, "answer", "refusal", "draws"):
            text = WORDS.get(f"{name}_{part}", "").format_map(run.numbers)
            assert "{" not in text
            assert not re.search(r"\binf\b", text)


def test_where_nothing_is_kept_the_article_s_code_gives_nan_and_the_library_zeros():
    for option, _draw, run in runs("nothing", range(0, 1000, 250)):
        side, block_size, keep_prob = SETTINGS[option]
        assert run.numbers["error"].startswith("The article's code fails with every unit dropped")
        assert run.numbers["error"].endswith("NaN")
        assert {cell.text for row in run.original[0].rows for cell in row} == {"nan"}
        assert {cell.text for row in run.answer[0].rows for cell in row} == {"0"}
        assert 0 < int(run.numbers["paper_kept"]) <= side**2
        x = torch.ones(1, 1, side, side)
        for seed in range(3_000):  # the article's code itself, until it does so
            torch.manual_seed(seed)
            mask, output = article_code(x, block_size, keep_prob)
            if not mask.any():
                assert output.isnan().all()
                break
        else:
            pytest.fail("the article's code kept something in 3,000 draws")


@pytest.mark.parametrize(("option", "published"), [("5-5", 24), ("7-7", 49), ("5-3", 3.4)])
def test_how_often_nothing_is_kept_is_counted_right(option, published):
    side, block_size, _keep_prob = SETTINGS[option]
    numbers = EXHIBITS["nothing"].run(0, option).numbers
    often = float(numbers["often"].rstrip("%"))
    error = 100 * sqrt(published / 100 * (1 - published / 100) / SIMULATED)
    assert abs(often - published) < 0.5 + MOST_APART * error  # published in whole percents
    # Exact where the block is the map: the only place for a seed of the paper's is the middle.
    if block_size == side:
        paper = float(numbers["paper_often"].rstrip("%"))
        assert abs(paper - 10) < 0.05 + MOST_APART * 100 * sqrt(0.09 / SIMULATED)


def test_the_article_s_code_crashes_on_an_even_block_and_the_library_says_why():
    for block_size, _draw, run in runs("even"):
        with pytest.raises(RuntimeError, match="must match"):
            article_code(torch.ones(1, 1, 7, 7), block_size, 0.75)
        assert "RuntimeError" in run.numbers["error"]
        assert f"must be odd (1, 3, 5, …), got {block_size}" in run.numbers["refusal"]
        mask = mask_of(run.answer[0])
        assert int(mask.sum()) == int(run.numbers["kept"]) == 49 - block_size**2
        cells = [(r, c) for r, row in enumerate(run.answer[0].rows) for c in range(len(row))]
        ((row, column),) = [(r, c) for r, c in cells if run.answer[0].rows[r][c].marked]
        gone = (mask == 0).nonzero()
        # One unit more lies below the seed than above it, and right of it than left.
        for seed, first, last in zip((row, column), gone.amin(0), gone.amax(0), strict=True):
            assert int(last) - seed == seed - int(first) + 1


def test_a_block_over_the_map_crashes_at_one_more_and_runs_beyond():
    x = torch.ones(1, 1, 6, 6)
    for block_size, _draw, run in runs("oversized"):
        assert f"from 1 to 6 on a 6 × 6 map, got {block_size}" in run.numbers["refusal"]
        assert run.numbers["paper_expected"] == "0.500"  # one block over all: exact
        assert run.numbers["paper_gamma"] == "0.500"
        assert run.numbers["paper_share"] in ("0.000", "1.000")
        if block_size == 7:
            with pytest.raises(ZeroDivisionError):
                article_code(x, block_size, 0.5)
            assert "ZeroDivisionError" in run.numbers["error"]
            continue
        assert run.case == "silent"
        chance = 0.5 * 36 / (block_size**2 * (6 - block_size + 1) ** 2)
        assert run.numbers["gamma"] == f"{chance:#.3g}"
        within = {
            unit: sum(
                unit in block_units(*seed, block_size) for seed in product(range(6), range(6))
            )
            for unit in product(range(6), range(6))
        }

        def kept(chance: float, counts: tuple[int, ...] = tuple(within.values())) -> float:
            return sum((1 - chance) ** n for n in counts) / 36

        assert run.numbers["expected"] == rounded(kept(chance), 3) != "0.500"
        assert abs(kept(float(run.numbers["fitting"])) - 0.5) < 0.002  # of three digits
        assert texts(run.original[0]) != texts(run.answer[0])
        assert run.numbers["share"] == share(run.original[0])


def test_the_silent_mask_is_the_article_s_own():
    """And the draw is the first, from its place on, in which both differ from the paper's."""
    x = torch.ones(1, 1, 6, 6)
    for draw in range(30):
        for seed in range(draw * APART, draw * APART + 500):
            noise = draw_noise((1, 1, 6, 6), seed)
            _seeds, gone = seeds_and_dropped(noise, seed_chance(0.5, 6, 6, 6), 6, "valid")
            masks = []
            for block_size in (9, 11):
                torch.manual_seed(seed)
                masks.append(article_code(x, block_size, 0.5)[0][0, 0])
            if all((mask.numpy() != 1 - gone[0, 0]).any() for mask in masks):
                break
        for block_size, mask in zip((9, 11), masks, strict=True):
            run = EXHIBITS["oversized"].run(draw, block_size)
            assert torch.equal(mask_of(run.original[0]), mask)
            assert torch.equal(mask_of(run.answer[0]), torch.tensor(1 - gone[0, 0]))


def test_a_stale_gamma_is_the_first_map_s_and_none_brings_a_new_one():
    for option, _draw, run in runs("stale"):
        first, side = map(int, option.split("-"))
        assert (run.numbers["first"], run.numbers["second"]) == (str(first), str(side))
        assert len(run.given[0].rows) == len(run.original[0].rows) == side
        stale, own = (float(seed_chance(0.9, 5, each, each)) for each in (first, side))
        assert (run.numbers["stale"], run.numbers["own"]) == (f"{stale:#.3g}", f"{own:#.3g}")
        for chance, key in ((stale, "stale"), (own, "own")):
            expected = mean_kept(chance, 5, side, "everywhere")
            assert run.numbers[f"{key}_expected"] == rounded(expected, 3)
            assert expected < 0.895, "the words say that it misses what is asked"
        assert run.numbers["paper_expected"] == rounded(mean_kept(own, 5, side, "valid"), 3)
        assert run.numbers["stale_share"] == share(run.original[0])
        assert run.numbers["own_share"] == share(run.answer[0])
        assert texts(run.original[0]) != texts(run.answer[0])


def test_a_stale_gamma_does_more_harm_than_a_new_one_wherever_it_is_shown():
    """On average and in every draw: it misses what is asked by more."""
    for _option, _draw, run in runs("stale"):
        for kind in ("expected", "share"):
            stale, own = (
                abs(float(run.numbers[f"{name}_{kind}"]) - 0.9) for name in ("stale", "own")
            )
            assert stale > own
        assert float(run.numbers["stale_expected"]) < 0.7, "the words say far too many seeds"
        assert float(run.numbers["stale_share"]) < float(run.numbers["own_share"]) < 1


def test_a_turned_rectangle_has_another_gamma_in_the_article_s_code_only():
    for draw in SOME:
        lying, upright = (EXHIBITS["rectangle"].run(draw, way) for way in ("lying", "upright"))
        for run, width in ((lying, 10), (upright, 5)):
            assert run.numbers["width"] == str(width)
            assert run.numbers["gamma"] == f"{0.25 * width**2 / (9 * (width - 2) ** 2):#.3g}"
            assert run.numbers["eq1"] == f"{float(seed_chance(0.75, 3, 5, 10)):#.3g}"
            assert run.numbers["share"] == share(run.original[0])
            assert run.numbers["paper_share"] == share(run.answer[0])
        assert lying.numbers["gamma"] == upright.numbers["other_gamma"]
        assert torch.equal(mask_of(lying.answer[0]), mask_of(upright.answer[0]).T)
        assert torch.equal(mask_of(lying.given[0]), mask_of(upright.given[0]).T)
        assert not torch.equal(mask_of(lying.original[0]), mask_of(upright.original[0]).T)


@pytest.mark.parametrize(
    ("block_size", "published", "of_the_paper"),
    [(7, "0.070", "0.900"), (5, "0.689", "0.905"), (3, "0.851", "0.905")],
)
def test_the_keep_rate_of_a_late_map_is_the_published_one(block_size, published, of_the_paper):
    for draw in SOME:
        run = EXHIBITS["keep_rate"].run(draw, block_size)
        assert run.numbers["expected"] == published
        assert run.numbers["paper_expected"] == of_the_paper
        assert run.numbers["share"] == share(run.original[0])
        assert run.numbers["paper_share"] == share(run.answer[0])


def test_what_the_paper_s_rule_drops_of_a_late_map_takes_turns():
    for block_size, draw, run in runs("keep_rate", range(40)):
        assert (run.numbers["paper_share"] == "1.000") == (draw % 2 == 0)
        assert run.numbers["share"] != "1.000", "the article's code always drops something"
        noise = draw_noise((4_000, 1, 7, 7), 1)
        valid = noise[..., : 8 - block_size, : 8 - block_size]  # as many places as allowed
        often = (valid < float(seed_chance(0.9, block_size, 7, 7))).flatten(1).any(1)
        share_of_draws = float(run.numbers["drops"].rstrip("%")) / 100
        assert abs(often.double().mean().item() - share_of_draws) < MOST_APART * sqrt(0.25 / 4_000)
        assert share_of_draws < 0.5, "the words say that every second draw is more"


def test_the_input_is_a_map_of_whole_numbers():
    for name in EXHIBITS:
        for _option, _draw, run in runs(name, range(2)):
            values = mask_of(run.given[0])
            assert ((values >= 1) & (values <= 9)).all()


def test_the_masks_of_the_keep_rate_come_from_one_draw():
    """Where the paper's seed falls, the article's falls too: it is the same noise and gamma."""
    for draw in SOME:
        run = EXHIBITS["keep_rate"].run(draw, 7)
        assert (mask_of(run.original[0]) <= mask_of(run.answer[0])).all()


# The page


FOLDS = [f"exhibit_{name}" for name in EXHIBITS]


def test_of_the_exhibits_the_first_is_open_and_the_others_are_not_made(monkeypatch):
    run = []
    for name, exhibit in EXHIBITS.items():
        made = lambda *asked, name=name, real=exhibit.run: run.append(name) or real(*asked)  # noqa: E731
        monkeypatch.setitem(exhibit.__dict__, "run", made)
    app = open_part("museum")
    assert not app.exception
    assert set(run) == {next(iter(EXHIBITS))}
    labels = [fold.label for fold in app.expander]
    assert all(any(WORDS[f"{name}_title"] in label for label in labels) for name in EXHIBITS)


def test_all_exhibits_stand_on_the_page_with_their_three_columns():
    app = open_part("museum", *FOLDS)
    assert not app.exception
    shown = text_of(app) + "\n".join(box.value for box in app.error)
    assert "seed fails" not in shown
    for name in ("even", "oversized"):
        run = EXHIBITS[name].run(0, EXHIBITS[name].vary.start)
        refusal = WORDS[f"{name}_refusal"].format_map(run.numbers)
        assert refusal in [box.value for box in app.error]
    for name, exhibit in EXHIBITS.items():
        run = exhibit.run(0, exhibit.vary.start)
        for part in ("given", run.case, "answer"):
            assert WORDS[f"{name}_{part}"].format_map(run.numbers) in shown
        small = WORDS[f"{name}_draws"].format_map(run.numbers)
        assert small in [caption.value for caption in app.caption]


@pytest.mark.parametrize("name", EXHIBITS)
def test_an_exhibit_can_be_varied_and_drawn_again(name):
    exhibit = EXHIBITS[name]
    app = open_part("museum", *FOLDS)
    last = list(exhibit.vary.options)[-1]
    app.button_group(key=f"exhibit_{name}_vary").set_value(last).run()
    app.button(key=f"exhibit_{name}_again").click().run()
    assert not app.exception
    run = exhibit.run(1, last)
    assert WORDS[f"{name}_answer"].format_map(run.numbers) in text_of(app)
