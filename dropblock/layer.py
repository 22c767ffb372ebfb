"""DropBlock for training: the paper's algorithm, as a function and as a layer.

It follows Ghiasi, Lin, Le 2018 (arXiv 1810.12890), Algorithm 1: seeds only where the whole block
fits, gamma of eq. 1 from height and width, a mask per channel, and one scale for the whole batch,
units / kept units. That is ``RECIPES["paper"]`` (``"calibrated"`` on request), and
`dropblock.trace` shows its stages.
"""

import torch
from torch import Generator, Tensor, nn

from dropblock.arguments import (
    check_block_size,
    check_feature_map,
    check_flag,
    check_generator,
    check_keep_prob,
    check_real,
    check_tensor,
)
from dropblock.paths import drop, is_jit_tracing


def drop_block2d(
    x: Tensor,
    *,
    keep_prob: float | Tensor = 0.9,
    block_size: int = 7,
    training: bool = True,
    generator: Generator | None = None,
    shared: bool = False,
    calibrated: bool = False,
) -> Tensor:
    """Set blocks of a feature map to zero and scale up the rest, as in the paper.

    Parameters
    ----------
    x : Tensor
        Feature map (N, C, H, W) of real numbers, in any dtype and memory format.
    keep_prob : float
        Share of units to keep, in [0, 1]; in a function that torch compiles it may also be a
        0-dim float64 tensor on the CPU. Blocks that overlap make it more: on 14 × 14 with
        block_size 7, .907 for .9, but .642 for .5 and .451 for 0
        (`dropblock.expected_keep_rate`). With ``calibrated`` it is met exactly on average.
    block_size : int
        Side of a block in units, from 1. A block larger than the map is cut to the map's
        smaller side. An even block leans to the bottom right of its seed.
    training : bool
        Whether to drop. If not, x itself is returned.
    generator : torch.Generator, optional
        Source of chance, on x's device; torch's global generator if None. The same state drops
        the same units of a shape, whatever the dtype, the memory format, and on the CPU the
        number of threads. Another device or block_size, and ``torch.func``, draw differently.
    shared : bool
        Whether all channels of a sample share one mask, instead of one mask for each channel.
    calibrated : bool
        Whether to take gamma from `dropblock.calibrated_gamma`, instead of eq. 1.

    Returns
    -------
    Tensor
        In x's shape, dtype (float32 for integers) and memory format. Kept units are x · scale,
        with scale = units / kept units of this draw. Dropped units are 0, also where x is not
        finite; if all are dropped, the output is 0. With keep_prob 1, or for an empty batch, it
        is x itself.

    Raises
    ------
    ValueError
        For keep_prob outside [0, 1], a block_size that is not a whole number from 1, a generator
        that is not torch's or is given where torch traces, and x that is not a tensor, not NCHW,
        empty along H or W, complex or float8.

    Notes
    -----
    At block_size 1 this is dropout with another scale: `torch.nn.functional.dropout` divides by
    keep_prob, whatever the draw kept.

    Gradients exist to any order. For the first, backward keeps eight bytes a seed where blocks
    are stamped (`dropblock.stamping`), else one byte a unit. Autocast leaves the dtype alone.
    Every tracer of torch takes it, also in train mode, and what it makes draws anew at each call;
    the README has the list. A graph draws other blocks than eager torch does, from the same
    distribution, and takes no generator. In a ``vmap``, set ``randomness``. TorchScript is not
    supported.

    References
    ----------
    Ghiasi, Lin, Le 2018, "DropBlock", arXiv 1810.12890, Algorithm 1 and eq. 1.

    Examples
    --------
    >>> import torch
    >>> from dropblock import drop_block2d
    >>> x, chance = torch.ones(1, 1, 4, 6), torch.Generator().manual_seed(2)
    >>> y = drop_block2d(x, keep_prob=0.8, block_size=2, generator=chance)
    >>> y[0, 0]  # one block fell: 20 of 24 units are kept, so the scale is 1.2
    tensor([[1.2000, 0.0000, 0.0000, 1.2000, 1.2000, 1.2000],
            [1.2000, 0.0000, 0.0000, 1.2000, 1.2000, 1.2000],
            [1.2000, 1.2000, 1.2000, 1.2000, 1.2000, 1.2000],
            [1.2000, 1.2000, 1.2000, 1.2000, 1.2000, 1.2000]])
    """
    if isinstance(x, torch.fx.Proxy):  # a traced model holds this call as one
        options = {"shared": shared, "calibrated": calibrated, "generator": generator}
        options |= {"keep_prob": keep_prob, "block_size": block_size, "training": training}
        return x.tracer.create_proxy("call_function", drop_block2d, (x,), options)
    check_tensor(x)
    check_feature_map(x.shape)
    if not (isinstance(keep_prob, Tensor) and torch.compiler.is_compiling()):
        keep_prob = check_keep_prob(keep_prob)
    block_size = check_block_size(block_size)
    check_flag("shared", shared)
    check_flag("calibrated", calibrated)
    if not training:
        return x
    check_real(x.dtype)
    check_generator(generator)
    if not x.is_floating_point():
        x = x.float()
    n, c, height, width = map(int, x.shape) if is_jit_tracing() else x.shape
    shape = (n, 1 if shared else c, height, width)  # of the mask
    return drop(x, shape, keep_prob, block_size, calibrated, generator)


class DropBlock2d(nn.Module):
    """Drop blocks of a feature map while training: `drop_block2d` as a layer.

    The layer has no parameters to learn and no state. In eval mode it returns its input. Chance
    comes from torch's global generator.

    Parameters
    ----------
    keep_prob : float
        Share of units to keep, in [0, 1]. Overlapping blocks keep a little more than that.
    block_size : int
        Side of a block in units, from 1. A block larger than the map is cut to the map's
        smaller side.
    shared : bool
        Whether all channels of a sample share one mask, instead of one mask for each channel.
    calibrated : bool
        Whether to choose gamma so that keep_prob is met exactly on average, instead of by eq. 1.

    Raises
    ------
    ValueError
        For keep_prob outside [0, 1], a block_size that is not a whole number from 1, or a shared
        or calibrated that is neither True nor False. Calling
        the layer raises it for x that is not a tensor, not NCHW, empty along H or W, complex or
        float8.

    Notes
    -----
    Arguments are passed by keyword only, since the first argument of other libraries' layers is
    often the share to *drop*. Each is also an attribute that may be set between forwards, as
    `dropblock.Schedule` does with keep_prob. For dtypes, gradients and ``torch.compile`` see
    `drop_block2d`.

    References
    ----------
    Ghiasi, Lin, Le 2018, "DropBlock", arXiv 1810.12890, Algorithm 1 and eq. 1.

    Examples
    --------
    >>> import torch
    >>> from dropblock import DropBlock2d
    >>> layer = DropBlock2d(keep_prob=0.9, block_size=7)
    >>> layer
    DropBlock2d(keep_prob=0.9, block_size=7)
    >>> x = torch.rand(8, 64, 14, 14)
    >>> layer(x).shape
    torch.Size([8, 64, 14, 14])
    >>> layer.eval()(x) is x
    True
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
        self.keep_prob = keep_prob
        self.block_size = check_block_size(block_size)
        check_flag("shared", shared)
        check_flag("calibrated", calibrated)
        self.shared = shared
        self.calibrated = calibrated

    @property
    def keep_prob(self) -> float:
        """Share of units to keep, which may be set between forwards."""
        return self._keep_prob

    @keep_prob.setter
    def keep_prob(self, keep_prob: float) -> None:
        self._keep_prob = check_keep_prob(keep_prob)
        # A compiled graph reads this one: for a float, torch would compile each value anew.
        self._keep_prob_tensor = torch.tensor(self._keep_prob, dtype=torch.float64, device="cpu")

    def forward(self, x: Tensor) -> Tensor:
        """Drop blocks of x (N, C, H, W) and scale up the rest; return x itself in eval mode."""
        if isinstance(x, torch.fx.Proxy):  # a traced model holds the layer itself, and its mode
            path = x.tracer.path_of_module(self)
            return x.tracer.create_proxy("call_module", path, (x,), {})
        compiles = torch.compiler.is_compiling() and not torch.compiler.is_exporting()
        return drop_block2d(
            x,
            keep_prob=self._keep_prob_tensor if compiles else self._keep_prob,
            block_size=self.block_size,
            training=self.training,
            shared=self.shared,
            calibrated=self.calibrated,
        )

    def extra_repr(self) -> str:
        options = [name for name in ("shared", "calibrated") if getattr(self, name)]
        shown = [f"keep_prob={self.keep_prob}", f"block_size={self.block_size}"]
        return ", ".join(shown + [f"{name}=True" for name in options])
