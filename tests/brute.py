"""DropBlock by brute force, cell by cell: what the library's answers are held against.

Nothing here asks the library, pools, or counts by a formula: plain loops over cells and sets.
"""

from fractions import Fraction
from itertools import product

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

Cell = tuple[int, int]


def block_units(row: int, column: int, block_size: int) -> set[Cell]:
    """The cells that a seed drops, also those beyond the map.

    An odd block has its seed in the middle. An even one has no middle: of the two nearest it,
    the seed takes the upper left one, so the block leans to the bottom right.
    """
    to_seed = block_size // 2 if block_size % 2 else block_size // 2 - 1
    rows = range(row - to_seed, row - to_seed + block_size)
    columns = range(column - to_seed, column - to_seed + block_size)
    return set(product(rows, columns))


def seed_cells(height: int, width: int, block_size: int, seeds: str) -> set[Cell]:
    """Where a seed may fall: everywhere, or only where no cell of its block is off the map."""
    cells = set(product(range(height), range(width)))
    if seeds == "everywhere":
        return cells
    return {cell for cell in cells if block_units(*cell, block_size) <= cells}


def covering_cells(height: int, width: int, block_size: int, seeds: str) -> dict[Cell, set[Cell]]:
    """For each unit, the allowed seeds whose block drops it."""
    covering: dict[Cell, set[Cell]] = {cell: set() for cell in product(range(height), range(width))}
    for seed in seed_cells(height, width, block_size, seeds):
        for unit in block_units(*seed, block_size):
            if unit in covering:
                covering[unit].add(seed)
    return covering


def seed_chance(keep_prob: float, block_size: int, height: int, width: int) -> Fraction:
    """Eq. 1 of the paper in exact arithmetic."""
    valid = (height - block_size + 1) * (width - block_size + 1)
    return (1 - Fraction(keep_prob)) * Fraction(height * width, block_size**2 * valid)


def seeds_and_dropped(
    noise: Tensor, chance: Fraction, block_size: int, seeds: str
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The seed mask and the dropped units (1 = dropped) of noise (N, C, H, W)."""
    chance32 = float(np.float32(float(chance)))
    covering = covering_cells(*noise.shape[-2:], block_size, seeds)
    allowed = set().union(*covering.values())
    seed_mask = np.zeros(noise.shape, np.float32)
    dropped = np.zeros(noise.shape, np.float32)
    for n, c in product(range(noise.shape[0]), range(noise.shape[1])):
        field = noise[n, c].tolist()
        fallen = {(row, column) for row, column in allowed if field[row][column] < chance32}
        for unit, its_seeds in covering.items():
            seed_mask[n, c][unit] = unit in fallen
            dropped[n, c][unit] = bool(its_seeds & fallen)
    return seed_mask, dropped


def article_code(x: Tensor, block_size: int, keep_prob: float) -> tuple[Tensor, Tensor]:
    """The article's mask and output in training, as literally as its steps read: no guards."""
    width = x.shape[-1]
    gamma = (1 - keep_prob) * width**2 / (block_size**2 * (width - block_size + 1) ** 2)
    seeds = torch.bernoulli(torch.full(x.shape, gamma))
    padding = (block_size // 2, block_size // 2)
    blocks = torch.nn.functional.max_pool2d(seeds, (block_size, block_size), (1, 1), padding)
    mask = 1 - blocks
    return mask, mask * x * (mask.numel() / mask.sum())
