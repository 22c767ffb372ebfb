"""All that a session keeps, declared in one place.

The shell does not know the rooms. So what a room keeps is declared here too, as data without
methods; what is computed from it is in the room. The values of widgets are kept by Streamlit, see
`widgets`, which forgets them when the visitor leaves the page; what is declared here stays.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import uuid4

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from explainer.shell.settings import Settings
from explainer.shell.sources import Pixels

if TYPE_CHECKING:  # they import torch
    from torch import Generator

    from dropblock.recipe import Recipe
    from explainer.shell.experiment import Option

KEY = "session"
OPENING = Settings.parse({})  # what a new session shows


@dataclass
class Note:
    """What a visitor did with one experiment."""

    option: "Option"  # what is varied stands at it
    draw: int = 0
    predicted: str | None = None  # the choice
    shown: bool = False  # whether what happens is shown


@dataclass
class Sitting:
    """One check as it is answered."""

    mode: str  # one of `explainer.rooms.check.results.MODES`
    seed: int  # of its runs; with form, it gives the questions: `explainer.rooms.check.bank`
    form: int  # of its wording
    answers: dict[int, int] = field(default_factory=dict)  # by question, the place of the choice
    finished: str = ""  # when it was handed in (ISO time)
    tried: bool = False  # whether it was handed in, too early


@dataclass
class Notebook:
    """All checks of a session."""

    opening: int  # the number of the first pair, from the link's draw
    mode: str = "me"  # the one that is chosen
    sittings: list[Sitting] = field(default_factory=list)  # the latest is the last


@dataclass
class Sample:
    """Masks of one recipe at one setting, being drawn."""

    recipe: "Recipe"
    keep_prob: float
    block_size: int
    side: int  # of the map, in units
    wanted: int  # masks
    generator: "Generator"  # draws the next one
    started: float  # when, in seconds of a clock of its own
    running: bool = True
    kept: list[NDArray[np.int64]] = field(default_factory=list)  # units in each mask, by batch


@dataclass
class Session:
    """One visitor's. How settings, URL and browser stay in step is told in `state`."""

    name: str = field(default_factory=lambda: uuid4().hex, compare=False)  # no other has it

    # What is shown
    page: str | None = None  # the one that ran last; None before the first
    framed: bool = False  # whether st.navigation has been met, by app.py or in its place
    settings: Settings = OPENING  # the truth
    other: Settings | None = None  # on the walk those of the other pages, elsewhere the walk's
    bare: dict[str, Settings] = field(default_factory=dict)  # by page, where its URL said nothing

    # What the browser knows
    url: dict[str, str] = field(default_factory=dict)  # what it was told, or came with
    heard: bool = True  # whether it has come with that URL since
    unwritten: bool = False  # whether settings have changed of which the URL does not tell yet
    restore_url: str = ""  # the query that the navigation dropped, for the browser to put back
    whole_page: bool = False  # whether what a fragment changed concerns the page around it

    # The headline sliders
    token: str = ""  # names session and last change that did not come from the stage
    left: str = ""  # the one that the viewer left by Back or by a link
    shown_token: str = ""  # the one for which the next two hold
    shown: Settings = OPENING  # those at that change
    asked: Settings | None = None  # those for which the browser has no answers; None: the settings

    # The viewer's own picture
    picture: Pixels | None = None  # None until there is one
    stretched: bool = False  # whether its values were, from black to white
    decoded: str = ""  # Streamlit's name for the file that was looked at last
    problem: str = ""  # why that one cannot be shown
    lost: bool = False  # whether a session before this one had one

    missing: str = ""  # why there are no feature maps, where they were asked for

    # Of single pages
    gone_on: bool = False  # whether the button at the end of the part before led here
    played: int = 0  # draws since the settings' own, while draws play; the link does not know them
    belief: str = ""  # the one that is open; empty: the first
    belief_notes: dict[str, Note] = field(default_factory=dict)  # by belief
    exhibit_notes: dict[str, Note] = field(default_factory=dict)  # by exhibit of the bugs museum
    notebook: Notebook | None = None  # of checks; None before the first
    handed_in: bool = False  # whether the check was handed in right now
    sample: Sample | None = None  # masks drawn at the settings; None where there are none
    count_stopped: bool = False  # whether draws of the network are not to be counted
    lost_pixels: str | None = None  # what was predicted of them; None: nothing yet
    samples: int = 0  # how many were begun: each draws other masks


def session() -> Session:
    """This visitor's session."""
    store = st.session_state
    if KEY not in store:
        store[KEY] = Session()
    kept: Session = store[KEY]
    return kept
