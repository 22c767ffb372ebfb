"""How much is given away, over block_size."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from explainer.figures.theme import TEXT_SIZE, Point, Spec, Theme, mark, note, styled, translucent


@dataclass(frozen=True)
class Band:
    """A curve with the lowest and highest around it."""

    name: str
    x: Sequence[float]
    y: Sequence[float]
    low: Sequence[float]
    high: Sequence[float]
    hover: str


def leak_chart(bands: Sequence[Band], today: Point | None, x: str, y: str, theme: Theme) -> Spec:
    """R² over block_size (logarithmic) for an input and for noise. Their names stand where they
    begin, that of the upper one above it and that of the lower one below."""
    data: list[Spec] = []
    names: list[Spec] = []
    upper = max(band.y[0] for band in bands)
    for band, colour in zip(bands, (theme.keep, theme.quiet), strict=True):
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
        above = band.y[0] == upper
        names.append(
            note(
                band.name,
                theme,
                x=math.log10(band.x[0]),  # Plotly wants it so
                y=band.high[0] if above else band.low[0],
                xanchor="left",
                yanchor="bottom" if above else "top",
                yshift=6 if above else -6,
                font={"color": colour, "size": TEXT_SIZE},
            )
        )
    if today is not None:
        data.append(mark(today, theme))
        right = today.x**2 > bands[0].x[-1]  # of the middle
        names.append(
            note(
                today.label,
                theme,
                x=math.log10(today.x),
                y=today.y,
                xanchor="right" if right else "left",
                yanchor="top",
                yshift=-8,
            )
        )
    lowest = min(-0.1, *(min(band.low) for band in bands))
    ticks = sorted({value for band in bands for value in band.x})
    return styled(
        data,
        theme,
        {"text": x, "type": "log", "tickvals": ticks, "ticktext": [f"{t:g}" for t in ticks]},
        {"text": y, "range": [max(lowest, -2) - 0.2, 1.15], "tickformat": ".1f"},
        annotations=names,
    )
