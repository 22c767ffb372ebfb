"""What is dropped: all methods at the same share, in one honest table."""

import streamlit as st

from explainer.figures.rounding import fixed
from explainer.network.ladder import DRAWS
from explainer.rooms.network import same_share
from explainer.rooms.network.bundled import stayed
from explainer.shell import charts
from explainer.shell.sources import PHOTOS
from explainer.shell.text import _, sections, table


def names() -> dict[str, str]:
    """What each of `same_share.WAYS` is called."""
    return {
        "units": _("Dropout: single units, each channel by itself"),
        "blocks_3": _("DropBlock: blocks of 3"),
        "blocks_5": _("DropBlock: blocks of 5"),
        "blocks_7": _("DropBlock: blocks of 7"),
        "channels": _("Spatial Dropout: whole channels"),
        "branch": _("DropPath: the residual branch"),
        "square": _("Cutout: a square of the picture"),
    }


def show_same_share() -> None:
    """A table for each share, what they say, and all counts by picture."""
    words, known = sections("network", "same_share"), same_share.known()
    st.markdown(words["intro"].format(side=same_share.STAGE, photos=len(known), draws=DRAWS))
    for column, share in zip(st.columns(2, gap="large"), same_share.SHARES, strict=True):
        with column:
            st.markdown(_("**{share} % asked to go**").format(share=fixed(100 * share, 0)))
            st.markdown(_table(share))
    worst = [names()[name] for name in same_share.worst()]
    st.markdown(
        words["worst" if len(worst) == 1 else "several"].format(
            worst="; ".join(worst), photos=len(known)
        )
    )
    st.caption(words["branch"])
    charts.show_table(_all, "same-share", _("Table: each picture by itself"))


def _table(share: float) -> str:
    head = [_("What goes"), _("Gone"), _("Answer stays")]
    return table(
        head,
        [
            [names()[name], f"{fixed(100 * mean.gone, 0)}\u00a0%", mean.stays.text()]
            for name, mean in same_share.means(share).items()
        ],
    )


def _all() -> charts.Table:
    rows = [
        (photo, name, share, outcome)
        for photo, ways in same_share.known().items()
        for name, by_share in ways.items()
        for share, outcome in by_share.items()
    ]
    return {
        _("picture"): [_(PHOTOS[photo].label) for photo, *_rest in rows],
        _("what goes"): [names()[name] for _photo, name, *_rest in rows],
        _("share asked"): [share for *_rest, share, _outcome in rows],
        _("share gone"): [outcome.gone for *_rest, outcome in rows],
        _("draws in which the answer stays, in %"): [
            round(100 * stayed(outcome.stays)) for *_rest, outcome in rows
        ],
    }
