"""DropBlock for training: the paper's algorithm, and on the CPU fast where few seeds fall.

Follows Ghiasi, Lin, Le 2018 (arXiv 1810.12890), Algorithm 1: seeds only where the whole block
fits, gamma of eq. 1 from height and width, a mask per channel, and one scale for the whole batch,
units / kept units. It is the recipe ``RECIPES["paper"]`` (``"calibrated"`` on request), and
`dropblock.trace` shows its stages.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

import torch
from torch import Generator, Tensor, nn

from dropblock.arguments import (
    check_block_size,
    check_feature_map,
    check_generator,
    check_keep_prob,
    check_real,
    check_tensor,
)
from dropblock.pipeline import apply_mask, keep_mask, keep_scale
from dropblock.recipes import RECIPES
from dropblock.stamping import count_union, draw_seeds, stamp


def drop_block2d(
    x: Tensor,
    *,
    keep_prob: float = 0.9,
    block_size: int = 7,
    training: bool = True,
    generator: Generator | None = None,
    shared: bool = False,
    calibrated: bool = False,
) -> Tensor:
    """x (N, C, H, W) with blocks set to zero and the rest scaled up; x itself when not training.

    keep_prob: the share of units to keep, in [0, 1]. Blocks that overlap make it more: on
        14 × 14 with block_size 7, .907 for .9, but .642 for .5 and .451 for 0
        (`dropblock.expected_keep_rate`). With ``calibrated`` it is met exactly on average.
    block_size: side of a block in units, from 1. A block larger than the map is cut to the map's
        smaller side; an even one leans to the bottom right of its seed.
    generator: where the chance comes from, on x's device; torch's global one if None. The same
        state drops the same units of a shape, in any dtype and memory format, on the CPU at any
        number of threads. Another device or block_size, and ``torch.func``, draw differently.
    shared: one mask for all channels of a sample, in place of one for each.
    calibrated: gamma from `dropblock.calibrated_gamma` in place of eq. 1.

    The output has x's dtype (float32 for integers) and memory format. Kept units are x · scale,
    with scale = units / kept units of this draw; dropped ones are 0, also where x is not finite.
    If all are dropped the output is 0. With keep_prob 1, or for an empty batch, it is x itself.
    At block_size 1 this is dropout, but for that scale: `torch.nn.functional.dropout` divides
    by keep_prob, whatever the draw kept.

    Gradients of any order; the first keeps eight bytes a seed for backward where blocks are
    stamped (`dropblock.stamping`), else a byte a unit. Autocast leaves the dtype alone.
    ``torch.func`` transforms it; in a ``vmap``, say with ``randomness`` how to draw.
    ``torch.compile`` breaks the graph here and runs this as it is: what comes before and after is
    compiled, but nothing of a module that calls its layers in a loop, as ``nn.Sequential`` does.
    ``torch.export`` takes a model in eval mode. ``torch.fx`` traces a `DropBlock2d` to one call of
    this, in the mode that the layer is in. TorchScript is not supported.

    Raises ValueError for keep_prob outside [0, 1], a block_size that is not a whole number from
    1, a generator that is not torch's, and x that is not a tensor, not NCHW, empty along H or W,
    complex or float8.
    """
    if training and torch.compiler.is_compiling():
        return _outside_the_graph()(
            x,
            keep_prob=keep_prob,
            block_size=block_size,
            generator=generator,
            shared=shared,
            calibrated=calibrated,
        )
    check_tensor(x)
    check_feature_map(x.shape)
    keep_prob = check_keep_prob(keep_prob)
    block_size = check_block_size(block_size)
    if not training:
        return x
    check_real(x.dtype)
    check_generator(generator)
    if not x.is_floating_point():
        x = x.float()
    n, c, height, width = x.shape
    plan = _plan(keep_prob, block_size, height, width, calibrated)
    if plan.gamma == 0 or x.numel() == 0:
        return x
    shape = (n, 1 if shared else c, height, width)  # of the mask
    if plan.stamps and x.is_cpu and not torch._C._are_functorch_transforms_active():
        return _stamped(x, shape, plan, generator)
    return _masked(x, shape, plan, generator)


torch.fx.wrap("drop_block2d")  # one step of a traced model: it looks at numbers, not at proxies


class DropBlock2d(nn.Module):
    """`drop_block2d` as a layer, active in training mode. It has no parameters and no state.

    Arguments as there, by keyword only: elsewhere the first is often the share to *drop*. Each
    of them may be set between forwards; `dropblock.Schedule` does so with keep_prob. Chance comes
    from torch's global generator.

    Raises ValueError as `drop_block2d` does.
    """

    def __init__(
        self,
        *,
        keep_prob: float = 0.9,
        block_size: int = 7,
        shared: bool = False,
        calibrated: bool = False,
    ) -> None:
        super().__init__()
        self.keep_prob = check_keep_prob(keep_prob)
        self.block_size = check_block_size(block_size)
        self.shared = shared
        self.calibrated = calibrated

    def forward(self, x: Tensor) -> Tensor:
        """x (N, C, H, W), dropped and scaled; x itself in eval mode."""
        return drop_block2d(
            x,
            keep_prob=self.keep_prob,
            block_size=self.block_size,
            training=self.training,
            shared=self.shared,
            calibrated=self.calibrated,
        )

    def extra_repr(self) -> str:
        options = [name for name in ("shared", "calibrated") if getattr(self, name)]
        shown = [f"keep_prob={self.keep_prob}", f"block_size={self.block_size}"]
        return ", ".join(shown + [f"{name}=True" for name in options])


def _outside_the_graph() -> Callable[..., Tensor]:
    """`drop_block2d`, left to run as it is by torch.compile.

    In a graph its number of seeds would be guarded on, and each keep_prob of a schedule.
    """
    if torch.compiler.is_exporting():
        raise RuntimeError("torch.export takes DropBlock in eval mode only: call model.eval()")
    return torch.compiler.disable(drop_block2d)  # not as a decorator: it takes a second to import


class _Plan(NamedTuple):
    """What follows from the arguments and the size of the map, before chance comes in."""

    gamma: float
    block_size: int
    stamps: bool  # on the CPU: whether stamping pays


# Of the units, the rows of all blocks may begin at one in so many for stamping to pay. On one
# thread both paths take as long at about 3 (benchmarks/layer.py); more threads help the dense one.
UNITS_PER_ROW = 4


@lru_cache(maxsize=1024)
def _plan(keep_prob: float, block_size: int, height: int, width: int, calibrated: bool) -> _Plan:
    recipe = RECIPES["calibrated" if calibrated else "paper"]
    gamma = recipe.gamma(keep_prob, block_size, height, width)
    block_size = recipe.fit(block_size, height, width)
    rows = gamma * (height - block_size + 1) * (width - block_size + 1) * block_size
    return _Plan(gamma, block_size, gamma < 1 and rows * UNITS_PER_ROW <= height * width)


def _stamped(
    x: Tensor, shape: tuple[int, int, int, int], plan: _Plan, generator: Generator | None
) -> Tensor:
    """Few seeds: drawn by their gaps, each block set to zero by index."""
    n, channels, height, width = shape
    block_size = plan.block_size
    positions = n * channels * (height - block_size + 1) * (width - block_size + 1)
    seeds = draw_seeds(plan.gamma, positions, generator)
    if not len(seeds):
        return x.clone()
    units = n * channels * height * width
    scale = keep_scale(units, units - count_union(seeds, shape, block_size))
    return stamp(x, scale, seeds, channels, block_size)


def _masked(
    x: Tensor, shape: tuple[int, int, int, int], plan: _Plan, generator: Generator | None
) -> Tensor:
    """Many seeds, another device, or a transform of ``torch.func``: the stages of
    `dropblock.trace`, on noise for every unit.

    The scale stays on the device, so that nothing waits for it.
    """
    noise = torch.rand(shape, generator=generator, device=x.device)
    mask = keep_mask(noise, plan.gamma, plan.block_size, RECIPES["paper"])
    kept = mask.count_nonzero().to(torch.promote_types(x.dtype, torch.float32))
    scale = torch.where(kept > 0, mask.numel() / kept, 0.0)
    return apply_mask(x, mask, scale)
