"""What torch computed for the stage, packed: the draw, and the answers for block sizes.

Imports torch, so pages reach it only after the frame is on the screen. Packets are cached for
all sessions: thirty students with one link share them.
"""

import hashlib
from typing import Any

import numpy as np
import streamlit as st
import torch
from numpy.typing import NDArray
from torch import Tensor

from dropblock.inputs import picture_tensor, random_map
from dropblock.pipeline import draw_noise, rank_map
from dropblock.recipes import RECIPES
from dropblock.stops import KEEP_PROBS, Stops, trace_stops
from dropblock.ui import words
from dropblock.ui.packet import pack
from dropblock.ui.settings import Settings
from dropblock.ui.sources import SOURCES, Pixels, bundled_pixels

ALL_AT_ONCE = 1_000_000  # bytes of drop levels up to which every block size is sent at once
MAP_RANGE = 9.0  # the largest value of a random map
EQUAL = 0.0005  # expected and asked are called equal when they differ by less


def pixels(settings: Settings, upload: Pixels | None) -> Pixels | None:
    """The picture shown, (224, 224, 3), or None for a random map."""
    source = SOURCES[settings.source]
    if source.is_map:
        return None
    if source.name == "upload" and upload is not None:
        return upload
    return bundled_pixels(source.file)


def feature_map(settings: Settings, upload: Pixels | None) -> Tensor:
    """x, (1, C, H, W): integers 1 … 9 for a random map, [0, 1] for a picture."""
    picture = pixels(settings, upload)
    if picture is None:
        return random_map(settings.size, settings.channels)
    return picture_tensor(picture)


def noise_shape(settings: Settings) -> tuple[int, int, int, int]:
    """The shape of the draw: (1, 1, H, W) where channels share a mask, else (1, C, H, W)."""
    size = settings.map_size
    return (1, settings.noise_channels, size, size)


def base_name(settings: Settings, upload: Pixels | None) -> str:
    """Names input and draw: packets of one name hold the same numbers."""
    picture = pixels(settings, upload)
    digest = "" if picture is None else hashlib.sha1(picture.tobytes()).hexdigest()[:16]
    shape = "x".join(map(str, noise_shape(settings)))
    return f"{settings.source}/{digest}/{settings.map_channels}/{shape}/{settings.seed}"


@st.cache_resource(max_entries=64, show_spinner=False)
def base_packet(name: str, _settings: Settings, _upload: Pixels | None) -> bytes:
    """Input, noise and ranks. The values of a picture are its bytes / 255."""
    settings, picture = _settings, pixels(_settings, _upload)
    noise = draw_noise(noise_shape(settings), settings.seed)[0]  # (Cn, H, W)
    rank = rank_map(noise).numpy()
    arrays = {
        "noise": noise.numpy(),
        "rank": rank.astype(np.uint16 if rank.size <= 2**16 else np.uint32),
        "values": random_map(settings.size, settings.channels)[0].numpy().astype(np.float32)
        if picture is None
        else picture,
    }
    header = {
        "base": name,
        "size": settings.map_size,
        "channels": settings.map_channels,
        "noiseChannels": settings.noise_channels,
        "picture": picture is not None,
        "range": 1.0 if picture is not None else MAP_RANGE,
    }
    return pack(header, arrays)


@st.cache_resource(max_entries=256, show_spinner=False)
def levels(
    shape: tuple[int, int, int, int], seed: int, recipe: str, block_sizes: tuple[int, ...]
) -> list[Stops]:
    """The answers for these block sizes. They do not depend on the picture."""
    noise = draw_noise(shape, seed)
    return [trace_stops(noise, block_size, RECIPES[recipe]) for block_size in block_sizes]


def sent_block_sizes(settings: Settings, asked: int) -> tuple[int, ...]:
    """All block sizes where they are small enough together, else the one asked for."""
    sizes = tuple(settings.block_sizes)
    if len(sizes) * int(np.prod(noise_shape(settings))) <= ALL_AT_ONCE:
        return sizes
    return (asked if asked in sizes else settings.block_size,)


def pin(stops: Stops, keep_prob: float) -> list[int]:
    """A unit worth explaining: dropped in this draw, and nearest to the centre."""
    dropped = stops.drop_level[0, 0] > round(keep_prob * 100)
    height, width = dropped.shape
    rows, columns = torch.nonzero(dropped, as_tuple=True)
    if not len(rows):
        return [height // 2, width // 2]
    distance = (rows - height // 2) ** 2 + (columns - width // 2) ** 2
    nearest = int(distance.argmin())
    return [int(rows[nearest]), int(columns[nearest])]


def stage_packet(
    settings: Settings, base: str, asked: int, token: str, shown: Settings, restore_url: str
) -> bytes:
    """Everything the stage needs besides the base packet.

    asked: the block_size the stage wants answers for. shown: the settings at the last change
    that did not come from the stage; what the controls stand at when it sees a new token.
    """
    sizes = sent_block_sizes(settings, asked)
    answers = levels(noise_shape(settings), settings.seed, settings.recipe, sizes)
    asked_rates = torch.tensor(KEEP_PROBS, dtype=torch.float64)
    units = answers[0].drop_level.numel()

    headlines: dict[str, int] = {}
    index = [
        [
            headlines.setdefault(words.headline(settings, units - int(kept), units), len(headlines))
            for kept in answer.kept
        ]
        for answer in answers
    ]
    gaps = torch.stack([answer.expected for answer in answers]) - asked_rates
    verdict = torch.where(gaps.abs() < EQUAL, 0, gaps.sign()) + 1

    def table(field: str, dtype: type) -> NDArray[Any]:
        return torch.stack([getattr(answer, field) for answer in answers]).numpy().astype(dtype)

    arrays = {
        "gamma": table("gamma", np.float64),
        "expected": table("expected", np.float64),
        "scale": table("scale", np.float64),
        "gap": gaps.abs().numpy(),
        "seeds": table("seeds", np.int32),
        "below": table("below", np.int32),
        "kept": table("kept", np.int32),
        "verdict": verdict.numpy().astype(np.uint8),
        "headline": np.array(index, dtype=np.uint8),
        "drop": table("drop_level", np.uint8),
    }
    header = {
        "base": base,
        "token": token,
        "url": restore_url,
        "controls": {"keep_prob": shown.keep_prob, "block_size": shown.block_size},
        "recipe": settings.recipe,
        "otherRecipe": "paper" if settings.recipe == "reference" else "reference",
        "training": settings.training,
        "blockSizes": [
            settings.block_sizes.start,
            settings.block_sizes[-1],
            settings.block_sizes.step,
        ],
        "answers": [
            {
                "block": answer.block_size,
                "before": answer.before,
                "after": answer.after,
                "rows": answer.rows,
                "columns": answer.columns,
                "subline": words.subline(settings, answer.block_size),
            }
            for answer in answers
        ],
        "headlines": list(headlines),
        "pin": pin(answers[sizes.index(shown.block_size)], shown.keep_prob)
        if shown.block_size in sizes
        else None,  # the stage has one already
        "words": words.stage_words(settings),
    }
    return pack(header, arrays)
