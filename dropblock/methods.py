"""`METHODS`: DropBlock and the methods that it is compared with, by name, behind one call.

They differ in *what* is dropped together: a unit, a channel, a whole sample, a square of the
input, a block of a feature map. All are driven by the same field of noise, so that they can be
compared on one draw.

Examples
--------
>>> import torch
>>> from dropblock import METHODS
>>> x = torch.rand(1, 16, 14, 14)
>>> for name, method in METHODS.items():
...     print(f"{name} drops by the {method.together} ({method.source})")
dropout drops by the unit (Srivastava et al., 2014)
spatial_dropout drops by the channel (Tompson et al., 2015)
droppath drops by the sample (Larsson et al., 2017)
cutout drops by the square (DeVries and Taylor, 2017)
dropblock drops by the block (Ghiasi, Lin and Le, 2018)
>>> METHODS["spatial_dropout"](x, keep_prob=0.5, dropped=x.numel() // 2).mask.mean()
tensor(0.5000)
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
    """What a `Method` returns for x (N, C, H, W).

    Attributes
    ----------
    mask : Tensor
        1 = kept, 0 = dropped; float32 in x's shape.
    scale : float
        Factor of the kept units.
    output : Tensor
        x · mask · scale, in x's floating dtype (float32 for integers).

    Examples
    --------
    >>> import torch
    >>> from dropblock import METHODS
    >>> dropped = METHODS["dropout"](torch.ones(1, 1, 4, 4), keep_prob=0.5, dropped=4)
    >>> dropped.mask.sum(), round(dropped.scale, 3)  # 12 of 16 units are kept
    (tensor(12.), 1.333)
    """

    mask: Tensor
    scale: float
    output: Tensor


@dataclass(frozen=True)
class Method:
    """One way to drop parts of a feature map; call it on a map.

    Parameters
    ----------
    name : str
        Key in `dropblock.METHODS`.
    together : str
        What is dropped together, as a noun.
    source, link : str
        Authors and year of the paper, and its address.
    masking : Masking
        How the method chooses what to drop (`dropblock.maskings`).
    scale_by : {"keep_prob", "kept", None}
        Kept units are divided by keep_prob, or by the share that this draw kept, or by nothing.
        Where a number of units to drop is given, ``"keep_prob"`` means ``"kept"``.
    shareable : bool
        Whether channels may share a mask. If so, what is dropped together lies in one channel.

    Examples
    --------
    >>> import torch
    >>> from dropblock import METHODS, draw_noise
    >>> x, noise = torch.ones(1, 2, 4, 4), draw_noise((1, 2, 4, 4), seed=1)
    >>> for name in ("dropout", "spatial_dropout", "dropblock"):
    ...     mask = METHODS[name](x, 0.5, noise, dropped=16, block_size=3).mask
    ...     print(name, mask.sum((2, 3)).tolist())  # units kept in each of two channels
    dropout [[8.0, 8.0]]
    spatial_dropout [[16.0, 0.0]]
    dropblock [[7.0, 7.0]]
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
        """Drop parts of x, as in training.

        Parameters
        ----------
        x : Tensor
            Feature map (N, C, H, W) of real numbers.
        keep_prob : float
            Share of units to keep, in [0, 1].
        noise : Tensor, optional
            float32, uniform in [0, 1), in x's shape, or (N, 1, H, W) for one mask that all
            channels share. Drawn with the generator if None.
        generator : torch.Generator, optional
            Source of the noise, on the CPU; torch's global generator if None.
        dropped : int, optional
            Number of x's units to drop instead of a share by chance, so that methods can be
            compared at the same count. Dropout drops exactly this many (with one mask for all
            channels, the nearest multiple of C). The others drop the nearest number that
            whole channels, samples, squares or blocks allow.
        block_size : int
            Side of DropBlock's blocks in units; the other methods ignore it.
        recipe : Recipe
            Which DropBlock; the other methods ignore it.

        Returns
        -------
        Dropped
            Mask, scale and output.

        Raises
        ------
        ValueError
            For x that is not a tensor, not NCHW, complex or float8, noise that is not a tensor
            or has another shape, keep_prob outside [0, 1], dropped that is not a whole number
            from 0 to x.numel(), or a block_size that the recipe refuses.
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
