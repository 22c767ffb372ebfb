"""The methods that DropBlock is weighed against, behind one call.

They differ in *what* is dropped together: a unit, a channel, a whole sample, a square of the
input, a block of a feature map. All take their chance from the same noise: what belongs together
is dropped where its noise is lowest.
"""

from dataclasses import dataclass
from typing import Literal

import torch
from torch import Generator, Tensor

from dropblock.arguments import check_dropped, check_input, check_keep_prob, check_of_map
from dropblock.maskings import Blocks, Draw, Lowest, Masking, Square
from dropblock.pipeline import apply_mask, keep_scale
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
class Method:
    """A method: what it drops together, and its source.

    together: what falls as one. source, link: who proposed it, and where.
    masking: how it chooses what falls.
    scale_by: what is left is divided by ``"keep_prob"``, or by the share that is ``"kept"``; or
        it stays as it is. (At a given number of units to drop, keep_prob says nothing of the
        share: there it is the one kept.)
    shareable: whether channels may share a mask. What falls with it lies in one channel.
    """

    name: str
    together: str
    source: str
    link: str
    masking: Masking
    scale_by: Literal["keep_prob", "kept"] | None = "keep_prob"
    shareable: bool = False

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
        draw = Draw((n, c, h, w), noise.cpu(), block_size, recipe)
        if dropped is None:
            mask = self.masking.by_chance(draw, keep_prob)
        else:
            mask = self.masking.falling(draw).mask(dropped)
        scale = 1.0
        if self.scale_by == "keep_prob" and dropped is None:
            scale = 1 / keep_prob if keep_prob else 0.0
        elif self.scale_by:
            scale = keep_scale(mask.numel(), int(mask.count_nonzero()))
        mask = mask.expand(x.shape).to(x.device)
        return Dropped(mask, scale, apply_mask(x, mask, scale))


METHODS: dict[str, Method] = {
    method.name: method
    for method in (
        Method(  # torch.nn.Dropout
            "dropout",
            "unit",
            "Srivastava et al., 2014",
            "https://jmlr.org/papers/v15/srivastava14a.html",
            Lowest(lambda noise: noise),
            shareable=True,
        ),
        Method(  # torch.nn.Dropout2d
            "spatial_dropout",
            "channel",
            "Tompson et al., 2015",
            "https://arxiv.org/abs/1411.4280",
            Lowest(lambda noise: noise[..., :1, :1]),
        ),
        Method(  # as stochastic depth (Huang et al. 2016): a residual branch is there or not
            "droppath",
            "sample",
            "Larsson et al., 2017",
            "https://arxiv.org/abs/1605.07648",
            Lowest(lambda noise: noise[:, :1, :1, :1]),
        ),
        Method(  # of the input
            "cutout",
            "square",
            "DeVries and Taylor, 2017",
            "https://arxiv.org/abs/1708.04552",
            Square(),
            scale_by=None,
        ),
        Method(
            "dropblock",
            "block",
            "Ghiasi, Lin and Le, 2018",
            "https://arxiv.org/abs/1810.12890",
            Blocks(),
            scale_by="kept",
            shareable=True,
        ),
    )
}
