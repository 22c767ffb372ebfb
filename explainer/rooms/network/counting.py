"""In how many of a hundred draws the answer stays: committed for bundled pictures at the tenths of
keep_prob, counted while one watches for all others.

``python -m explainer.rooms.network.counting [photo …]`` counts what is committed, `COUNTS`.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import product
from pathlib import Path
from threading import Lock

from explainer.network.ladder import BLOCKS, DRAWS, rung, stays
from explainer.rooms.network.looked import Looked, looked
from explainer.shell.cache import kept
from explainer.shell.settings import STAGES, Settings
from explainer.shell.sources import PHOTOS

COUNTS = Path(__file__).with_name("counts.json")
TENTHS = range(10, 100, 10)


@dataclass
class Count:
    """The draws counted so far, for each block size: whether the answer stayed, draw by draw."""

    stayed: list[list[bool]] = field(default_factory=lambda: [[] for _ in BLOCKS])
    runs: list[Iterator[list[bool]]] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)

    @property
    def is_done(self) -> bool:
        return all(len(one) == DRAWS for one in self.stayed)

    def go_on(self) -> None:
        """Count a piece of the block size that has come least far."""
        with self.lock:
            behind = min(range(len(BLOCKS)), key=lambda k: len(self.stayed[k]))
            self.stayed[behind] += next(self.runs[behind], [])


def begin(settings: Settings, at: Looked) -> Count:
    """A count at the settings' keep_prob, of which nothing is counted yet."""
    stop, shared = round(settings.keep_prob * 100), settings.mask == "shared"
    runs = [
        stays(
            at.network, at.features, settings.stage, at.label, block, stop,
            scaled=settings.scaled, shared=shared,
        )
        for block in BLOCKS
    ]  # fmt: skip
    return Count(runs=runs)


@kept(256)
def _count(name: str, _settings: Settings, _at: Looked) -> Count:
    return begin(_settings, _at)


def watched(photo: str, settings: Settings, at: Looked) -> Count | None:
    """The count at these settings, one for all who watch it; None where there is nothing to
    count: it is committed, or nothing or everything is dropped, or the picture is not known."""
    stop = round(settings.keep_prob * 100)
    if stop in (0, 100) or stop in committed(settings) or not at.is_known:
        return None
    return _count(f"{counted_of(photo, settings)}/{stop}", settings, at)


def counted_of(photo: str, settings: Settings) -> str:
    """Names what counts are of, at all stops of keep_prob."""
    return f"{photo}/{settings.stage}/{settings.mask}/{settings.scaled:d}"


def header(
    photo: str, settings: Settings, count: Count | None, *, goes_on: bool
) -> dict[str, object]:
    """What the browser is told: all that is counted of this picture, stage and scale."""
    known = dict(committed(settings))
    if count is not None:
        known[round(settings.keep_prob * 100)] = [bits(one) for one in count.stayed]
    return {
        "of": counted_of(photo, settings),
        "counts": {str(stop): row for stop, row in known.items()},
        "stop": None if count is None else round(settings.keep_prob * 100),
        "goesOn": goes_on,
        "done": count is None or count.is_done,
    }


@cache
def _committed() -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = json.loads(COUNTS.read_text(encoding="utf-8"))
    return found


def committed(settings: Settings) -> dict[int, list[str]]:
    """By stop of keep_prob, for each block size the draws in which the answer stays, as `bits`."""
    if settings.mask != "shared":
        return {}
    return _decoded(f"{settings.photo}/{settings.stage}/{settings.scaled:d}")


@cache
def _decoded(of: str) -> dict[int, list[str]]:
    found = _committed().get(of, {})
    return {int(stop): [f"{int(one, 16):0{DRAWS}b}" for one in row] for stop, row in found.items()}


def bits(stayed: list[bool]) -> str:
    """Draw by draw: 1 the answer stayed, 0 it did not."""
    return "".join(str(int(one)) for one in stayed)


def typical_draw(settings: Settings) -> int:
    """Of the draws in which each block size does what it does in most draws, the one in which the
    shares that fall come nearest to half."""
    rows, side = committed(settings)[50], settings.stage
    most = [row.count("1") > row.count("0") for row in rows]
    shows_most = [
        draw for draw in range(1, DRAWS + 1) if [row[draw - 1] == "1" for row in rows] == most
    ]

    def off(draw: int) -> float:
        fallen = (rung(side, 1, block, draw).gone()[50] for block in BLOCKS)
        return sum(abs(float(share) - 0.5) for share in fallen)

    return min(shows_most, key=off)


def counted(settings: Settings) -> list[str]:
    """Count all draws of a bundled picture: `bits` in hexadecimal digits."""
    now = begin(settings, looked(settings, None))
    while not now.is_done:
        now.go_on()
    return [f"{int(bits(one), 2):0{DRAWS // 4}x}" for one in now.stayed]


if __name__ == "__main__":
    import sys

    import torch

    torch.set_num_threads(1)
    found = _committed() if COUNTS.exists() else {}
    for photo in sys.argv[1:] or [name for name in PHOTOS if name != "upload"]:
        for stage, scaled in product(STAGES, (True, False)):
            key = f"{photo}/{stage}/{scaled:d}"
            own = Settings.parse({}).change(photo=photo, stage=stage, scaled=scaled)
            found[key] = {str(k): counted(own.change(keep_prob=k / 100)) for k in TENTHS}
            print(key, [int(row, 16).bit_count() for row in found[key]["50"]], flush=True)  # noqa: T201
            COUNTS.write_text(json.dumps(found, indent=0) + "\n", encoding="utf-8")
