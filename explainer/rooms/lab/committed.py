"""What ``python -m explainer.lab run`` has measured and is committed, by task."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import explainer.lab
from explainer.lab.setup import TASKS
from explainer.lab.summary import Spread, leads

RESULTS = Path(explainer.lab.__file__).with_name("results")
OURS = "dropblock"


@dataclass(frozen=True)
class Committed:
    """The results of one task."""

    task: str
    found: dict[str, Any]

    @property
    def seeds(self) -> int:
        """Runs of each method."""
        return int(self.found["settings"]["seeds"])

    @property
    def figures(self) -> list[str]:
        """What is measured of each run."""
        return list(self.found["runs"][0]["figures"])

    def by_worth(self) -> list[str]:
        """The methods, the best on the test last."""
        names = list(self.found["summary"]["methods"])
        return sorted(names, key=lambda name: self.figure(name, "accuracy").mean)

    def figure(self, method: str, figure: str) -> Spread:
        """Mean and standard error."""
        return Spread(**self.found["summary"]["methods"][method][figure])

    def gain(self, other: str, figure: str = "accuracy") -> Spread:
        """DropBlock's figure less the other's, seed by seed."""
        return Spread(**self.found["summary"]["differences"][OURS][other][figure])

    def verdict(self, other: str, figure: str = "accuracy") -> str:
        """Whether DropBlock ``"leads"`` the other method, ``"trails"`` it, or ``"open"``."""
        gain = self.gain(other, figure)
        if leads(gain):
            return "leads"
        return "trails" if leads(Spread(-gain.mean, gain.error, gain.n)) else "open"

    def evidence(self, method: str) -> list[list[float]]:
        """What each cell adds to the answer on the digit that is shown, of the first seed."""
        runs = self.found["runs"]
        cells: list[list[float]] = next(r["evidence"] for r in runs if r["method"] == method)
        return cells


@cache
def committed() -> dict[str, Committed]:
    """By task, of those that there are."""
    files = {task: RESULTS / f"{task}.json" for task in TASKS}
    return {
        task: Committed(task, json.loads(file.read_text(encoding="utf-8")))
        for task, file in files.items()
        if file.exists()
    }
