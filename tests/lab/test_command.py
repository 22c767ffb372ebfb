"""``python -m explainer.lab`` writes what it measured, and a seed gives the same file again."""

import json
import math
import signal
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest
import torch

from explainer.lab.__main__ import main

ROOT = Path(__file__).parents[2]


def run(out: Path, *words: str) -> dict:
    main(["run", "--methods", "none,dropblock", "--limit", "50", "--out", str(out), *words])
    return json.loads(out.read_text(encoding="utf-8"))


def without_times(found: dict) -> dict:
    runs = [{k: v for k, v in one.items() if k != "seconds"} for one in found["runs"]]
    return {**found, "runs": runs}


def test_a_file_is_the_same_again_times_aside(tmp_path: Path) -> None:
    found = run(tmp_path / "a.json", "--seeds", "2", "--epochs", "2")
    again = run(tmp_path / "b.json", "--seeds", "2", "--epochs", "2")
    assert without_times(found) == without_times(again)
    assert found["settings"]["epochs"] == 2
    assert found["versions"]["torch"] == torch.__version__
    assert [(one["method"], one["seed"]) for one in found["runs"]] == [
        ("none", 0), ("none", 1), ("dropblock", 0), ("dropblock", 1),
    ]  # fmt: skip


def test_the_summary_is_that_of_the_runs(tmp_path: Path) -> None:
    found = run(tmp_path / "a.json", "--seeds", "3", "--epochs", "1")
    values = [[r["figures"]["loss"] for r in found["runs"] if r["method"] == name]
              for name in ("none", "dropblock")]  # fmt: skip
    told = found["summary"]["methods"]["none"]["loss"]
    assert told["mean"] == pytest.approx(statistics.mean(values[0]), abs=1e-4)
    assert told["error"] == pytest.approx(statistics.stdev(values[0]) / math.sqrt(3), abs=1e-4)
    paired = found["summary"]["differences"]["dropblock"]["none"]["loss"]
    gaps = [b - a for a, b in zip(*values, strict=True)]
    assert paired["mean"] == pytest.approx(statistics.mean(gaps), abs=1e-4)
    assert paired["error"] == pytest.approx(statistics.stdev(gaps) / math.sqrt(3), abs=1e-4)


def test_an_unknown_method_is_named(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="unknown method 'nothing'"):
        main(["run", "--methods", "nothing", "--out", str(tmp_path / "a.json")])


def test_a_stopped_run_keeps_what_it_has_and_tells_its_progress(tmp_path: Path) -> None:
    out, progress = tmp_path / "a.json", tmp_path / "progress"
    words = [
        "run",
        "--methods",
        "none,dropblock",
        "--seeds",
        "1",
        "--epochs",
        "200",
        "--limit",
        "50",
    ]
    process = subprocess.Popen(
        [sys.executable, "-m", "explainer.lab", *words, "--out", out, "--progress", progress],
        cwd=ROOT,
    )
    deadline = time.monotonic() + 60
    while not progress.exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 0
    found = json.loads(out.read_text(encoding="utf-8"))
    assert 0 < found["runs"][0]["epochs_done"] == found["runs"][1]["epochs_done"] < 200
    line = json.loads(progress.read_text(encoding="utf-8").splitlines()[0])
    assert line["epoch"] == 1
    assert [point["method"] for point in line["points"]] == ["none", "dropblock"]


def test_without_the_extra_requirement_a_cluster_says_what_it_needs(tmp_path, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(SystemExit, match=r"requirements-cluster\.txt"):
        run(tmp_path / "a.json", "--cluster", "tcp://127.0.0.1:1")
