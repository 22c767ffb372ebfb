"""Curves of rates over keep_prob and over training: numbers and words in, Plotly figures out."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from explainer.figures.theme import Point, Spec, Theme, mark, note, styled

QUARTERS = [0, 0.25, 0.5, 0.75, 1]


@dataclass(frozen=True)
class Line:
    """A curve: its name, its hover text (with %{x} and %{y}), and whether it is the one for the
    settings shown."""

    name: str
    x: Sequence[float]
    y: Sequence[float]
    hover: str
    today: bool = False


def shades(lines: Sequence[Line], theme: Theme) -> list[str]:
    """A colour for each line, from the first to the last of the theme's block colours."""
    last = len(theme.blocks) - 1
    return [theme.blocks[round(k * last / max(len(lines) - 1, 1))] for k in range(len(lines))]


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


def kept_chart(lines: Sequence[Line], today: Point, x: str, y: str, theme: Theme) -> Spec:
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
        {"text": x, "range": [0, 1.01], **axis},
        {"text": y, "range": [0, 1.02], **axis},
        annotations=[_label(today, theme)],
    )


def ratio_chart(lines: Sequence[Line], today: Point, x: str, y: str, theme: Theme) -> Spec:
    """The calibrated gamma over eq. 1's, one line a block_size, for keep_prob from a half (or
    from today's) to 1. Where the factor passes 10 the axis is logarithmic."""
    first = min(0.5, today.x)
    highest = max(
        b for line in lines for a, b in zip(line.x, line.y, strict=True) if a >= first - 1e-9
    )
    scale: Spec = (
        {"type": "log", "dtick": 1}
        if highest > 10
        else {"range": [0.97, 1 + 1.12 * (max(highest, 1.1) - 1)], "tickformat": ".2~f"}
    )
    return styled(
        [*_curves(lines, theme), mark(today, theme)],
        theme,
        {"text": x, "range": [first - 0.02, 1.01], "tickformat": ".2f"},
        {"text": y, **scale},
        annotations=[
            note(
                today.label,
                theme,
                x=today.x,
                y=math.log10(today.y) if highest > 10 else today.y,  # Plotly wants it so
                xanchor="right" if today.x > 0.9 else "left",
                yanchor="bottom",
                xshift=-12 if today.x > 0.9 else 12,
                yshift=6,
            )
        ],
    )


def schedule_chart(lines: Sequence[Line], x: str, y: str, theme: Theme) -> Spec:
    """keep_prob over the course of training, one line a group."""
    lowest = min(0.99, *(min(line.y) for line in lines))
    room = 0.06 * (1 - lowest)
    return styled(
        _curves(lines, theme),
        theme,
        {"text": x, "range": [0, 1.01], "tickvals": QUARTERS, "tickformat": ".0%"},
        {"text": y, "range": [lowest - room, 1 + room], "tickformat": ".3~f"},
        height=320,
    )
