"""The chart of leaks: how much the surroundings give away, over block_size."""

import streamlit as st
from torch import Tensor

from dropblock.figures.charts import Band, leak_chart
from dropblock.ui import charts, family
from dropblock.ui.settings import Settings
from dropblock.ui.sources import noun
from dropblock.ui.text import _, prose


def show_leaks(settings: Settings, base: str, x: Tensor) -> None:
    """This input's leak beside that of white noise, at today's keep rate."""
    keep_prob = settings.keep_prob
    picture = family.input_curve(base, keep_prob, settings.seed, x)
    noise = family.noise_curve(settings.map_size, keep_prob, settings.seed)
    words, chart = st.columns([2, 3], gap="large")
    with words:
        st.markdown(prose("compare_leak"))
    with chart:
        if picture is None or noise is None:
            st.markdown(
                _(
                    "There is nothing to guess here: nothing is dropped, or what is dropped does "
                    "not vary. Lower keep_prob, or choose another picture."
                )
            )
            return
        names = (noun(settings.source), _("white noise"))
        bands = [
            Band(
                name,
                curve.blocks,
                curve.mean,
                curve.low,
                curve.high,
                _("{name}, block_size %{{x}}: R² %{{y:.2f}}").format(name=name),
            )
            for name, curve in zip(names, (picture, noise), strict=True)
        ]
        charts.show(
            leak_chart(bands, _("block_size (1 is dropout)"), _("R² of the guess"), charts.theme()),
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
        table: dict[str, list[object]] = {_("block_size"): list(picture.blocks)}
        for name, curve in zip(names, (picture, noise), strict=True):
            for part, values in (("mean", curve.mean), ("low", curve.low), ("high", curve.high)):
                table[f"{name}, {part}"] = list(values)
        charts.show_table(table, "leaks")
