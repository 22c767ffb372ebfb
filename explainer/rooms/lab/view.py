"""The committed results: the answer, where its evidence lies, and where DropBlock does not help."""

import streamlit as st

from explainer.figures.dots import Dot, dot_plot
from explainer.figures.rounding import fixed
from explainer.rooms.lab.committed import OURS, Committed, committed
from explainer.rooms.lab.words import figure_titles, looks, verdicts
from explainer.shell import charts
from explainer.shell.text import _, minus, ngettext, sections, table

COMPARED = ("none", "dropout", OURS)  # whose evidence is shown


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


def show_evidence() -> None:
    """The same digit and what adds to the answer, under three methods."""
    from explainer.lab.training import SHOWN
    from explainer.rooms.lab.picture import evidence_picture  # imports torch

    found, words = committed()["few-labels"], sections("lab", "lab")
    st.markdown(words["evidence"].format(digit=SHOWN))
    dark = st.context.theme.type == "dark"
    with st.container(horizontal=True, gap="medium"):
        for method in COMPARED:
            look, cells = looks()[method], found.figure(method, "cells")
            said = _("**{method}**: {mean} ± {error} cells").format(
                method=look.title, mean=fixed(cells.mean, 1), error=fixed(cells.error, 1)
            )
            with st.container(width=224):
                st.image(
                    evidence_picture(found.task, found.evidence(method), look.colour, dark),
                    output_format="PNG",
                    alt=said.replace("*", ""),
                )
                st.markdown(said)


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
