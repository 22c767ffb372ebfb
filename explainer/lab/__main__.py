"""Command line: ``python -m explainer.lab run`` trains, ``choose`` finds rates on validation."""

import argparse
import json
import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event
from typing import Any

import torch

from explainer.lab.choice import choose
from explainer.lab.cluster import train_on_cluster
from explainer.lab.setup import METHODS, TASKS, Setup, setups
from explainer.lab.summary import report
from explainer.lab.training import Training, train_in_step


def tell(line: str) -> None:
    """A line of progress."""
    sys.stderr.write(f"{line}\n")


def arguments(words: Sequence[str]) -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(prog="python -m explainer.lab", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("run", help="train each method with each seed")
    run.add_argument("--task", choices=TASKS, default=TASKS[0])
    run.add_argument("--methods", default=",".join(METHODS), help="with commas between")
    run.add_argument("--seeds", type=int, default=8, help="how many, from 0")
    run.add_argument("--epochs", type=int, help="the task's own if not given")
    run.add_argument("--rate", type=float, help="of all methods; each one's own if not given")
    run.add_argument("--block-size", type=int, default=3)
    run.add_argument("--constant", action="store_true", help="the full rate from the first step")
    run.add_argument("--per-channel", action="store_true", help="DropBlock: a mask per channel")
    run.add_argument("--calibrated", action="store_true", help="DropBlock: calibrated gamma")
    run.add_argument("--cluster", help="address of a Dask scheduler that shares out the runs")
    run.add_argument("--limit", type=int, help="use so many pictures only, for a trial")
    run.add_argument("--progress", type=Path, help="file for lines of JSON; ends with its parent")
    run.add_argument("--weights", type=Path, help="file for the trained weights")
    run.add_argument("--out", type=Path, required=True)
    chosen = commands.add_parser("choose", help="find each method's rate on validation pictures")
    chosen.add_argument("--task", choices=TASKS, default=TASKS[0])
    chosen.add_argument("--out", type=Path, required=True)
    return parser.parse_args(words)


def wanted(said: argparse.Namespace) -> list[Setup]:
    """The runs that the command line asks for."""
    names = said.methods.split(",")
    unknown = [name for name in names if name not in METHODS]
    if unknown:
        raise SystemExit(f"unknown method {unknown[0]!r}; there are {', '.join(METHODS)}")
    return setups(
        said.task,
        names,
        said.seeds,
        None if said.rate is None else dict.fromkeys(names, said.rate),
        epochs=said.epochs,
        block_size=said.block_size,
        schedule=not said.constant,
        shared=not said.per_channel,
        calibrated=said.calibrated,
    )


def settings(said: argparse.Namespace, runs: Sequence[Setup]) -> dict[str, Any]:
    """What the file says of the runs as a whole."""
    shared = {k: v for k, v in runs[0].told().items() if k not in ("method", "rate", "seed")}
    rates = {one.method: one.rate for one in runs}
    return {**shared, "rates": rates, "seeds": len({one.seed for one in runs}), "limit": said.limit}


def follow(progress: Path | None) -> Callable[[list[Training]], None]:
    """What is told after each round: to a person, and to a file where one is given."""
    started = time.perf_counter()

    def round_done(trainings: list[Training]) -> None:
        epoch, epochs = trainings[0].epoch, trainings[0].setup.epochs
        seconds = time.perf_counter() - started
        if progress is None:
            tell(f"epoch {epoch} of {epochs}, {seconds:.0f} s")
            return
        points = [
            {"method": one.setup.method, "seed": one.setup.seed, **one.latest()}
            for one in trainings
        ]
        line = {"epoch": epoch, "epochs": epochs, "seconds": round(seconds, 2), "points": points}
        with progress.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")

    return round_done


def stopping(with_parent: bool) -> Callable[[], bool]:
    """Whether to stop after this round: SIGTERM came, or the process that started this one is gone
    and it was to end with it."""
    parent, told = os.getppid(), Event()
    signal.signal(signal.SIGTERM, lambda number, frame: told.set())
    return lambda: told.is_set() or (with_parent and os.getppid() != parent)


def main(words: Sequence[str] | None = None) -> None:
    """Do what the command line says."""
    said = arguments(sys.argv[1:] if words is None else words)
    torch.set_num_threads(1)
    if said.command == "choose":
        found = choose(said.task, tell)
    else:
        runs = wanted(said)
        if said.cluster:
            results = train_on_cluster(runs, said.cluster, said.limit)
        else:
            trained = train_in_step(
                runs, follow(said.progress), stopping(said.progress is not None), said.limit
            )
            results = [one.result() for one in trained]
            if said.weights:
                torch.save(
                    {f"{t.setup.method}-{t.setup.seed}": t.net.state_dict() for t in trained},
                    said.weights,
                )
        found = report(results, settings(said, runs))
    part = said.out.with_suffix(".part")
    part.write_text(json.dumps(found) + "\n", encoding="utf-8")
    part.replace(said.out)


if __name__ == "__main__":
    main()
