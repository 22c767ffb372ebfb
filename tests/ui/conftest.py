"""What tests of the UI share."""

import sys
from types import ModuleType

import pytest

from tests.peers import torchvision_ops


@pytest.fixture
def torchvision(monkeypatch: pytest.MonkeyPatch) -> None:
    """`from torchvision.ops import drop_block2d` gives torchvision's own, or this skips."""
    ops = torchvision_ops()
    monkeypatch.setitem(sys.modules, "torchvision", ModuleType("torchvision"))
    monkeypatch.setitem(sys.modules, "torchvision.ops", ops)
