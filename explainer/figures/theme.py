"""Colours and type of the charts, for both themes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from explainer.figures.palette import ORDERED, PALETTE

FONT = (
    "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Helvetica Neue', Arial, sans-serif"
)
TEXT_SIZE = 15
HEIGHT = 400  # pixels
MARGIN = {"l": 72, "r": 18, "t": 10, "b": 62}
Spec = dict[str, Any]  # a part of a figure, in Plotly's own words


@dataclass(frozen=True)
class Theme:
    """What a chart is drawn with. ordered: for lines in an order, see the palette."""

    background: str
    text: str
    quiet: str
    line: str
    keep: str
    block: str
    ordered: tuple[str, ...]


def _theme(k: int) -> Theme:
    """The palette's light (0) or dark (1) colours."""
    names = ("background", "text", "quiet", "line", "keep", "block")
    return Theme(**{name: PALETTE[name][k] for name in names}, ordered=ORDERED[k])


LIGHT, DARK = _theme(0), _theme(1)


def styled(
    data: Sequence[Spec], theme: Theme, x: Spec, y: Spec, height: int = HEIGHT, **layout: object
) -> Spec:
    """A figure with the app's type, quiet axes, and no clutter.

    x and y are Plotly's settings of an axis; ``text`` in them is its title. Plotly's own Figure
    would check each part, which takes ten times as long as all the rest: tests have it check.
    """
    base = {
        "gridcolor": theme.line,
        "zeroline": False,
        "linecolor": theme.line,
        "tickfont": {"color": theme.quiet, "size": TEXT_SIZE},
        "fixedrange": True,
    }

    def axis(own: Spec) -> Spec:
        font = {"color": theme.quiet, "size": TEXT_SIZE}
        title = {"text": own.get("text", ""), "font": font, "standoff": 8}
        return base | {"title": title} | {key: own[key] for key in own if key != "text"}

    return {
        "data": list(data),
        "layout": {
            "height": height,
            "margin": MARGIN,
            "font": {"family": FONT, "size": TEXT_SIZE, "color": theme.text},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "hoverlabel": {"font": {"family": FONT, "size": TEXT_SIZE}},
            "showlegend": False,
            "dragmode": False,
            "template": "none",
            "xaxis": axis(x),
            "yaxis": axis(y),
            **layout,
        },
    }


@dataclass(frozen=True)
class Point:
    """Where the settings shown stand, and what to write there."""

    x: float
    y: float
    label: str


def mark(point: Point, theme: Theme) -> Spec:
    """Where the settings shown stand."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [point.x],
        "y": [point.y],
        "marker": {"size": 13, "color": theme.keep, "line": {"width": 2, "color": theme.text}},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def note(text: str, theme: Theme, **place: object) -> Spec:
    """Words in a chart; where they stand is said in Plotly's terms."""
    return {
        "text": f"<b>{text}</b>",
        "showarrow": False,
        "font": {"color": theme.text, "size": TEXT_SIZE},
        "bgcolor": translucent(theme.background, 0.7),  # what runs below stays in sight
        **place,
    }


def channels(colour: str) -> tuple[int, int, int]:
    """Red, green and blue of a colour #rrggbb."""
    red, green, blue = (int(colour[k : k + 2], 16) for k in (1, 3, 5))
    return red, green, blue


def translucent(colour: str, opacity: float) -> str:
    """A colour #rrggbb that lets through what is below it."""
    return f"rgba({','.join(map(str, channels(colour)))},{opacity})"
