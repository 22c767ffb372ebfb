"""keep_prob over training: from 1, where nothing is dropped, to its target."""

from dataclasses import dataclass

import torch
from torch import nn
from torch.utils.hooks import RemovableHandle

from dropblock.arguments import check_from_one, check_keep_prob
from dropblock.reference import DropBlock

GROUPS = 4  # of residual blocks in a ResNet; the paper drops in the last two


def scheduled_keep_prob(keep_prob: float, progress: float, group: int = GROUPS) -> float:
    """The keep_prob in force when this share of the training has passed.

    It falls linearly from 1 to its target (paper, section 3: "scheduled DropBlock"). The
    target of group g of four is 1 − (1 − keep_prob) / 4^(4 − g), as in the reference code for
    TPUs: the last group gets keep_prob itself, the one before a quarter of its drop rate.

    progress: from 0, the first step, to 1; beyond either it stays at that end.

    Raises ValueError for keep_prob outside [0, 1], a group outside 1 … 4, or progress that is
    not a number.
    """
    keep_prob = check_keep_prob(keep_prob)
    if group not in range(1, GROUPS + 1):
        raise ValueError(f"group must be from 1 to {GROUPS}, got {group!r}")
    if progress != progress:
        raise ValueError(f"progress must be a number, got {progress}")
    target_drop_rate: float = (1 - keep_prob) / 4 ** (GROUPS - group)
    return 1 - target_drop_rate * min(max(progress, 0.0), 1.0)


@dataclass(frozen=True)
class Schedule:
    """keep_prob falls to ``keep_prob`` over this many training steps.

    Raises ValueError for keep_prob outside [0, 1] or steps that are not a whole number from 1.
    """

    keep_prob: float
    steps: int

    def __post_init__(self) -> None:
        check_keep_prob(self.keep_prob)
        check_from_one("steps", self.steps)

    def at(self, step: int, group: int = GROUPS) -> float:
        """The keep_prob at this step, counted from 0; after the last one it stays."""
        return scheduled_keep_prob(self.keep_prob, step / self.steps, group)

    def attach(self, layer: nn.Module, group: int = GROUPS) -> "Attached":
        """Set the layer's keep_prob before each of its training forwards.

        The layer needs an attribute ``keep_prob``. The gamma that the reference, `DropBlock`,
        has computed is forgotten, so that the new keep_prob counts.

        Raises ValueError for a layer without keep_prob, or a group outside 1 … 4. The layer's
        forward raises RuntimeError where backward calls it again (`torch.utils.checkpoint`): what
        keep_prob it had before is not known then. There, set keep_prob from `at` yourself.
        """
        if not hasattr(layer, "keep_prob"):
            raise ValueError(f"the layer must have a keep_prob to set, got {type(layer).__name__}")
        self.at(0, group)  # an impossible group is refused here, not in the middle of training
        return Attached(self, layer, group)


class Attached:
    """A schedule at work on one layer.

    step: how many training forwards it has seen. A forward counts as a step: where several make
    one (accumulated gradients), count them all in `Schedule.steps`. Set it to go on with a
    training that was saved. Forwards in eval mode neither count nor change anything.
    """

    def __init__(self, schedule: Schedule, layer: nn.Module, group: int) -> None:
        self.schedule = schedule
        self.group = group
        self.step = 0
        self._handle: RemovableHandle = layer.register_forward_pre_hook(self._before_forward)

    def _before_forward(self, layer: nn.Module, inputs: object) -> None:
        if not layer.training:
            return
        if torch._C._current_graph_task_id() != -1:  # what torch.utils.checkpoint goes by, too
            raise RuntimeError(
                "a Schedule cannot drive a layer inside torch.utils.checkpoint, which runs its "
                "forward twice: set layer.keep_prob = schedule.at(step) before each step"
            )
        layer.keep_prob = self.schedule.at(self.step, self.group)  # type: ignore[assignment]
        if isinstance(layer, DropBlock):
            layer.gamma = None
        self.step += 1

    def remove(self) -> None:
        """Leave the layer alone, with the keep_prob that it has now."""
        self._handle.remove()
