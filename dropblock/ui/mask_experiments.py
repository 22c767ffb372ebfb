"""Beliefs about the mask, each as an experiment: a draw and a variation in, grids and numbers
out."""

import torch.nn.functional as F
from torch import Tensor

from dropblock import RECIPES, DropBlock, draw_noise, random_map, trace
from dropblock.figures import grids
from dropblock.ui.experiment import Option, Shown, differ, seed_of, share
from dropblock.ui.text import _

PAPER = RECIPES["paper"]


def overlap(draw: int, option: Option) -> Shown:
    """A unit under several blocks: their sum, and their maximum."""
    keep_prob, side, block_size = float(option), 7, 3
    x = random_map(side, seed=0)

    def run_of(seed: int) -> tuple[Tensor, Tensor, Tensor]:
        run = trace(x, keep_prob, block_size, draw_noise(tuple(x.shape), seed))
        kernel = run.seeds.new_ones(1, 1, block_size, block_size)
        return run.seeds, F.conv2d(run.seeds, kernel, padding=block_size // 2), run.mask

    seed = seed_of(draw, lambda seed: bool((run_of(seed)[1] > 1).any() and run_of(seed)[2].any()))
    seeds, covers, mask = (tensor[0, 0] for tensor in run_of(seed))
    twice = covers > 1
    return Shown(
        (
            grids.blocks(
                _("Blocks over each unit"), _("How many blocks cover each unit"), seeds, block_size
            ).mark(twice),
            grids.values(
                _("1 − their sum"), _("One minus the sum of the blocks"), 1 - covers, 1
            ).mark(twice),
            grids.mask(_("1 − their maximum"), _("The keep mask"), mask).mark(twice),
        ),
        {
            "side": str(side),
            "block_size": str(block_size),
            "keep_prob": f"{keep_prob:.2f}",
            "twice": str(int(twice.sum())),
            "most": str(int(covers.max())),
            "lowest": f"{1 - int(covers.max())}".replace("-", "−"),
            "share": share(mask),
        },
    )


def channels(draw: int, option: Option) -> Shown:
    """Three channels with a mask each, or with one that they share."""
    keep_prob, side, block_size, number = 0.75, 5, 3, 3
    x = random_map(side, number, seed=0)

    def noise_of(seed: int) -> Tensor:
        return draw_noise(tuple(x.shape), seed)

    def all_differ(seed: int) -> bool:
        one, two, three = trace(x, keep_prob, block_size, noise_of(seed)).mask[0]
        return differ(one, two) and differ(two, three) and differ(one, three)

    noise = noise_of(seed_of(draw, all_differ))
    shared = option == "shared"
    run = trace(x, keep_prob, block_size, noise[:, :1] if shared else noise)
    masks = run.mask.expand(x.shape)[0]
    return Shown(
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
            "keep_prob": f"{keep_prob:.2f}",
            "kept": ", ".join(str(int(mask.sum())) for mask in masks),
            "units": str(side * side),
        },
        "shared" if shared else "reveal",
    )


def even(draw: int, option: Option) -> Shown:
    """The article's max-pool with a block of any size, and the block of this library."""
    keep_prob, side, block_size = 0.75, 7, int(option)
    x = random_map(side, seed=0)

    def some_dropped(seed: int) -> bool:
        mask = trace(x, keep_prob, block_size, draw_noise(tuple(x.shape), seed), PAPER).mask
        return 0 < int(mask.count_nonzero()) < mask.numel()

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
    return Shown(
        (
            grids.values(
                _("Pooled, {side} × {side}").format(side=pooled.shape[-1]),
                _("What the article's max-pool gives"),
                pooled[0, 0],
                1,
            ),
            grids.blocks(
                _("Here, {side} × {side}").format(side=side),
                _("Seeds and blocks of the paper recipe"),
                run.seeds[0, 0],
                block_size,
            ),
            grids.mask(_("Its mask"), _("The keep mask of the paper recipe"), run.mask[0, 0]),
        ),
        numbers,
        "odd" if block_size % 2 else "reveal",
    )
