"""What the DropBlock layers of a model really do: `audit` runs it once and looks at their maps."""

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from dropblock.arguments import check_from_one
from dropblock.recipes import RECIPES


@dataclass(frozen=True)
class Audited:
    """One DropBlock layer on the map that it sees; made by `audit`.

    Attributes
    ----------
    name : str
        Name in the model.
    rule : str
        Name in `dropblock.RECIPES` of the rule that it follows, "" where it is not known.
    height, width : int
        Sides of the map, in units; 0 where the run did not reach the layer.
    block_size : int
        Side of a block that was asked for, in units.
    asked : float
        keep_prob.
    expected : float
        Exact share of units kept on average; NaN where it is not known.
    whole : float
        Chance that a whole map of one channel goes in a forward, where the block is not smaller
        than the map; else 0, which stands for *not by one block*.
    warning : str
        One sentence, or "".

    Examples
    --------
    >>> from dropblock import DropBlock2d, audit
    >>> (found,) = audit(DropBlock2d(keep_prob=0.9, block_size=3), (1, 8, 5, 5))
    >>> found.rule, found.height, round(found.expected, 3)
    ('paper', 5, 0.905)
    """

    name: str
    rule: str
    height: int
    width: int
    block_size: int
    asked: float
    expected: float
    whole: float
    warning: str


def audit(model: nn.Module, input_shape: Sequence[int]) -> list[Audited]:
    """Tell of each DropBlock layer of a model what it keeps on the map that it sees.

    Parameters
    ----------
    model : Module
        Model with layers of `DropBlock2d`, `DropBlock`, torchvision's or timm's DropBlock2d, or
        others whose class is called DropBlock….
    input_shape : sequence of int
        Shape of the model's input, the batch included.

    Returns
    -------
    list of Audited
        In the order of the model.

    Raises
    ------
    ValueError
        For a shape of numbers that are not whole from 1.

    Notes
    -----
    A copy in eval mode runs once on the meta device, where nothing is computed; where the model
    looks at numbers, on zeros on the CPU. Calls of functions such as `drop_block2d` are not seen.

    Examples
    --------
    >>> from torch import nn
    >>> from dropblock import DropBlock2d, audit
    >>> model = nn.Sequential(nn.Conv2d(3, 8, 3), DropBlock2d(keep_prob=0.9, block_size=7))
    >>> for found in audit(model, (1, 3, 16, 16)):
    ...     print(found.name, found.height, found.width, round(found.expected, 3))
    1 14 14 0.907
    >>> print(audit(model, (1, 3, 8, 8))[0].warning)
    block_size 7 is not smaller than the 6 × 6 map: a block takes all of a channel
    """
    for size in input_shape:
        check_from_one("each number of input_shape", size)
    maps = _maps_on("meta", model, input_shape) or _maps_on("cpu", model, input_shape) or {}
    return [
        _judge(name, layer, maps.get(name))
        for name, layer in model.named_modules()
        if _is_dropblock(layer)
    ]


def _is_dropblock(layer: nn.Module) -> bool:
    return type(layer).__name__.startswith("DropBlock") and hasattr(layer, "block_size")


def _maps_on(
    device: str, model: nn.Module, input_shape: Sequence[int]
) -> dict[str, tuple[int, int]] | None:
    """Sides of the map that each layer sees, by name; None where the model does not run there."""
    twin = copy.deepcopy(model).to(device).eval()
    maps: dict[str, tuple[int, int]] = {}

    def look(name: str) -> Any:
        def hook(_layer: nn.Module, inputs: tuple[Tensor, ...]) -> None:
            height, width = inputs[0].shape[-2:]
            maps[name] = (height, width)

        return hook

    for name, layer in twin.named_modules():
        if _is_dropblock(layer):
            layer.register_forward_pre_hook(look(name))
    try:
        with torch.no_grad():
            twin(torch.zeros(*input_shape, device=device))
    except (RuntimeError, NotImplementedError):
        if device == "cpu":
            raise
        return None
    return maps


def _asked(layer: Any) -> tuple[str, float, float]:
    """The rule that a layer follows, its keep_prob, and what it multiplies the drop rate by."""
    package = type(layer).__module__.partition(".")[0]
    if package == "torchvision":
        return "torchvision", 1 - layer.p, 1.0
    if package == "timm":
        return "timm", 1 - layer.drop_prob, layer.gamma_scale
    if type(layer).__module__ == "dropblock.reference":
        return "reference", layer.keep_prob, 1.0
    if package == "dropblock":
        return "calibrated" if layer.calibrated else "paper", layer.keep_prob, 1.0
    drop = getattr(layer, "drop_prob", getattr(layer, "p", float("nan")))
    return "", getattr(layer, "keep_prob", 1 - drop), 1.0


def _judge(name: str, layer: Any, seen: tuple[int, int] | None) -> Audited:
    rule, asked, gamma_scale = _asked(layer)
    block_size = layer.block_size
    if seen is None:
        nowhere = float("nan")
        return Audited(
            name, rule, 0, 0, block_size, asked, nowhere, nowhere, "the model's forward skips it"
        )
    height, width = seen
    expected, whole, warning = float("nan"), 0.0, ""
    oversized = block_size >= min(height, width)
    if oversized:
        warning = (
            f"block_size {block_size} is not smaller than the {height} × {width} map: "
            "a block takes all of a channel"
        )
    if rule:
        recipe = RECIPES[rule]
        try:
            scaled = 1 - (1 - asked) * gamma_scale
            expected = recipe.expected_keep_rates([scaled], block_size, height, width).item()
        except ValueError as failure:  # a RecipeFailure is one, too
            warning = str(failure)
        else:
            if oversized and height == width and recipe.seeds == "valid":
                whole = 1 - expected  # one position, and its block is the map
    return Audited(name, rule, height, width, block_size, asked, expected, whole, warning)
