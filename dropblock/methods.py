"""The methods that DropBlock is weighed against, behind one call.

They differ in *what* is dropped together: a unit, a channel, a whole sample, a square of the
input, a block of a feature map. All take their chance from the same noise: what belongs together
is dropped where its noise is lowest.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Generator, Tensor

from dropblock.arguments import check_dropped, check_input, check_keep_prob, check_of_map
from dropblock.dropout import dropout_mask
from dropblock.pipeline import (
    apply_mask,
    keep_mask,
    keep_scale,
    threshold_map,
)
from dropblock.recipe import Recipe
from dropblock.recipes import RECIPES


@dataclass(frozen=True)
class Dropped:
    """What a method leaves of x (N, C, H, W).

    mask: float32, 1 = kept, 0 = dropped, in x's shape. scale: what kept units are multiplied by.
    output: x · mask · scale, in x's floating dtype.
    """

    mask: Tensor
    scale: float
    output: Tensor


@dataclass(frozen=True)
class Draw:
    """What a method is asked: x's shape, the share to keep or the number of units to drop.

    noise: float32 (N, C, H, W), or (N, 1, H, W) for one mask that channels share.
    dropped: how many of x's units, or None to go by keep_prob.
    block_size, recipe: of DropBlock.
    """

    shape: tuple[int, int, int, int]
    keep_prob: float
    noise: Tensor
    dropped: int | None
    block_size: int
    recipe: Recipe


Masking = Callable[[Draw], tuple[Tensor, float | None]]  # a mask, and a scale of its own


def nearest_count(dropped: int, each: int) -> int:
    """How many things of so many units each come nearest to this number of units."""
    return round(dropped / each)


def _lowest(noise: Tensor, draw: Draw, each: int) -> Tensor:
    """1 = kept, for things of so many units each: by chance, or as many as come nearest to the
    number of units to drop."""
    if draw.dropped is None:
        return (noise >= 1 - draw.keep_prob).float()
    return dropout_mask(noise, min(nearest_count(draw.dropped, each), noise.numel()))


def _dropout(draw: Draw) -> tuple[Tensor, float | None]:
    n, c, h, w = draw.shape
    return _lowest(draw.noise, draw, n * c * h * w // draw.noise.numel()), None


def _spatial_dropout(draw: Draw) -> tuple[Tensor, float | None]:
    _n, _c, h, w = draw.shape
    return _lowest(draw.noise[..., :1, :1], draw, h * w), None


def _droppath(draw: Draw) -> tuple[Tensor, float | None]:
    _n, c, h, w = draw.shape
    return _lowest(draw.noise[:, :1, :1, :1], draw, c * h * w), None


def cutout_square(
    row: float, column: float, area: float, height: int, width: int, *, inside: bool
) -> tuple[int, int, int, int]:
    """(top, left, bottom, right) of the square nearest to this area, in units.

    row, column: uniform in [0, 1). The square's centre falls anywhere and its sides are cut off
    at the border, as in Cutout's paper; or, with ``inside``, the whole square lies on the map.
    """
    side = min(round(math.sqrt(area)), height, width)
    if inside:
        top, left = int(row * (height - side + 1)), int(column * (width - side + 1))
        return top, left, top + side, left + side
    top, left = int(row * height) - side // 2, int(column * width) - side // 2
    return max(top, 0), max(left, 0), min(top + side, height), min(left + side, width)


def _cutout(draw: Draw) -> tuple[Tensor, float | None]:
    n, c, h, w = draw.shape
    exact = draw.dropped is not None
    area = draw.dropped / (n * c) if draw.dropped is not None else (1 - draw.keep_prob) * h * w
    mask = torch.ones(n, 1, h, w)
    places = draw.noise.flatten(1)[:, [0, -1]].tolist()  # two numbers of each sample's noise
    for sample, (row, column) in zip(mask, places, strict=True):
        top, left, bottom, right = cutout_square(row, column, area, h, w, inside=exact)
        sample[:, top:bottom, left:right] = 0
    return mask, 1.0


def _dropblock(draw: Draw) -> tuple[Tensor, float | None]:
    recipe, noise, block_size = draw.recipe, draw.noise, draw.block_size
    *_, h, w = draw.shape
    if draw.dropped is None:
        gamma = recipe.gamma(draw.keep_prob, block_size, h, w)
        block_size = recipe.fit(block_size, h, w)
        mask = keep_mask(noise, gamma, block_size, recipe)
    else:
        mask = _nearest_cut(threshold_map(noise, block_size, recipe), draw)
    return mask, keep_scale(mask.numel(), int(mask.count_nonzero()))


def _nearest_cut(thresholds: Tensor, draw: Draw) -> Tensor:
    """The units kept when gamma is where the number dropped comes nearest to what is asked."""
    n, c, h, w = draw.shape
    asked = (draw.dropped or 0) * thresholds.numel() / (n * c * h * w)
    levels, counts = thresholds.flatten().unique(return_counts=True)  # rising
    gone = torch.cat([torch.zeros(1, dtype=torch.int64), counts.cumsum(0)])
    nearest = int((gone - asked).abs().argmin())
    if nearest == len(levels):
        return torch.zeros_like(thresholds)
    return (thresholds >= levels[nearest]).float()


@dataclass(frozen=True)
class Method:
    """A method: what it drops together, and its source."""

    name: str
    together: str
    source: str
    masking: Masking

    def __call__(
        self,
        x: Tensor,
        keep_prob: float,
        noise: Tensor | None = None,
        *,
        generator: Generator | None = None,
        dropped: int | None = None,
        block_size: int = 7,
        recipe: Recipe = RECIPES["paper"],
    ) -> Dropped:
        """Drop from x (N, C, H, W), in training.

        noise: uniform, float32, in x's shape, or (N, 1, H, W) for one mask that channels share;
            drawn with the generator where it is not given.
        dropped: drop this many of x's units instead of a share by chance, so that methods can
            be compared at an equal count. Dropout hits it exactly (with one mask for all
            channels, to the nearest multiple of their number). A channel, a sample, a square
            or a block comes whole: the count is then the nearest that the method can.
        block_size, recipe: of DropBlock; the others do not look at them.

        Raises ValueError for x that is not a tensor, not NCHW, complex or float8, noise that is
        not a tensor or has another shape, keep_prob outside [0, 1], dropped that is not a whole
        number from 0 to x.numel(), or a block_size that the recipe refuses.
        """
        check_input(x)
        keep_prob = check_keep_prob(keep_prob)
        n, c, h, w = x.shape
        if dropped is not None:
            check_dropped(dropped, x.numel())
        if noise is None:
            noise = torch.rand(x.shape, generator=generator)
        check_of_map("noise", noise, x.shape)
        if x.numel() == 0:
            return Dropped(torch.ones(x.shape, device=x.device), 1.0, x)
        draw = Draw((n, c, h, w), keep_prob, noise.cpu(), dropped, block_size, recipe)
        mask, scale = self.masking(draw)
        mask = mask.expand(x.shape).to(x.device)
        if scale is None:
            kept = mask.count_nonzero().item() / mask.numel() if dropped is not None else keep_prob
            scale = 1 / kept if kept else 0.0
        return Dropped(mask, scale, apply_mask(x, mask, scale))


METHODS: dict[str, Method] = {
    method.name: method
    for method in (
        # Srivastava et al. 2014, JMLR 15; torch.nn.Dropout. Kept units are divided by keep_prob.
        Method("dropout", "unit", "Srivastava et al. 2014", _dropout),
        # Tompson et al. 2015, arXiv 1411.4280; torch.nn.Dropout2d.
        Method("spatial_dropout", "channel", "Tompson et al. 2015", _spatial_dropout),
        # Larsson et al. 2017, arXiv 1605.07648; as stochastic depth (Huang et al. 2016): a
        # sample's residual branch is there or not.
        Method("droppath", "sample", "Larsson et al. 2017", _droppath),
        # DeVries and Taylor 2017, arXiv 1708.04552: one square of the input, in all channels;
        # what is left is not scaled.
        Method("cutout", "square", "DeVries and Taylor 2017", _cutout),
        # Ghiasi, Lin and Le 2018, arXiv 1810.12890.
        Method("dropblock", "block", "Ghiasi, Lin and Le 2018", _dropblock),
    )
}
