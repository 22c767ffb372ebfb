"""The page of implementations at any settings: its tiles, its matrix, its decisions."""

import ast
import re
from pathlib import Path

import pytest
import torch
from streamlit.testing.v1 import AppTest

from dropblock import RECIPES, DropBlock, DropBlock2d, draw_noise, trace
from dropblock.stops import KEEP_PROBS
from dropblock.verdicts import verdict
from explainer.rooms.implementations import calls, decisions, packet
from explainer.rooms.implementations import words as implementation_words
from explainer.shell.settings import IMPLEMENTATIONS, Settings
from tests.shell.test_pages import open_app, settings, url

ROOT = Path(__file__).parents[3]
LINKS = [
    {},
    {"keep_prob": "0"},
    {"keep_prob": "1"},
    {"height": "1", "width": "1", "asked_block": "1"},
    {"height": "1", "width": "16", "asked_block": "20"},
    {"height": "38", "width": "50", "asked_block": "7", "yours": "mmdetection"},
    {"height": "16", "width": "5", "asked_block": "4", "baseline": "tensorflow_tpu"},
    {"asked_block": "8", "baseline": "article", "yours": "keras_cv"},
    {"yours": "timm", "keep_prob": "0.9", "asked_block": "3"},
    {"height": "soup", "asked_block": "-4", "baseline": "<b>", "yours": "![](x)"},
]
FOLDS = ("matrix", "verdicts", "evidence", "table_implementations", "differences", "calling")


def open_implementations(*folds: str, **query: str) -> AppTest:
    """The page, with these folds open."""
    app = open_app(**query).switch_page("pages/implementations.py")
    for key, value in query.items():  # the navigation drops them
        app.query_params[key] = value
    for fold in folds:
        app.session_state[fold] = True
    return app.run()


@pytest.mark.parametrize("query", LINKS)
def test_it_opens_at_any_settings_and_shows_no_nan_for_a_number(query):
    app = open_implementations(*FOLDS, **query)
    assert not app.exception
    assert settings(app) == Settings.parse(query)
    words = "\n".join(element.value for element in app.markdown)
    assert not re.search(r"\b(nan|inf)\b", words)
    html = "\n".join(element.proto.body for element in app.get("html"))
    rates = re.findall(r"<b>(?:≠ )?(.*?)</b>", html)
    assert rates
    assert all(re.fullmatch(r"[01]\.\d{3}", rate) for rate in rates)


def test_the_controls_change_the_link_and_leave_the_other_pages_block_alone():
    app = open_implementations(source="random", size="14", block_size="9")
    app.number_input(key="control_height").set_value(5).run()
    app.number_input(key="control_width").set_value(12).run()
    app.selectbox(key="control_baseline").set_value("timm").run()
    app.selectbox(key="control_yours").set_value("article").run()
    assert url(app) == settings(app)
    found = settings(app)
    assert (found.height, found.width, found.baseline, found.yours) == (5, 12, "timm", "article")
    assert (found.block_size, found.size) == (9, 14)


@pytest.mark.parametrize(
    ("height", "width", "block"),
    [(7, 7, 7), (7, 7, 4), (7, 7, 8), (4, 9, 3), (5, 9, 7), (56, 38, 9)],
)
def test_the_browser_is_sent_what_each_one_drops_at_every_stop(height, width, block):
    header, arrays = packet.answers(height, width, block, 3)
    noise = draw_noise((1, 1, height, width), 3)
    for k, name in enumerate(IMPLEMENTATIONS):
        implementation = header["implementations"][k]
        assert implementation["name"] == name
        for stop in (0, 40, 75, 90, 100):
            kind = implementation_words.KINDS[arrays["kind"][k, stop]]
            x = torch.ones(noise.shape)
            try:
                run = trace(x, KEEP_PROBS[stop], block, noise, RECIPES[name])
            except ValueError as failure:
                ends, what = str(failure), getattr(failure, "kind", "unstated")
                if what == "nothing_kept":
                    _name, how = ends.split("every unit dropped: ")
                    told = implementation["nan"] == f"This draw keeps nothing: {how}."
                    told = told and arrays["kept"][k, stop] == 0
                elif what == "unstated":
                    told = (
                        kind == what
                        and f"{block} is larger than one side"
                        in implementation["last" if stop == 100 else "failure"]
                    )
                else:
                    sentence = implementation["last" if stop == 100 else "failure"]
                    said = f"{name} {sentence[:1].lower()}{sentence[1:]}"
                    told = said == ends and kind in ("crash", "nan")
                assert told, (name, stop, ends)
                continue
            assert not implementation["last" if stop == 100 else "failure"]
            assert kind not in ("crash", "nan", "unstated")
            assert ((arrays["drop"][k] <= stop) == run.mask[0, 0].bool().numpy()).all()
            assert arrays["kept"][k, stop] == run.mask.sum()


def test_the_untouched_page_shows_rules_that_part_in_blocks_to_be_seen():
    opening = Settings.parse({})
    header, arrays = packet.answers(
        opening.height, opening.width, opening.asked_block, opening.seed
    )
    stop = round(opening.keep_prob * 100)
    units = opening.height * opening.width
    masks = {
        name: tuple((arrays["drop"][k] <= stop).flat) for k, name in enumerate(IMPLEMENTATIONS)
    }
    assert all(0 < sum(mask) < units for mask in masks.values())
    assert masks["torchvision"] == masks["paper"]
    assert len({masks[name] for name in ("paper", "timm", "miguelvr")}) == 3
    assert not any(implementation["failure"] for implementation in header["implementations"])


@pytest.mark.parametrize("keep_prob", ["0.00", "0.75", "1.00"])
def test_the_page_tells_of_the_map_on_which_they_part_most_at_any_keep_prob(keep_prob):
    app = open_implementations(keep_prob=keep_prob)
    (told,) = (m.value for m in app.markdown if "Set height and width to 7, and" in m.value)
    assert "where you ask for 0.90, timm 1.0.31 keeps **0.070**" in told


@pytest.mark.parametrize(
    ("name", "cells"),
    [  # seeds, gamma, mask, even block, block > map, nothing kept, height ≠ width, also
        ("torchvision", {3: "ValueError", 4: "cut to the map", 5: "zeros", 6: "works"}),
        (
            "timm",
            {
                0: "on the whole map",
                2: "shared",
                3: "leans to the top left",
                4: "cut to each side of the map",
            },
        ),
        ("timm_1_0_22", {4: "cut to the map; larger by one: ZeroDivisionError"}),
        ("timm_1_0_22_fast", {3: "RuntimeError", 5: "zeros"}),
        ("tensorflow_tpu", {0: "where the block fits", 5: "NaN", 6: "ValueError"}),
        (
            "keras_cv",
            {4: "cut in gamma, and by the map’s sides where it falls; larger by one: NaN"},
        ),
        ("mmdetection", {3: "AssertionError", 4: "ZeroDivisionError or RuntimeError"}),
        ("paddledetection", {2: "per channel", 3: "ValueError"}),
        ("tensorflow_tpu", {7: "–"}),
        ("article", {7: "gamma is kept from the first call, also for a map of another size"}),
        ("miguelvr", {1: "(1 − keep_prob) / block_size²", 2: "shared", 4: "used as it is"}),
        ("article", {4: "used as it is; larger by one: ZeroDivisionError", 5: "NaN"}),
    ],
)
def test_the_decisions_are_those_that_were_read(name, cells):
    row = decisions.decisions(RECIPES[name])
    assert {column: row[column] for column in cells} == cells


SHARES = {  # the argument for the share, and whether it is the share to keep
    "paper": ("keep_prob", True), "calibrated": ("keep_prob", True), "torchvision": ("p", False),
    "timm": ("drop_prob", False), "timm_1_0_22": ("drop_prob", False),
    "timm_1_0_22_fast": ("drop_prob", False), "tensorflow_tpu": ("keep_prob", True),
    "tensorflow_models": ("dropblock_keep_prob", True), "keras_cv": ("rate", False),
    "mmdetection": ("drop_prob", False), "paddledetection": ("keep_prob", True),
    "miguelvr": ("drop_prob", False), "article": ("keep_prob", True),
}  # fmt: skip


@pytest.mark.parametrize("name", IMPLEMENTATIONS)
def test_each_call_asks_for_the_sliders_settings_in_the_originals_words(name):
    argument, keeps = SHARES[name]
    told = ast.parse(calls.call(name, 0.83, 6), mode="eval").body
    arguments = {word.arg: ast.literal_eval(word.value) for word in told.keywords if word.arg}
    assert arguments[argument] == (0.83 if keeps else 0.17)
    assert 6 in (arguments.get("block_size"), arguments.get("dropblock_size"))


def test_mmdetection_is_called_so_that_it_drops_from_the_first_call():
    """As the tiles show it: its gamma is multiplied by calls / warmup_iters until so many."""
    assert "warmup_iters=0" in calls.call("mmdetection", 0.9, 7)
    assert "`warmup_iters=0`" in decisions.decisions(RECIPES["mmdetection"])[7]


def test_our_own_calls_make_the_layer():
    for name in ("paper", "calibrated"):
        layer = eval(calls.call(name, 0.83, 6), {"DropBlock2d": DropBlock2d})
        assert (layer.keep_prob, layer.block_size) == (0.83, 6)
        assert layer.calibrated == (name == "calibrated")
    reference = eval(calls.call("reference", 0.83, 5), {"DropBlock": DropBlock})
    assert (reference.keep_prob, reference.block_size) == (0.83, 5)


def test_the_calls_stand_on_the_page():
    app = open_implementations("calling", keep_prob="0.83", asked_block="6")
    (table,) = (m.value for m in app.markdown if "Called as" in m.value)
    assert "`DropBlock2d(p=0.17, block_size=6)`" in table
    assert table.count("\n") == len(IMPLEMENTATIONS) + 1


def test_every_implementation_has_a_name_and_evidence():
    assert (
        set(implementation_words.names())
        == set(implementation_words.spoken_names())
        == set(IMPLEMENTATIONS)
    )
    for name in IMPLEMENTATIONS:
        assert all(
            link.startswith("https://") for _l, link in implementation_words.links(RECIPES[name])
        )
        assert implementation_words.links(RECIPES[name])
    pins = (ROOT / "requirements-implementations.txt").read_text(encoding="utf-8")
    assert implementation_words.names()["timm"].replace(" ", "==") in pins
    assert "timm==1.0.22" in pins
    assert f"torchvision=={RECIPES['torchvision'].version[1:]}" in pins


@pytest.mark.parametrize(
    ("name", "case", "parts"),
    [  # block_size, height, width; then what its sentence names, and how often it joins two
        ("timm", (7, 7, 7), ["seeds fall anywhere"]),
        ("timm_1_0_22_fast", (9, 7, 7), ["seeds fall anywhere"]),  # (−1)² positions: as cut
        ("timm_1_0_22_fast", (11, 7, 7), ["for the block asked for", "seeds fall anywhere"]),
        ("article", (5, 14, 10), ["from the width alone", "seeds fall anywhere"]),
        ("keras_cv", (7, 14, 10), ["height and width are mistaken"]),
        ("miguelvr", (3, 7, 7), ["without the map's size"]),
        ("torchvision", (7, 14, 14), ["blocks overlap"]),
    ],
)
def test_a_rate_is_explained_by_all_that_contributes_to_it(name, case, parts):
    recipe = RECIPES[name]
    found = verdict(recipe, 0.5, *case)
    assert found.is_far
    sentence = implementation_words.why(recipe, found, *case)
    told = [part for part in sentence.split("; ") if "NaN" not in part]
    assert len(told) == len(parts)
    assert all(part in one for part, one in zip(parts, told, strict=True))


def test_a_nan_tells_on_what_share_and_of_what():
    seed = RECIPES["article"]
    assert implementation_words.label(verdict(seed, 0.9, 7, 7, 7)) == "NaN on 1 map: 49\u00a0%"
    assert implementation_words.label(verdict(seed, 0.0, 7, 7, 7)) == "NaN"
    assert implementation_words.percent(0.997) == "> 99\u00a0%"
    assert (implementation_words.percent(0.994), implementation_words.percent(0.004)) == (
        "99\u00a0%",
        "0.4\u00a0%",
    )
    assert (implementation_words.percent(0.0025), implementation_words.percent(0.125)) == (
        "0.3\u00a0%",
        "13\u00a0%",
    )


def test_the_tiles_are_sent_the_share_of_nans_in_the_words_of_the_matrix():
    header, _arrays = packet.answers(5, 5, 3, 3)
    told = 0
    for implementation in header["implementations"]:
        for stop, keep_prob in enumerate(KEEP_PROBS):
            found = verdict(RECIPES[implementation["name"]], keep_prob, 3, 5, 5)
            share = implementation["shares"].get(stop)
            assert (share is None) == (not found.keeps_nothing)
            if found.kind == "may_nan":
                assert implementation_words.label(found) == f"NaN on 1 map: {share}"
                told += 1
    assert told > 100
