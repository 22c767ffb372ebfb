"""Section 4 of the gamma page: draw masks and see whether the exact rate is right."""

import numpy as np
import streamlit as st

from explainer.figures.masks import histogram_chart
from explainer.figures.theme import Point
from explainer.rooms.gamma import sampling
from explainer.rooms.gamma.numbers import whole_map
from explainer.rooms.gamma.sampling import Estimate, estimate
from explainer.rooms.gamma.words import rule_name
from explainer.shell import charts, controls, state
from explainer.shell.session import Sample, session
from explainer.shell.settings import RECIPE_NAMES, Settings
from explainer.shell.text import _, prose

AMOUNTS = (10, 100, 1_000, 10_000, 100_000)
PAUSE = 0.5  # seconds between two batches, in which the server answers others
BINS = 50


def show_check(settings: Settings) -> None:
    """Words, controls, progress, histogram. While masks are drawn the fragment of all but the
    words runs again and again; where it is folded away nothing is drawn."""
    st.markdown(prose("gamma", "check"))
    sample = _current(settings)
    running = sample is not None and sample.running
    st.fragment(_section, run_every=PAUSE if running else None)(settings)


def _current(settings: Settings) -> Sample | None:
    """The masks of these settings, if some were drawn; those of others are forgotten."""
    now = session()
    if now.sample is not None and _asked(settings) != _asked_of(now.sample):
        now.sample = None
    return now.sample


def _asked(settings: Settings) -> tuple[str, float, int, int]:
    recipe = whole_map(settings.recipe).name
    return recipe, settings.keep_prob, settings.map_block_size, settings.map


def _asked_of(sample: Sample) -> tuple[str, float, int, int]:
    return sample.recipe.name, sample.keep_prob, sample.block_size, sample.side


def _section(settings: Settings) -> None:
    now = session()
    if state.settings() != settings:  # another recipe, chosen in this fragment
        st.rerun()
    sample = _current(settings)
    was_running = sample is not None and sample.running
    with st.container(horizontal=True, vertical_alignment="bottom"):
        controls.recipe_choice(settings, labelled=True)
        amount = st.segmented_control(
            _("How many masks"),
            AMOUNTS,
            format_func="{:,}".format,
            default=1_000,
            required=True,
            key="check_amount",
        )
        started = st.button(_("Draw masks"), key="check_start", type="primary")
        stopped = st.button(_("Stop"), key="check_stop", disabled=not was_running)
    if started:
        now.samples += 1  # other masks each time
        rule, asked = whole_map(settings.recipe), _asked(settings)[1:]
        sample = now.sample = sampling.begin(rule, *asked, amount, now.samples)
    if sample is not None and stopped:
        sample.running = False
    if sample is not None and sample.running:
        sampling.draw_batch(sample)
    if sample is not None and sampling.drawn(sample):
        _show(sample)
    else:
        st.caption(_("No masks drawn yet."))
    if (sample is not None and sample.running) != was_running:
        st.rerun()  # to start or end the repetition of this fragment


def _show(sample: Sample) -> None:
    drawn, wanted = sampling.drawn(sample), sample.wanted
    progress = _("{drawn} of {wanted} masks").format(drawn=f"{drawn:,}", wanted=f"{wanted:,}")
    if sample.running:
        left = sampling.seconds_left(sample)
        progress += _(", about {seconds} s left").format(seconds=f"{left:,.0f}")
    elif drawn < wanted:
        progress += _(", stopped")
    st.progress(drawn / wanted, text=progress)
    rates = sampling.kept_shares(sample)
    found, exact = estimate(rates), sampling.exact(sample)
    recipe = next(name for name in RECIPE_NAMES if whole_map(name).name == sample.recipe.name)
    st.markdown(
        _(
            "{rule}: asked {asked}, exact **{exact}**; the mean of these masks is **{mean}**."
        ).format(
            rule=rule_name(recipe),
            asked=f"{sample.keep_prob:.2f}",
            exact=f"{exact:.4f}",
            mean=f"{found.mean:.4f}",
        )
        + " "
        + _interval_words(found, exact)
    )
    st.markdown(
        _(
            "Single masks keep from {lowest} to {highest} of the units. Dropping nothing: {none}. "
            "Dropping everything: {all}."
        ).format(
            lowest=f"{rates.min():.3f}",
            highest=f"{rates.max():.3f}",
            none=f"{(rates == 1).sum():,}",
            all=f"{(rates == 0).sum():,}",
        )
    )
    edges, counts = bins(rates, sample.side**2)
    hover = [
        _("masks that keep {low} to {high}: {count}").format(
            count=f"{count:,}", low=f"{low:.3f}", high=f"{high:.3f}"
        )
        for count, low, high in zip(counts, edges[:-1], edges[1:], strict=True)
    ]
    charts.show(
        histogram_chart(
            edges,
            counts,
            hover,
            Point(exact, 0, _("exact {exact}").format(exact=f"{exact:.4f}")),
            found.interval,
            _("kept share of one mask"),
            _("masks"),
            charts.theme(),
        ),
        "histogram",
        _(
            "Histogram of the kept shares of {drawn} masks, from {lowest} to {highest}. Their mean "
            "is {mean}, the exact rate {exact}."
        ).format(
            drawn=f"{drawn:,}",
            lowest=f"{rates.min():.3f}",
            highest=f"{rates.max():.3f}",
            mean=f"{found.mean:.4f}",
            exact=f"{exact:.4f}",
        ),
    )
    charts.show_table(
        {_("from"): edges[:-1], _("to"): edges[1:], _("masks"): counts},
        "drawn-masks",
        _("Table: how many masks keep which share"),
    )


def _interval_words(found: Estimate, exact: float) -> str:
    """How sure the mean is, and whether the exact rate agrees."""
    if found.interval is None:
        if np.isclose(found.mean, exact, rtol=0, atol=1e-9):
            return _("Each of them keeps exactly that.")
        return _("That is too little to say how sure the mean is: draw more masks.")
    low, high = found.interval
    interval = _("Its 95 % interval is {low} to {high}.").format(
        low=f"{low:.4f}", high=f"{high:.4f}"
    )
    return (
        interval
        + " "
        + (
            _("The exact rate lies inside.")
            if low <= exact <= high
            else _(
                "The exact rate lies outside, as in about one of twenty checks. Draw more masks."
            )
        )
    )


def bins(rates: np.typing.NDArray[np.float64], units: int) -> tuple[list[float], list[int]]:
    """Edges and counts of at most 50 bins from 0 to 1; on a small map one for each possible
    share, k / units, in its middle."""
    number = min(BINS, units + 1)
    half = 0.5 / units if number == units + 1 else 0.0
    counts, edges = np.histogram(rates, bins=number, range=(-half, 1 + half))
    return edges.tolist(), counts.tolist()
