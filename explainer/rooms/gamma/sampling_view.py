"""Section 4 of the gamma page: draw masks and see whether the exact rate is right."""

import numpy as np
import streamlit as st

from explainer.figures.masks import histogram_chart
from explainer.figures.theme import Point
from explainer.rooms.gamma.charts import rule_name
from explainer.rooms.gamma.numbers import whole_map
from explainer.rooms.gamma.sampling import Check, Estimate, estimate
from explainer.shell import charts, controls, state
from explainer.shell.settings import RECIPE_NAMES, Settings
from explainer.shell.text import _

AMOUNTS = (10, 100, 1_000, 10_000, 100_000)
PAUSE = 0.5  # seconds between two batches, in which the server answers others
BINS = 50


def show_check(settings: Settings) -> None:
    """Controls, progress, histogram. While masks are drawn the fragment runs again and again."""
    check = _current(settings)
    running = check is not None and check.running
    st.fragment(_section, run_every=PAUSE if running else None)(settings)


def _current(settings: Settings) -> Check | None:
    """The masks of these settings, if some were drawn; those of others are forgotten."""
    check: Check | None = st.session_state.get("check")
    if check is None or _asked(settings) != _asked_of(check):
        st.session_state.check = None
        return None
    return check


def _asked(settings: Settings) -> tuple[str, float, int, int]:
    recipe = whole_map(settings.recipe).name
    return recipe, settings.keep_prob, settings.map_block_size, settings.map


def _asked_of(check: Check) -> tuple[str, float, int, int]:
    return check.recipe.name, check.keep_prob, check.block_size, check.side


def _section(settings: Settings) -> None:
    session = st.session_state
    if state.settings() != settings:  # another recipe, chosen in this fragment
        st.rerun()
    check = _current(settings)
    was_running = check is not None and check.running
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
        session.check_round = session.get("check_round", 0) + 1  # other masks each time
        check = Check(
            whole_map(settings.recipe), *_asked(settings)[1:], amount, session.check_round
        )
        session.check = check
    if check is not None and stopped:
        check.running = False
    if check is not None and check.running:
        check.batch()
    if check is not None and check.drawn:
        _show(check)
    else:
        st.caption(_("No masks drawn yet."))
    if (check is not None and check.running) != was_running:
        st.rerun()  # to start or end the repetition of this fragment


def _show(check: Check) -> None:
    drawn, wanted = check.drawn, check.wanted
    progress = _("{drawn} of {wanted} masks").format(drawn=f"{drawn:,}", wanted=f"{wanted:,}")
    if check.running:
        progress += _(", about {seconds} s left").format(seconds=f"{check.seconds_left:,.0f}")
    elif drawn < wanted:
        progress += _(", stopped")
    st.progress(drawn / wanted, text=progress)
    rates = check.rates()
    found, exact = estimate(rates), check.exact
    recipe = next(name for name in RECIPE_NAMES if whole_map(name).name == check.recipe.name)
    st.markdown(
        _(
            "{rule}: asked {asked}, exact **{exact}**; the mean of these masks is **{mean}**."
        ).format(
            rule=rule_name(recipe),
            asked=f"{check.keep_prob:.2f}",
            exact=f"{exact:.4f}",
            mean=f"{found.mean:.4f}",
        )
        + " "
        + _interval_words(found, exact)
    )
    st.markdown(
        _(
            "Single masks keep from {lowest} to {highest} of the units. {none} of them drop "
            "nothing, {all} drop everything."
        ).format(
            lowest=f"{rates.min():.3f}",
            highest=f"{rates.max():.3f}",
            none=f"{(rates == 1).sum():,}",
            all=f"{(rates == 0).sum():,}",
        )
    )
    edges, counts = bins(rates, check.side**2)
    hover = [
        _("{count} masks keep {low} to {high}").format(
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
        {_("from"): edges[:-1], _("to"): edges[1:], _("masks"): counts}, "drawn-masks"
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
