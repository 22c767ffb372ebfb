"""What is looked at: the input, and the draw on it, packed for the browser.

Imports torch, so pages reach it only after the frame is on the screen. Packets are kept for
all sessions: thirty students with one link share them.
"""

import hashlib
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dropblock.inputs import random_map
from explainer.shell.answers import draw, noise_shape
from explainer.shell.cache import kept
from explainer.shell.packet import drawn, pack
from explainer.shell.settings import Settings
from explainer.shell.sources import SOURCES, Pixels, bundled_pixels

MAP_RANGE = 9.0  # the largest value of a random map


def pixels(settings: Settings, upload: Pixels | None) -> Pixels | None:
    """The picture shown, (224, 224, 3), or None for a random map."""
    source = SOURCES[settings.source]
    if source.is_map:
        return None
    if source.name == "upload" and upload is not None:
        return upload
    return bundled_pixels(source.file)


def base_name(settings: Settings, upload: Pixels | None) -> str:
    """Names input and draw: packets of one name hold the same numbers."""
    picture = pixels(settings, upload)
    digest = "" if picture is None else hashlib.sha1(picture.tobytes()).hexdigest()[:16]
    shape = "x".join(map(str, noise_shape(settings)))
    return f"{settings.source}/{digest}/{settings.map_channels}/{shape}/{settings.seed}"


@kept(64)
def base_packet(name: str, _settings: Settings, _upload: Pixels | None) -> bytes:
    """Input, noise and ranks, packed under this name."""
    header, arrays = base_parts(_settings, pixels(_settings, _upload))
    return pack({"base": name, **header}, arrays)


def base_parts(
    settings: Settings, picture: Pixels | None
) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """Input, noise and ranks: header and arrays. The values of a picture are its bytes / 255."""
    noise, rank = (one[0].numpy() for one in draw(noise_shape(settings), settings.seed))
    arrays = {
        "noise": drawn(noise),
        "rank": rank.astype(np.uint16 if rank.size <= 2**16 else np.uint32),
        "values": random_map(settings.size, settings.channels)[0].numpy().astype(np.float32)
        if picture is None
        else picture,
    }
    header = {
        "size": settings.map_size,
        "channels": settings.map_channels,
        "noiseChannels": settings.noise_channels,
        "picture": picture is not None,
        "range": 1.0 if picture is not None else MAP_RANGE,
    }
    return header, arrays
