"""Colours and type of the charts, for both themes: the palette of the whole app."""

from dataclasses import dataclass

import plotly.graph_objects as go

FONT = (
    "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Helvetica Neue', Arial, sans-serif"
)
TEXT_SIZE = 15


@dataclass(frozen=True)
class Theme:
    """Okabe and Ito's colours, darker or lighter where text or a line needs the contrast."""

    background: str
    text: str
    quiet: str
    line: str
    keep: str
    block: str
    seed: str
    reference: str
    paper: str
    calibrated: str
    blocks: tuple[str, ...]  # block sizes, from the smallest to the largest


LIGHT = Theme(
    background="#FCFCFA",
    text="#1B1E24",
    quiet="#5c6270",
    line="#dfe0dc",
    keep="#00805c",
    block="#a86500",
    seed="#c24f00",
    reference="#a3487f",
    paper="#1B1E24",
    calibrated="#00805c",
    blocks=("#e0b25c", "#cc8a1e", "#a86500", "#7d4a00", "#4d2c00"),
)
DARK = Theme(
    background="#14171D",
    text="#ECECE8",
    quiet="#a3a8b3",
    line="#2e333c",
    keep="#4fc3a1",
    block="#f0b429",
    seed="#ff8a3d",
    reference="#e39ac4",
    paper="#ECECE8",
    calibrated="#4fc3a1",
    blocks=("#a87a1a", "#cf9a22", "#f0b429", "#f6cf78", "#fbe8bd"),
)


def styled(figure: go.Figure, theme: Theme, x: str, y: str, height: int = 400) -> go.Figure:
    """The figure with the app's type, quiet axes with these titles, and no clutter."""
    axis = {
        "gridcolor": theme.line,
        "zeroline": False,
        "linecolor": theme.line,
        "tickfont": {"color": theme.quiet, "size": TEXT_SIZE},
        "title_font": {"color": theme.quiet, "size": TEXT_SIZE},
        "title_standoff": 8,
        "fixedrange": True,
    }
    figure.update_xaxes(title_text=x, **axis)
    figure.update_yaxes(title_text=y, **axis)
    return figure.update_layout(
        height=height,
        margin={"l": 72, "r": 18, "t": 10, "b": 62},
        font={"family": FONT, "size": TEXT_SIZE, "color": theme.text},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        hoverlabel={"font": {"family": FONT, "size": TEXT_SIZE}},
        showlegend=False,
        dragmode=False,
    )
