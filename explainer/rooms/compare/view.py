"""Mounts the comparison: controls, the methods, the folded chart of leaks; the table of methods."""

from functools import partial

import streamlit as st

from explainer.shell import controls, sliders, state
from explainer.shell.component import component
from explainer.shell.fold import fold
from explainer.shell.methods import shown_methods
from explainer.shell.packet import pack
from explainer.shell.session import session
from explainer.shell.settings import Settings
from explainer.shell.text import _, prose, table


def show_compare() -> None:
    """All that depends on the settings, which is the whole page but its words."""
    session().played = 0  # who comes back to the page finds the draw of the link
    _show()


@st.fragment
def _show() -> None:
    from explainer.rooms.compare import chart, falling, methods  # they import torch, as the next
    from explainer.shell import features
    from explainer.shell.answers import live_parts
    from explainer.shell.base import base_name, base_packet, feature_map

    state.settle()
    features.require()
    headline = st.container()
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", gap="small"
    ):
        controls.source_picker(state.settings())
        with st.container(horizontal=True, width="content", vertical_alignment="center"):
            controls.run_controls(state.settings())
    with st.container():
        upload = controls.picture_controls(state.settings())

    sliders_at = sliders.slider_state()
    settings = _played(sliders_at.settings)
    base = base_name(settings, upload)
    x = feature_map(settings, upload)
    with headline:
        component("headline")(key="headline", data=base_packet(base, settings, upload))
    header, arrays = live_parts(
        settings,
        base,
        sliders_at.asked.block_size,
        session().token,
        sliders_at.shown,
        session().restore_url,
    )
    orders, fallen = falling.falling(settings, arrays["kept"])
    component("compare/compare")(
        key="compare",
        data=pack(
            {
                **header,
                **orders,
                **methods.header_words(settings),
                "of": methods.guessed_of(settings),
                "settled": {"keep_prob": settings.keep_prob, "block_size": settings.block_size},
            },
            {**arrays, **fallen},
        ),
        on_commit_change=sliders.on_commit("compare"),
        on_ask_change=sliders.on_ask("compare"),
        on_play_change=_on_play,
        on_rest_change=_on_rest,
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        controls.cutout_side(state.settings())
    # The guesses take longer, so they follow as a message of their own.
    more, guessed = methods.guesses(
        base,
        settings.recipe,
        settings.keep_prob,
        settings.block_size,
        settings.cutout,
        settings,
        x,
        upload,
    )
    more = more | {"headline": methods.headline(settings, more)}
    component("compare/guesses")(key="guesses", data=pack(more, guessed))
    # The chart is of the draws from the link's on, so it stands still while draws play.
    own = state.settings()
    fold(
        _("Why blocks: what comes back at every block_size"),
        "leaks",
        partial(chart.show_leaks, own, base_name(own, upload), x, more),
    )


def _played(settings: Settings) -> Settings:
    """While draws play, a later one than the settings', of which the link does not know yet."""
    played = session().played
    return settings.later(played) if played else settings


def _on_play() -> None:
    if sliders.sent("compare", "play").get("once"):
        state.change(seed=state.settings().later(1).seed)
    else:
        session().played += 1


def _on_rest() -> None:
    settings = _played(state.settings())
    session().played = 0
    state.change(seed=settings.seed)


def show_methods() -> None:
    """The table of methods, and what is to be known of the comparison."""
    from dropblock.methods import METHODS  # it imports torch

    shown = shown_methods(state.settings())
    head = [_("Method"), _("drops"), _("used"), _("ResNet-50 on ImageNet, top-1"), _("source")]
    rows = [[_("none"), _("nothing"), "", "76.51", ""]]
    rows += [
        [shown[name].title, *shown[name].row, f"[{method.source}]({method.link})"]
        for name, method in METHODS.items()
    ]
    st.markdown(prose("compare", "table").format(methods=table(head, rows)))
