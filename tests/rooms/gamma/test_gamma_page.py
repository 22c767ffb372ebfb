"""The gamma page at any settings: sentences, code that runs, masks that are drawn."""

import re
import sys

import pytest
from streamlit.testing.v1 import AppTest

from dropblock import RECIPES, DropBlock2d, expected_keep_rate
from explainer.rooms.gamma.sampling import kept_shares
from explainer.shell.settings import RECIPE_NAMES, Settings
from tests.shell.test_pages import open_app, session, settings

LINKS = [
    {},
    {"source": "random", "size": "14", "block_size": "7", "keep_prob": "0.9"},
    {"map": "1"},
    {"map": "7", "block_size": "31", "keep_prob": "0.9"},
    {"keep_prob": "0"},
    {"keep_prob": "1"},
    {"keep_prob": "1", "map": "1"},
    {"keep_prob": "0", "map": "1", "recipe": "calibrated"},
    {"source": "random", "size": "14", "block_size": "6", "recipe": "paper"},
    {"source": "random", "size": "14", "block_size": "1"},
    {"source": "random", "size": "14", "block_size": "14", "recipe": "calibrated"},
    {"block_size": "63", "keep_prob": "0.01"},
    {"training": "0"},
    {"map": "soup", "block_size": "-4", "keep_prob": "nan"},
]
FOLDS = ("two_blocks", "real_maps", "check", "calibrated", "training")
WORK = {  # of a fold, what makes what is in it
    "two_blocks": "explainer.rooms.gamma.numbers.overlap",
    "real_maps": "explainer.rooms.gamma.numbers.real_maps",
    "calibrated": "explainer.rooms.gamma.numbers.recipe_rows",
    "training": "explainer.rooms.gamma.numbers.schedule",
    "table_asked-and-kept": "explainer.rooms.gamma.charts._kept_table",
}


def open_gamma(*folds: str, **query: str) -> AppTest:
    """The page, with these folds open."""
    app = open_app(**query).switch_page("pages/gamma.py")
    for key, value in query.items():  # the navigation drops them
        app.query_params[key] = value
    for fold in folds:
        app.session_state[fold] = True
    return app.run()


def text_of(app: AppTest) -> str:
    return "\n".join(element.value for element in app.markdown)


@pytest.mark.parametrize("query", LINKS)
def test_it_opens_at_any_settings_and_shows_no_nan(query):
    app = open_gamma(*FOLDS, **query)
    assert not app.exception
    assert settings(app) == Settings.parse(query)
    assert not re.search(r"\b(nan|inf)\b", text_of(app), re.IGNORECASE)


@pytest.mark.parametrize("query", LINKS)
def test_the_code_on_the_page_runs_and_gives_the_number_beside_it(query):
    app = open_gamma("calibrated", "training", **query)
    calibrated, schedule = (block.value for block in app.code)
    found: dict[str, object] = {}
    exec(calibrated, found)
    assert found["gamma"] == pytest.approx(float(calibrated.split("# ")[1]), rel=1e-5)
    exec(schedule, found)
    layer = found["layer"]
    assert isinstance(layer, DropBlock2d)
    assert layer.keep_prob == settings(app).keep_prob


@pytest.mark.parametrize("shown", RECIPE_NAMES)
@pytest.mark.parametrize(
    ("side", "block", "asked"), [(14, 7, 0.9), (14, 14, 0.75), (6, 5, 0.75), (20, 8, 0.3)]
)
def test_the_worst_block_size_of_the_map_is_named(shown, side, block, asked):
    app = open_gamma(
        source="random", size=str(side), block_size=str(block), keep_prob=str(asked), recipe=shown
    )
    for sizes, seeds, kind in (
        (range(1, side + 1, 2), "everywhere", "odd block sizes"),
        (range(1, side + 1), "valid", "block sizes"),
    ):
        rates = {b: expected_keep_rate(asked, b, side, side, seeds) for b in sizes}
        worst = max(rates, key=lambda b: abs(rates[b] - asked))
        assert (
            f"Of the {kind} from 1 to {sizes[-1]}, {worst} strays furthest: it keeps "
            f"**{rates[worst]:.3f}**"
        ) in text_of(app)


def test_where_only_single_units_fit_it_says_so():
    assert "takes only block_size 1 here" in text_of(open_gamma(map="1"))


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"keep_prob": "1"}, "At keep_prob 1 there are no blocks"),
        ({"block_size": "1"}, "Blocks of one unit cannot overlap"),
        ({"map": "7", "block_size": "31"}, "as large as the map"),
    ],
)
def test_where_nothing_overlaps_it_says_why(query, sentence):
    assert sentence in text_of(open_gamma("two_blocks", **query))


def test_the_block_is_remembered_while_the_map_is_too_small_for_it():
    app = open_gamma(map="7", block_size="31")
    assert (settings(app).block_size, settings(app).map_block_size) == (31, 7)


def drawn(app: AppTest) -> int:
    (progress,) = app.get("progress")
    return int(progress.proto.text.split(" of ")[0].replace(",", ""))


@pytest.mark.parametrize("recipe", RECIPE_NAMES)
def test_masks_are_drawn_and_their_mean_told_beside_the_exact_rate(recipe):
    app = open_gamma(
        "check", source="random", size="7", block_size="3", keep_prob="0.9", recipe=recipe
    )
    assert not app.get("progress")
    app.button(key="check_start").click().run()
    for _ in range(50):
        if not session(app).sample.running:
            break
        app.run()
    assert drawn(app) == 1_000
    exact = RECIPES[recipe].expected_keep_rates([0.9], 3, 7, 7).item()
    assert f"exact **{exact:.4f}**" in text_of(app)
    rates = kept_shares(session(app).sample)
    assert f"the mean of these masks is **{rates.mean():.4f}**" in text_of(app)
    assert f"Dropping nothing: {(rates == 1).sum():,}." in text_of(app)
    assert f"from {rates.min():.3f} to {rates.max():.3f}" in text_of(app)


def test_a_long_run_can_be_stopped_and_started_again_with_other_masks():
    app = open_gamma("check", keep_prob="0.9")
    app.button_group(key="check_amount").set_value(100_000).run()
    app.button(key="check_start").click().run()
    first = drawn(app)
    assert 0 < first < 100_000
    app.run()
    assert drawn(app) > first
    app.button(key="check_stop").click().run()
    stopped = drawn(app)
    app.run()
    assert drawn(app) == stopped
    before = kept_shares(session(app).sample)[:50].tolist()
    app.button(key="check_start").click().run()
    assert kept_shares(session(app).sample)[:50].tolist() != before


def test_another_setting_starts_afresh():
    app = open_gamma("check", source="random", size="7", block_size="3", keep_prob="0.9")
    app.button(key="check_start").click().run()
    app.button_group(key="control_recipe").set_value("paper").run()
    assert settings(app).recipe == "paper"
    assert not app.get("progress")


def test_at_keep_prob_1_every_mask_keeps_all():
    app = open_gamma("check", source="random", size="7", block_size="3", keep_prob="1")
    app.button(key="check_start").click().run()
    assert not app.exception
    assert "Each of them keeps exactly that." in text_of(app)
    assert "Dropping nothing: 1,000. Dropping everything: 0." in text_of(app)


def test_of_the_last_map_of_a_resnet_the_page_tells_what_was_measured():
    """timm 1.0.31 kept 6 to 7 % when it was run, torchvision 90 %; each with the code it is of."""
    app = open_gamma("real_maps")
    (told,) = (m.value for m in app.markdown if "Late layers have small maps" in m.value)
    assert "code keeps **0.070** where you ask for 0.90; the paper's rule keeps 0.900." in told
    assert "anywhere as well, and keeps 0.070." in told
    assert "where the block fits, and keeps 0.900." in told
    assert f"[timm 1.0.31]({RECIPES['timm'].source})" in told
    assert f"[torchvision]({RECIPES['torchvision'].source})" in told


def charts_of(app: AppTest) -> int:
    return len(app.get("plotly_chart"))


@pytest.mark.parametrize(("fold", "work"), WORK.items())
def test_a_closed_fold_makes_nothing_and_an_open_one_stays_open(fold, work, monkeypatch):
    made = []
    module, name = work.rsplit(".", 1)
    real = getattr(sys.modules[module], name)
    spy = lambda *asked: made.append(asked) or real(*asked)  # noqa: E731
    monkeypatch.setattr(sys.modules[module], name, spy)
    app = open_gamma(keep_prob="0.9", source="random", size="14", block_size="7")
    assert (made, charts_of(app), len(app.code), len(app.dataframe)) == ([], 2, 0, 0)
    before = settings(app)
    app.session_state[fold] = True
    app.run()
    assert made
    assert not app.exception
    assert settings(app) == before
    made.clear()
    app.query_params["keep_prob"] = "0.5"
    app.run()
    assert settings(app).keep_prob == 0.5
    assert made
    app.session_state[fold] = False
    made.clear()
    app.run()
    assert (made, charts_of(app), len(app.code), len(app.dataframe)) == ([], 2, 0, 0)


def test_no_mask_is_drawn_while_the_check_is_closed():
    app = open_gamma("check", keep_prob="0.9")
    app.button_group(key="check_amount").set_value(100_000).run()
    app.button(key="check_start").click().run()
    before = drawn(app)
    app.session_state["check"] = False
    app.run()
    assert not app.get("progress")
    assert sum(map(len, session(app).sample.kept)) == before
    app.session_state["check"] = True
    assert drawn(app.run()) > before


def test_a_link_opens_folds():
    app = open_gamma(open="calibrated,training")
    assert len(app.code) == 2
    assert "Rule" not in [control.label for control in app.segmented_control]


def test_each_table_says_what_it_holds():
    labels = [fold.label for fold in open_gamma(*FOLDS).expander]
    assert len(set(labels)) == len(labels)
    assert "Table" not in labels
