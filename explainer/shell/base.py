"""What is looked at: the input, and the draw on it, packed for the browser.

Imports torch, so pages reach it only after the frame is on the screen. Packets are kept for
all sessions: thirty students with one link share them.
"""

import hashlib
from typing import Any

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from dropblock.inputs import picture_tensor, random_map
from explainer.shell.answers import draw, noise_shape
from explainer.shell.cache import kept
from explainer.shell.features import Seen, seen
from explainer.shell.packet import drawn, pack
from explainer.shell.settings import Settings
from explainer.shell.sources import PHOTOS, SOURCES, Pixels, bundled_pixels

MAP_RANGE = 9.0  # the largest value of a random map


def map_range(settings: Settings) -> float:
    """The largest value of the input: that of a random map, else 1."""
    return MAP_RANGE if settings.source == "random" else 1.0


def pixels(settings: Settings, upload: Pixels | None) -> Pixels | None:
    """The picture that is looked at, by the visitor or by the network, (224, 224, 3); None behind
    a random map."""
    if not settings.picture:
        return None
    if settings.picture == "upload" and upload is not None:
        return upload
    among = PHOTOS if settings.is_map else SOURCES
    return bundled_pixels(among[settings.picture].file)


def picture_name(settings: Settings, upload: Pixels | None) -> str:
    """Names the picture, and whose it is; empty for a random map."""
    picture = pixels(settings, upload)
    if picture is None:
        return ""
    return f"{settings.picture}/{hashlib.sha1(picture.tobytes()).hexdigest()[:16]}"


def base_name(settings: Settings, upload: Pixels | None) -> str:
    """Names input and draw: packets of one name hold the same numbers. What comes of an upload
    begins with "upload/", as `explainer.shell.cache.kept` wants it."""
    shape = "x".join(map(str, noise_shape(settings)))
    own = f"{settings.source}/{settings.map_channels}/{shape}/{settings.seed}"
    return f"{picture_name(settings, upload)}/{own}"


def seen_by_network(settings: Settings, upload: Pixels | None) -> Seen:
    """All that the network sees in the picture, at the stage whose map is looked at."""
    picture = pixels(settings, upload)
    assert picture is not None
    return seen(picture_name(settings, upload), settings.map_size, picture)


def feature_map(settings: Settings, upload: Pixels | None) -> Tensor:
    """The input (1, C, H, W), in float32: a picture's bytes / 255, the network's clearest maps, or
    the random map."""
    if settings.source == "features":
        at = seen_by_network(settings, upload)
        return at.maps[None, at.clearest[: settings.channels]]
    picture = pixels(settings, upload)
    if picture is None:
        return random_map(settings.size, settings.channels).float()
    return picture_tensor(picture)


@kept(64)
def base_packet(name: str, _settings: Settings, _upload: Pixels | None) -> bytes:
    """Input, noise and ranks, packed under this name."""
    header, arrays = base_parts(_settings, _upload)
    return pack({"base": name, **header}, arrays)


def base_parts(
    settings: Settings, upload: Pixels | None
) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """Input, noise and ranks: header and arrays. The values of a picture are its bytes / 255."""
    noise, rank = (one[0].numpy() for one in draw(noise_shape(settings), settings.seed))
    picture = None if settings.is_map else pixels(settings, upload)
    arrays = {
        "noise": drawn(noise),
        "rank": rank.astype(np.uint16 if rank.size <= 2**16 else np.uint32),
        "values": feature_map(settings, upload)[0].numpy() if picture is None else picture,
    }
    header = {
        "size": settings.map_size,
        "channels": settings.map_channels,
        "noiseChannels": settings.noise_channels,
        "picture": picture is not None,
        "range": map_range(settings),
    }
    return header, arrays
