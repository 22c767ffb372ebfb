"""Many masks as a histogram, and one as blocks that overlap."""

from collections.abc import Sequence
from itertools import pairwise

from explainer.figures.theme import Point, Spec, Theme, note, styled, translucent


def histogram_chart(
    edges: Sequence[float],
    counts: Sequence[int],
    hover: Sequence[str],
    exact: Point,
    interval: tuple[float, float] | None,
    x: str,
    y: str,
    theme: Theme,
) -> Spec:
    """Kept shares of many masks, the exact expectation, and their mean's interval, if any."""
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
            *[
                {
                    "type": "rect",
                    "x0": low,
                    "x1": high,
                    "fillcolor": theme.block,
                    "opacity": 0.35,
                    "line": {"width": 0},
                    **tall,
                }
                for low, high in ([interval] if interval else [])
            ],
            {
                "type": "line",
                "x0": exact.x,
                "x1": exact.x,
                "line": {"color": theme.text, "width": 2, "dash": "dash"},
                **tall,
            },
        ],
        annotations=[
            note(exact.label, theme, x=exact.x, y=1, yref="paper", yanchor="bottom", xanchor=side)
        ],
    )


def overlap_chart(
    size: int, blocks: Sequence[tuple[int, int, int, int]], hover: Sequence[str], theme: Theme
) -> Spec:
    """Blocks as (top, left, bottom, right) of the map, in units: where two lie on each other it
    is darker. ``hover`` has a text for each."""
    squares = [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [left, right, right, left, left],
            "y": [top, top, bottom, bottom, top],
            "fill": "toself",
            "fillcolor": translucent(theme.block, 0.45),
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
