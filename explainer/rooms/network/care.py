"""What to keep in mind about the ladder, with its numbers."""

import streamlit as st

from explainer.network.ladder import BLOCKS, DRAWS
from explainer.rooms.network.counting import committed
from explainer.shell.settings import Settings
from explainer.shell.sources import FIRST_PHOTO, PHOTOS
from explainer.shell.text import _, prose, table

HALF = 50  # per cent
EXCEPTION, FINER = "cat", 28  # the picture, and a map on which it is none


def show_care(settings: Settings) -> None:
    """What is said, and beside it the counts of the picture and stage shown; an upload is not
    counted, so then those of the first picture."""
    opening = Settings.parse({})
    photo = FIRST_PHOTO if settings.photo == "upload" else settings.photo
    told = opening.change(photo=photo, stage=settings.stage)
    exception = opening.change(photo=EXCEPTION)
    said, counted = st.columns([6, 5], gap="large")
    said.markdown(
        prose("network", "care").format(exception=EXCEPTION, side=exception.stage, finer=FINER)
    )
    with counted:
        st.markdown(
            _("**In how many of {draws} draws the answer stays, half of the map gone**").format(
                draws=DRAWS
            )
        )
        head = [_("Blocks of …"), *(str(block) for block in BLOCKS)]
        rows = [
            (_("{picture}, {side} × {side}"), told),
            (_("{picture}, {side} × {side}, scale off"), told.change(scaled=False)),
            (_("{picture}, {side} × {side}"), exception),
            (_("{picture}, {side} × {side}"), exception.change(stage=FINER)),
        ]
        st.markdown(table(head, [[_name(name, of), *counts(of)] for name, of in rows]))


def _name(name: str, settings: Settings) -> str:
    return name.format(picture=_(PHOTOS[settings.photo].label), side=settings.stage)


def counts(settings: Settings) -> list[str]:
    """In how many draws the answer stays with half gone, by block size; a dash where a block is no
    smaller than the map."""
    return [
        str(row.count("1")) if block < settings.stage else "–"
        for row, block in zip(committed(settings)[HALF], BLOCKS, strict=True)
    ]
