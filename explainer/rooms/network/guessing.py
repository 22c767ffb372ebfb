"""How much of what is dropped can be guessed from what is left: in the picture, and in the maps
that the network makes of it.

``python -m explainer.rooms.network.guessing [photo …]`` measures what is committed, `MEASURED`.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import fmean

from torch import Tensor

from dropblock.leakage import leak
from dropblock.methods import METHODS
from dropblock.pipeline import draw_noise
from explainer.network.ladder import BLOCKS
from explainer.rooms.network.bundled import Spread, commit, committed, spread
from explainer.rooms.network.looked import looked, photo_name, photo_pixels, tensor
from explainer.shell.cache import kept
from explainer.shell.settings import STAGES, Settings
from explainer.shell.sources import Pixels

MEASURED = Path(__file__).with_name("guessing.json")
SHARE = 0.5  # is dropped
DRAWS = 5


@dataclass(frozen=True)
class Guessed:
    """By block size 1, 3, 5 and 7: R² of the filling, as the mean of a few draws (None where
    nothing falls, or what falls does not vary), and the share that fell."""

    r2: tuple[float | None, ...]
    gone: tuple[float, ...]


def guessed(x: Tensor) -> Guessed:
    """Drop half of x (1, C, H, W), all channels alike, and fill it in from what is left."""
    side = x.shape[-1]
    r2, gone = [], []
    for block in BLOCKS:
        masks = [
            METHODS["dropblock"](
                x,
                1 - SHARE,
                draw_noise((1, 1, side, side), draw - 1),
                dropped=round(SHARE * x.numel()),
                block_size=min(block, side),
            ).mask
            for draw in range(1, DRAWS + 1)
        ]
        found = [one for one in (leak(x, mask).r2 for mask in masks) if one is not None]
        r2.append(fmean(found) if found else None)
        gone.append(fmean(float(1 - mask.mean()) for mask in masks))
    return Guessed(tuple(r2), tuple(gone))


def on_picture(settings: Settings, upload: Pixels | None) -> Guessed:
    """Of the picture itself."""
    return _guessed(photo_name(settings, upload), tensor(photo_pixels(settings, upload)))


def on_map(settings: Settings, upload: Pixels | None) -> Guessed:
    """Of the picture's map at the stage of the settings."""
    name = f"{photo_name(settings, upload)}/{settings.stage}"
    return _guessed(name, looked(settings, upload).features)


@kept(64)
def _guessed(name: str, _x: Tensor) -> Guessed:
    return guessed(_x)


@cache
def known() -> dict[str, dict[str, list[float | None]]]:
    """By bundled photo, R² by block size: of the picture (``"picture"``) and of each stage."""
    return committed(MEASURED)


def means(of: str) -> list[Spread | None]:
    """R² by block size over the bundled photos; None where nothing falls."""
    columns = zip(*(one[of] for one in known().values()), strict=True)
    found = [[value for value in column if value is not None] for column in columns]
    return [spread(column) if column else None for column in found]


def measured(settings: Settings) -> dict[str, list[float | None]]:
    """What is committed of a bundled photo."""
    found = {"picture": on_picture(settings, None)}
    found |= {str(stage): on_map(settings.change(stage=stage), None) for stage in STAGES}
    return {
        of: [None if r2 is None else round(r2, 4) for r2 in one.r2] for of, one in found.items()
    }


if __name__ == "__main__":
    commit(MEASURED, measured)
