"""What to keep in mind about the ladder, with its numbers."""

from functools import cache

import streamlit as st

from explainer.network.ladder import BLOCKS, DRAWS
from explainer.rooms.network.counting import committed
from explainer.shell.settings import Settings
from explainer.shell.sources import FIRST_PHOTO, PHOTOS
from explainer.shell.text import _, prose

HALF = 50  # per cent
EXCEPTION, FINER = "cat", 28  # the picture, and a map on which it is none


def counts(settings: Settings, *, scaled: bool = True) -> str:
    """In how many draws the answer stays with half gone, by block sizes smaller than the map."""
    rows = committed(settings.change(scaled=scaled))[HALF]
    smaller = [row for row, block in zip(rows, BLOCKS, strict=True) if block < settings.stage]
    return " / ".join(str(row.count("1")) for row in smaller)


def show_care(settings: Settings) -> None:
    """Of the picture and stage shown; an upload is not counted, so then of the first picture."""
    photo = FIRST_PHOTO if settings.photo == "upload" else settings.photo
    st.markdown(_care(photo, settings.stage))


@cache
def _care(photo: str, stage: int) -> str:
    opening = Settings.parse({})
    told = opening.change(photo=photo, stage=stage)
    exception = opening.change(photo=EXCEPTION)
    return prose("network", "care").format(
        picture=_(PHOTOS[told.photo].label),
        side=told.stage,
        blocks=" / ".join(str(block) for block in BLOCKS if block < told.stage),
        on=counts(told),
        off=counts(told, scaled=False),
        cat_side=exception.stage,
        cat=counts(exception),
        finer=FINER,
        cat_finer=counts(exception.change(stage=FINER)),
        draws=DRAWS,
    )
