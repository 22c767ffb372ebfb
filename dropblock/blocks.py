"""Blocks: which units a seed drops, and where seeds may fall.

A seed at row i drops rows i − before … i + after, and likewise for columns, with
before + after + 1 = block_size. This rule stands here alone; all other modules, and the browser
by way of them, take it from here.
"""

from typing import Literal

import torch
import torch.nn.functional as F
from torch import Tensor

from dropblock.arguments import check_seeds

Seeds = Literal["valid", "everywhere", "valid_by_width", "valid_reshaped"]
Lean = Literal["bottom_right", "top_left"]


def reach(block_size: int, lean: Lean = "bottom_right") -> tuple[int, int]:
    """Count the units (before, after) its seed that a block covers along each axis.

    An odd block is centred on its seed. An even one cannot be: it leans one unit to the
    bottom right, or to the top left.
    """
    shorter, longer = (block_size - 1) // 2, block_size // 2
    return (shorter, longer) if lean == "bottom_right" else (longer, shorter)


def seed_span(
    length: int, block_size: int, seeds: Seeds, lean: Lean = "bottom_right"
) -> tuple[int, int]:
    """First and one-past-last position at which a seed may fall, along an axis of ``length``.

    ``"everywhere"`` is the whole axis, as in the article. ``"valid"`` is only where the whole
    block fits, as in the paper: length − block_size + 1 positions.
    """
    check_seeds(seeds)
    if seeds == "everywhere":
        return 0, length
    before, after = reach(block_size, lean)
    return before, length - after


def seed_positions(
    height: int, width: int, block_size: int, seeds: Seeds, lean: Lean = "bottom_right"
) -> Tensor:
    """Where a seed may fall: bool (height, width).

    Besides the two of `seed_span` there are two that mistake height and width, as some
    implementations do. On a square map both are ``"valid"``. ``"valid_by_width"`` takes the
    last row from the width. ``"valid_reshaped"`` computes the valid positions of a
    width × height map and reads them row by row into height × width, without transposing.
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


def window_max(field: Tensor, length: int, dim: int) -> Tensor:
    """Maximum of each window of ``length`` neighbours along an axis.

    The axis gets shorter by length − 1. Each round doubles the window, so the cost grows with
    log(length).
    """
    window = 1
    while window < length:
        shift = min(window, length - window)
        size = field.shape[dim] - shift
        field = torch.maximum(field.narrow(dim, 0, size), field.narrow(dim, shift, size))
        window += shift
    return field


def spread(field: Tensor, block_size: int, lean: Lean = "bottom_right") -> Tensor:
    """Largest value of ``field`` (N, C, H, W) among the positions that cover each unit.

    On a 0/1 seed mask this grows every seed into its block, like the max-pool with stride 1 of
    the article's step 5.
    """
    above, below, left, right = _padding(field, block_size, lean)
    padded = F.pad(field, (left, right, above, below), value=float("-inf"))
    rows = window_max(padded, above + below + 1, -2)
    return window_max(rows, left + right + 1, -1)  # (N, C, H, W)


def cover_counts(seeds: Tensor, block_size: int, lean: Lean = "bottom_right") -> Tensor:
    """Count the blocks that cover each unit: int64, in the seed mask's shape (N, C, H, W)."""
    above, below, left, right = _padding(seeds, block_size, lean)
    padded = F.pad(seeds.double(), (left, right, above, below))
    window = (above + below + 1, left + right + 1)
    return F.avg_pool2d(padded, window, stride=1, divisor_override=1).round().long()


def _padding(field: Tensor, block_size: int, lean: Lean) -> tuple[int, int, int, int]:
    """How far (above, below, left, right) of a unit a seed that covers it can lie.

    A block reaches ``after`` units beyond its seed, so a unit is covered by seeds up to
    ``after`` positions before it. No distance exceeds the map, however large the block.
    """
    before, after = reach(block_size, lean)
    height, width = field.shape[-2:]
    return (
        min(after, height - 1), min(before, height - 1),
        min(after, width - 1), min(before, width - 1),
    )  # fmt: skip


def axis_cover_counts(length: int, block_size: int, seeds: Seeds) -> Tensor:
    """Count the allowed seed positions that cover each position of an axis: int64 (length,)."""
    before, after = reach(block_size)
    first, end = seed_span(length, block_size, seeds)
    position = torch.arange(length)
    return ((position + before).clamp(max=end - 1) - (position - after).clamp(min=first) + 1).clamp(
        min=0
    )
