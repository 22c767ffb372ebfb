"""The same runs on several machines, by Dask (`requirements-cluster.txt`)."""

from collections.abc import Sequence
from typing import Any

from explainer.lab.setup import Setup
from explainer.lab.training import train


def _one(setup: Setup, limit: int | None) -> dict[str, Any]:
    """One run on a worker, on one thread."""
    import torch

    torch.set_num_threads(1)
    return train(setup, limit)


def train_on_cluster(
    setups: Sequence[Setup], address: str, limit: int | None = None
) -> list[dict[str, Any]]:
    """A result for each setup, in their order; what a lost worker had is done again by another.

    Raises
    ------
    SystemExit
        If `distributed` is not installed.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise SystemExit("--cluster needs: pip install -r requirements-cluster.txt") from error
    with Client(address) as client:
        futures = [client.submit(_one, setup, limit, pure=False) for setup in setups]
        results: list[dict[str, Any]] = client.gather(futures)
        return results
