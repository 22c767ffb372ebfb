"""Train networks in step, an epoch each in turn, and measure them.

A run is deterministic on a machine: chance is seeded anew at the head of each epoch from seed and
epoch, so that what trains beside it changes nothing.
"""

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import torch
import torch.nn.functional as F
from torch import Generator, Tensor

from dropblock import drop_block2d
from explainer.lab.evidence import carrying_cells, evidence
from explainer.lab.net import Net
from explainer.lab.setup import Setup
from explainer.lab.tasks import Data, Pictures, data

BATCH, LEARNING_RATE, WARM_UP = 50, 2e-3, 20  # pictures, AdamW's, steps
EVERY = 3  # epochs between points of a curve
CURVE_TEST = 1000  # test pictures behind a point of a curve
AT_ONCE = 1000  # pictures
REMOVED, REMOVED_BLOCK = 0.4, 3  # of the last map, when robustness is measured
SHOWN = 5  # the class of the test picture whose evidence is kept


@dataclass
class Training:
    """One network as it learns. limit: how many training and test pictures to use, if not all."""

    setup: Setup
    limit: int | None = None
    epoch: int = 0
    seconds: float = 0.0
    curves: dict[str, list[float]] = field(
        default_factory=lambda: {"epoch": [], "train_loss": [], "accuracy": [], "loss": []}
    )

    def __post_init__(self) -> None:
        """Draw the data and the first weights."""
        self.data: Data = data(self.setup.task, self.setup.seed)
        pictures, labels = self.data.train
        self.pictures, self.labels = pictures[: self.limit], labels[: self.limit]
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(self.setup.seed)
            self.net = Net(self.setup, pictures.shape[-1], self.data.classes)
        self.steps = math.ceil(len(self.labels) / BATCH)  # of an epoch
        total = self.steps * self.setup.epochs
        self.optimiser = torch.optim.AdamW(self.net.parameters(), LEARNING_RATE, weight_decay=0)
        self.pace = torch.optim.lr_scheduler.LambdaLR(
            self.optimiser,
            lambda step: min(1, (step + 1) / WARM_UP) * (1 + math.cos(math.pi * step / total)) / 2,
        )

    def train_epoch(self) -> None:
        """One pass over the training pictures, and a point of the curves where one is due."""
        started = time.perf_counter()
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(1000 * (self.setup.seed + 1) + self.epoch)
            loss = self._pass()
        self.epoch += 1
        if self.epoch % EVERY == 1 or self.epoch == self.setup.epochs:
            accuracy, test_loss = self.measure(self._test(CURVE_TEST))
            point = {"epoch": self.epoch, "train_loss": loss, "accuracy": accuracy}
            for name, value in (point | {"loss": test_loss}).items():
                self.curves[name].append(round(value, 4))
        self.seconds += time.perf_counter() - started

    def _pass(self) -> float:
        """One pass; the mean loss."""
        self.net.train()
        losses = []
        order = torch.randperm(len(self.labels))
        for k, batch in enumerate(order.split(BATCH)):
            done = (self.epoch + k / self.steps) / self.setup.epochs  # of the training
            ramp = min(1.0, 2 * done) if self.setup.schedule else 1.0
            self.net.rate = self.setup.rate * ramp
            self.optimiser.zero_grad()
            loss = F.cross_entropy(self.net(self.pictures[batch]), self.labels[batch])
            loss.backward()
            self.optimiser.step()
            self.pace.step()
            losses.append(loss.detach() * len(batch))
        return float(torch.stack(losses).sum() / len(self.labels))

    def _test(self, most: int | None = None) -> Pictures:
        pictures, labels = self.data.test
        most = min(n for n in (most, self.limit, len(labels)) if n is not None)
        return pictures[:most], labels[:most]

    @torch.no_grad()
    def measure(
        self, shown: Pictures, change: Callable[[Tensor], Tensor] = lambda maps: maps
    ) -> tuple[float, float]:
        """Share of right answers and mean loss; change: what is done to the last map first."""
        self.net.eval()
        pictures, labels = shown
        maps = torch.cat([self.net.features(some) for some in pictures.split(AT_ONCE)])
        scores = self.net.head(change(maps).flatten(1))
        right = (scores.argmax(1) == labels).float().mean()
        return float(right), float(F.cross_entropy(scores, labels))

    @torch.no_grad()
    def result(self) -> dict[str, Any]:
        """All that is measured of the network as it is, in plain numbers."""
        accuracy, loss = self.measure(test := self._test())
        pictures, labels = test
        maps = torch.cat([self.net.features(some) for some in pictures.split(AT_ONCE)])
        answers = self.net.head(maps.flatten(1)).argmax(1)
        found = evidence(self.net, maps, answers)
        shown = self.shown()
        picture, label = (part[shown : shown + 1] for part in self.data.test)
        one = evidence(self.net, self.net.features(picture), label)
        hidden = {
            name: self.measure((paint(pictures), labels))[0]
            for name, paint in self.data.hidden.items()
        }
        figures = {
            "accuracy": accuracy,
            "loss": loss,
            "train_accuracy": self.measure((self.pictures, self.labels))[0],
            "validation_accuracy": self.measure(self.data.validation)[0],
            "map_removed": self.measure(test, _removed)[0],
            **{f"{name}_hidden": share for name, share in hidden.items()},
            "cells": float(carrying_cells(found).mean()),
        }
        return {
            **self.setup.told(),
            "epochs_done": self.epoch,
            "curves": self.curves,
            "figures": {name: round(value, 4) for name, value in figures.items()},
            "evidence": [[round(float(cell), 3) for cell in row] for row in one[0]],
            "seconds": round(self.seconds, 2),
        }

    def latest(self) -> dict[str, float]:
        """The last point of the curves."""
        return {name: values[-1] for name, values in self.curves.items()}

    def shown(self) -> int:
        """The number of the test picture whose evidence is kept: the first of its class."""
        return int((self.data.test[1] == SHOWN).nonzero()[0])


def _removed(maps: Tensor) -> Tensor:
    """The map without REMOVED of its cells on average, in blocks, in all channels alike."""
    return drop_block2d(
        maps,
        keep_prob=1 - REMOVED,
        block_size=REMOVED_BLOCK,
        shared=True,
        calibrated=True,
        generator=Generator().manual_seed(0),
    )


def train_in_step(
    setups: Sequence[Setup],
    report: Callable[[list[Training]], None] = lambda trainings: None,
    stopped: Callable[[], bool] = lambda: False,
    limit: int | None = None,
) -> list[Training]:
    """Train a network for each setup, an epoch each in turn.

    report: is told after each round. stopped: asked before each round; True ends the training
    there, when all have had as many epochs.
    """
    trainings = [Training(setup, limit) for setup in setups]
    while any(one.epoch < one.setup.epochs for one in trainings) and not stopped():
        for one in trainings:
            if one.epoch < one.setup.epochs:
                one.train_epoch()
        report(trainings)
    return trainings


def train(setup: Setup, limit: int | None = None) -> dict[str, Any]:
    """One run from first to last; its result, see `Training.result`."""
    return train_in_step([setup], limit=limit)[0].result()
