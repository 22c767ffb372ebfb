"""What makes up for overlaps, and what eases in: the calibrated gamma, and the schedule."""

from collections.abc import Callable

import streamlit as st

from dropblock.schedule import GROUPS
from dropblock.stops import KEEP_PROBS
from explainer.figures.curves import Line, ratio_chart, schedule_chart
from explainer.figures.rounding import fixed, significant
from explainer.figures.theme import Point
from explainer.rooms.gamma import numbers
from explainer.rooms.gamma.words import rule_name
from explainer.shell import charts
from explainer.shell.settings import Settings
from explainer.shell.text import _, prose

SHOWN_GROUPS = (3, 4)  # of four, where the paper drops


def _side_by_side(
    name: str,
    more: Callable[[Settings], None],
    chart: Callable[[Settings], None],
    settings: Settings,
) -> None:
    """The prose of that name with what belongs to it, and beside both a chart."""
    left, right = st.columns(2, gap="large")
    with left:
        st.markdown(prose("gamma", name))
        more(settings)
    with right:
        chart(settings)


def show_calibrated(settings: Settings) -> None:
    """Section 5: the gamma that keeps what is asked."""
    _side_by_side("calibrated", _show_recipes, _show_ratios, settings)


def _show_ratios(settings: Settings) -> None:
    """How much larger gamma has to be."""
    side, today, asked = settings.map, settings.map_block_size, settings.keep_prob
    stops = KEEP_PROBS[:-1]
    lines = [
        Line(
            _("block_size {block}").format(block=block),
            stops,
            numbers.calibration(block, side),
            _(
                "block_size {block}, keep_prob %{{x:.2f}}: γ has to be %{{y:.3f}} times eq. 1"
            ).format(block=block),
            block == today,
            str(block),
        )
        for block in numbers.compared_blocks(side, today)
    ]
    here = 1.0 if asked == 1 else numbers.calibration(today, side)[round(asked * 100)]
    charts.show(
        ratio_chart(
            lines,
            Point(asked, here, f"× {fixed(here, 3)}"),
            _("asked: keep_prob"),
            _("γ* / γ"),
            charts.theme(),
        ),
        "calibration",
        _(
            "How many times eq. 1's gamma the calibrated one is, over keep_prob. At keep_prob "
            "{asked} and block_size {block} on a {side} × {side} map: {ratio} times."
        ).format(asked=f"{asked:.2f}", block=today, side=side, ratio=fixed(here, 3)),
    )
    charts.show_table(
        {_("asked"): list(stops)} | {line.name: list(line.y) for line in lines},
        "calibrated-gamma",
        _("Table: how much larger γ has to be, for every keep_prob"),
    )


def _show_recipes(settings: Settings) -> None:
    """The three recipes beside each other, and the line of code."""
    side, block, asked = settings.map, settings.map_block_size, settings.keep_prob
    rows = numbers.recipe_rows(asked, block, side)
    st.table(
        {
            "": [rule_name(row.recipe) for row in rows],
            _("γ"): [significant(row.gamma) for row in rows],
            _("asked"): [f"{asked:.2f}"] * len(rows),
            _("expected"): [fixed(row.expected, 3) for row in rows],
            _("corner"): [numbers.chance_text(row.corner) for row in rows],
            _("centre"): [numbers.chance_text(row.centre) for row in rows],
        }
    )
    gamma = rows[-1].gamma
    st.code(
        "from dropblock import calibrated_gamma\n\n"
        f"gamma = calibrated_gamma({asked}, {block}, {side}, {side})  # {gamma:.6g}\n",
        language="python",
    )


def show_training(settings: Settings) -> None:
    """Section 6: keep_prob goes down over training."""
    _side_by_side("schedule", _show_schedule_code, _show_schedule, settings)


def _show_schedule(settings: Settings) -> None:
    """keep_prob over training, for each group of blocks."""
    asked = settings.keep_prob
    lines = [
        Line(
            _("group {group}: down to {target}").format(
                group=group, target=f"{numbers.schedule(asked, group)[-1]:g}"
            ),
            KEEP_PROBS,
            numbers.schedule(asked, group),
            _("group {group}, %{{x:.0%}} of the training: keep_prob %{{y:.3f}}").format(
                group=group
            ),
            group == GROUPS,
        )
        for group in SHOWN_GROUPS
    ]
    charts.show(
        schedule_chart(lines, _("of the training has passed"), _("keep_prob"), charts.theme()),
        "schedule",
        _("keep_prob falls in straight lines from 1: {names}.").format(
            names=", ".join(line.name for line in lines)
        ),
    )
    charts.show_table(
        {_("share of the training"): list(KEEP_PROBS)}
        | {
            _("group {group}").format(group=group): list(line.y)
            for group, line in zip(SHOWN_GROUPS, lines, strict=True)
        },
        "schedule",
        _("Table: keep_prob of each group over the training"),
    )


def _show_schedule_code(settings: Settings) -> None:
    """The lines of code that put a layer on a schedule."""
    block, asked = settings.map_block_size, settings.keep_prob
    st.code(
        "from dropblock import DropBlock2d, Schedule\n\n"
        f"layer = DropBlock2d(keep_prob={asked}, block_size={block})\n"
        f"Schedule(keep_prob={asked}, steps=10_000).attach(layer, group=3)\n",
        language="python",
    )
