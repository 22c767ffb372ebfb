"""The paths of `drop_block2d`: all draw from one distribution, and `drop` alone chooses.

stamped   a CPU tensor on which few seeds fall: blocks are set to zero one by one
pooled    a CPU tensor on which many seeds fall: noise where a block fits, grown into a mask
compiled  a CPU model under torch.compile: one operator of ours draws mask and scale
dense     all else (GPUs, exporters, tracers, ``torch.func``): plain operations of torch, which
          need no number of the device, so that the CPU never waits for it
"""

from functools import lru_cache
from math import prod
from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Generator, Tensor
from torch.fx.experimental.proxy_tensor import get_proxy_mode

from dropblock import operators
from dropblock.blocks import window_max
from dropblock.pipeline import keep_scale
from dropblock.recipes import RECIPES
from dropblock.stamping import Indices, count_union, draw_seeds, erase, stamp

Shape = tuple[int, int, int, int]  # of a mask: (N, 1 or C, H, W)

# Stamping pays while the rows of all blocks are at most one for this many units. On one thread
# both paths take as long at about 3 (benchmarks/layer.py); more threads speed up the pooled path.
UNITS_PER_ROW = 4


class Plan(NamedTuple):
    """What the arguments and the size of the map decide, before anything is drawn."""

    gamma: float
    block_size: int
    stamps: bool  # whether stamping pays on the CPU


@lru_cache(maxsize=1024)
def make_plan(keep_prob: float, block_size: int, height: int, width: int, calibrated: bool) -> Plan:
    """Compute gamma, cut the block to the map, and choose between stamping and pooling."""
    recipe = RECIPES["calibrated" if calibrated else "paper"]
    with torch.device("cpu"):  # whatever the default device is
        gamma = recipe.gamma(keep_prob, block_size, height, width)
    block_size = recipe.fit(block_size, height, width)
    rows = gamma * (height - block_size + 1) * (width - block_size + 1) * block_size
    return Plan(gamma, block_size, gamma < 1 and rows * UNITS_PER_ROW <= height * width)


def drop(
    x: Tensor, shape: Shape, keep_prob: float | Tensor, block_size: int, calibrated: bool,
    generator: Generator | None,
) -> Tensor:  # fmt: skip
    """Drop blocks of x by the path that suits what x is, and who looks on.

    Raises ValueError for a generator where torch traces: a graph cannot hold one.
    """
    height, width = shape[2:]
    compiles = torch.compiler.is_compiling()
    if compiles or is_jit_tracing() or get_proxy_mode() is not None:
        if generator is not None:
            raise ValueError("generator must be None where torch compiles, exports or traces")
        if compiles and x.is_cpu and not torch.compiler.is_exporting():
            return compiled(x, shape, as_tensor(keep_prob), block_size, calibrated)
        gamma, block_size = symbolic_plan(keep_prob, block_size, height, width, calibrated)
        return dense(x, shape, gamma, block_size)
    plan = make_plan(float(keep_prob), block_size, height, width, calibrated)
    if plan.gamma == 0 or x.numel() == 0:
        return x
    if not (x.is_cpu and has_memory(x)):
        return dense(x, shape, plan.gamma, plan.block_size, generator)
    return (stamped if plan.stamps else pooled)(x, shape, plan, generator)


def is_jit_tracing() -> bool:
    """Whether torch.jit.trace runs; sizes are tensors then."""
    return bool(torch.jit.is_tracing())  # type: ignore[attr-defined, no-untyped-call]


def has_memory(x: Tensor) -> bool:
    """Whether numbers of x lie in memory: not in a fake one, nor one that torch.func wraps."""
    if type(x) not in (Tensor, torch.nn.Parameter):
        return False
    try:
        return x.data_ptr() != 0
    except RuntimeError:
        return False


def stamped(x: Tensor, shape: Shape, plan: Plan, generator: Generator | None) -> Tensor:
    """Drop few blocks of x: draw the gaps between seeds, and set each block to zero by index."""
    seeds, scale = draw_stamps(shape, plan, generator)
    if not len(seeds):
        return x.clone()
    return stamp(x, scale, seeds, shape[1], plan.block_size)


def draw_stamps(shape: Shape, plan: Plan, generator: Generator | None) -> tuple[Indices, float]:
    """Draw few seeds, and count what their blocks leave: seeds (K,) and the scale."""
    n, channels, height, width = shape
    block_size = plan.block_size
    positions = n * channels * (height - block_size + 1) * (width - block_size + 1)
    seeds = draw_seeds(plan.gamma, positions, generator)
    units = prod(shape)
    return seeds, keep_scale(units, units - count_union(seeds, shape, block_size))


def pooled(x: Tensor, shape: Shape, plan: Plan, generator: Generator | None) -> Tensor:
    """Drop many blocks of x, on the CPU."""
    dropped, scale = draw_pooled(shape, plan, generator)
    return (x * scale).masked_fill_(dropped, 0)


def draw_pooled(shape: Shape, plan: Plan, generator: Generator | None) -> tuple[Tensor, float]:
    """Draw many seeds on the CPU: which units their blocks drop, bool in ``shape``, and scale."""
    noise = torch.rand(fitting(shape, plan.block_size), generator=generator, device="cpu")
    field = (noise >= 1 - plan.gamma).to(torch.uint8)
    margin = plan.block_size - 1
    field = F.pad(field, (margin, margin, margin, margin))
    field = window_max(window_max(field, plan.block_size, -2), plan.block_size, -1)
    units = prod(shape)
    return field.bool(), keep_scale(units, units - int(field.count_nonzero()))


def draw_mask(
    keep_prob: float, shape: Shape, block_size: int, calibrated: bool, generator: Generator
) -> tuple[Tensor, float]:
    """Draw which units are kept, bool in ``shape``, and the scale, as cheaply as the CPU can."""
    plan = make_plan(keep_prob, block_size, *shape[2:], calibrated)
    if not plan.stamps:
        dropped, scale = draw_pooled(shape, plan, generator)
        return ~dropped, scale
    kept = torch.ones(shape, dtype=torch.bool, device="cpu")
    if plan.gamma == 0:
        return kept, 1.0
    seeds, scale = draw_stamps(shape, plan, generator)
    erase(kept, seeds, shape[1], plan.block_size)
    return kept, scale


def fitting(shape: Shape, block_size: int) -> Shape:
    """Count the positions along each axis where a whole block fits."""
    n, channels, height, width = shape
    return n, channels, height - block_size + 1, width - block_size + 1


def compiled(
    x: Tensor, shape: Shape, keep_prob: Tensor, block_size: int, calibrated: bool
) -> Tensor:
    """Drop blocks of x in a graph for the CPU, which holds one operator and plain arithmetic.

    The operator's chance is a number that the graph draws. keep_prob is a 0-dim tensor: for a
    float there would be a graph for each of its values.
    """
    key = torch.randint(2**62, (), device="cpu")
    kept, scale = operators.draw(key, keep_prob, shape, block_size, calibrated)
    return torch.where(kept, x * scale, 0)


def as_tensor(keep_prob: float | Tensor) -> Tensor:
    """Return keep_prob as a 0-dim tensor on the CPU."""
    if isinstance(keep_prob, Tensor):
        return keep_prob
    return torch.full((), keep_prob, dtype=torch.float64, device="cpu")


def symbolic_plan(
    keep_prob: float | Tensor, block_size: int, height: int, width: int, calibrated: bool
) -> tuple[float | Tensor, int]:
    """Compute gamma and the block's size where numbers may be symbols of a graph."""
    block_size = min(block_size, height, width)
    if calibrated:
        gamma: Tensor = operators.calibrated(as_tensor(keep_prob), block_size, height, width)
        return gamma, block_size
    positions = (height - block_size + 1) * (width - block_size + 1)
    return (1 - keep_prob) / block_size**2 * height * width / positions, block_size  # eq. 1


def dense(
    x: Tensor,
    shape: Shape,
    gamma: float | Tensor,
    block_size: int,
    generator: Generator | None = None,
) -> Tensor:
    """Drop blocks of x by nine operations, five of them as large as the map.

    Max-pooling grows each seed into its block. A unit is dropped when the largest noise among
    its seeds is among the top γ, so that mask and seeds are compared in one operation.
    """
    size = fitting(shape, block_size)
    if generator is None:  # torch takes no symbols where a generator is named, even None
        field = torch.rand(size, device=x.device)
    else:
        field = torch.rand(size, generator=generator, device=x.device)
    if block_size > 1:
        margin = block_size - 1
        field = F.pad(field, (margin, margin, margin, margin), value=-1.0)
        field = F.max_pool2d(field, block_size, stride=1)  # (N, 1 or C, H, W)
    dropped = field >= 1 - gamma
    precision = torch.promote_types(x.dtype, torch.float32)
    kept = 1 - dropped.mean(dtype=precision)
    # Where all is dropped nothing is left to scale, but 0 / 0 would spoil the gradient.
    smallest = torch.finfo(torch.float32).eps
    return (x / kept.clamp(min=smallest)).masked_fill(dropped, 0)
