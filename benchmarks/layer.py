"""How fast the layer for training is on the CPU: python benchmarks/layer.py [--quick]

One thread, float32, keep_prob 0.9. What is compared takes turns in one process; times are medians
of single calls, and ratios are ratios of medians. torchvision and timm join in where they are
installed (requirements-implementations.txt), timm with a mask per channel like the others.

- small maps: a call has its price. On one 5 × 5 map a seed falls in one draw of four only, so the
  mean is given too; without torchvision and timm in turn it is smaller, as then the code for a seed
  stays in the processor's caches. On a few channels of 7 × 7 nn.Dropout is the faster one, and on
  the fewest torchvision and timm are, too: seeds fall in nearly every draw, and placing and
  counting their blocks is a dozen calls to numpy.
- large maps, forward and forward + backward: each method after a call of its own. Else, at 25 MB,
  it would pay for the one before: nn.Dropout's two buffers are so large that some processes give
  them back to the system, and who comes next has to fetch its pages again. That happens in one
  process and not in another, and costs more than stamping does; so it is given beside. At
  4096 × 4096 (200 MB) every output is new memory, and that is most of DropBlock2d's time.
- growth: time a unit as the map and the block grow.
- paths: stamping over the pooled path as more seeds fall, up to where they meet and beyond;
  `dropblock.paths.UNITS_PER_ROW` lies a little before.
- memory: what is kept for backward, as a share of the activation.
"""

import statistics
import sys
import time
from collections.abc import Callable
from functools import cache
from importlib import import_module
from importlib.util import find_spec, module_from_spec
from pathlib import Path

import torch
from interaction import row
from torch import Tensor, nn

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from dropblock import DropBlock2d, drop_block2d  # noqa: E402
from dropblock.paths import Plan, pooled, stamped  # noqa: E402

KEEP_PROB = 0.9
SMALL = ((1, 1, 5, 5), 3)
FEW_CHANNELS = [((1, 8, 7, 7), 3), ((2, 16, 7, 7), 3), ((4, 32, 7, 7), 3), ((8, 64, 7, 7), 3)]
LARGE = [
    ((32, 64, 56, 56), 7),
    ((32, 256, 14, 14), 7),
    ((64, 512, 7, 7), 7),
    ((1, 3, 1024, 1024), 7),
    ((1, 3, 4096, 4096), 7),
]
Call = Callable[[], object]


def methods(block_size: int) -> dict[str, Callable[[Tensor], Tensor]]:
    """The layers that are installed; the first is what the others are divided by."""
    found: dict[str, Callable[[Tensor], Tensor]] = {
        "nn.Dropout": nn.Dropout(1 - KEEP_PROB),
        "DropBlock2d": DropBlock2d(keep_prob=KEEP_PROB, block_size=block_size),
        "nn.Dropout2d": nn.Dropout2d(1 - KEEP_PROB),
    }
    if torchvision := peer("torchvision", "ops", "drop_block"):
        found["torchvision"] = torchvision(1 - KEEP_PROB, block_size)
    if timm := peer("timm", "layers", "drop"):
        found["timm"] = timm(1 - KEEP_PROB, block_size, couple_channels=False)
    return found


@cache
def peer(package: str, folder: str, module: str) -> Callable[..., nn.Module] | None:
    """A package's DropBlock2d, None where it is missing.

    From its own module alone: what the packages import besides is not needed, and a torchvision
    that was built for a GPU fails at it beside a torch that was not.
    """
    for name in (package, f"{package}.{folder}"):
        spec = find_spec(name)
        if spec is None:
            return None
        sys.modules[name] = module_from_spec(spec)  # found, but not run
    return import_module(f"{package}.{folder}.{module}").DropBlock2d


def note(text: str) -> None:
    """Print a figure that has no target."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def in_turns(
    calls: dict[str, Call], rounds: int, *, after_itself: bool = False
) -> dict[str, list[float]]:
    """Seconds of each call, one after the other, so many times; or each after one of its own."""
    taken: dict[str, list[float]] = {name: [] for name in calls}
    for call in calls.values():
        call()
    for _ in range(rounds):
        for name, call in calls.items():
            if after_itself:
                call()
            start = time.perf_counter()
            call()
            taken[name].append(time.perf_counter() - start)
    return taken


def medians(calls: dict[str, Call], rounds: int, *, after_itself: bool = False) -> dict[str, float]:
    """The median of each, in seconds."""
    taken = in_turns(calls, rounds, after_itself=after_itself)
    return {name: statistics.median(times) for name, times in taken.items()}


def mean(times: list[float]) -> float:
    """Without the slowest of two hundred, which other programs have interrupted."""
    return statistics.fmean(sorted(times)[: len(times) - len(times) // 200])


def forward(x: Tensor, block_size: int) -> dict[str, Call]:
    """One training forward of each method."""
    return {name: lambda f=f: f(x) for name, f in methods(block_size).items()}


def forward_backward(x: Tensor, block_size: int) -> dict[str, Call]:
    """The same, and the gradient of x."""
    x, upstream = x.clone().requires_grad_(), torch.rand_like(x)
    return {
        name: lambda f=f: torch.autograd.grad(f(x), x, upstream)
        for name, f in methods(block_size).items()
    }


def over_dropout(taken: dict[str, float]) -> str:
    """Each method over nn.Dropout, in words."""
    base = taken["nn.Dropout"]
    return ", ".join(f"{name} {t / base:.2f}" for name, t in taken.items() if name != "nn.Dropout")


def large(rounds: int) -> None:
    """The five large shapes."""
    for shape, block_size in LARGE:
        x = torch.rand(shape)
        name = " × ".join(map(str, shape))
        taken = medians(forward(x, block_size), rounds, after_itself=True)
        ratio = taken["DropBlock2d"] / taken["nn.Dropout"]
        row(f"forward, {name}", over_dropout(taken), "≤ 0.3 × Dropout", ratio <= 0.3)
        if "torchvision" in taken:
            faster = taken["torchvision"] / taken["DropBlock2d"]
            row("  faster than torchvision", f"{faster:.0f} ×", "≥ 20 ×", faster >= 20)
        both = {name: forward(x, block_size)[name] for name in ("nn.Dropout", "DropBlock2d")}
        note(f"  after each other: {over_dropout(medians(both, rounds))}")
        taken = medians(forward_backward(x, block_size), rounds, after_itself=True)
        note(f"  forward + backward: {over_dropout(taken)}")


def small(rounds: int) -> None:
    """One 5 × 5 map, and a few channels of 7 × 7: what a call costs."""
    shape, block_size = SMALL
    x = torch.rand(shape)
    for name, calls in (
        ("forward", forward(x, block_size)),
        ("forward + backward", forward_backward(x, block_size)),
    ):
        taken = in_turns(calls, rounds * 300)
        middle = {method: statistics.median(times) for method, times in taken.items()}
        means = {method: mean(times) for method, times in taken.items()}
        ratio = middle["DropBlock2d"] / middle["nn.Dropout"]
        row(f"{name}, 5 × 5", over_dropout(middle), "≤ 1.4 × Dropout", ratio <= 1.4)
        note(f"  {name}, 5 × 5, mean: {over_dropout(means)}")
    for shape, block_size in FEW_CHANNELS:
        taken = medians(forward(torch.rand(shape), block_size), rounds * 100)
        name = " × ".join(map(str, shape))
        note(f"forward, {name}, block {block_size}: {over_dropout(taken)}")


def growth(rounds: int) -> None:
    """Nanoseconds a unit, forward."""
    for label, cases in (
        ("map, block 7", [(size, 7) for size in (7, 14, 28, 56, 112, 224)]),
        ("block, 56 × 56", [(56, block) for block in (1, 2, 3, 5, 7, 15, 31, 56)]),
    ):
        shown = []
        for size, block_size in cases:
            x = torch.rand(4, 64, size, size)
            layer = DropBlock2d(keep_prob=KEEP_PROB, block_size=block_size)
            taken = medians({"ours": lambda layer=layer, x=x: layer(x)}, rounds)["ours"]
            grown = block_size if label.startswith("block") else size
            shown.append(f"{grown}: {taken / x.numel() * 1e9:.2f}")
        note(f"growth with the {label}, ns a unit: {', '.join(shown)}")


def paths(rounds: int) -> None:
    """Stamping over the dense path, where rows of blocks begin at one unit in so many."""
    shape = (8, 64, 28, 28)
    x = torch.rand(shape)
    for block_size in (1, 2, 3, 7, 14):
        shown = []
        for units_a_row in (10, 5, 4, 3.5, 3, 2.5):
            valid = (28 - block_size + 1) ** 2
            gamma = 28 * 28 / units_a_row / (valid * block_size)
            if gamma >= 1:
                continue
            plan = Plan(gamma, block_size, True)
            taken = medians(
                {
                    "stamped": lambda plan=plan: stamped(x, shape, plan, None),
                    "pooled": lambda plan=plan: pooled(x, shape, plan, None),
                },
                rounds,
            )
            shown.append(f"{units_a_row}: {taken['stamped'] / taken['pooled']:.2f}")
        note(f"paths, block {block_size}, stamped / pooled at units a row of {', '.join(shown)}")


def memory() -> None:
    """Bytes kept for backward over bytes of the activation, at keep_prob 0.9 and block 7."""
    for shape in ((32, 64, 56, 56), (32, 256, 14, 14), (64, 512, 7, 7)):
        x = torch.rand(shape, requires_grad=True)
        kept: list[int] = []
        with torch.autograd.graph.saved_tensors_hooks(
            lambda t, kept=kept: kept.append(t.nbytes) or t, lambda t: t
        ):
            drop_block2d(x, keep_prob=KEEP_PROB, block_size=7)
        share = sum(kept) / x.nbytes
        name = " × ".join(map(str, shape))
        row(f"kept for backward, {name}", f"{share:.2%}", "≤ 5 %", share <= 0.05)


def main() -> None:
    """Measure and print everything."""
    torch.set_num_threads(1)
    rounds = 3 if "--quick" in sys.argv else 11
    for peer in ("torchvision", "timm"):
        if peer not in methods(7):
            note(f"{peer} cannot be imported here: left out (requirements-implementations.txt)")
    small(rounds)
    large(rounds)
    growth(rounds)
    paths(rounds)
    memory()


if __name__ == "__main__":
    main()
