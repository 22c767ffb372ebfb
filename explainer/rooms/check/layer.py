"""Questions on the layer in a network: its mode, its channels, the size it goes by."""

from dataclasses import replace
from random import Random

import torch

from dropblock.inputs import random_map
from dropblock.reference import DropBlock
from explainer.figures import grids
from explainer.figures.rounding import significant
from explainer.rooms.check.question import Draft, Run, mask_grid, one_unit, two
from explainer.shell.text import _


def training_run(random: Random) -> Run | None:
    """A run that would drop something while training, and keep at least half."""
    keep_prob = random.choice([0.7, 0.8, 0.9])
    run = Run(random.randint(5, 6), 3, keep_prob, random.randrange(10**6))
    return run if run.units / 2 < run.trace().mask.sum() < run.units else None


def at_inference(run: Run) -> torch.Tensor:
    """What the article's layer makes of the run's map at inference: (H, W)."""
    return DropBlock(run.block_size, run.keep_prob).eval()(run.x)[0, 0]


def unit_at_inference(random: Random) -> Draft | None:
    """What becomes of one unit at inference."""
    run = training_run(random)
    if run is None:
        return None
    row, column = random.randrange(run.side), random.randrange(run.side)
    value = int(run.x[0, 0, row, column])
    mark = one_unit(run.side, row, column)
    shown = grids.values(_("Input"), _("The input, one unit marked"), run.x[0, 0], 9)
    return Draft(
        run,
        two(at_inference(run)[row, column].item()),
        {
            "inference_scales": two(value * run.keep_prob),
            "scale_from_keep_prob": two(value / run.keep_prob),
            "inference_drops": _("0.00 or {larger}, as the draw falls").format(
                larger=two(value * run.trace().scale)
            ),
        },
        {"value": value},
        {"unit": (row, column)},
        (shown.mark(mark),),
    )


def map_at_inference(random: Random) -> Draft | None:
    """What becomes of a map at inference."""
    run = training_run(random)
    if run is None:
        return None
    stages, x = run.trace(), run.x[0, 0]
    label = _("a map of {side} × {side} numbers").format(side=run.side)
    kept = torch.ones(run.side, run.side)
    return Draft(
        run,
        grids.output("", label, at_inference(run), kept, 9),
        {
            "inference_drops": grids.output(
                "", label, stages.output[0, 0], stages.mask[0, 0], 9 * stages.scale
            ),
            "inference_scales": grids.output("", label, x * run.keep_prob, kept, 9),
        },
        grids=(grids.values(_("Input"), _("The input"), x, 9),),
    )


def forgotten_eval(random: Random) -> Draft | None:
    """What the same input gives twice in training mode."""
    run = Run(7, 3, random.choice([0.5, 0.6, 0.7]), random.randrange(10**6))
    later = replace(run, draw=run.draw + 1)
    differ = int((run.trace().mask != later.trace().mask).sum())
    if not differ:
        return None
    return Draft(
        run,
        _("Two different outputs: each pass draws a new mask"),
        {
            "no_step_no_drop": _("Twice the same: without a training step nothing is dropped"),
            "mask_is_kept": _("Twice the same: the layer keeps γ, and its mask with it"),
        },
        {"differ": differ},
    )


def which_size(random: Random) -> Draft | None:
    """Which of the many sizes of a tensor is feat_size."""
    side, channels = random.choice([(7, 512), (14, 256), (28, 128), (56, 64)])
    run = Run(side, 7, 0.9, 0, channels=channels)
    return Draft(
        run,
        str(run.x.shape[-1]),
        {
            "size_is_area": str(side**2),
            "size_is_channels": str(channels),
            "size_of_picture": "224",
        },
        {"channels": channels},
    )


def numbers_drawn(random: Random) -> Draft | None:
    """How many random numbers one mask needs."""
    side, channels = random.randint(5, 8), random.randint(2, 4)
    run = Run(side, 3, random.choice([0.7, 0.8, 0.9]), 0, channels=channels)
    return Draft(
        run,
        str(run.noise.numel()),
        {
            "channels_share": str(side**2),
            "seeds_where_block_fits": str(channels * (side - 2) ** 2),
            "whole_channels": str(channels),
        },
        {"channels": channels},
    )


def scale_of_channels(random: Random) -> Draft | None:
    """By what the first of two channels is scaled."""
    keep_prob = random.choice([0.7, 0.8, 0.9])
    run = Run(random.randint(5, 7), 3, keep_prob, random.randrange(10**6), channels=2)
    stages = run.trace()
    kept = [int(mask.sum()) for mask in stages.mask[0]]
    if min(kept) < run.side**2 / 3 or kept[0] == kept[1]:
        return None
    names = [_("Mask of channel 1"), _("Mask of channel 2")]
    return Draft(
        run,
        two(stages.scale),
        {
            "scale_per_channel": two(run.side**2 / kept[0]),
            "scale_from_keep_prob": two(1 / run.keep_prob),
            "nothing_scaled": two(1),
        },
        {"first": kept[0], "second": kept[1], "kept": sum(kept)},
        grids=tuple(
            mask_grid(mask, name) for mask, name in zip(stages.mask[0], names, strict=True)
        ),
    )


def second_input(random: Random) -> Draft | None:
    """Which gamma the article's layer uses for a second input, of another size."""
    run = Run(random.randint(5, 8), random.choice([3, 5]), random.choice([0.7, 0.8, 0.9]), 0)
    later = random.choice([10, 14, 28])
    layer = DropBlock(run.block_size, run.keep_prob)
    layer(run.x)
    layer(random_map(later))
    used = layer.gamma or 0.0
    fresh = layer.calculate_gamma(random_map(later))
    return Draft(
        run,
        significant(used),
        {
            "gamma_made_anew": significant(fresh),
            "gamma_is_drop_rate": significant(1 - run.keep_prob),
            "gamma_follows_area": significant(used * later**2 / run.units),
        },
        {"later": later, "fresh": significant(fresh)},
        {"later": later},
        beside=replace(run, side=later),
    )
