"""Where on the last map the evidence for an answer lies, and on how many cells.

The head is linear, so the score of a class is a sum over cells. Of each class's weights the mean
over all classes is taken off: it adds the same to every score and decides nothing. What cell k
then adds to the score of the answer is its evidence e_k. Cells that carry it, of those with
e_k > 0: (Σ e)² / Σ e². It is n where n cells carry the same, and 1 where one carries all.
"""

import torch
from torch import Tensor

from explainer.lab.net import Net


def evidence(net: Net, maps: Tensor, classes: Tensor) -> Tensor:
    """What each cell adds to the score of these classes (N) over the mean score; maps
    (N, C, cells, cells) → (N, cells, cells)."""
    weights = net.head.weight.detach().view(-1, *maps.shape[1:])
    weights = weights - weights.mean(0)
    return (weights[classes] * maps).sum(1)


def carrying_cells(found: Tensor) -> Tensor:
    """How many cells carry the evidence (N, cells, cells), as (N); 0 where none is positive."""
    positive = found.clamp(min=0).flatten(1)
    squares = positive.square().sum(1)
    return torch.where(squares > 0, positive.sum(1).square() / squares, torch.zeros(()))
