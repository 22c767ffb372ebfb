"""Charts of rates: numbers and words in, Plotly figures out."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import plotly.graph_objects as go

from dropblock.figures.theme import TEXT_SIZE, Theme, styled

QUARTERS = [0, 0.25, 0.5, 0.75, 1]


@dataclass(frozen=True)
class Line:
    """A curve: its name at the end, its hover text (with %{x} and %{y}), and whether it is the
    one for the settings shown."""

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


def _mark(figure: go.Figure, point: Point, colour: str, theme: Theme, **place: object) -> None:
    figure.add_scatter(
        x=[point.x],
        y=[point.y],
        mode="markers",
        marker={"size": 13, "color": colour, "line": {"width": 2, "color": theme.text}},
        hoverinfo="skip",
    )
    figure.add_annotation(
        x=point.x, y=point.y, text=f"<b>{point.label}</b>", showarrow=False,
        font={"color": theme.text, "size": TEXT_SIZE}, bgcolor=theme.background, **place,
    )  # fmt: skip


def _draw(figure: go.Figure, lines: Sequence[Line], colours: Sequence[str]) -> None:
    for line, colour in zip(lines, colours, strict=True):
        figure.add_scatter(
            x=line.x, y=line.y, mode="lines", name=line.name,
            line={"color": colour, "width": 4 if line.today else 2},
            hovertemplate=f"{line.hover}<extra></extra>",
        )  # fmt: skip


def shades(lines: Sequence[Line], theme: Theme) -> list[str]:
    """A colour for each line, from the first to the last of the theme's block colours."""
    last = len(theme.blocks) - 1
    return [theme.blocks[round(k * last / max(len(lines) - 1, 1))] for k in range(len(lines))]


def kept_chart(lines: Sequence[Line], today: Point, x: str, y: str, theme: Theme) -> go.Figure:
    """What is kept over what is asked, one line a block_size, the promise as the diagonal."""
    figure = go.Figure()
    figure.add_scatter(
        x=[0, 1], y=[0, 1], mode="lines", hoverinfo="skip",
        line={"color": theme.quiet, "width": 2, "dash": "dash"},
    )  # fmt: skip
    _draw(figure, lines, shades(lines, theme))
    _mark(figure, today, theme.keep, theme, xanchor="right", yanchor="bottom", xshift=-10, yshift=6)
    styled(figure, theme, x, y)
    figure.update_xaxes(range=[0, 1.01], tickvals=QUARTERS, tickformat=".2f")
    return figure.update_yaxes(range=[0, 1.02], tickvals=QUARTERS, tickformat=".2f")


def ratio_chart(lines: Sequence[Line], today: Point, x: str, y: str, theme: Theme) -> go.Figure:
    """The calibrated gamma over eq. 1's, one line a block_size."""
    figure = go.Figure()
    _draw(figure, lines, shades(lines, theme))
    _mark(figure, today, theme.keep, theme, xanchor="left", yanchor="bottom", xshift=8, yshift=6)
    styled(figure, theme, x, y)
    first = min(0.5, today.x)  # further down the lines shoot up, and few people go there
    highest = max(
        b for line in lines for a, b in zip(line.x, line.y, strict=True) if a >= first - 1e-9
    )
    figure.update_xaxes(range=[first - 0.02, 1.01], dtick=0.1, tickformat=".2f")
    room = 0.06 * (max(highest, 1.1) - 1)
    return figure.update_yaxes(range=[1 - room, max(highest, 1.1) + 2 * room], tickformat=".2~f")


def schedule_chart(lines: Sequence[Line], x: str, y: str, theme: Theme) -> go.Figure:
    """keep_prob over the course of training, one line a group."""
    figure = go.Figure()
    _draw(figure, lines, shades(lines, theme))
    styled(figure, theme, x, y, height=320)
    lowest = min(min(line.y) for line in lines)
    figure.update_xaxes(range=[0, 1.01], tickvals=QUARTERS, tickformat=".0%")
    return figure.update_yaxes(
        range=[lowest - 0.06 * (1 - lowest) - 0.005, 1 + 0.06 * (1 - lowest) + 0.005],
        tickformat=".3~f",
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
    figure = go.Figure()
    width = [high - low for low, high in pairwise(edges)]
    centre = [(low + high) / 2 for low, high in pairwise(edges)]
    figure.add_bar(
        x=centre, y=counts, width=width, marker={"color": theme.keep, "opacity": 0.55},
        hovertext=hover, hoverinfo="text",
    )  # fmt: skip
    figure.add_vrect(*interval, fillcolor=theme.block, opacity=0.35, line_width=0)
    figure.add_vline(exact.x, line={"color": theme.text, "width": 2, "dash": "dash"})
    figure.add_annotation(
        x=exact.x, y=1, yref="paper", yanchor="bottom", text=f"<b>{exact.label}</b>",
        showarrow=False, font={"color": theme.text, "size": TEXT_SIZE},
        xanchor="center" if 0.2 < exact.x < 0.8 else ("left" if exact.x <= 0.2 else "right"),
    )  # fmt: skip
    styled(figure, theme, x, y, height=320)
    figure.update_layout(margin_t=34, bargap=0)
    return figure.update_xaxes(range=[edges[0], edges[-1]], dtick=0.1, tickformat=".1f")


def overlap_chart(
    size: int, blocks: Sequence[tuple[int, int, int, int]], hover: Sequence[str], theme: Theme
) -> go.Figure:
    """Blocks as (top, left, bottom, right) of the map, in units: where two lie on each other it
    is darker. ``hover`` has a text for each."""
    figure = go.Figure()
    for (top, left, bottom, right), text in zip(blocks, hover, strict=True):
        figure.add_scatter(
            x=[left, right, right, left, left],
            y=[top, top, bottom, bottom, top],
            mode="lines",
            fill="toself",
            fillcolor=_translucent(theme.block, 0.45),
            line={"color": theme.block, "width": 1.5},
            text=text,
            hoverinfo="text",
            hoveron="fills",
        )
    figure.add_shape(
        type="rect", x0=0, y0=0, x1=size, y1=size, line={"color": theme.quiet, "width": 1.5}
    )
    styled(figure, theme, "", "", height=280)
    figure.update_layout(margin={"l": 4, "r": 4, "t": 4, "b": 4})
    figure.update_xaxes(range=[-0.01 * size, 1.01 * size], visible=False, constrain="domain")
    return figure.update_yaxes(
        range=[1.01 * size, -0.01 * size], visible=False, scaleanchor="x", constrain="domain"
    )


def _translucent(colour: str, opacity: float) -> str:
    red, green, blue = (int(colour[k : k + 2], 16) for k in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"
