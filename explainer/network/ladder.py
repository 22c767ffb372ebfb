"""The same share of a stage dropped in blocks of 1, 3, 5 and 7: what the network still says.

Blocks fall one by one, by the paper's rule and the noise of one draw, until the share is gone that
comes nearest to the one asked for (`dropblock.METHODS`). So what is computed for one draw holds at
all 101 stops of keep_prob, and a mask that several stops share is asked of the network once.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import torch
from torch import Tensor

from dropblock.maskings import Draw, Falling
from dropblock.methods import METHODS
from dropblock.pipeline import draw_noise, keep_scale
from explainer.network.model import Network
from explainer.network.turn import in_turn

BLOCKS = (1, 3, 5, 7)  # a block of 1 is a single unit: dropout
STOPS = 101  # of keep_prob
DRAWS = 100  # that are counted; draw k of 1 … 100 has the noise of seed k − 1
TOP = 3  # answers that are kept
# Pictures at once: at most 32, and about 0.15 s of one processor.
AT_ONCE = {56: 8, 28: 12, 14: 32, 7: 32}


@lru_cache(maxsize=512)
def falling(shape: tuple[int, int, int, int], block_size: int, draw: int) -> Falling:
    """The order in which blocks fall on a map (1, C, H, W) in this draw; C of 1: for all channels
    alike."""
    noise = draw_noise(shape, draw - 1)
    return METHODS["dropblock"].masking.falling(Draw(shape, noise, block_size))


@dataclass(frozen=True)
class Rung:
    """The masks of one block size on one draw.

    Attributes
    ----------
    order : Tensor
        int64 (C, H, W): a unit is gone when its order is below the number of fallen things.
    fallen : Tensor
        int64 (101,): how many have fallen at each stop of keep_prob.
    """

    order: Tensor
    fallen: Tensor

    def masks(self, fallen: Tensor) -> Tensor:
        """float32 (N, C, H, W), 1 = kept, for each number of fallen things (N,)."""
        return (self.order >= fallen.view(-1, 1, 1, 1)).float()

    def gone(self) -> Tensor:
        """The share that is gone at each stop, float64 (101,)."""
        counts = torch.bincount(self.order.flatten(), minlength=int(self.order.max()) + 1)
        return torch.cat([counts.new_zeros(1), counts.cumsum(0)])[self.fallen] / counts.sum()


def rung(stage: int, channels: int, block_size: int, draw: int) -> Rung:
    """The masks of this block size on draw 1 … 100. channels: 1, or as many masks as channels."""
    block_size = min(block_size, stage)
    order = falling((1, channels, stage, stage), block_size, draw)
    units = channels * stage**2
    dropped = torch.linspace(1, 0, STOPS, dtype=torch.float64).mul(units).round().long()
    return Rung(order.orders[0][0], order.fallen(dropped))


def drop(features: Tensor, masks: Tensor, *, scaled: bool) -> Tensor:
    """Features (1, C, H, W) under masks (N, C or 1, H, W): dropped units are 0; the kept ones are
    divided by the share kept, or stay as they are."""
    if not scaled:
        return features * masks
    kept = masks.flatten(1).count_nonzero(1).tolist()
    scales = torch.tensor([keep_scale(masks[0].numel(), k) for k in kept])
    return features * (masks * scales.view(-1, 1, 1, 1))


@dataclass(frozen=True)
class Answers:
    """What the network says of N inputs.

    Attributes
    ----------
    classes, probabilities : Tensor
        int64 and float32 (N, 3): the likeliest classes, the first one first.
    evidence : Tensor
        float32 (N, 7, 7): the activation map of one class, the same for all.
    """

    classes: Tensor
    probabilities: Tensor
    evidence: Tensor


def ask(network: Network, features: Tensor, stage: int, label: int) -> Answers:
    """What it says of a stage's features (N, C, H, W). label: the class of the evidence."""
    head = in_turn(network.head, features, stage)
    probabilities, classes = network.logits(head).softmax(1).topk(TOP)
    return Answers(classes, probabilities, network.evidence(head, label))


def pieces(rows: Tensor, stage: int) -> tuple[Tensor, ...]:
    """Rows in pieces of so many that one is asked in a moment."""
    return rows.split(AT_ONCE[stage])


def stays(
    network: Network,
    features: Tensor,
    stage: int,
    label: int,
    block_size: int,
    stop: int,
    *,
    scaled: bool,
    shared: bool = True,
) -> Iterator[list[bool]]:
    """Whether the answer stays, draw by draw from the first of a hundred on, in pieces.

    Parameters
    ----------
    features : Tensor
        Of one picture, (1, C, H, W), at the end of a stage.
    label : int
        The answer of the intact network.
    block_size, stop : int
        Side of the blocks in units; 100 × keep_prob.
    scaled, shared : bool
        Whether kept units are divided by the share kept; whether channels share a mask.
    """
    channels = 1 if shared else features.shape[1]
    for first in range(1, DRAWS + 1, AT_ONCE[stage]):
        draws = range(first, min(first + AT_ONCE[stage], DRAWS + 1))
        rungs = [rung(stage, channels, block_size, draw) for draw in draws]
        masks = torch.cat([one.masks(one.fallen[stop : stop + 1]) for one in rungs])
        logits = in_turn(network.answer, drop(features, masks, scaled=scaled), stage)
        yield (logits.argmax(1) == label).tolist()
