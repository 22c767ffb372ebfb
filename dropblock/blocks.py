"""What a block is: the units that one seed drops.

A seed at row i drops rows i − before … i + after, and likewise for columns, with
before + after + 1 = block_size. Everything else in this library, and the browser, asks here.
"""

from typing import Literal

import torch
import torch.nn.functional as F
from torch import Tensor

from dropblock.arguments import check_seeds

Seeds = Literal["valid", "everywhere", "valid_by_width", "valid_reshaped"]
Lean = Literal["bottom_right", "top_left"]


def reach(block_size: int, lean: Lean = "bottom_right") -> tuple[int, int]:
    """Units a block covers (before, after) its seed, along each axis.

    An odd block is centred on its seed. An even one cannot be: it leans one unit to the
    bottom right, or to the top left.
    """
    shorter, longer = (block_size - 1) // 2, block_size // 2
    return (shorter, longer) if lean == "bottom_right" else (longer, shorter)


def seed_span(
    length: int, block_size: int, seeds: Seeds, lean: Lean = "bottom_right"
) -> tuple[int, int]:
    """First and one-past-last position at which a seed may fall, along an axis of ``length``.

    ``"everywhere"``: the whole axis, as in the seed's code. ``"valid"``: only where the whole
    block fits, as in the paper (length − block_size + 1 positions).
    """
    check_seeds(seeds)
    if seeds == "everywhere":
        return 0, length
    before, after = reach(block_size, lean)
    return before, length - after


def seed_positions(
    height: int, width: int, block_size: int, seeds: Seeds, lean: Lean = "bottom_right"
) -> Tensor:
    """Bool (height, width): True where a seed may fall.

    Two implementations mistake height and width, so where the two differ the seeds that they
    allow are not those whose block fits. ``"valid_by_width"``: the last row is where it would
    be on a map as high as wide. ``"valid_reshaped"``: the valid positions of a width × height
    map, read row by row into height × width instead of transposed.
    """
    allowed = torch.zeros(height, width, dtype=torch.bool)
    if seeds == "valid_reshaped":
        turned = seed_positions(width, height, block_size, "valid", lean)
        return turned.reshape(height, width)
    if seeds == "valid_by_width":
        left, right = seed_span(width, block_size, "valid", lean)
        allowed[left:right, left:right] = True
        return allowed
    top, bottom = seed_span(height, block_size, seeds, lean)
    left, right = seed_span(width, block_size, seeds, lean)
    allowed[top:bottom, left:right] = True
    return allowed


def _window_max(field: Tensor, length: int, dim: int) -> Tensor:
    """The largest of each run of ``length`` neighbours along an axis, which gets shorter by
    length − 1. Windows are doubled, so the cost grows with log(length)."""
    window = 1
    while window < length:
        step = min(window, length - window)
        size = field.shape[dim] - step
        field = torch.maximum(field.narrow(dim, 0, size), field.narrow(dim, step, size))
        window += step
    return field


def spread(field: Tensor, block_size: int, lean: Lean = "bottom_right") -> Tensor:
    """For each unit, the largest value of ``field`` (N, C, H, W) among the seeds that cover it.

    On a 0/1 seed mask this grows every seed into its block (seed step 5: a max-pool with
    stride 1).
    """
    above, below, left, right = _padding(field, block_size, lean)
    padded = F.pad(field, (left, right, above, below), value=float("-inf"))
    rows = _window_max(padded, above + below + 1, -2)
    return _window_max(rows, left + right + 1, -1)  # (N, C, H, W)


def cover_counts(seeds: Tensor, block_size: int, lean: Lean = "bottom_right") -> Tensor:
    """For each unit, how many blocks cover it: int64, in the shape of the seed mask
    (N, C, H, W)."""
    above, below, left, right = _padding(seeds, block_size, lean)
    padded = F.pad(seeds.double(), (left, right, above, below))
    window = (above + below + 1, left + right + 1)
    return F.avg_pool2d(padded, window, stride=1, divisor_override=1).round().long()


def _padding(field: Tensor, block_size: int, lean: Lean) -> tuple[int, int, int, int]:
    """Positions (above, below, left, right) of a unit from which a seed covers it.

    A block reaches `after` units on from its seed, so a unit is covered by seeds up to `after`
    positions before it. None lies further than across the map, whatever the block.
    """
    before, after = reach(block_size, lean)
    height, width = field.shape[-2:]
    return (
        min(after, height - 1), min(before, height - 1),
        min(after, width - 1), min(before, width - 1),
    )  # fmt: skip


def covering_seeds(length: int, block_size: int, seeds: Seeds) -> Tensor:
    """For each position along an axis, how many allowed seed positions cover it (int64)."""
    before, after = reach(block_size)
    first, stop = seed_span(length, block_size, seeds)
    position = torch.arange(length)
    return (
        (position + before).clamp(max=stop - 1) - (position - after).clamp(min=first) + 1
    ).clamp(min=0)
