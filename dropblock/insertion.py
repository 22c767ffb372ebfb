"""DropBlock in a network that exists: `insert_dropblock` puts it in, `remove_dropblock` out again.

In a ResNet it stands where the authors' TPU code has it: in each bottleneck of groups 3 and 4
after the three convolutions (with BatchNorm and ReLU) and after the shortcut, the identity
included. The block's class is exchanged for one whose forward has these four places. Weights,
their names and the order of modules stay, and what converts BatchNorm does not lose anything.
"""

from collections.abc import Iterable
from typing import Any

from torch import Tensor, nn

from dropblock.arguments import check_block_size, check_keep_prob
from dropblock.layer import DropBlock2d
from dropblock.schedule import scheduled_keep_prob

PLACES = ("drop1", "drop2", "drop3", "drop_shortcut")  # in a bottleneck
AFTER = "dropblock"  # the layer after a module that was named
FAMILIES = ("torchvision.models.resnet", "timm.models.resnet")


class DropBlockBottleneck(nn.Module):
    """The bottleneck of torchvision's or timm's ResNet with DropBlock in four places.

    Only `insert_dropblock` makes it, from a bottleneck that exists.
    """

    conv1: nn.Module
    conv2: nn.Module
    conv3: nn.Module
    bn1: nn.Module
    bn2: nn.Module
    bn3: nn.Module
    drop1: DropBlock2d
    drop2: DropBlock2d
    drop3: DropBlock2d
    drop_shortcut: DropBlock2d
    downsample: nn.Module | None
    original: type[nn.Module]  # the class that `remove_dropblock` gives back

    def forward(self, x: Tensor) -> Tensor:
        """Compute what the original does, with DropBlock in between."""
        part = self._part
        shortcut = x if self.downsample is None else self.downsample(x)
        y = part("relu", "act1")(self.bn1(self.conv1(x)))
        y = self.drop1(y)
        y = part("relu", "act2")(part("drop_block")(self.bn2(self.conv2(y))))
        y = self.drop2(part("aa")(y))
        y = self.drop3(part("drop_path")(part("se")(self.bn3(self.conv3(y)))))
        y = y + self.drop_shortcut(shortcut)
        out: Tensor = part("relu", "act3")(y)
        return out

    def _part(self, *names: str) -> Any:
        """Return the first of the children that is there, or what changes nothing."""
        found = (getattr(self, name, None) for name in names)
        return next((part for part in found if part is not None), _same)


def _same(x: Tensor) -> Tensor:
    return x


def _after(module: nn.Module, inputs: Any, output: Tensor) -> Tensor:
    """Drop from what a named module returns: its forward hook."""
    dropped: Tensor = getattr(module, AFTER)(output)
    return dropped


def insert_dropblock(
    model: nn.Module,
    *,
    keep_prob: float = 0.9,
    block_size: int = 7,
    names: Iterable[str] | None = None,
    groups: Iterable[int] = (3, 4),
    shared: bool = False,
    calibrated: bool = False,
) -> dict[str, float]:
    """Put `DropBlock2d` into a network, in place: as the authors do in a ResNet, or by names.

    Parameters
    ----------
    model : Module
        Torchvision's or timm's ResNet of bottlenecks; with ``names``, any model.
    keep_prob : float
        Share of units to keep in group 4, in [0, 1]. Group 3 drops a quarter as much, as in
        `dropblock.scheduled_keep_prob`. With ``names`` it holds everywhere.
    block_size : int
        Side of a block in units, from 1; cut to the map where it is larger.
    names : iterable of str, optional
        Modules, as ``model.named_modules()`` calls them, after each of which a layer goes. Their
        output must be a map (N, C, H, W). Name no BatchNorm: what converts it forgets the layer.
    groups : iterable of int
        Which of a ResNet's four groups (``layer1`` to ``layer4``) get layers.
    shared, calibrated : bool
        As in `DropBlock2d`.

    Returns
    -------
    dict of str to float
        What went where: for each new layer its name in the model and its keep_prob.

    Raises
    ------
    ValueError
        For a model without such bottlenecks (basic blocks get none), a name that the model does
        not have, a place that is taken, and arguments that `DropBlock2d` refuses.

    Notes
    -----
    Weights and the keys of ``state_dict`` stay. `remove_dropblock` undoes it. A
    `dropblock.ModelSchedule` drives all layers together.

    References
    ----------
    Ghiasi, Lin, Le 2018, "DropBlock", arXiv 1810.12890, section 4.1; tensorflow/tpu,
    models/official/resnet/resnet_model.py.

    Examples
    --------
    >>> from torch import nn
    >>> from dropblock import insert_dropblock, remove_dropblock
    >>> model = nn.Sequential(nn.Conv2d(3, 8, 3), nn.ReLU(), nn.Conv2d(8, 8, 3))
    >>> insert_dropblock(model, names=["1"], keep_prob=0.8, block_size=3)
    {'1.dropblock': 0.8}
    >>> remove_dropblock(model)
    1
    """
    check_keep_prob(keep_prob)
    check_block_size(block_size)
    options: dict[str, Any] = {
        "block_size": block_size, "shared": shared, "calibrated": calibrated,
    }  # fmt: skip
    if names is not None:
        return _insert_by_name(model, list(names), keep_prob, options)
    groups, placed = list(groups), {}
    for group in groups:
        target = scheduled_keep_prob(keep_prob, 1, group)
        prefix = f"layer{group}."
        for name, block in list(model.named_modules()):
            if not name.startswith(prefix) or not _is_bottleneck(block):
                continue
            block.original = type(block)
            block.__class__ = DropBlockBottleneck
            for place in PLACES:
                block.add_module(place, DropBlock2d(keep_prob=target, **options))
                placed[f"{name}.{place}"] = target
            block.train(block.training)
    if not placed:
        raise ValueError(
            f"{type(model).__name__} has no bottlenecks of torchvision's or timm's ResNet in the "
            f"groups {', '.join(map(str, groups))} (basic blocks get none): say where by names"
        )
    return placed


def _is_bottleneck(block: nn.Module) -> bool:
    kind = type(block)
    return kind.__name__ == "Bottleneck" and kind.__module__ in FAMILIES


def _insert_by_name(
    model: nn.Module, names: list[str], keep_prob: float, options: dict[str, Any]
) -> dict[str, float]:
    modules = dict(model.named_modules())
    for name in names:
        if name not in modules:
            raise ValueError(f"the model has no module named {name!r}")
        if hasattr(modules[name], AFTER):
            raise ValueError(f"there is a DropBlock after {name!r} already")
    for name in names:
        module = modules[name]
        layer = DropBlock2d(keep_prob=keep_prob, **options).train(module.training)
        module.add_module(AFTER, layer)
        if not isinstance(module, nn.Sequential):  # which calls its children by itself
            module.register_forward_hook(_after)
    return {f"{name}.{AFTER}".lstrip("."): keep_prob for name in names}


def remove_dropblock(model: nn.Module) -> int:
    """Take out of a network, in place, what `insert_dropblock` put in.

    Parameters
    ----------
    model : Module
        Network, or a copy of it.

    Returns
    -------
    int
        Number of layers that were taken out.

    Examples
    --------
    >>> from torch import nn
    >>> from dropblock import insert_dropblock, remove_dropblock
    >>> model = nn.Sequential(nn.Conv2d(3, 8, 3), nn.ReLU())
    >>> placed = insert_dropblock(model, names=["0", "1"])
    >>> remove_dropblock(model), len(list(model.modules()))
    (2, 3)
    """
    removed = 0
    for module in list(model.modules()):
        if isinstance(module, DropBlockBottleneck):
            for place in PLACES:
                delattr(module, place)
            module.__class__ = module.original  # type: ignore[assignment]
            del module.original
            removed += len(PLACES)
        elif isinstance(getattr(module, AFTER, None), DropBlock2d):
            delattr(module, AFTER)
            hooks = module._forward_hooks  # of nn.Module: there is no other way to find them
            for key in [key for key, hook in hooks.items() if hook is _after]:
                del hooks[key]
            removed += 1
    return removed
