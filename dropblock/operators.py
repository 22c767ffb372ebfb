"""Two operators of torch that stand in its graphs for what a graph cannot compute.

``dropblock::draw`` makes a mask on the CPU by stamping, ``dropblock::calibrated`` solves for
gamma. A compiler sees the shapes of what they return, and no more.
"""

from collections.abc import Sequence

import torch
from torch import Generator, Tensor


@torch.library.custom_op("dropblock::draw", mutates_args=())
def draw(
    key: Tensor, keep_prob: Tensor, shape: Sequence[int], block_size: int, calibrated: bool
) -> tuple[Tensor, Tensor]:
    """Draw a mask and its scale on the CPU.

    ``key`` (int64, 0-dim) alone decides the draw. Returns which units are kept, bool in
    ``shape`` (N, 1 or C, H, W), and units / kept units, float64.
    """
    from dropblock.paths import draw_mask  # which imports this module

    n, channels, height, width = shape
    generator = Generator().manual_seed(int(key))
    kept, scale = draw_mask(
        float(keep_prob), (n, channels, height, width), block_size, calibrated, generator
    )
    return kept, torch.tensor(scale, dtype=torch.float64, device="cpu")


@draw.register_fake
def _(
    key: Tensor, keep_prob: Tensor, shape: Sequence[int], block_size: int, calibrated: bool
) -> tuple[Tensor, Tensor]:
    return key.new_empty(shape, dtype=torch.bool), key.new_empty((), dtype=torch.float64)


@torch.library.custom_op("dropblock::calibrated", mutates_args=())
def calibrated(keep_prob: Tensor, block_size: int, height: int, width: int) -> Tensor:
    """Compute `dropblock.calibrated_gamma` of a keep_prob that is a tensor: float64, 0-dim."""
    from dropblock.calibration import calibrated_gamma

    found = calibrated_gamma(float(keep_prob), block_size, height, width)
    return torch.tensor(found, dtype=torch.float64, device="cpu")


@calibrated.register_fake
def _(keep_prob: Tensor, block_size: int, height: int, width: int) -> Tensor:
    return torch.empty_like(keep_prob)
