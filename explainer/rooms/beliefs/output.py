"""Beliefs about what comes out, each as an experiment: a draw and a variation in, grids and
numbers out."""

from dropblock import METHODS, DropBlock, Trace, draw_noise, random_map, trace
from explainer.figures import grids
from explainer.figures.rounding import fixed
from explainer.shell.base import MAP_RANGE
from explainer.shell.experiment import (
    REFERENCE,
    Option,
    Outcome,
    differ,
    expected,
    seed_of,
    share,
)
from explainer.shell.text import _


def dropout(draw: int, option: Option) -> Outcome:
    """DropBlock with block_size 1 beside dropout, on one draw of a 5 × 5 map."""
    keep_prob, side = float(option), 5
    x = random_map(side, seed=draw)
    noise = draw_noise(tuple(x.shape), draw)
    run, other = trace(x, keep_prob, 1, noise), METHODS["dropout"](x, keep_prob, noise)
    largest = MAP_RANGE * max(run.scale, other.scale)
    kept = int(run.mask.count_nonzero())
    if differ(run.mask, other.mask):
        happens = "mask"
    else:
        happens = "same" if run.scale == other.scale else "scale"
    return Outcome(
        (
            grids.mask(_("Mask of both"), _("The keep mask of both"), run.mask[0, 0]),
            grids.output(
                _("DropBlock × {scale}").format(scale=fixed(run.scale, 3)),
                _("DropBlock's output"),
                run.output[0, 0],
                run.mask[0, 0],
                largest,
            ),
            grids.output(
                _("Dropout × {scale}").format(scale=fixed(other.scale, 3)),
                _("Dropout's output"),
                other.output[0, 0],
                other.mask[0, 0],
                largest,
            ),
        ),
        {
            "side": str(side),
            "keep_prob": fixed(keep_prob, 2),
            "units": str(side * side),
            "kept": str(kept),
            "expected": expected(REFERENCE, run.gamma, 1, side),
            "dropout_expected": expected(REFERENCE, 1 - keep_prob, 1, side),
            "share": share(run.mask),
            "scale": fixed(run.scale, 3),
            "dropout_scale": fixed(other.scale, 3),
        },
        happens,
    )


def inference(draw: int, option: Option) -> Outcome:
    """The module after .eval(), and the same map in training."""
    keep_prob, side, block_size = 0.75, 5, 3
    x = random_map(side, seed=draw)

    def run_of(seed: int) -> Trace:
        return trace(x, keep_prob, block_size, draw_noise(tuple(x.shape), seed))

    seed = seed_of(draw, lambda seed: 0 < int(run_of(seed).mask.sum()) < side * side)
    run = run_of(seed)
    training = option == "training"
    result = run.output if training else DropBlock(block_size, keep_prob).eval()(x)
    kept = run.mask if training else run.mask.new_ones(run.mask.shape)
    largest = MAP_RANGE * run.scale
    return Outcome(
        (
            grids.values(_("Input"), _("The input"), x[0, 0], largest),
            grids.output(_("Output"), _("The output"), result[0, 0], kept[0, 0], largest),
        ),
        {
            "side": str(side),
            "block_size": str(block_size),
            "keep_prob": fixed(keep_prob, 2),
            "units": str(side * side),
            "changed": str(int((result != x).sum())),
            "dropped": str(side * side - int(kept.sum())),
            "expected": expected(REFERENCE, run.gamma, block_size, side),
            "share": share(kept),
            "scale": fixed(run.scale, 3),
        },
        "blocks" if differ(result, x.to(result.dtype)) else "same",
        "training" if training else "reveal",
    )
