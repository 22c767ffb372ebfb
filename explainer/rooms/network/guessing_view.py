"""How much can be guessed back, really: of the picture, and of the network's map of it."""

from collections.abc import Sequence

import streamlit as st

from explainer.figures.guesses import Guesses, guess_chart
from explainer.figures.rounding import fixed
from explainer.network.ladder import BLOCKS
from explainer.rooms.network import guessing
from explainer.rooms.network.guessing import Guessed
from explainer.shell import charts
from explainer.shell.guess import r2_text
from explainer.shell.settings import Settings
from explainer.shell.sources import Pixels
from explainer.shell.text import _, sections

LITTLE = 0.35  # an R² below this is little, one above 0.5 a lot
LOT = 0.5


def show_guessing(settings: Settings, upload: Pixels | None) -> None:
    """The chart, and what it says."""
    words = sections("network", "guessing")
    with st.spinner(_("Filling in what is dropped …")):
        picture = guessing.on_picture(settings, upload)
        on_map = guessing.on_map(settings, upload)
    told, chart = st.columns([2, 3], gap="large")
    with told:
        st.markdown(words["intro"])
        st.markdown(_sentence(words, settings, picture, on_map))
        st.caption(words["note"].format(draws=guessing.DRAWS, photos=len(guessing.known())))
    kinds = [
        _guesses(_("the picture"), picture, "picture"),
        _guesses(
            _("its {side} × {side} map").format(side=settings.stage), on_map, str(settings.stage)
        ),
    ]
    with chart:
        charts.show(
            guess_chart(kinds, BLOCKS, _("block size"), _("R² of the guess"), charts.theme()),
            "guessing",
            _(
                "R² of the guess with half gone, for single units and blocks of 3, 5 and 7. The "
                "picture: {picture}. Its {side} × {side} map: {map}."
            ).format(
                picture=", ".join(map(r2_text, picture.r2)),
                side=settings.stage,
                map=", ".join(map(r2_text, on_map.r2)),
            ),
        )
        charts.show_table(
            _table(kinds, (picture, on_map)), "guessing", _("Table: how much can be guessed back")
        )


def _sentence(words: dict[str, str], settings: Settings, picture: Guessed, on_map: Guessed) -> str:
    first, last = picture.r2[0], _last(on_map)
    if first is None or on_map.r2[0] is None:
        return words["flat"]
    little = first > LOT and on_map.r2[0] < LITTLE
    return words["little" if little else "some"].format(
        side=settings.stage,
        last=BLOCKS[last],
        picture=r2_text(first),
        picture_last=r2_text(picture.r2[last]),
        map=r2_text(on_map.r2[0]),
        map_last=r2_text(on_map.r2[last]),
    )


def _last(one: Guessed) -> int:
    """The place of the largest block that falls at all."""
    return max((k for k, r2 in enumerate(one.r2) if r2 is not None), default=0)


def _guesses(name: str, one: Guessed, of: str) -> Guesses:
    means = guessing.means(of)
    return Guesses(
        name,
        one.r2,
        [one.mean if one else None for one in means],
        [one.error if one else None for one in means],
        _("{name}, blocks of %{{x}}: R² %{{y:.2f}}").format(name=name),
        _("{name}, mean over bundled pictures, blocks of %{{x}}: R² %{{y:.2f}}").format(name=name),
    )


def _table(kinds: Sequence[Guesses], found: Sequence[Guessed]) -> charts.Table:
    columns: dict[str, list[object]] = {_("block size"): list(BLOCKS)}
    for kind, one in zip(kinds, found, strict=True):
        columns[_("{name}, share gone").format(name=kind.name)] = [fixed(g, 3) for g in one.gone]
        columns[_("{name}, R²").format(name=kind.name)] = list(one.r2)
        columns[_("{name}, R², mean over bundled pictures").format(name=kind.name)] = list(
            kind.mean
        )
        columns[_("{name}, standard error of that").format(name=kind.name)] = list(kind.error)
    return columns
