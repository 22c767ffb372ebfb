"""Charts show the numbers they are given, in both themes, and nothing else."""

import json
import math
from itertools import pairwise

import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.figures.curves import Line, kept_chart, ratio_chart, schedule_chart, shades, spread
from explainer.figures.leaks import Band, leak_chart
from explainer.figures.masks import histogram_chart, overlap_chart
from explainer.figures.theme import DARK, LIGHT, Point

X = [0.0, 0.5, 0.9]
LINES = [
    Line("small", X, [0.1, 0.6, 0.95], "%{x} %{y}"),
    Line("today", X, [0.0, 0.4, 0.7], "%{x} %{y}", True),
]
TODAY = Point(0.9, 0.7, "0.700")

CHARTS = {
    "kept": lambda theme: kept_chart(LINES, TODAY, "promise", "asked", "kept", theme),
    "ratio": lambda theme: ratio_chart(LINES, TODAY, "asked", "ratio", theme),
    "schedule": lambda theme: schedule_chart(LINES, "passed", "keep_prob", theme),
    "histogram": lambda theme: histogram_chart(
        [0, 0.5, 1], [3, 7], ["3 masks", "7 masks"], TODAY, (0.6, 0.8), "share", "masks", theme
    ),
    "leak": lambda theme: leak_chart(
        [
            Band("this", [1, 7], [0.9, 0.5], [0.8, 0.4], [1, 0.6], "%{x} %{y}"),
            Band("noise", [1, 7], [-0.1, 0.0], [-0.2, 0.0], [0, 0.1], "%{x} %{y}"),
        ],
        Point(7, 0.45, "this draw"),
        "block_size",
        "R²",
        theme,
    ),
    "overlap": lambda theme: overlap_chart(9, [(0, 0, 3, 3), (2, 2, 5, 5)], ["a", "b"], theme),
}


def figure_of(name, theme=LIGHT):
    """The chart as Plotly understands it; it refuses what it does not know."""
    return go.Figure(CHARTS[name](theme))


@pytest.mark.parametrize("theme", [LIGHT, DARK])
@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_can_be_sent_and_holds_no_nan(name, theme):
    text = figure_of(name, theme).to_json()
    assert "NaN" not in text
    assert json.loads(text)["data"]


@pytest.mark.parametrize("name", ["kept", "ratio", "schedule"])
def test_every_line_is_drawn_with_its_hover_and_todays_is_the_thickest(name):
    drawn = {trace.name: trace for trace in figure_of(name).data if trace.name}
    for line in LINES:
        shown = list(drawn[line.name].y)
        assert shown == line.y[-len(shown) :]
        assert name == "ratio" or shown == line.y
        assert drawn[line.name].hovertemplate.startswith(line.hover)
    assert drawn["today"].line.width > drawn["small"].line.width


@pytest.mark.parametrize("name", ["kept", "ratio"])
def test_todays_setting_is_marked_and_written(name):
    figure = figure_of(name)
    (mark,) = [trace for trace in figure.data if trace.mode == "markers"]
    assert (mark.x[0], mark.y[0]) == (0.9, 0.7)
    assert "0.700" in figure.layout.annotations[-1].text


def test_the_diagonal_is_the_promise():
    diagonal = figure_of("kept").data[0]
    assert list(diagonal.x) == list(diagonal.y) == [0, 1]


def test_the_ratio_shows_the_lines_from_half_or_from_today_on():
    assert list(figure_of("ratio").data[0].x) == [0.5, 0.9]
    low = go.Figure(ratio_chart(LINES, Point(0.0, 3.0, ""), "", "", LIGHT))
    assert list(low.data[0].x) == X


def test_the_histogram_has_a_bar_a_bin_and_the_exact_rate():
    figure = figure_of("histogram")
    assert list(figure.data[0].y) == [3, 7]
    assert list(figure.data[0].x) == [0.25, 0.75]
    assert figure.layout.shapes[1].x0 == 0.9
    assert (figure.layout.shapes[0].x0, figure.layout.shapes[0].x1) == (0.6, 0.8)


def test_each_block_is_a_square_of_its_size():
    first, second = figure_of("overlap").data
    assert {*first.x} == {*first.y} == {0, 3}
    assert {*second.x} == {*second.y} == {2, 5}


@pytest.mark.parametrize("number", range(1, 8))
def test_shades_run_from_the_first_to_the_last(number):
    colours = shades(LINES[:1] * number, LIGHT)
    assert len(colours) == number
    assert colours[0] == LIGHT.ordered[0]
    assert number == 1 or colours[-1] == LIGHT.ordered[-1]


@pytest.mark.parametrize("theme", [LIGHT, DARK])
@pytest.mark.parametrize("number", range(2, 10))
def test_lines_are_told_apart_and_their_names_are_read_in_their_colour(theme, number):
    colours = shades(LINES[:1] * number, theme)
    parts = [[int(colour[k : k + 2], 16) for k in (1, 3, 5)] for colour in colours]
    for one, other in pairwise(parts):
        assert math.dist(one, other) > 30
    for colour in colours:
        high, low = sorted([luminance(colour), luminance(theme.background)], reverse=True)
        assert (high + 0.05) / (low + 0.05) >= 4.5


@given(
    wanted=st.lists(st.floats(0, 1), min_size=1, max_size=9),
    gap=st.floats(0.01, 0.1),
)
def test_names_are_spread_in_their_order_and_stay_inside(wanted, gap):
    places = spread(wanted, gap, 0.05, 0.95)
    in_order = [places[k] for k in sorted(range(len(wanted)), key=lambda k: wanted[k])]
    for low, high in pairwise(in_order):
        assert high - low >= gap - 1e-9
    assert in_order[0] >= 0.05 - 1e-9
    assert in_order[-1] <= 0.95 + 1e-9


def test_names_that_have_room_stay_at_their_lines_and_others_share_the_way():
    assert spread([0.2, 0.8, 0.5], 0.1, 0, 1) == [0.2, 0.8, 0.5]
    assert spread([0.5, 0.5, 0.9], 0.1, 0, 1) == pytest.approx([0.45, 0.55, 0.9])
    assert spread([0.99, 1.0], 0.1, 0, 1) == pytest.approx([0.9, 1.0])


@pytest.mark.parametrize("name", ["kept", "ratio"])
def test_each_line_has_its_name_at_its_beginning_in_its_colour(name):
    figure = figure_of(name)
    for line, colour in zip(LINES, shades(LINES, LIGHT), strict=True):
        (said,) = [a for a in figure.layout.annotations if line.name in a.text]
        assert said.font.color == colour


def luminance(colour: str) -> float:
    """Of a colour #rrggbb, as WCAG 2 defines it."""
    channels = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_text_stands_out_from_the_background(theme):
    for colour in (theme.text, theme.quiet):
        high, low = sorted([luminance(colour), luminance(theme.background)], reverse=True)
        assert (high + 0.05) / (low + 0.05) >= 4.5


def test_a_band_reaches_from_the_lowest_to_the_highest_and_the_draw_is_marked():
    around, line, *_ = figure_of("leak").data
    assert list(around.x) == [1, 7, 7, 1]
    assert list(around.y) == [1, 0.6, 0.4, 0.8]
    assert list(line.y) == [0.9, 0.5]
    (mark,) = [trace for trace in figure_of("leak").data if trace.mode == "markers"]
    assert (mark.x[0], mark.y[0]) == (7, 0.45)


def test_both_leaks_are_named_apart_where_they_begin_and_the_draw_at_its_mark():
    this, noise, draw = figure_of("leak").layout.annotations
    assert (this.text, noise.text, draw.text) == tuple(
        f"<b>{name}</b>" for name in ("this", "noise", "this draw")
    )
    assert (this.y, this.yanchor) == (1, "bottom")  # above the upper band
    assert (noise.y, noise.yanchor) == (-0.2, "top")
    assert this.font.color != noise.font.color
    assert (draw.x, draw.y) == (pytest.approx(math.log10(7)), 0.45)
