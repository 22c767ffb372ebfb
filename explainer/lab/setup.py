"""`Setup`: all that a run depends on. What is out of range becomes the nearest allowed value."""

from dataclasses import asdict, dataclass, replace
from typing import Any

METHODS = ("none", "dropout", "spatial_dropout", "droppath", "cutout", "dropblock")
TASKS = ("few-labels", "wrong-labels", "hidden-part")
LARGEST_SEED = 999
MOST_EPOCHS = 200
MOST_SEEDS = 16
LARGEST_BLOCK = 7
LARGEST_RATE = 0.9
EPOCHS = {"few-labels": 60, "wrong-labels": 20, "hidden-part": 20}
# Of earlier trials on other draws of the same digits; where `explainer.lab.choice` has chosen on
# validation pictures, its file in `results/` says so.
RATES = {
    "few-labels": {
        "dropout": 0.5, "spatial_dropout": 0.2, "droppath": 0.2, "cutout": 0.25, "dropblock": 0.45,
    },
    "wrong-labels": {
        "dropout": 0.5, "spatial_dropout": 0.35, "droppath": 0.4, "cutout": 0.25, "dropblock": 0.3,
    },
    "hidden-part": {
        "dropout": 0.3, "spatial_dropout": 0.35, "droppath": 0.4, "cutout": 0.25, "dropblock": 0.3,
    },
}  # fmt: skip


@dataclass(frozen=True)
class Setup:
    """One run.

    Attributes
    ----------
    task, method : str
        Of `TASKS` and `METHODS`.
    rate : float
        Share that the method drops: of units, channels, branches, the picture's area or, with
        DropBlock, of units asked to fall; 0 … 0.9.
    block_size : int
        Side of DropBlock's blocks in cells of the map.
    schedule : bool
        Whether the rate grows linearly from 0 over the first half of the training.
    shared, calibrated : bool
        Whether DropBlock's mask is shared by all channels, and its gamma calibrated.
    seed : int
        Of the digits to train on, the first weights, the order and what is dropped.
    epochs : int
        Passes over the training pictures.
    """

    task: str = TASKS[0]
    method: str = "dropblock"
    rate: float = 0.0
    block_size: int = 3
    schedule: bool = True
    shared: bool = True
    calibrated: bool = False
    seed: int = 0
    epochs: int = 60

    def __post_init__(self) -> None:
        """Bring every field into its range."""
        nearest = {
            "task": self.task if self.task in TASKS else TASKS[0],
            "method": self.method if self.method in METHODS else METHODS[0],
            "rate": round(min(max(float(self.rate), 0.0), LARGEST_RATE), 4),
            "block_size": min(max(int(self.block_size), 1), LARGEST_BLOCK),
            "seed": min(max(int(self.seed), 0), LARGEST_SEED),
            "epochs": min(max(int(self.epochs), 1), MOST_EPOCHS),
        }
        if nearest["method"] == "none" or self.rate != self.rate:
            nearest["rate"] = 0.0
        for name, value in nearest.items():
            object.__setattr__(self, name, value)

    def told(self) -> dict[str, Any]:
        """The fields by name, for a file."""
        return asdict(self)


def setups(
    task: str, methods: list[str], seeds: int, rates: dict[str, float] | None = None, **other: Any
) -> list[Setup]:
    """The runs of an experiment: each method with each of the seeds from 0, at this task's rates.

    rates: by method, where another one is wanted. other: further fields of `Setup`.
    """
    task = task if task in TASKS else TASKS[0]
    other = {"epochs": EPOCHS[task]} | {key: v for key, v in other.items() if v is not None}
    known = [name for name in dict.fromkeys(methods) if name in METHODS] or [METHODS[0]]
    first = [
        Setup(task, name, {**RATES[task], **(rates or {})}.get(name, 0.0), **other)
        for name in known
    ]
    seeds = min(max(seeds, 1), MOST_SEEDS)
    return [replace(one, seed=seed) for one in first for seed in range(seeds)]
