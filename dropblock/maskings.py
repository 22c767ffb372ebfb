"""How methods that drop parts of a feature map choose them: by chance, or at a number of units."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import torch
from torch import Tensor

from dropblock.pipeline import keep_mask, rank_map, threshold_map
from dropblock.recipe import Recipe
from dropblock.recipes import RECIPES


@dataclass(frozen=True)
class Draw:
    """What a method drops from: x's shape, and the draw on it.

    noise: float32 (N, C, H, W), or (N, 1, H, W) for one mask that channels share.
    block_size, recipe: of DropBlock.
    """

    shape: tuple[int, int, int, int]
    noise: Tensor
    block_size: int = 7
    recipe: Recipe = RECIPES["paper"]


@dataclass(frozen=True)
class Falling:
    """In which order things fall on one draw, as more and more units are to be dropped.

    orders: int64, each in a shape that broadcasts to x's. A unit is dropped when all its orders
        are below the number of things that have fallen; so what has fallen stays fallen.
    fallen: from numbers of units to drop (int64, any shape) to numbers of things (int64).
    """

    orders: tuple[Tensor, ...]
    fallen: Callable[[Tensor], Tensor]

    def mask(self, dropped: int) -> Tensor:
        """1 = kept, 0 = dropped, when this many units are to be dropped: float32."""
        fallen = self.fallen(torch.tensor(dropped))
        kept = self.orders[0] >= fallen
        for order in self.orders[1:]:
            kept = kept | (order >= fallen)
        return kept.float()


class Masking(Protocol):
    """What a method is made of. Its masks broadcast to x's shape."""

    def by_chance(self, draw: Draw, keep_prob: float) -> Tensor:
        """1 = kept, 0 = dropped, at this chance to be kept: float32."""

    def falling(self, draw: Draw) -> Falling:
        """In which order things fall, for a mask at a number of units."""


@dataclass(frozen=True)
class Lowest:
    """Things that fall from the lowest noise on.

    things: from the noise of all units to the noise of each thing: its first unit's.
    """

    things: Callable[[Tensor], Tensor]

    def by_chance(self, draw: Draw, keep_prob: float) -> Tensor:
        """Those whose noise is below 1 − keep_prob fall."""
        return (self.things(draw.noise) >= 1 - keep_prob).float()

    def falling(self, draw: Draw) -> Falling:
        """As many things as come nearest to the number of units."""
        rank = rank_map(self.things(draw.noise))
        units = math.prod(draw.shape) // rank.numel()  # of each thing
        return Falling((rank,), lambda dropped: (dropped.double() / units).round().long())


def square_side(area: Tensor, height: int, width: int) -> Tensor:
    """The side, int64, of the square on the map that is nearest to this area, in units."""
    return area.double().sqrt().round().long().clamp(max=min(height, width))


def square_span(place: float, side: int, length: int, *, inside: bool) -> tuple[int, int]:
    """First and one-past-last row (or column) of a square on a map of this length.

    place: uniform in [0, 1). The square's centre falls anywhere and it is cut off at the border,
    as in Cutout's paper; or, with ``inside``, all of it lies on the map.
    """
    if inside:
        start = int(place * (length - side + 1))
        return start, start + side
    start = int(place * length) - side // 2
    return max(start, 0), min(start + side, length)


@dataclass(frozen=True)
class Square:
    """One square of each sample, in all channels. Two numbers of its noise say where."""

    def by_chance(self, draw: Draw, keep_prob: float) -> Tensor:
        """Its side is of the share to drop, before it is cut off at the border."""
        n, _c, h, w = draw.shape
        side = int(square_side(torch.tensor((1 - keep_prob) * h * w), h, w))
        mask = torch.ones(n, 1, h, w)
        for sample, (row, column) in zip(mask, _places(draw), strict=True):
            top, bottom = square_span(row, side, h, inside=False)
            left, right = square_span(column, side, w, inside=False)
            sample[:, top:bottom, left:right] = 0
        return mask

    def falling(self, draw: Draw) -> Falling:
        """It grows by one row and one column at a time, and lies on the map."""
        n, c, h, w = draw.shape
        places = _places(draw)
        rows = torch.stack([_reached(row, h, min(h, w)) for row, _column in places])
        columns = torch.stack([_reached(column, w, min(h, w)) for _row, column in places])
        return Falling(
            (rows.view(n, 1, h, 1), columns.view(n, 1, 1, w)),
            lambda dropped: square_side(dropped.double() / (n * c), h, w),
        )


def _places(draw: Draw) -> list[list[float]]:
    """Two numbers of each sample's noise."""
    places: list[list[float]] = draw.noise.flatten(1)[:, [0, -1]].tolist()
    return places


def _reached(place: float, length: int, largest: int) -> Tensor:
    """For each row, how many squares are too small to reach it, of those up to the largest."""
    reached = torch.full((length,), largest)
    for side in range(largest, 0, -1):
        start, end = square_span(place, side, length, inside=True)
        reached[start:end] = side - 1
    return reached


@dataclass(frozen=True)
class Blocks:
    """DropBlock's blocks, by the recipe of the draw."""

    def by_chance(self, draw: Draw, keep_prob: float) -> Tensor:
        """Seeds fall where the noise is below the recipe's gamma."""
        size = (draw.block_size, *draw.shape[2:])
        gamma = draw.recipe.gamma(keep_prob, *size)
        return keep_mask(draw.noise, gamma, draw.recipe.fit(*size), draw.recipe)

    def falling(self, draw: Draw) -> Falling:
        """As gamma rises, to where the number dropped comes nearest to what is asked."""
        thresholds = threshold_map(draw.noise, draw.block_size, draw.recipe)
        levels, order, counts = thresholds.unique(return_inverse=True, return_counts=True)
        counts = counts[levels.isfinite()]  # the others no seed covers
        gone = torch.cat([torch.zeros(1, dtype=torch.int64), counts.cumsum(0)])
        units = math.prod(draw.shape)

        def fallen(dropped: Tensor) -> Tensor:
            asked = dropped.double() * thresholds.numel() / units
            return (gone - asked[..., None]).abs().argmin(-1)

        return Falling((order,), fallen)
