"""What torch found of a picture at a stage, in one draw, packed for the browser.

The browser looks up what the network says at the stop of keep_prob that the slider stands at: it
holds no formula. ``which`` is 65535 at stops that have not been asked yet.
"""

from threading import Lock
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from explainer.network import clearest, scaled
from explainer.network.ladder import BLOCKS, STOPS, Answers, Rung, ask, drop, pieces, rung
from explainer.rooms.network.looked import Looked
from explainer.shell.cache import kept
from explainer.shell.settings import STAGES, Settings

UNKNOWN = 65535
SHOWN = 6  # channels
CHANNELS = {56: 24, 28: 40, 14: 112, 7: 320}  # that a stage passes on
Parts = tuple[dict[str, Any], dict[str, NDArray[Any]]]


def ladder_name(photo: str, settings: Settings) -> str:
    """Names what is asked: of one name is the same draw on the same features."""
    return f"{photo}/{settings.stage}/{settings.mask}/{settings.scaled:d}/{settings.draw}"


def rungs(settings: Settings, channels: int) -> list[Rung]:
    """The masks of each block size."""
    shared = settings.mask == "shared"
    return [rung(settings.stage, 1 if shared else channels, b, settings.draw) for b in BLOCKS]


@kept(32)
def intact_parts(photo: str, stage: int, _at: Looked) -> Parts:
    """What does not depend on the draw's masks: the map, what its units see, the answer."""
    at = _at
    strength = at.features[0].square().mean(0).sqrt()
    seen = at.seen[0]
    header = {
        "base": photo,
        "stage": stage,
        "channels": at.features.shape[1],
        "seenChannels": at.seen.shape[1],
        "label": at.label,
        "known": at.is_known,
    }
    arrays: dict[str, NDArray[Any]] = {
        "map": _bytes(strength / strength.max()),
        "seen": _bytes(scaled(seen)[clearest(seen, SHOWN)]),
        **_answers(at.answers, at, "intact"),
    }
    return header, arrays


class Ladder:
    """What the network says at all stops: asked piece by piece, for all who watch it."""

    def __init__(self, name: str, settings: Settings, at: Looked):
        self.name, self._at, self._settings = name, at, settings
        self._lock = Lock()
        self._rungs = rungs(settings, at.features.shape[1])
        rows = [one.fallen.unique(return_inverse=True) for one in self._rungs]
        starts = np.cumsum([0] + [len(fallen) for fallen, _index in rows[:-1]])
        self._which = torch.stack(
            [index + start for (_fallen, index), start in zip(rows, starts, strict=True)]
        )
        self._left = [
            (one, some)
            for one, (fallen, _index) in zip(self._rungs, rows, strict=True)
            for some in pieces(fallen, settings.stage)
        ]
        self._found: list[Answers] = []

    @property
    def is_done(self) -> bool:
        return not self._left

    def go_on(self) -> None:
        """Ask a piece more."""
        with self._lock:
            if self._left:
                self._found.append(self._ask(*self._left[0]))
                self._left.pop(0)

    def _ask(self, one: Rung, fallen: Tensor) -> Answers:
        dropped = drop(self._at.features, one.masks(fallen), scaled=self._settings.scaled)
        return ask(self._at.network, dropped, self._settings.stage, self._at.label)

    def parts(self, stop: int) -> Parts:
        """The masks, and what the network says under them: at all stops once they are asked, until
        then at this one."""
        which = np.full((len(BLOCKS), STOPS), UNKNOWN, np.uint16)
        if self.is_done:
            which[:] = self._which
            found = self._found
        else:
            found = [self._ask(one, one.fallen[stop : stop + 1]) for one in self._rungs]
            which[:, stop] = range(len(BLOCKS))
        together = {
            part: torch.cat([getattr(one, part) for one in found]) for part in vars(found[0])
        }
        orders = torch.stack([one.order[0] for one in self._rungs])
        arrays: dict[str, NDArray[Any]] = {
            "order": orders.numpy().astype(np.uint32),
            "fallen": torch.stack([one.fallen for one in self._rungs]).numpy().astype(np.uint32),
            "gone": torch.stack([one.gone() for one in self._rungs]).numpy().astype(np.float32),
            "which": which,
            **_answers(Answers(**together), self._at, "answer"),
        }
        return {"name": self.name, "complete": self.is_done}, arrays


@kept(64)
def ladder(name: str, _settings: Settings, _at: Looked) -> Ladder:
    """The ladder of this name."""
    return Ladder(name, _settings, _at)


def stages() -> list[dict[str, int]]:
    """The maps to drop from, in the order in which a picture passes them."""
    return [{"side": side, "channels": CHANNELS[side]} for side in sorted(STAGES, reverse=True)]


def class_names(at: Looked, *tables: NDArray[Any]) -> dict[int, str]:
    """The names of the classes that occur."""
    return {
        int(c): at.network.names[c] for c in np.unique(np.concatenate([*map(np.ravel, tables)]))
    }


def _answers(answers: Answers, at: Looked, name: str) -> dict[str, NDArray[Any]]:
    """Classes, probabilities, and the evidence as a share of the intact network's strongest."""
    strongest = at.answers.evidence.max().clamp(min=1e-6)
    return {
        f"{name}Classes": answers.classes.numpy().astype(np.uint16),
        f"{name}Probabilities": answers.probabilities.numpy(),
        f"{name}Evidence": _bytes(answers.evidence / strongest),
    }


def _bytes(share: Tensor) -> NDArray[np.uint8]:
    """0 … 1 as 0 … 255; what lies outside is cut off."""
    return (share.clamp(0, 1) * 255).round().to(torch.uint8).numpy()
