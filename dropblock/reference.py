"""The reference DropBlock: the algorithm of the article, step by step, as an nn.Module.

The article is "DropBlock正则化的介绍", part 2, on the method of Ghiasi, Lin, Le 2018 (arXiv
1810.12890). The comments name its steps. Where its code fails, this code raises an error that
says why, or gives zeros in place of NaN. Where its code surprises, the docstring says how.
"""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from dropblock.arguments import check_block_size, check_input, check_keep_prob


def article_input() -> Tensor:
    """Draw a feature map of random integers from 1 to 9, (1, 1, 5, 5)."""
    # Step 1: the input, in NCHW
    return torch.randint(1, 10, (1, 1, 5, 5))


class DropBlock(nn.Module):
    """Drop contiguous blocks of a feature map while training.

    Parameters
    ----------
    block_size : int
        Side of a block in units, odd.
    keep_prob : float
        Share of units to keep, in [0, 1].

    Raises
    ------
    ValueError
        For an even block_size or one below 1, and keep_prob outside [0, 1]. In training also for
        a block larger than the map, and x that is not a tensor, not NCHW, complex or float8.

    Notes
    -----
    Kept from the article, on purpose:

    - gamma is computed on the first training forward and kept, so a later input of another
      size gets the first one's gamma, and a keep_prob set later has no effect. Set
      ``.gamma = None`` to have it computed anew.
    - Seeds fall on the whole map, and blocks are cut off at the border. The paper draws seeds
      only where the block fits, and derives gamma for that.
    - Only the width enters gamma, also where height ≠ width.

    The mask is drawn from torch's global CPU generator in float32, whatever x's dtype and
    device: ``torch.manual_seed(s)`` gives the mask of ``draw_noise(x.shape, s)``.

    References
    ----------
    Ghiasi, Lin, Le 2018, "DropBlock", arXiv 1810.12890, Algorithm 1 and eq. 1.

    Examples
    --------
    >>> import torch
    >>> from dropblock import DropBlock
    >>> x = torch.ones(1, 1, 9, 9)
    >>> layer = DropBlock(block_size=3, keep_prob=0.9)
    >>> y = layer(x)  # drops blocks and scales up the rest
    >>> round(layer.gamma, 4), layer.eval()(x) is x
    (0.0184, True)
    """

    gamma: float | None

    def __init__(self, block_size: int = 3, keep_prob: float = 0.9) -> None:
        super().__init__()
        # Step 2: the parameters
        self.block_size = check_block_size(block_size, odd=True)
        self.keep_prob = check_keep_prob(keep_prob)
        self.gamma = None
        self.kernel_size = (block_size, block_size)
        self.stride = (1, 1)
        self.padding = (block_size // 2, block_size // 2)

    def calculate_gamma(self, x: Tensor) -> float:
        """Compute the chance that a unit of x (N, C, H, W) becomes a seed, from its width."""
        check_input(x)
        check_block_size(self.block_size, *x.shape[-2:])
        # Step 3: gamma
        width = x.shape[-1]
        valid = width - self.block_size + 1
        return (1 - self.keep_prob) * width**2 / (self.block_size**2 * valid**2)

    def forward(self, x: Tensor) -> Tensor:
        """Drop blocks of x (N, C, H, W) and scale up the rest; return x itself in eval mode."""
        # Step 4: the mode check
        if not self.training:
            return x
        check_input(x)
        check_block_size(self.block_size, *x.shape[-2:])
        if self.gamma is None:
            self.gamma = self.calculate_gamma(x)
        # Step 5: seeds, grown into blocks
        seeds = torch.bernoulli(torch.full(x.shape, self.gamma, dtype=torch.float32))
        blocks = F.max_pool2d(seeds, self.kernel_size, self.stride, self.padding)
        mask = (1 - blocks).to(x.device)  # 1 keeps, 0 drops
        # Step 6: normalisation
        kept = int(mask.count_nonzero())
        scale = mask.numel() / kept if kept else 0.0  # nothing kept: zeros, not NaN
        if not x.is_floating_point():
            x = x.float()
        return mask.to(x.dtype) * x * scale

    def extra_repr(self) -> str:
        return f"block_size={self.block_size}, keep_prob={self.keep_prob}"
