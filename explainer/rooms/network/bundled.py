"""Figures of all bundled photos together."""

import json
import math
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, stdev
from typing import Any

from explainer.figures.rounding import fixed
from explainer.shell.settings import Settings
from explainer.shell.sources import PHOTOS

BUNDLED = tuple(name for name in PHOTOS if name != "upload")


@dataclass(frozen=True)
class Spread:
    """A mean over photos and its standard error."""

    mean: float
    error: float

    @property
    def is_above_0(self) -> bool:
        """Whether 0 lies more than two standard errors below the mean."""
        return self.mean > 2 * self.error

    def text(self) -> str:
        """Both of a share, in per cent."""
        return f"{fixed(100 * self.mean, 0)}\u00a0±\u00a0{fixed(100 * self.error, 0)}\u00a0%"


def spread(values: Sequence[float]) -> Spread:
    """Mean and standard error of one value a photo."""
    return Spread(fmean(values), stdev(values) / math.sqrt(len(values)))


def stayed(bits: str) -> float:
    """The share of draws in which the answer stayed."""
    return bits.count("1") / len(bits)


def committed(file: Path) -> dict[str, Any]:
    """What `commit` has found, by photo."""
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found


def commit(file: Path, measure: Callable[[Settings], Any]) -> None:
    """Measure the bundled photos that the command names, or all, and write what is found."""
    import torch

    torch.set_num_threads(1)
    opening, found = Settings.parse({}), committed(file) if file.exists() else {}
    found |= {name: measure(opening.change(photo=name)) for name in sys.argv[1:] or BUNDLED}
    file.write_text(json.dumps(found, indent=0) + "\n", encoding="utf-8")
