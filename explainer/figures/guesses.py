"""How much can be guessed, over block size, of several inputs: lines named at their ends."""

from collections.abc import Sequence
from dataclasses import dataclass

from explainer.figures.theme import Spec, Theme, note, styled

Values = Sequence[float | None]


@dataclass(frozen=True)
class Guesses:
    """One kind of input. y: of what is shown; mean, error: of many like it, and its standard error.
    name: at the line's end; hover, mean_hover: with %{x} and %{y}."""

    name: str
    y: Values
    mean: Values
    error: Values
    hover: str
    mean_hover: str


def guess_chart(
    kinds: Sequence[Guesses], blocks: Sequence[int], x: str, y: str, theme: Theme
) -> Spec:
    """R² over block sizes for two kinds of input. The higher line's name stands above its end, the
    lower one's below."""
    data: list[Spec] = []
    ends = []
    for kind, colour in zip(kinds, (theme.keep, theme.block), strict=True):
        data.append(
            {
                "type": "scatter",
                "mode": "lines+markers",
                "x": blocks,
                "y": kind.mean,
                "error_y": {"array": kind.error, "color": colour, "thickness": 2, "width": 5},
                "line": {"color": colour, "width": 2, "dash": "dot"},
                "marker": {"size": 5},
                "hovertemplate": f"{kind.mean_hover}<extra></extra>",
            }
        )
        data.append(
            {
                "type": "scatter",
                "mode": "lines+markers",
                "name": kind.name,
                "x": blocks,
                "y": kind.y,
                "line": {"color": colour, "width": 4},
                "marker": {"size": 9},
                "hovertemplate": f"{kind.hover}<extra></extra>",
            }
        )
        known = [(b, v) for b, v in zip(blocks, kind.y, strict=True) if v is not None]
        if known:
            ends.append((known[-1], kind.name, colour))
    shown = [value for kind in kinds for value in (*kind.y, *kind.mean) if value is not None]
    ends.sort(key=lambda end: -end[0][1])
    return styled(
        data,
        theme,
        {"text": x, "tickvals": list(blocks), "range": [blocks[0] - 0.3, blocks[-1] + 0.3]},
        {"text": y, "range": [min(-0.2, *shown) - 0.15, 1.12], "tickformat": ".1f"},
        annotations=[
            note(name, theme, x=end_x, y=end_y, xanchor="right", yanchor=anchor, yshift=shift)
            | {"font": {"color": colour, "size": 15}}
            for ((end_x, end_y), name, colour), anchor, shift in zip(
                ends, ("bottom", "top"), (14, -14), strict=False
            )
        ],
    )
