"""Beliefs about the mask, each as an experiment: a draw and a variation in, grids and numbers
out."""

from dataclasses import replace

import torch.nn.functional as F
from torch import Tensor

from dropblock import DropBlock, draw_noise, random_map, trace
from explainer.figures import grids
from explainer.figures.rounding import fixed
from explainer.shell.experiment import (
    PAPER,
    Option,
    Outcome,
    compared,
    expected,
    seed_of,
    share,
)
from explainer.shell.text import _, minus

KEEP_PROBS = (0.75, 0.5, 0.9)  # of the overlap
EVEN_BLOCKS = (4, 2, 3, 5)  # the even ones, and two odd ones to compare


def _with_minus(grid: grids.Grid) -> grids.Grid:
    """The grid with a true minus in front of what is below 0."""
    rows = (tuple(replace(cell, text=minus(cell.text)) for cell in row) for row in grid.rows)
    return replace(grid, rows=tuple(rows))


def overlap(draw: int, option: Option) -> Outcome:
    """A unit under several blocks: their sum, and their maximum."""
    keep_prob, side, block_size = float(option), 7, 3
    x = random_map(side, seed=0)

    def run_of(seed: int, keep_prob: float) -> tuple[Tensor, Tensor, Tensor]:
        run = trace(x, keep_prob, block_size, draw_noise(tuple(x.shape), seed), PAPER)
        kernel = run.seeds.new_ones(1, 1, block_size, block_size)
        return run.seeds, F.conv2d(run.seeds, kernel, padding=block_size // 2), run.mask

    def shows_it(seed: int) -> bool:
        """For every keep_prob: one draw, so a higher one only takes blocks away."""
        runs = [run_of(seed, each) for each in KEEP_PROBS]
        return all(bool((covers > 1).any() and mask.any()) for _seeds, covers, mask in runs)

    seeds, covers, mask = (tensor[0, 0] for tensor in run_of(seed_of(draw, shows_it), keep_prob))
    twice = covers > 1
    sums = grids.values(_("1 − their sum"), _("One minus the sum of the blocks"), 1 - covers, 1)
    chance = PAPER.gamma(keep_prob, block_size, side, side)
    return Outcome(
        (
            grids.blocks(
                _("Blocks over each unit"), _("How many blocks cover each unit"), seeds, block_size
            ).mark(twice),
            _with_minus(sums).mark(twice),
            grids.mask(_("1 − their maximum"), _("The keep mask"), mask).mark(twice),
        ),
        {
            "side": str(side),
            "block_size": str(block_size),
            "keep_prob": fixed(keep_prob, 2),
            "twice": str(int(twice.sum())),
            "units": str(mask.numel()),
            "most": str(int(covers.max())),
            "lowest": minus(1 - int(covers.max())),
            "expected": expected(PAPER, chance, block_size, side),
            "share": share(mask),
        },
        {-1: "minus", 0: "zero", 1: "one"}[int(mask[twice].max())],
    )


def channels(draw: int, option: Option) -> Outcome:
    """Three channels with a mask each, or with one that they share."""
    keep_prob, side, block_size, number = 0.75, 5, 3, 3
    x = random_map(side, number, seed=0)

    def noise_of(seed: int) -> Tensor:
        return draw_noise(tuple(x.shape), seed)

    def all_differ(masks: Tensor) -> bool:
        return len(masks.unique(dim=0)) == number

    def shows_it(seed: int) -> bool:
        masks = trace(x, keep_prob, block_size, noise_of(seed)).mask[0]
        kept = masks.mean((1, 2))
        return all_differ(masks) and bool(((kept > 0) & (kept < 1)).all())

    noise = noise_of(seed_of(draw, shows_it))
    shared = option == "shared"
    run = trace(x, keep_prob, block_size, noise[:, :1] if shared else noise)
    masks = run.mask.expand(x.shape)[0]
    return Outcome(
        tuple(
            grids.mask(
                _("Channel {number}").format(number=place),
                _("The keep mask of channel {number}").format(number=place),
                mask,
            )
            for place, mask in enumerate(masks, start=1)
        ),
        {
            "channels": str(number),
            "side": str(side),
            "block_size": str(block_size),
            "keep_prob": fixed(keep_prob, 2),
            "kept": ", ".join(str(int(mask.sum())) for mask in masks),
            "units": str(side * side),
        },
        "each" if all_differ(masks) else "one",
        "shared" if shared else "reveal",
    )


def even(draw: int, option: Option) -> Outcome:
    """The article's max-pool with a block of any size, and the block of this library."""
    keep_prob, side, block_size = 0.75, 7, int(option)
    x = random_map(side, seed=0)

    def some_dropped(seed: int) -> bool:
        noise = draw_noise(tuple(x.shape), seed)  # one draw for every block
        masks = [trace(x, keep_prob, each, noise, PAPER).mask for each in EVEN_BLOCKS]
        return all(0 < int(mask.count_nonzero()) < mask.numel() for mask in masks)

    seed = seed_of(draw, some_dropped)
    run = trace(x, keep_prob, block_size, draw_noise(tuple(x.shape), seed), PAPER)
    pooled = F.max_pool2d(run.seeds, (block_size, block_size), (1, 1), block_size // 2)
    numbers = {
        "side": str(side),
        "block_size": str(block_size),
        "padding": str(block_size // 2),
        "pooled": str(pooled.shape[-1]),
        "refusal": "",
        "error": "",
    }
    try:
        _product = (1 - pooled) * x
    except RuntimeError as error:
        numbers["error"] = str(error)
    try:
        DropBlock(block_size)
    except ValueError as refusal:
        numbers["refusal"] = str(refusal)
    return Outcome(
        (
            grids.values(
                _("The article's code: {side} × {side}").format(side=pooled.shape[-1]),
                _("What the article's max-pool gives"),
                pooled[0, 0],
                1,
            ),
            grids.blocks(
                _("The paper's rule: {side} × {side}").format(side=side),
                _("Seeds and blocks of the paper recipe"),
                run.seeds[0, 0],
                block_size,
            ),
            grids.mask(_("Its mask"), _("The keep mask of the paper recipe"), run.mask[0, 0]),
        ),
        numbers,
        compared(("smaller", "same", "larger"), pooled.shape[-1], side),
        "odd" if block_size % 2 else "reveal",
    )
