"""The committed results: the answer, where its evidence lies, and where DropBlock does not help."""

import base64
import io
from html import escape

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from PIL import Image

from explainer.figures.dots import Dot, dot_plot
from explainer.figures.rounding import fixed
from explainer.rooms.lab.committed import OURS, Committed, committed
from explainer.rooms.lab.words import figure_titles, looks, verdicts
from explainer.shell import charts
from explainer.shell.text import _, minus, ngettext, sections, table

COMPARED = ("none", "dropout", OURS)  # whose evidence is shown
STYLE = """<style>
.evidence-maps { display: grid; grid-template-columns: repeat(3, 1fr); gap: 1rem; }
.evidence-maps figure { margin: 0; }
.evidence-maps img {
  width: 100%; border: 1px solid var(--line); border-radius: 6px; image-rendering: pixelated;
}
</style>"""


def show_answer() -> None:
    """The headline, the dot plots, and what they say."""
    found = committed()["few-labels"]
    words = sections("lab", "lab")
    st.markdown(
        words["headline"].format(
            ours=_per_cent(found, OURS, "accuracy"), none=_per_cent(found, "none", "accuracy")
        )
    )
    st.markdown(
        words["lead"].format(
            ours=_per_cent(found, OURS, "map_removed"), none=_per_cent(found, "none", "map_removed")
        )
    )
    for figure, column in zip(("accuracy", "map_removed"), st.columns(2), strict=True):
        with column:
            _dots(found, figure)
    st.caption(
        ngettext(
            "{n} seed each; bars are ± one standard error.",
            "{n} seeds each; bars are ± one standard error.",
            found.seeds,
        ).format(n=found.seeds)
    )


def _per_cent(found: Committed, method: str, figure: str) -> str:
    return fixed(100 * found.figure(method, figure).mean, 0)


def _dots(found: Committed, figure: str) -> None:
    dots = []
    for method in found.by_worth():
        look, one = looks()[method], found.figure(method, figure)
        dots.append(Dot(look.title, look.colour, look.symbol, one.mean, one.error))
    said = "; ".join(f"{dot.name} {fixed(dot.mean, 3)} ± {fixed(dot.error, 3)}" for dot in dots)
    charts.show(dot_plot(dots, figure_titles()[figure], charts.theme()), f"lab_{figure}", said)


def show_gains() -> None:
    """DropBlock against each other method, seed by seed; what does not favour it, too."""
    found, words = committed()["few-labels"], sections("lab", "lab")
    st.markdown(words["gains"])
    rows = []
    for other in reversed(found.by_worth()):
        if other == OURS:
            continue
        gain = found.gain(other)
        mean, error = fixed(100 * gain.mean, 1), fixed(100 * gain.error, 1)
        rows.append(
            [looks()[other].title, f"{minus(mean)} ± {error}", verdicts()[found.verdict(other)]]
        )
    st.markdown(table([_("Against"), _("Difference in points"), _("So")], rows))
    best = max(found.by_worth(), key=lambda name: found.figure(name, "square_hidden").mean)
    if best == OURS or found.verdict(best, "square_hidden") != "trails":
        return
    gap = found.gain(best, "square_hidden")
    st.markdown(
        words["trails"].format(
            best=looks()[best].title,
            theirs=_per_cent(found, best, "square_hidden"),
            ours=_per_cent(found, OURS, "square_hidden"),
            gap=fixed(-100 * gap.mean, 1),
            error=fixed(100 * gap.error, 1),
        )
    )


def show_evidence() -> None:
    """The same digit and what adds to the answer, under three methods."""
    from explainer.lab.training import SHOWN  # these import torch
    from explainer.rooms.lab.picture import evidence_picture

    found, words = committed()["few-labels"], sections("lab", "lab")
    st.markdown(words["evidence"].format(digit=SHOWN))
    dark = st.context.theme.type == "dark"
    figures = []
    for method in COMPARED:
        look, cells = looks()[method], found.figure(method, "cells")
        said = _("{mean} ± {error} cells").format(
            mean=fixed(cells.mean, 1), error=fixed(cells.error, 1)
        )
        picture = evidence_picture(found.task, found.evidence(method), look.colour, dark)
        figures.append(
            f'<figure><img src="{_as_url(picture)}" alt="{escape(look.title)}: {escape(said)}">'
            f"<figcaption><b>{escape(look.title)}</b><br>{escape(said)}</figcaption></figure>"
        )
    st.html(f'{STYLE}<div class="evidence-maps">{"".join(figures)}</div>')


def _as_url(picture: NDArray[np.uint8]) -> str:
    file = io.BytesIO()
    Image.fromarray(picture).save(file, "PNG")
    return f"data:image/png;base64,{base64.b64encode(file.getvalue()).decode()}"


def show_table() -> None:
    """All that was measured, by method."""
    found = committed()["few-labels"]
    methods = list(reversed(found.by_worth()))
    columns: dict[str, list[object]] = {_("method"): [looks()[name].title for name in methods]}
    for figure in found.figures:
        spreads = [found.figure(name, figure) for name in methods]
        title = figure_titles()[figure]
        columns[title] = [round(one.mean, 4) for one in spreads]
        columns[_("{figure}, ±").format(figure=title)] = [round(one.error, 4) for one in spreads]
    charts.show_table(columns, "lab", _("Table: all that was measured"))
