"""The chart of leaks: how much the surroundings give away, over block_size."""

from typing import Any

import streamlit as st
from torch import Tensor

from explainer.figures.leaks import Band, leak_chart
from explainer.figures.theme import Point
from explainer.rooms.compare import methods
from explainer.shell import charts
from explainer.shell.settings import Settings
from explainer.shell.text import _, prose


def show_leaks(settings: Settings, base: str, x: Tensor, guessed: dict[str, Any]) -> None:
    """This input's leak beside that of white noise, at keep_prob, and this draw's as a mark."""
    keep_prob = settings.keep_prob
    picture = methods.input_curve(
        base, keep_prob, settings.seed, settings.noise_channels, settings.recipe, x
    )
    noise = methods.noise_curve(settings.map_size, keep_prob, settings.seed, settings.recipe)
    words, chart = st.columns([2, 3], gap="large")
    with words:
        st.markdown(prose("compare", "leak"))
    with chart:
        if picture is None or noise is None:
            st.markdown(
                _("No chart: at keep_prob 1 nothing is dropped. Lower it.")
                if keep_prob == 1
                else _("No chart: what is dropped does not vary. Choose another picture.")
            )
            return
        names = (_(settings.of_source.noun), _("white noise"))
        bands = tuple(
            Band(
                name,
                curve.blocks,
                curve.mean,
                curve.low,
                curve.high,
                _("{name}, block_size %{{x}}: R² %{{y:.2f}}").format(name=name),
            )
            for name, curve in zip(names, (picture, noise), strict=True)
        )
        r2 = guessed["r2"]["dropblock"] if settings.training else None
        today = None if r2 is None else Point(settings.block_size, r2, _("this draw"))
        charts.show(
            leak_chart(
                bands, today, _("block_size (1 is dropout)"), _("R² of the guess"), charts.theme()
            ),
            "leaks",
            _(
                "R² of the guess over block_size at keep_prob {keep}: {name} from {first} at 1 to "
                "{last} at {block}; white noise stays at or below 0."
            ).format(
                keep=f"{keep_prob:.2f}",
                name=names[0],
                first=f"{picture.mean[0]:.2f}",
                last=f"{picture.mean[-1]:.2f}",
                block=picture.blocks[-1],
            ),
        )
        st.caption(
            _(
                "Lines: mean of {draws} draws that keep {keep}; bands: lowest to highest of them. "
                "Below 0 a guess is worse than the mean."
            ).format(draws=methods.DRAWS, keep=f"{keep_prob:.2f}")
        )
        table: dict[str, list[object]] = {_("block_size"): list(picture.blocks)}
        for name, curve in zip(names, (picture, noise), strict=True):
            for part, values in (("mean", curve.mean), ("low", curve.low), ("high", curve.high)):
                table[f"{name}, {part}"] = list(values)
        charts.show_table(table, "leaks", _("Table: what is given away, by block_size"))
