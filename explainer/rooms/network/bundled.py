"""Figures of all bundled photos together."""

import json
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, stdev
from typing import Any

from explainer.figures.rounding import fixed
from explainer.shell.settings import Settings
from explainer.shell.sources import PHOTOS
from explainer.shell.text import _

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

    def per_cent(self) -> str:
        """Both in per cent, without its sign."""
        return _("{mean} ± {error}").format(
            mean=fixed(100 * self.mean, 0), error=fixed(100 * self.error, 0)
        )


def spread(values: Sequence[float]) -> Spread:
    """Mean and standard error of one value a photo."""
    return Spread(fmean(values), stdev(values) / math.sqrt(len(values)))


def stayed(bits: str) -> float:
    """The share of draws in which the answer stayed."""
    return bits.count("1") / len(bits)


def commit(file: Path, measure: Callable[[Settings], Any]) -> None:
    """Measure each bundled photo, and write what was found by its name."""
    import torch

    torch.set_num_threads(1)
    opening = Settings.parse({})
    found = {name: measure(opening.change(photo=name)) for name in BUNDLED}
    file.write_text(json.dumps(found, indent=0) + "\n", encoding="utf-8")
