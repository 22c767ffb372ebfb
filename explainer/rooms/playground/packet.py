"""What torch computed for the stage, packed: the answers for block sizes, and the words."""

from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from explainer.rooms.playground import words
from explainer.shell.answers import (
    Answers,
    answers,
    live_parts,
    noise_shape,
    pin,
    sent_block_sizes,
)
from explainer.shell.settings import Settings
from explainer.shell.words import headline


@st.cache_resource(max_entries=128, show_spinner=False)
def headlines(
    shape: tuple[int, int, int, int],
    seed: int,
    recipe: str,
    block_sizes: tuple[int, ...],
    source: str,
    training: bool,
    _settings: Settings,
    _found: Answers,
) -> tuple[list[str], NDArray[np.uint8]]:
    """The headlines of a draw, each once in the order met, and which of them each stop takes:
    the number of units that it keeps chooses."""
    kept, units = _found.arrays["kept"], int(np.prod(shape))
    told: dict[str, int] = {}
    by_count = {
        int(count): told.setdefault(headline(_settings, units - int(count), units), len(told))
        for count in np.unique(kept)
    }
    return list(told), np.vectorize(by_count.__getitem__)(kept).astype(np.uint8)


def stage_parts(
    settings: Settings, base: str, asked: int, token: str, shown: Settings, restore_url: str
) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """What `live_parts` gives, with the headlines and the words of the stage."""
    sizes = sent_block_sizes(settings, asked)
    shape = noise_shape(settings)
    found = answers(shape, settings.seed, settings.recipe, sizes)
    told, which = headlines(
        shape,
        settings.seed,
        settings.recipe,
        sizes,
        settings.source,
        settings.training,
        settings,
        found,
    )
    header, arrays = live_parts(settings, base, asked, token, shown, restore_url)
    more = {
        "headlines": told,
        "otherRecipe": words.other_recipe(settings.recipe),
        # Without answers for the block_size shown, the stage has pinned a unit already.
        "pin": pin(found.stops[sizes.index(shown.block_size)], shown.keep_prob)
        if shown.block_size in sizes
        else None,
        "words": words.stage_words(settings),
    }
    return {**header, **more}, {**arrays, "headline": which}
