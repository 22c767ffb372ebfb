"""Choose each method's rate on validation pictures, with seeds that no shown figure uses.

``python -m explainer.lab choose --task few-labels --out FILE.json`` trains each method at each of
`CANDIDATES` with `SEEDS`, and takes the rate with the best mean accuracy on the validation
pictures; of two as good, the smaller. Test pictures are not looked at. The number of epochs is not
chosen: it is set once for each task, the same for all methods, so that a run takes seconds.
"""

from collections.abc import Callable
from dataclasses import replace
from statistics import fmean
from typing import Any

from explainer.lab.setup import EPOCHS, Setup
from explainer.lab.training import Training, train_in_step

CANDIDATES = {
    "dropout": (0.3, 0.5),
    "spatial_dropout": (0.2, 0.35),
    "droppath": (0.2, 0.4),
    "cutout": (0.15, 0.25),
    "dropblock": (0.3, 0.45),
}
SEEDS = (100, 101)


def validated(training: Training) -> float:
    """Accuracy on the validation pictures."""
    return round(training.measure(training.data.validation)[0], 4)


def choose(task: str, tell: Callable[[str], object] = lambda line: None) -> dict[str, Any]:
    """By method the mean accuracy at each rate, and the rate that is best."""
    found: dict[str, Any] = {"task": task, "seeds": list(SEEDS), "accuracy": {}, "rates": {}}
    for method, rates in CANDIDATES.items():
        means = {}
        for rate in rates:
            first = Setup(task, method, rate, epochs=EPOCHS[task])
            trained = train_in_step([replace(first, seed=seed) for seed in SEEDS])
            means[rate] = round(fmean(map(validated, trained)), 4)
            tell(f"{task} {method} {rate}: {means[rate]:.3f}")
        found["accuracy"][method] = {str(rate): mean for rate, mean in means.items()}
        found["rates"][method] = max(means, key=lambda rate: (means[rate], -rate))
    return found
