"""How much is given away, over block_size."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from dropblock.figures.theme import Point, Spec, Theme, mark, note, styled, translucent


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
    start, the first above and the second below. What the mark is stands above the chart, where no
    line runs."""
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
                "fillcolor": translucent(colour, 0.2),
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
            note(
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
        data.append(mark(today, theme))
        notes.append(
            note(
                f'<span style="color:{theme.keep}">●</span> {today.label}',
                theme,
                xref="paper",
                yref="paper",
                x=1,
                y=1,
                xanchor="right",
                yanchor="bottom",
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
        margin={"l": 72, "r": 18, "t": 30, "b": 62},
    )
