"""On a cluster every run comes back once, also when a worker dies, and is what it is without."""

import os
import signal
import threading
import time
from pathlib import Path

import pytest

from explainer.lab.cluster import train_on_cluster
from explainer.lab.setup import Setup
from explainer.lab.training import train

distributed = pytest.importorskip("distributed", reason="requirements-cluster.txt is not installed")
ROOT = Path(__file__).parents[2]


def test_every_run_comes_back_once_when_a_worker_is_killed(monkeypatch) -> None:
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]))
    setups = [Setup(method="dropblock", rate=0.3, seed=seed, epochs=3) for seed in range(6)]
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as cluster:
        doomed = next(iter(cluster.workers.values())).pid

        def kill_a_busy_worker() -> None:
            with distributed.Client(cluster.scheduler_address) as client:
                while not any(client.processing().values()):
                    time.sleep(0.02)
            os.kill(doomed, signal.SIGKILL)

        threading.Thread(target=kill_a_busy_worker).start()
        results = train_on_cluster(setups, cluster.scheduler_address, limit=50)
    assert [one["seed"] for one in results] == [0, 1, 2, 3, 4, 5]
    alone = train(setups[2], limit=50)
    assert results[2]["figures"] == alone["figures"]
