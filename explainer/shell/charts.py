"""Shows a chart with its text alternative and, behind it, its table as CSV."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence

import streamlit as st
from plotly.basedatatypes import BaseFigure

from explainer.figures.theme import DARK, LIGHT, Spec, Theme
from explainer.shell.fold import fold
from explainer.shell.text import _

Table = Mapping[str, Sequence[object]]  # columns by name, all of one length


class _Figure(BaseFigure):  # type: ignore[misc]
    """A figure in Plotly's words, which goes to the browser as it is."""

    def __init__(self, spec: Spec) -> None:
        self._spec = spec

    def to_dict(self) -> Spec:
        """The figure, for whoever sends it."""
        return self._spec


def theme() -> Theme:
    """The colours of the theme that the visitor sees."""
    return DARK if st.context.theme.type == "dark" else LIGHT


def as_csv(table: Table) -> bytes:
    """The table in CSV, with a row of names, in UTF-8."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table)
    writer.writerows(zip(*table.values(), strict=True))
    return text.getvalue().encode()


def show(figure: Spec, key: str, alt: str) -> None:
    """The chart as it is; its numbers are in the table that `show_table` offers."""
    st.plotly_chart(
        _Figure(figure), key=f"chart_{key}", alt=alt, theme=None, config={"displayModeBar": False}
    )


def show_table(table: Table | Callable[[], Table], name: str, label: str) -> None:
    """A way to the numbers behind a chart: to read, and as a file. label: says what they are.
    A table that takes work is given as what makes it, which is called while it is open."""

    def draw() -> None:
        made = table() if callable(table) else table
        st.dataframe(made, key=f"frame_{name}", hide_index=True)
        st.download_button(
            _("Download CSV"),
            data=as_csv(made),
            file_name=f"dropblock-{name}.csv",
            mime="text/csv",
            on_click="ignore",
            key=f"csv_{name}",
        )

    fold(label, f"table_{name}", draw)
