"""Results of several runs: means, standard errors, paired differences, and who leads."""

import math
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from statistics import fmean, stdev
from typing import Any

Result = Mapping[str, Any]  # of `Training.result`


@dataclass(frozen=True)
class Spread:
    """Mean and standard error (0 for a single run, which tells none) of n runs."""

    mean: float
    error: float
    n: int

    def told(self) -> dict[str, float]:
        """In plain numbers."""
        return {"mean": round(self.mean, 5), "error": round(self.error, 5), "n": self.n}


def spread(values: Sequence[float]) -> Spread:
    """Of one run a value."""
    n = len(values)
    return Spread(fmean(values), stdev(values) / math.sqrt(n) if n > 1 else 0.0, n)


def by_seed(results: Sequence[Result], method: str, figure: str) -> dict[int, float]:
    """A figure of a method's runs, by their seeds."""
    return {
        one["seed"]: one["figures"][figure]
        for one in results
        if one["method"] == method and figure in one["figures"]
    }


def difference(results: Sequence[Result], first: str, second: str, figure: str) -> Spread:
    """The first method's figure less the second's, of the seeds that both have had."""
    a, b = by_seed(results, first, figure), by_seed(results, second, figure)
    return spread([a[seed] - b[seed] for seed in sorted(a.keys() & b.keys())])


def leads(paired: Spread) -> bool:
    """Whether the difference is more than twice its standard error, over two seeds at least."""
    return paired.n > 1 and paired.mean > 2 * paired.error


def methods(results: Sequence[Result]) -> list[str]:
    """Those that were trained, in order."""
    return list(dict.fromkeys(one["method"] for one in results))


def summary(results: Sequence[Result]) -> dict[str, Any]:
    """By method and figure mean and error; by pair of methods the paired difference."""
    names, figures = methods(results), list(results[0]["figures"])
    return {
        "methods": {
            name: {f: spread(list(by_seed(results, name, f).values())).told() for f in figures}
            for name in names
        },
        "differences": {
            a: {
                b: {f: difference(results, a, b, f).told() for f in figures}
                for b in names
                if b != a
            }
            for a in names
        },
    }


def report(results: Sequence[Result], settings: Mapping[str, Any]) -> dict[str, Any]:
    """What a file of results holds."""
    return {
        "settings": dict(settings),
        "versions": {"python": platform.python_version(), "torch": version("torch")},
        "summary": summary(results),
        "runs": list(results),
    }
