"""Methods in rows, each with its mean and standard error: numbers in, a Plotly figure out."""

from collections.abc import Sequence
from dataclasses import dataclass

from explainer.figures.palette import PALETTE
from explainer.figures.rounding import fixed
from explainer.figures.theme import DARK, TEXT_SIZE, Spec, Theme, styled

ROW = 44  # pixels


@dataclass(frozen=True)
class Dot:
    """One method. colour: its name in the palette; symbol: of its marker, in Plotly's words."""

    name: str
    colour: str
    symbol: str
    mean: float
    error: float


def dot_plot(dots: Sequence[Dot], x: str, theme: Theme) -> Spec:
    """The first method on top; the numbers stand at the right."""
    k = int(theme is DARK)
    low = min(dot.mean - dot.error for dot in dots)
    high = max(dot.mean + dot.error for dot in dots)
    room = 0.12 * (high - low) or 0.01
    traces: list[Spec] = [
        {
            "type": "scatter",
            "mode": "markers",
            "x": [dot.mean],
            "y": [dot.name],
            "marker": {"size": 13, "color": PALETTE[dot.colour][k], "symbol": dot.symbol},
            "error_x": {
                "type": "data",
                "array": [dot.error],
                "color": PALETTE[dot.colour][k],
                "thickness": 2,
                "width": 6,
            },
            "hoverinfo": "skip",
            "cliponaxis": False,
        }
        for dot in dots
    ]
    told = [
        {
            "text": f"<b>{fixed(dot.mean, 3)}</b> ± {fixed(dot.error, 3)}",
            "x": 1,
            "xref": "paper",
            "y": dot.name,
            "xanchor": "left",
            "xshift": 10,
            "showarrow": False,
            "font": {"size": TEXT_SIZE, "color": PALETTE[dot.colour][k]},
        }
        for dot in dots
    ]
    return styled(
        traces,
        theme,
        {
            "text": x,
            "range": [low - room, high + room],
            "tickformat": ".2f",
            "nticks": 3,
            "tickangle": 0,
        },
        {
            "categoryorder": "array",
            "categoryarray": [dot.name for dot in reversed(dots)],
            "tickfont": {"size": TEXT_SIZE, "color": theme.text},
            "automargin": True,
        },
        height=ROW * len(dots) + 70,
        margin={"l": 10, "r": 140, "t": 10, "b": 60},
        annotations=told,
    )
