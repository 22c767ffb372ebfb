"""Other implementations of DropBlock, run as they are, on a noise of our choice or their own."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module, metadata
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest import mock

import pytest
import torch
from torch import Tensor

Peer = Callable[[Tensor, float, int], Tensor]  # (x, keep_prob, block_size) -> output

OLD_TIMM = Path(__file__).parents[1] / ".packages" / "timm-1.0.22"


def _module(folder: Path, name: str) -> Any:
    """A module of a package, without its packages' own imports: a torchvision that was built for
    a GPU does not import beside a torch without, and none of it is needed here."""
    root = f"peer_{folder.name}_{abs(hash(folder))}"
    parts = name.split(".")
    for depth in range(len(parts)):
        package = ModuleType(".".join([root, *parts[:depth]]))
        package.__path__ = [str(folder.joinpath(*parts[:depth]))]
        sys.modules.setdefault(package.__name__, package)
    return import_module(f"{root}.{name}")


def _installed(name: str, version: str) -> Path:
    """Where a package of exactly this version is, or a skip."""
    spec = find_spec(name)
    if spec is None or metadata.version(name) != version:
        pytest.skip(f"needs {name} {version}: see requirements-implementations.txt")
    assert spec.submodule_search_locations
    return Path(spec.submodule_search_locations[0])


def torchvision_ops() -> Any:
    """torchvision's module of DropBlock, or a skip."""
    return _module(_installed("torchvision", "0.29.1"), "ops.drop_block")


def peer(name: str) -> Peer:
    """The implementation that a recipe of this name states, or a skip where it is missing."""
    if name == "torchvision":
        vision = torchvision_ops()
        return lambda x, keep_prob, size: vision.drop_block2d(x, 1 - keep_prob, size)
    if name == "timm":
        timm = _module(_installed("timm", "1.0.31"), "layers.drop")
        return lambda x, keep_prob, size: timm.drop_block_2d(x, 1 - keep_prob, size)
    if not OLD_TIMM.exists():
        pytest.skip("needs timm 1.0.22 in .packages: see requirements-implementations.txt")
    old = _module(OLD_TIMM / "timm", "layers.drop")
    run = old.drop_block_fast_2d if name == "timm_1_0_22_fast" else old.drop_block_2d
    return lambda x, keep_prob, size: run(x, 1 - keep_prob, size)


@contextmanager
def on_this_noise(noise: Tensor) -> Iterator[None]:
    """Every draw of an implementation takes this noise, as far as the draw's sides reach: where
    only the positions whose block fits are drawn, they are the middle of the map."""
    bernoulli = Tensor.bernoulli_

    def drawn(shape: torch.Size) -> Tensor:
        top, left = ((m - d) // 2 for m, d in zip(noise.shape[-2:], shape[-2:], strict=True))
        return noise[..., top : top + shape[-2], left : left + shape[-1]]

    def below(field: Tensor, p: float) -> Tensor:
        bernoulli(torch.empty(1), p)  # refuses what it always refuses
        return field.copy_(drawn(field.shape) < torch.tensor(p, dtype=torch.float32))

    with (
        mock.patch.object(Tensor, "bernoulli_", below),
        mock.patch.object(torch, "rand_like", lambda x: drawn(x.shape).clone()),
    ):
        yield
