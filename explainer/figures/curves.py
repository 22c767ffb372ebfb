"""Curves of rates over keep_prob and over training: numbers and words in, Plotly figures out."""

import math
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from explainer.figures.theme import (
    HEIGHT,
    MARGIN,
    TEXT_SIZE,
    Point,
    Spec,
    Theme,
    channels,
    mark,
    note,
    styled,
)

QUARTERS = [0, 0.25, 0.5, 0.75, 1]
KEPT_TOP = 1.02
NAMES = 0.18  # of the length of an axis: room for names beside where lines begin
PLOT_HEIGHT = HEIGHT - MARGIN["t"] - MARGIN["b"]


LABEL_HEIGHT = 19  # pixels
LEADER = 14  # pixels: from a line's end to its name


@dataclass(frozen=True)
class Line:
    """A curve: its name, its hover text (with %{x} and %{y}), whether it is the one for the
    settings shown, and what is written at its end, if not the name."""

    name: str
    x: Sequence[float]
    y: Sequence[float]
    hover: str
    today: bool = False
    label: str = ""


def shades(lines: Sequence[Line], theme: Theme) -> list[str]:
    """A colour for each line, from the first to the last of the theme's ordered ones."""
    anchors = [channels(colour) for colour in theme.ordered]
    found = []
    for k in range(len(lines)):
        place = k * (len(anchors) - 1) / max(len(lines) - 1, 1)
        low = min(int(place), len(anchors) - 2)
        pairs = zip(anchors[low], anchors[low + 1], strict=True)
        mixed = [round(a + (b - a) * (place - low)) for a, b in pairs]
        found.append("#" + "".join(f"{value:02x}" for value in mixed))
    return found


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Places near those wanted, in their order, `gap` apart and from low to high; closer together
    only where there is no room."""
    if len(wanted) > 1:
        gap = min(gap, (high - low) / (len(wanted) - 1))
    order = sorted(range(len(wanted)), key=lambda k: wanted[k])
    groups: list[tuple[list[int], float]] = []  # members from the lowest, place of the first
    for k in order:
        members = [k]
        first = min(max(wanted[k], low), high)
        while groups and first < groups[-1][1] + gap * len(groups[-1][0]):
            members = groups.pop()[0] + members
            middle = sum(wanted[m] - gap * n for n, m in enumerate(members)) / len(members)
            first = min(max(middle, low), high - gap * (len(members) - 1))
        groups.append((members, first))
    places = {m: first + gap * n for members, first in groups for n, m in enumerate(members)}
    return [places[k] for k in range(len(wanted))]


def _curves(lines: Sequence[Line], theme: Theme) -> list[Spec]:
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "name": line.name,
            "x": line.x,
            "y": line.y,
            "line": {"color": colour, "width": 4 if line.today else 2},
            "hovertemplate": f"{line.hover}<extra></extra>",
        }
        for line, colour in zip(lines, shades(lines, theme), strict=True)
    ]


def _names(
    lines: Sequence[Line], ends: Sequence[float], x: float, span: float, theme: Theme, heading: str
) -> list[Spec]:
    """The names of lines, left of where they begin, each in its line's colour; `heading` above.

    ends: where the lines begin, from 0 at the bottom of the chart to 1 at its top. x: where that
    is on the axis, and span: the axis' length, in its own units.
    """
    gap = LABEL_HEIGHT / PLOT_HEIGHT
    places = spread(ends, gap, gap / 2, 1 - 1.5 * gap)
    said = [
        {
            "text": f"<b>{line.label or line.name}</b>" if line.today else line.label or line.name,
            "font": {"color": colour, "size": TEXT_SIZE},
            "x": x,
            "y": place,
            "yref": "paper",
            "xanchor": "right",
            "yanchor": "middle",
            "xshift": -LEADER,
            "showarrow": False,
        }
        for line, colour, place in zip(lines, shades(lines, theme), places, strict=True)
    ]
    leaders = [
        {
            "text": "",
            "x": x,
            "y": end,
            "yref": "paper",
            "ax": -LEADER,
            "ay": (end - place) * PLOT_HEIGHT,
            "showarrow": True,
            "arrowhead": 0,
            "arrowwidth": 1,
            "arrowcolor": colour,
        }
        for colour, end, place in zip(shades(lines, theme), ends, places, strict=True)
    ]
    title = {
        "text": heading,
        "font": {"color": theme.quiet, "size": TEXT_SIZE},
        "x": x - NAMES * span,
        "y": max(places) + gap,
        "yref": "paper",
        "xanchor": "left",
        "yanchor": "middle",
        "showarrow": False,
    }
    return [*leaders, *said, title]


def _label(point: Point, theme: Theme) -> Spec:
    """Beside the mark, on the side where there is room in a chart from 0 to 1."""
    right = point.x < 0.5
    low = point.y > 0.9
    return note(
        point.label,
        theme,
        x=point.x,
        y=point.y,
        xanchor="left" if right else "right",
        yanchor="top" if low else "bottom",
        xshift=12 if right else -12,
        yshift=-6 if low else 6,
    )


def kept_chart(
    lines: Sequence[Line], today: Point, promised: str, x: str, y: str, theme: Theme
) -> Spec:
    """What is kept over what is asked, one line a block_size, the promise as the diagonal."""
    promise = {
        "type": "scatter",
        "mode": "lines",
        "x": [0, 1],
        "y": [0, 1],
        "line": {"color": theme.quiet, "width": 2, "dash": "dash"},
        "hoverinfo": "skip",
    }
    axis = {"tickvals": QUARTERS, "tickformat": ".2f"}
    return styled(
        [promise, *_curves(lines, theme), mark(today, theme)],
        theme,
        {"text": x, "range": [-NAMES, 1.01], **axis},
        {"text": y, "range": [0, KEPT_TOP], **axis},
        annotations=[
            *_names(lines, [line.y[0] / KEPT_TOP for line in lines], 0, 1, theme, "block_size"),
            {
                "text": promised,
                "font": {"color": theme.quiet, "size": TEXT_SIZE},
                "x": 0.14,
                "y": 0.14,
                "xanchor": "left",
                "yanchor": "top",
                "xshift": 6,
                "yshift": 4,
                "showarrow": False,
            },
            _label(today, theme),
        ],
    )


def ratio_chart(lines: Sequence[Line], today: Point, x: str, y: str, theme: Theme) -> Spec:
    """The calibrated gamma over eq. 1's, one line a block_size, for keep_prob from a half (or
    from today's) to 1. Where the factor passes 10 the axis is logarithmic."""
    first = min(0.5, today.x)
    starts = [bisect_left(line.x, first - 1e-9) for line in lines]
    shown = [
        replace(line, x=line.x[start:], y=line.y[start:])
        for line, start in zip(lines, starts, strict=True)
    ]
    highest = max(max(line.y) for line in shown)
    logarithmic = highest > 10  # Plotly wants the places of such an axis as logarithms
    place: Callable[[float], float] = math.log10 if logarithmic else float
    top = 1.15 * place(highest) if logarithmic else 1 + 1.15 * (max(highest, 1.1) - 1)
    bottom = place(1) - 0.05 * (top - place(1))
    scale: Spec = {"range": [bottom, top], "tickformat": ".2~f"}
    if logarithmic:
        scale |= {"type": "log", "dtick": 1}
    ends = [(place(line.y[0]) - bottom) / (top - bottom) for line in shown]
    span = 1 - first
    return styled(
        [*_curves(shown, theme), mark(today, theme)],
        theme,
        {
            "text": x,
            "range": [first - NAMES * span, 1.01],
            "tickformat": ".2f",
            "tickvals": [first, (first + 1) / 2, 1],
        },
        {"text": y, **scale},
        annotations=[
            *_names(shown, ends, first, span, theme, "block_size"),
            note(
                today.label,
                theme,
                x=today.x,
                y=place(today.y),
                xanchor="right" if today.x > 0.9 else "left",
                yanchor="bottom",
                xshift=-12 if today.x > 0.9 else 12,
                yshift=6,
            ),
        ],
    )


def schedule_chart(lines: Sequence[Line], x: str, y: str, theme: Theme) -> Spec:
    """keep_prob over the course of training, one line a group. Lines fall, so there is room for
    their names below their ends."""
    lowest = min(0.99, *(min(line.y) for line in lines))
    room = 0.06 * (1 - lowest)
    return styled(
        _curves(lines, theme),
        theme,
        {"text": x, "range": [0, 1.01], "tickvals": QUARTERS, "tickformat": ".0%"},
        {"text": y, "range": [lowest - 2.5 * room, 1 + room], "tickformat": ".3~f"},
        height=320,
        annotations=[
            {
                "text": f"<b>{line.name}</b>" if line.today else line.name,
                "font": {"color": colour, "size": TEXT_SIZE},
                "x": line.x[-1],
                "y": line.y[-1],
                "xanchor": "right",
                "yanchor": "top",
                "yshift": -3,
                "showarrow": False,
            }
            for line, colour in zip(lines, shades(lines, theme), strict=True)
        ],
    )
