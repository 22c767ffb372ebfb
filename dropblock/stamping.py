"""Blocks are stamped one by one: where few seeds fall, the cost is that of the seeds alone.

At keep_prob 0.9 and block_size 7 about one position in four hundred of a large map is a seed, so
this path draws no field of noise and pools nothing. Its stages, in order:

draw_seeds    draws the positions of the seeds, by the gaps between them
corners       finds the top left unit of each block in memory
block_rows    finds the first unit of each row of each block in memory
count_union   counts the units that the blocks cover together
erase         sets the blocks to zero, row by row

A seed is one of the positions where the whole block fits, numbered in the order sample, channel,
row, column, whatever the memory format of x. Seeds are few, so numpy handles them: on short
arrays it is several times as fast as torch. Up to FEW seeds, as on a single small map, a stage
handles them one after the other.
"""

from itertools import pairwise
from typing import Any, TypeVar

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Generator, Tensor
from torch.autograd.forward_ad import unpack_dual

Indices = NDArray[np.int64]
Seeds = TypeVar("Seeds", int, Indices)
Shape = tuple[int, ...]

# Up to this many seeds, a loop in Python is faster than numpy.
FEW = 3


def draw_seeds(gamma: float, positions: int, generator: Generator | None = None) -> Indices:
    """Draw which positions become seeds, each with chance gamma in (0, 1): rising, (K,).

    This is exactly the Bernoulli draw of the paper's Algorithm 1, line 5: the gap from one seed
    to the next is geometric, P(gap > k) = (1 − γ)ᵏ. So one random number a seed is enough,
    instead of one a position. torch draws the gaps in float64, from 53 random bits: a tiny gamma
    is not rounded as with float32 noise, and positions are exact up to 2⁵³. The draw does not
    depend on the number of threads.
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
    empty = torch.empty(count, dtype=torch.float64, device="cpu")
    return empty.geometric_(gamma, generator=generator)


def corners(seeds: Seeds, shape: Shape, stride: Shape, block_size: int) -> Seeds:
    """Find the offset in memory of each block's top left unit, given an NCHW shape and stride.

    ``seeds`` is an array, or a single seed.
    """
    _n, channels, height, width = shape
    rows, column = divmod(seeds, width - block_size + 1)
    planes, row = divmod(rows, height - block_size + 1)
    sample, channel = divmod(planes, channels)
    return sample * stride[0] + channel * stride[1] + row * stride[2] + column * stride[3]


def block_rows(seeds: Indices, shape: Shape, stride: Shape, block_size: int) -> Indices:
    """Find the offset in memory at which each row of each block begins: (K · block_size,).

    Offsets follow block after block, so that neighbours are near in memory, which speeds up
    `erase`.
    """
    begin = corners(seeds, shape, stride, block_size)
    return (begin[:, None] + stride[2] * np.arange(block_size)).ravel()


def count_union(seeds: Indices, shape: Shape, block_size: int) -> int:
    """Count the units of an NCHW shape that the blocks cover together.

    With units numbered row after row, each row of a block is a run of block_size units. In the
    order of their starts, each run adds the units before the next start, at most block_size.
    """
    if len(seeds) < 2:
        return len(seeds) * block_size**2
    _n, channels, height, width = shape
    stride = (channels * height * width, height * width, width, 1)
    if len(seeds) <= FEW:
        begins = [corners(seed, shape, stride, block_size) for seed in seeds.tolist()]
        few = sorted(begin + width * row for begin in begins for row in range(block_size))
        return sum(min(b - a, block_size) for a, b in pairwise(few)) + block_size
    # The array is sorted in large part, and the "stable" sort is fast on such arrays.
    starts = np.sort(block_rows(seeds, shape, stride, block_size), kind="stable")
    return int(np.minimum(starts[1:] - starts[:-1], block_size).sum()) + block_size


def erase(out: Tensor, seeds: Indices, channels: int, block_size: int) -> None:
    """Set the blocks of ``out`` (N, C, H, W) to zero, in place, in any memory format.

    ``channels`` is C where each channel has its own seeds, and 1 where all channels share them.
    """
    n, c, height, width = out.shape
    shape, stride = (n, channels, height, width), out.stride()
    sharing = c // channels  # channels that share a seed
    if len(seeds) <= FEW:
        block = (sharing, block_size, block_size)
        for seed in seeds.tolist():
            begin = out.storage_offset() + corners(seed, shape, stride, block_size)
            out.as_strided(block, stride[1:], begin).zero_()
        return
    rows = block_rows(seeds, shape, stride, block_size)
    # Entry k of this view is a row of a block that begins at offset k, in each channel that
    # shares it. Entries overlap, which does no harm: only zeros are written.
    furthest = (n - 1, channels - 1, height - 1, width - block_size)
    entries = 1 + sum(index * step for index, step in zip(furthest, stride, strict=True))
    size = (entries, sharing, block_size)
    out.as_strided(size, (1, stride[1], stride[3])).index_fill_(0, torch.from_numpy(rows), 0)


def stamp(x: Tensor, scale: float, seeds: Indices, channels: int, block_size: int) -> Tensor:
    """Multiply x (N, C, H, W) by scale and set the blocks to zero; differentiable to any order."""
    learns = x.requires_grad and torch.is_grad_enabled()
    if learns or unpack_dual(x).tangent is not None:
        seeds_kept = torch.from_numpy(seeds)
        return _Stamp.apply(x, scale, seeds_kept, channels, block_size)  # type: ignore[no-untyped-call]
    out = x * scale
    erase(out, seeds, channels, block_size)
    return out


class _Stamp(torch.autograd.Function):
    """The derivative of `stamp`, which is linear in x: `stamp` with the same seeds.

    Backward and forward mode need nothing but the seeds.
    """

    @staticmethod
    def forward(x: Tensor, scale: float, seeds: Tensor, channels: int, block_size: int) -> Tensor:
        return stamp(x, scale, seeds.numpy(), channels, block_size)

    @staticmethod
    def setup_context(ctx: Any, inputs: tuple[Any, ...], output: Tensor) -> None:
        _x, ctx.scale, seeds, ctx.channels, ctx.block_size = inputs
        ctx.save_for_backward(seeds)
        ctx.save_for_forward(seeds)

    @staticmethod
    def backward(ctx: Any, grad: Tensor) -> tuple[Tensor | None, ...]:
        (seeds,) = ctx.saved_tensors
        stamped = stamp(grad, ctx.scale, seeds.numpy(), ctx.channels, ctx.block_size)
        return stamped, None, None, None, None

    @staticmethod
    def jvp(ctx: Any, tangent: Tensor, *_constants: None) -> Tensor:
        (seeds,) = ctx.saved_tensors
        return stamp(tangent, ctx.scale, seeds.numpy(), ctx.channels, ctx.block_size)
