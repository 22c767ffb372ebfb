"""Maskings: how a method chooses what to drop, by chance or for a given number of units."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import torch
from torch import Tensor

from dropblock.dropout import rank_map
from dropblock.pipeline import keep_mask, threshold_map
from dropblock.recipe import Recipe
from dropblock.recipes import RECIPES


@dataclass(frozen=True)
class Draw:
    """The draw from which a mask is made.

    Parameters
    ----------
    shape : tuple of int
        Shape of x, (N, C, H, W).
    noise : Tensor
        float32 (N, C, H, W), or (N, 1, H, W) for one mask that all channels share.
    block_size, recipe : int, Recipe
        Those of DropBlock; other methods ignore them.
    """

    shape: tuple[int, int, int, int]
    noise: Tensor
    block_size: int = 7
    recipe: Recipe = RECIPES["paper"]


@dataclass(frozen=True)
class Falling:
    """The order in which things (units, channels, blocks …) fall as the number to drop rises.

    Parameters
    ----------
    orders : tuple of Tensor
        int64, each in a shape that broadcasts to x's. A unit is dropped when all its orders are
        below the number of fallen things, so a thing that has fallen stays fallen.
    fallen : callable
        Turns numbers of units to drop (int64, any shape) into numbers of fallen things (int64).
    """

    orders: tuple[Tensor, ...]
    fallen: Callable[[Tensor], Tensor]

    def mask(self, dropped: int) -> Tensor:
        """Make the mask for this number of units to drop: float32, 1 = kept."""
        fallen = self.fallen(torch.tensor(dropped))
        kept = self.orders[0] >= fallen
        for order in self.orders[1:]:
            kept = kept | (order >= fallen)
        return kept.float()


class Masking(Protocol):
    """How a method chooses what to drop. Its masks broadcast to x's shape."""

    def by_chance(self, draw: Draw, keep_prob: float) -> Tensor:
        """Make a mask that keeps a share of keep_prob by chance: float32, 1 = kept."""

    def falling(self, draw: Draw) -> Falling:
        """Find the order in which things fall, for masks of a given number of units."""


@dataclass(frozen=True)
class Lowest:
    """Things are dropped in the order of their noise, the lowest first.

    ``things`` takes the noise of all units to that of each thing, which is its first unit's.
    """

    things: Callable[[Tensor], Tensor]

    def by_chance(self, draw: Draw, keep_prob: float) -> Tensor:
        """Drop each thing whose noise is below 1 − keep_prob."""
        return (self.things(draw.noise) >= 1 - keep_prob).float()

    def falling(self, draw: Draw) -> Falling:
        """Drop the number of things that comes nearest to the number of units."""
        rank = rank_map(self.things(draw.noise))
        units = math.prod(draw.shape) // rank.numel()  # of each thing
        return Falling((rank,), lambda dropped: (dropped.double() / units).round().long())


def square_side(area: Tensor, height: int, width: int) -> Tensor:
    """Side of the square on the map whose area is nearest to ``area`` units: int64."""
    return area.double().sqrt().round().long().clamp(max=min(height, width))


def square_span(place: float, side: int, length: int, *, inside: bool) -> tuple[int, int]:
    """First and one-past-last row (or column) of a square on a map of this length.

    ``place``, uniform in [0, 1), says where. The centre lies anywhere on the map and the square is
    cut off at the border, as in Cutout's paper. With ``inside`` the whole square lies on the map.
    """
    if inside:
        start = int(place * (length - side + 1))
        return start, start + side
    start = int(place * length) - side // 2
    return max(start, 0), min(start + side, length)


@dataclass(frozen=True)
class Square:
    """One square of each sample is dropped, in all channels; two numbers of its noise say where."""

    def by_chance(self, draw: Draw, keep_prob: float) -> Tensor:
        """Drop a square of 1 − keep_prob of the map, before it is cut off at the border."""
        n, _c, h, w = draw.shape
        side = int(square_side(torch.tensor((1 - keep_prob) * h * w), h, w))
        mask = torch.ones(n, 1, h, w)
        for sample, (row, column) in zip(mask, _places(draw), strict=True):
            top, bottom = square_span(row, side, h, inside=False)
            left, right = square_span(column, side, w, inside=False)
            sample[:, top:bottom, left:right] = 0
        return mask

    def falling(self, draw: Draw) -> Falling:
        """Let the square grow by one row and one column at a time, always inside the map."""
        n, c, h, w = draw.shape
        places = _places(draw)
        rows = torch.stack([_reached(row, h, min(h, w)) for row, _column in places])
        columns = torch.stack([_reached(column, w, min(h, w)) for _row, column in places])
        return Falling(
            (rows.view(n, 1, h, 1), columns.view(n, 1, 1, w)),
            lambda dropped: square_side(dropped.double() / (n * c), h, w),
        )


def _places(draw: Draw) -> list[list[float]]:
    """Take two numbers of each sample's noise: its first and its last."""
    places: list[list[float]] = draw.noise.flatten(1)[:, [0, -1]].tolist()
    return places


def _reached(place: float, length: int, largest: int) -> Tensor:
    """Count, for each row, the sides from 1 to ``largest`` whose square does not reach it."""
    reached = torch.full((length,), largest)
    for side in range(largest, 0, -1):
        start, end = square_span(place, side, length, inside=True)
        reached[start:end] = side - 1
    return reached


@dataclass(frozen=True)
class Blocks:
    """The blocks of DropBlock are dropped, by the recipe of the draw."""

    def by_chance(self, draw: Draw, keep_prob: float) -> Tensor:
        """Drop the blocks of the seeds, where the noise is below the recipe's gamma."""
        size = (draw.block_size, *draw.shape[2:])
        gamma = draw.recipe.gamma(keep_prob, *size)
        return keep_mask(draw.noise, gamma, draw.recipe.fit(*size), draw.recipe)

    def falling(self, draw: Draw) -> Falling:
        """Raise gamma to where the number dropped comes nearest to the number asked for."""
        thresholds = threshold_map(draw.noise, draw.block_size, draw.recipe)
        levels, order, counts = thresholds.unique(return_inverse=True, return_counts=True)
        counts = counts[levels.isfinite()]  # no seed covers the units of an infinite level
        gone = torch.cat([torch.zeros(1, dtype=torch.int64), counts.cumsum(0)])
        units = math.prod(draw.shape)

        def fallen(dropped: Tensor) -> Tensor:
            asked = dropped.double() * thresholds.numel() / units
            return (gone - asked[..., None]).abs().argmin(-1)

        return Falling((order,), fallen)
