"""The matrix of the page of implementations: a verdict for each case, with its evidence."""

import re

import pytest

from dropblock import RECIPES, verdicts
from dropblock.verdicts import verdict
from explainer.rooms.implementations import matrix
from explainer.shell.settings import IMPLEMENTATIONS, Settings
from tests.rooms.implementations.test_implementations_page import LINKS, open_implementations


def test_the_page_tells_where_far_from_asked_begins():
    app = open_implementations("matrix", "verdicts")
    (told,) = (m.value for m in app.markdown if "**Far from asked**" in m.value)
    limits = re.search(r"ask for 0\.90, it keeps less than (\S+) or more than (\S+) on", told)
    assert limits
    assert limits.groups() == ("0.875", "0.925")  # 0.1 is to be dropped, and 0.25 of it is 0.025
    lowest, highest = map(float, limits.groups())
    for kept in (0.8745, 0.875, 0.8755, 0.9245, 0.925, 0.9255):
        assert verdicts._judge(0.9, kept, None).is_far == (not lowest <= kept <= highest)
    today = Settings.parse({"keep_prob": "0.9", "height": "9", "width": "7"})
    rates = {
        (case.found.expected, case.found.is_far)
        for side in (0, *matrix.MAPS)
        for _title, row in matrix.matrix(today, side)
        for case in row
        if case.found.expected is not None
    }
    assert {far for _kept, far in rates} == {True, False}
    assert all(far == (not lowest <= kept <= highest) for kept, far in rates)


def test_the_maps_of_the_matrix_stand_in_their_order():
    app = open_implementations("matrix")
    maps = app.segmented_control(key="matrix_map")
    assert maps.options == ["7 × 7", "14 × 14", "28 × 28", "56 × 56"]
    app.number_input(key="control_height").set_value(9).run()
    maps = app.segmented_control(key="matrix_map")
    assert maps.options == ["7 × 7", "9 × 14", "14 × 14", "28 × 28", "56 × 56"]


@pytest.mark.parametrize("query", LINKS)
def test_each_cell_of_the_matrix_is_the_verdict_of_its_case_and_has_evidence(query):
    today = Settings.parse(query)
    rows = matrix.matrix(today, 0)
    heads = matrix.columns(today.asked_block)
    assert [row for _title, row in rows if len(row) != len(heads)] == []
    cases = dict.fromkeys(case for _title, row in rows for case in row)
    for case in cases:
        recipe = RECIPES[case.name]
        assert case.found == verdict(
            recipe, today.keep_prob, case.block_size, case.height, case.width
        )
    lines = "\n".join(matrix.evidence(rows))
    table = matrix.as_table(rows, today.keep_prob)
    assert {len(column) for column in table.values()} == {len(cases)}
    for case, why, evidence in zip(cases, table["why"], table["evidence"], strict=True):
        assert bool(why) == (case.found.kind != "ok")
        assert why in lines
        assert evidence.startswith("https://")
        assert evidence.split()[0] in lines


def test_all_maps_are_looked_up_for_one_implementation_and_one_map_for_all():
    one = matrix.matrix(Settings.parse({"yours": "timm", "height": "5", "width": "7"}), 0)
    assert [title for title, _row in one] == ["5 × 7", "7 × 7", "14 × 14", "28 × 28", "56 × 56"]
    everything = matrix.matrix(Settings.parse({}), 28)
    assert [row[0].name for _title, row in everything] == list(IMPLEMENTATIONS)
    assert {(case.height, case.width) for _title, row in everything for case in row} == {(28, 28)}
    assert [case.block_size for case in everything[0][1]] == [7, 3, 4, 5, 9, 29, 30]


def test_the_matrix_on_the_page_tells_rate_and_verdict():
    app = open_implementations(yours="timm", keep_prob="0.9")
    (shown,) = (e.proto.body for e in app.get("html") if "verdicts" in e.proto.body)
    assert re.search(r"drops nearly all<b>≠ 0\.070</b>", shown)
    assert re.search(r"far from asked<b>≠ 0\.791</b>", shown)
    assert re.search(r"near asked<b>0\.889</b>", shown)


def test_a_case_that_stands_in_two_columns_is_told_once():
    rows = matrix.matrix(Settings.parse({"yours": "keras_cv", "height": "6", "width": "7"}), 0)
    assert [case.block_size for case in rows[0][1]] == [7, 3, 4, 5, 9, 7, 8]
    first = [line for line in matrix.evidence(rows) if line.startswith("**6 × 7**")]
    assert sum(line.count("block_size 7 (") for line in first) == 1


def test_what_is_not_stated_is_told_once_by_the_names_of_the_page():
    rows = matrix.matrix(Settings.parse({"height": "9", "width": "14", "asked_block": "12"}), 0)
    told = [line for line in matrix.evidence(rows) if "not stated" in line]
    assert [line.split("**")[1] for line in told] == [
        "timm 1.0.31",
        "tensorflow/models",
        "keras-cv",
    ]
    for line in told:
        assert "block_size 12 (not stated), block_size 10 (not stated)" in line
        assert "its block would not be square" in line
    assert "keras_cv " not in "\n".join(matrix.evidence(rows))
