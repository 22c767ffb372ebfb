"""How much is given away, over block_size."""

from collections.abc import Sequence
from dataclasses import dataclass

from explainer.figures.theme import Point, Spec, Theme, mark, note, styled, translucent

RIGHT = 18  # pixels beside the chart


@dataclass(frozen=True)
class Band:
    """A curve with the lowest and highest around it."""

    name: str
    x: Sequence[float]
    y: Sequence[float]
    low: Sequence[float]
    high: Sequence[float]
    hover: str


def _keyed(sign: str, colour: str, name: str) -> str:
    return f'<span style="color:{colour}">{sign}</span>\u00a0{name}'


def leak_chart(bands: Sequence[Band], today: Point | None, x: str, y: str, theme: Theme) -> Spec:
    """R² over block_size (logarithmic) for an input and for noise. The key stands above the chart,
    where it covers nothing, wherever the lines run."""
    data: list[Spec] = []
    key: list[str] = []
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
        key.append(_keyed("━", colour, band.name))
    if today is not None:
        data.append(mark(today, theme))
        key.append(_keyed("●", theme.keep, today.label))
    lowest = min(-0.1, *(min(band.low) for band in bands))
    ticks = sorted({value for band in bands for value in band.x})
    return styled(
        data,
        theme,
        {"text": x, "type": "log", "tickvals": ticks, "ticktext": [f"{t:g}" for t in ticks]},
        {"text": y, "range": [max(lowest, -2) - 0.2, 1.15], "tickformat": ".1f"},
        annotations=[
            note(
                "\u2002".join(key),
                theme,
                xref="paper",
                yref="paper",
                x=1,
                y=1,
                xanchor="right",
                yanchor="bottom",
                xshift=RIGHT,  # to the edge: on a phone the key needs it all
            )
        ],
        margin={"l": 72, "r": RIGHT, "t": 30, "b": 62},
    )
