"""Charts of rates: numbers and words in, Plotly figures out."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import plotly.graph_objects as go

from dropblock.figures.theme import TEXT_SIZE, Spec, Theme, styled

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


@dataclass(frozen=True)
class Point:
    """Where the settings shown stand, and what to write there."""

    x: float
    y: float
    label: str


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


def _mark(point: Point, theme: Theme) -> Spec:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [point.x],
        "y": [point.y],
        "marker": {"size": 13, "color": theme.keep, "line": {"width": 2, "color": theme.text}},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def _text(text: str, theme: Theme, **place: object) -> Spec:
    return {
        "text": f"<b>{text}</b>",
        "showarrow": False,
        "font": {"color": theme.text, "size": TEXT_SIZE},
        "bgcolor": theme.background,
        **place,
    }


def _label(point: Point, theme: Theme) -> Spec:
    """Beside the mark, on the side where there is room in a chart from 0 to 1."""
    right = point.x < 0.5
    low = point.y > 0.9
    return _text(
        point.label,
        theme,
        x=point.x,
        y=point.y,
        xanchor="left" if right else "right",
        yanchor="top" if low else "bottom",
        xshift=12 if right else -12,
        yshift=-6 if low else 6,
    )


def kept_chart(lines: Sequence[Line], today: Point, x: str, y: str, theme: Theme) -> go.Figure:
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
        [promise, *_curves(lines, theme), _mark(today, theme)],
        theme,
        {"text": x, "range": [0, 1.01], **axis},
        {"text": y, "range": [0, 1.02], **axis},
        annotations=[_label(today, theme)],
    )


def ratio_chart(lines: Sequence[Line], today: Point, x: str, y: str, theme: Theme) -> go.Figure:
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
        [*_curves(lines, theme), _mark(today, theme)],
        theme,
        {"text": x, "range": [first - 0.02, 1.01], "tickformat": ".2f"},
        {"text": y, **scale},
        annotations=[
            _text(
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


def schedule_chart(lines: Sequence[Line], x: str, y: str, theme: Theme) -> go.Figure:
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


def histogram_chart(
    edges: Sequence[float],
    counts: Sequence[int],
    hover: Sequence[str],
    exact: Point,
    interval: tuple[float, float],
    x: str,
    y: str,
    theme: Theme,
) -> go.Figure:
    """Kept shares of many masks, their mean's interval, and the exact expectation."""
    bars = {
        "type": "bar",
        "x": [(low + high) / 2 for low, high in pairwise(edges)],
        "y": counts,
        "width": [high - low for low, high in pairwise(edges)],
        "marker": {"color": theme.keep, "opacity": 0.55},
        "hovertext": hover,
        "hoverinfo": "text",
    }
    tall = {"yref": "paper", "y0": 0, "y1": 1}
    side = "center" if 0.2 < exact.x < 0.8 else ("left" if exact.x <= 0.2 else "right")
    return styled(
        [bars],
        theme,
        {"text": x, "range": [edges[0], edges[-1]], "dtick": 0.1, "tickformat": ".1f"},
        {"text": y},
        height=320,
        bargap=0,
        margin={"l": 72, "r": 18, "t": 34, "b": 62},
        shapes=[
            {
                "type": "rect",
                "x0": interval[0],
                "x1": interval[1],
                "fillcolor": theme.block,
                "opacity": 0.35,
                "line": {"width": 0},
                **tall,
            },
            {
                "type": "line",
                "x0": exact.x,
                "x1": exact.x,
                "line": {"color": theme.text, "width": 2, "dash": "dash"},
                **tall,
            },
        ],
        annotations=[
            _text(exact.label, theme, x=exact.x, y=1, yref="paper", yanchor="bottom", xanchor=side)
        ],
    )


def overlap_chart(
    size: int, blocks: Sequence[tuple[int, int, int, int]], hover: Sequence[str], theme: Theme
) -> go.Figure:
    """Blocks as (top, left, bottom, right) of the map, in units: where two lie on each other it
    is darker. ``hover`` has a text for each."""
    squares = [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [left, right, right, left, left],
            "y": [top, top, bottom, bottom, top],
            "fill": "toself",
            "fillcolor": _translucent(theme.block, 0.45),
            "line": {"color": theme.block, "width": 1.5},
            "text": text,
            "hoverinfo": "text",
            "hoveron": "fills",
        }
        for (top, left, bottom, right), text in zip(blocks, hover, strict=True)
    ]
    border = {"color": theme.quiet, "width": 1.5}
    near, far = -0.01 * size, 1.01 * size
    return styled(
        squares,
        theme,
        {"range": [near, far], "visible": False, "constrain": "domain"},
        {"range": [far, near], "visible": False, "constrain": "domain", "scaleanchor": "x"},
        height=280,
        margin={"l": 4, "r": 4, "t": 4, "b": 4},
        shapes=[{"type": "rect", "x0": 0, "y0": 0, "x1": size, "y1": size, "line": border}],
    )


def _translucent(colour: str, opacity: float) -> str:
    red, green, blue = (int(colour[k : k + 2], 16) for k in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"


@dataclass(frozen=True)
class Band:
    """A curve with the lowest and highest around it."""

    name: str
    x: Sequence[float]
    y: Sequence[float]
    low: Sequence[float]
    high: Sequence[float]
    hover: str


def leak_chart(
    bands: Sequence[Band], today: Point | None, x: str, y: str, theme: Theme
) -> go.Figure:
    """R² over block_size (logarithmic) for an input and for noise; each name stands at its line's
    start, the first above and the second below."""
    data: list[Spec] = []
    notes: list[Spec] = []
    for band, colour, above in zip(bands, (theme.keep, theme.quiet), (True, False), strict=True):
        around = [*band.high, *reversed(band.low)]
        data.append(
            {
                "type": "scatter",
                "x": [*band.x, *reversed(band.x)],
                "y": around,
                "fill": "toself",
                "fillcolor": _translucent(colour, 0.2),
                "line": {"width": 0},
                "mode": "lines",
                "hoverinfo": "skip",
            }
        )
        data.append(
            {
                "type": "scatter",
                "mode": "lines+markers",
                "name": band.name,
                "x": band.x,
                "y": band.y,
                "line": {"color": colour, "width": 3},
                "marker": {"size": 8},
                "hovertemplate": f"{band.hover}<extra></extra>",
            }
        )
        notes.append(
            _text(
                band.name,
                theme,
                x=math.log10(band.x[0]),
                y=band.y[0],
                xanchor="left",
                yanchor="bottom" if above else "top",
                yshift=8 if above else -8,
            )
        )
    if today is not None:
        data.append(_mark(today, theme))
        notes.append(
            _text(
                today.label,
                theme,
                x=math.log10(today.x),
                y=today.y,
                xanchor="left" if today.x < 15 else "right",
                yanchor="bottom",
                xshift=10 if today.x < 15 else -10,
                yshift=6,
            )
        )
    lowest = min(-0.1, *(min(band.low) for band in bands))
    ticks = sorted({value for band in bands for value in band.x})
    return styled(
        data,
        theme,
        {"text": x, "type": "log", "tickvals": ticks, "ticktext": [f"{t:g}" for t in ticks]},
        {"text": y, "range": [max(lowest, -2) - 0.2, 1.15], "tickformat": ".1f"},
        annotations=notes,
    )
