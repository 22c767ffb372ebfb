"""The network that learns: two stages of a convolution and a residual one, and a linear head.

Without batch norm and pooling, so that the answer is a sum over the cells of the last map, and
weight × activation says exactly what each cell adds to it (`explainer.lab.evidence`).
"""

import torch.nn.functional as F
from torch import Tensor, nn

from dropblock import METHODS, drop_block2d
from explainer.lab.setup import Setup

CHANNELS = (16, 32)


def drop(x: Tensor, place: str, setup: Setup, rate: float) -> Tensor:
    """x (N, C, H, W) as the method leaves it at one place: a ``"map"``, a residual ``"branch"`` or
    the ``"picture"``. Chance comes from torch's global generator."""
    method = setup.method
    if rate == 0 or place != {"droppath": "branch", "cutout": "picture"}.get(method, "map"):
        return x
    if method == "dropblock":
        return drop_block2d(
            x,
            keep_prob=1 - rate,
            block_size=setup.block_size,
            shared=setup.shared,
            calibrated=setup.calibrated,
        )
    return METHODS[method](x, keep_prob=1 - rate).output


class Net(nn.Module):
    """Pictures (N, 1, side, side) → scores (N, classes). `rate` is what training drops now."""

    def __init__(self, setup: Setup, side: int, classes: int) -> None:
        super().__init__()
        small, large = CHANNELS
        self.setup, self.rate, self.cells = setup, 0.0, side // 4
        self.first = nn.Conv2d(1, small, 5, stride=2, padding=2)
        self.near = nn.Conv2d(small, small, 3, padding=1)
        self.second = nn.Conv2d(small, large, 3, stride=2, padding=1)
        self.far = nn.Conv2d(large, large, 3, padding=1)
        self.head = nn.Linear(large * self.cells**2, classes)

    def _drop(self, x: Tensor, place: str = "map") -> Tensor:
        return drop(x, place, self.setup, self.rate) if self.training else x

    def features(self, pictures: Tensor) -> Tensor:
        """The last map, (N, 32, cells, cells)."""
        x = F.relu(self.first(self._drop(pictures, "picture")))  # (N, 16, side / 2, side / 2)
        x = self._drop(x + self._drop(F.relu(self.near(x)), "branch"))
        x = self._drop(F.relu(self.second(x)))  # (N, 32, side / 4, side / 4)
        return self._drop(x + self._drop(F.relu(self.far(x)), "branch"))

    def forward(self, pictures: Tensor) -> Tensor:
        """The scores."""
        scores: Tensor = self.head(self.features(pictures).flatten(1))
        return scores
