"""What the network sees in a picture, as a map to drop from.

Imports torch, so pages reach it only after the frame is on the screen.
"""

from dataclasses import dataclass

import streamlit as st
from torch import Tensor

from dropblock.inputs import picture_tensor
from explainer.network import WeightsMissing, clearest, load, scaled
from explainer.network.turn import in_turn
from explainer.shell import state
from explainer.shell.cache import kept
from explainer.shell.session import session
from explainer.shell.settings import TABLE, Settings
from explainer.shell.sources import MAP_SIZES, Pixels

MOST = TABLE["channels"].choices(Settings.parse({}))[-1]


@dataclass(frozen=True)
class Seen:
    """maps: what the last depthwise convolution of a stage sees, each channel from 0 to 1,
    (C, H, W). clearest: the channels worth a look, the best one first."""

    maps: Tensor
    clearest: list[int]


@kept(16)
def seen(picture: str, side: int, _pixels: Pixels) -> Seen:
    """What is seen in this picture at the stage whose map has this side."""
    maps = in_turn(load().seen, picture_tensor(_pixels), side)[0]
    return Seen(scaled(maps), clearest(maps, MOST))


def require() -> None:
    """Where feature maps are asked for and the network cannot be loaded, go on with the random
    map; the picker of sources says why. For a page after `component.start`."""
    if state.settings().source != "features":
        return
    try:
        load()
    except WeightsMissing as missing:
        session().missing = str(missing)
        state.change(source="random", size=MAP_SIZES[1])
        st.rerun()
