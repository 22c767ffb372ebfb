"""Blocks stamped one by one: where few seeds fall, a mask costs what the seeds cost.

At keep_prob 0.9 and block_size 7 about one position in four hundred is a seed. So no field of
noise is drawn and nothing is pooled. The stages, in order:

draw_seeds    the positions at which seeds fall, by the gaps between them
corners       where in memory the top left unit of each block is
block_rows    where each row of each block begins
count_union   how many units the blocks cover together
erase         the blocks set to zero, row by row

Seeds are positions where the whole block fits (the paper's), counted in the order sample,
channel, row, column, whatever the memory format of x. They are few, so numpy handles them: on
short arrays it is several times as quick as torch. Where no more than FEW are expected, or have
fallen, as on a single small map, a stage takes them one after the other.
"""

from itertools import pairwise
from typing import Any, TypeVar

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Generator, Tensor

Indices = NDArray[np.int64]
Seeds = TypeVar("Seeds", int, Indices)
Shape = tuple[int, ...]

# Up to so many seeds, plain Python takes less time for one after the other than numpy for all.
FEW = 3


def draw_seeds(gamma: float, positions: int, generator: Generator | None = None) -> Indices:
    """Which of so many positions become seeds, each with chance gamma in (0, 1): rising, (K,).

    This is the Bernoulli draw of Algorithm 1, line 5, and no approximation of it: from one seed
    to the next it is a geometric number of positions, P(gap > k) = (1 − γ)ᵏ. So one random
    number a seed is enough, in place of one a position. torch draws the gaps in float64, from 53
    random bits: a tiny gamma is met that float32 noise would round, and positions are exact up
    to 2⁵³. The draw does not depend on the number of threads.
    """
    last = -1.0
    if gamma * positions <= FEW:
        few: list[float] = []
        while (last := last + _gaps(1, gamma, generator).item()) < positions:
            few.append(last)
        return np.array(few, np.int64)
    drawn = []
    while last < positions:
        expected = gamma * (positions - last)
        count = int(expected + 5 * expected**0.5) + 4  # too few once in a million draws
        drawn.append(last + _gaps(count, gamma, generator).numpy().cumsum())
        last = drawn[-1][-1]
    seeds = np.concatenate(drawn)
    return seeds[seeds < positions].astype(np.int64)


def _gaps(count: int, gamma: float, generator: Generator | None) -> Tensor:
    return torch.empty(count, dtype=torch.float64).geometric_(gamma, generator=generator)


def corners(seeds: Seeds, shape: Shape, stride: Shape, block_size: int) -> Seeds:
    """The offset of each block's top left unit, in a map of this NCHW shape and stride.

    Of an array of seeds, or of a single one.
    """
    _n, channels, height, width = shape
    rows, column = divmod(seeds, width - block_size + 1)
    planes, row = divmod(rows, height - block_size + 1)
    sample, channel = divmod(planes, channels)
    return sample * stride[0] + channel * stride[1] + row * stride[2] + column * stride[3]


def block_rows(seeds: Indices, shape: Shape, stride: Shape, block_size: int) -> Indices:
    """Where each row of each block begins, in a map of this NCHW shape and stride.

    Offsets (K · block_size,), block after block: near in memory, which is what `erase` waits for.
    """
    begin = corners(seeds, shape, stride, block_size)
    return (begin[:, None] + stride[2] * np.arange(block_size)).ravel()


def count_union(seeds: Indices, shape: Shape, block_size: int) -> int:
    """How many units of an NCHW shape the blocks cover, each counted once.

    With units numbered row after row, every row of a block is block_size neighbours. Sorted by
    their start, each adds what lies before the start of the next, at most block_size.
    """
    if len(seeds) < 2:
        return len(seeds) * block_size**2
    _n, channels, height, width = shape
    stride = (channels * height * width, height * width, width, 1)
    if len(seeds) <= FEW:
        begins = [corners(seed, shape, stride, block_size) for seed in seeds.tolist()]
        few = sorted(begin + width * row for begin in begins for row in range(block_size))
        return sum(min(b - a, block_size) for a, b in pairwise(few)) + block_size
    # Much of it is sorted already, which a "stable" sort makes use of.
    starts = np.sort(block_rows(seeds, shape, stride, block_size), kind="stable")
    return int(np.minimum(starts[1:] - starts[:-1], block_size).sum()) + block_size


def erase(out: Tensor, seeds: Indices, channels: int, block_size: int) -> None:
    """Set the blocks of ``out`` (N, C, H, W) to zero, in place, in any memory format.

    channels: C where each channel has its own seeds, 1 where all channels share them.
    """
    n, c, height, width = out.shape
    shape, stride = (n, channels, height, width), out.stride()
    sharing = c // channels  # how many channels have each seed
    if len(seeds) <= FEW:
        block = (sharing, block_size, block_size)
        for seed in seeds.tolist():
            begin = out.storage_offset() + corners(seed, shape, stride, block_size)
            out.as_strided(block, stride[1:], begin).zero_()
        return
    rows = block_rows(seeds, shape, stride, block_size)
    # Entry k of this view is the row of a block that would begin at offset k, in each channel
    # that shares it. Entries overlap, but nothing but zero is written.
    furthest = (n - 1, channels - 1, height - 1, width - block_size)
    entries = 1 + sum(index * step for index, step in zip(furthest, stride, strict=True))
    size = (entries, sharing, block_size)
    out.as_strided(size, (1, stride[1], stride[3])).index_fill_(0, torch.from_numpy(rows), 0)


def stamp(x: Tensor, scale: float, seeds: Indices, channels: int, block_size: int) -> Tensor:
    """x · scale (N, C, H, W) with the blocks set to zero; differentiable to any order."""
    if x.requires_grad and torch.is_grad_enabled():
        seeds_kept = torch.from_numpy(seeds)
        return _Stamp.apply(x, scale, seeds_kept, channels, block_size)  # type: ignore[no-untyped-call]
    out = x * scale
    erase(out, seeds, channels, block_size)
    return out


class _Stamp(torch.autograd.Function):
    """`stamp` is linear in x, so a gradient is stamped like x. Only the seeds are kept for it."""

    @staticmethod
    def forward(x: Tensor, scale: float, seeds: Tensor, channels: int, block_size: int) -> Tensor:
        return stamp(x, scale, seeds.numpy(), channels, block_size)

    @staticmethod
    def setup_context(ctx: Any, inputs: tuple[Any, ...], output: Tensor) -> None:
        _x, ctx.scale, seeds, ctx.channels, ctx.block_size = inputs
        ctx.save_for_backward(seeds)

    @staticmethod
    def backward(ctx: Any, grad: Tensor) -> tuple[Tensor | None, ...]:
        (seeds,) = ctx.saved_tensors
        stamped = stamp(grad, ctx.scale, seeds.numpy(), ctx.channels, ctx.block_size)
        return stamped, None, None, None, None
