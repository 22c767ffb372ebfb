"""keep_prob falls over the training, from 1, where nothing is dropped, to its target."""

from dataclasses import dataclass

import torch
from torch import nn
from torch.utils.hooks import RemovableHandle

from dropblock.arguments import check_from_one, check_keep_prob
from dropblock.reference import DropBlock

GROUPS = 4  # of residual blocks in a ResNet; the paper drops in the last two


def scheduled_keep_prob(keep_prob: float, progress: float, group: int = GROUPS) -> float:
    """Compute the keep_prob that is in force after a share of the training.

    It falls linearly from 1 to its target. The target of group g is
    1 − (1 − keep_prob) / 4^(4 − g): the last group gets keep_prob itself, the one before a
    quarter of its drop rate.

    Parameters
    ----------
    keep_prob : float
        Target of the last group, in [0, 1].
    progress : float
        Share of the training that has passed, from 0 at the first step to 1. A value beyond
        either end counts as that end.
    group : int
        Group of residual blocks in a ResNet, from 1 to 4. The paper drops in the last two.

    Returns
    -------
    float
        Share of units to keep now, in [0, 1].

    Raises
    ------
    ValueError
        For keep_prob outside [0, 1], a group outside 1 … 4, or progress that is NaN.

    References
    ----------
    Ghiasi, Lin, Le 2018, "DropBlock", arXiv 1810.12890, section 3, "Scheduled DropBlock". The
    targets of the groups are those of the authors' code, tensorflow/tpu, models/official/resnet.

    Examples
    --------
    >>> from dropblock import scheduled_keep_prob
    >>> [round(scheduled_keep_prob(0.9, progress), 3) for progress in (0, 0.5, 1)]
    [1.0, 0.95, 0.9]
    >>> scheduled_keep_prob(0.9, 1, group=3)
    0.975
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
    """Lower keep_prob linearly from 1 to its target over the training.

    Parameters
    ----------
    keep_prob : float
        Target, in [0, 1].
    steps : int
        Number of training steps until the target is reached, from 1.

    Raises
    ------
    ValueError
        For keep_prob outside [0, 1], or steps that are not a whole number from 1.

    References
    ----------
    Ghiasi, Lin, Le 2018, "DropBlock", arXiv 1810.12890, section 3, "Scheduled DropBlock".

    Examples
    --------
    >>> import torch
    >>> from dropblock import DropBlock2d, Schedule
    >>> schedule = Schedule(keep_prob=0.9, steps=4)
    >>> [round(schedule.at(step), 3) for step in range(6)]
    [1.0, 0.975, 0.95, 0.925, 0.9, 0.9]
    >>> layer = DropBlock2d(keep_prob=0.9, block_size=3)
    >>> attached = schedule.attach(layer)
    >>> for _ in range(3):
    ...     y = layer(torch.ones(1, 1, 5, 5))
    >>> layer.keep_prob  # of the third forward, step 2
    0.95
    """

    keep_prob: float
    steps: int

    def __post_init__(self) -> None:
        check_keep_prob(self.keep_prob)
        check_from_one("steps", self.steps)

    def at(self, step: int, group: int = GROUPS) -> float:
        """Compute keep_prob at a step, counted from 0. After ``steps`` it stays at the target.

        ``group`` is as in `scheduled_keep_prob`.
        """
        return scheduled_keep_prob(self.keep_prob, step / self.steps, group)

    def attach(self, layer: nn.Module, group: int = GROUPS) -> "Attached":
        """Set a layer's keep_prob before each of its training forwards.

        Parameters
        ----------
        layer : Module
            Any layer with an attribute ``keep_prob``. Where it is the reference, `DropBlock`, its
            stored gamma is deleted, so that the new keep_prob takes effect.
        group : int
            Group of the layer, as in `scheduled_keep_prob`.

        Returns
        -------
        Attached
            Counter of the steps; its ``remove()`` ends the schedule.

        Raises
        ------
        ValueError
            For a layer without keep_prob, or a group outside 1 … 4.

        Notes
        -----
        Inside `torch.utils.checkpoint` the layer's forward raises RuntimeError: backward runs it
        a second time, and the keep_prob of the first time is gone. Set keep_prob from `at`
        before each step there.
        """
        if not hasattr(layer, "keep_prob"):
            raise ValueError(f"the layer must have a keep_prob to set, got {type(layer).__name__}")
        self.at(0, group)  # refuses an impossible group here, not in the middle of the training
        return Attached(self, layer, group)


class Attached:
    """A schedule that sets the keep_prob of one layer; made by `Schedule.attach`.

    Each training forward counts as a step. Where several forwards make one step (accumulated
    gradients), count them all in `Schedule.steps`. Forwards in eval mode change nothing.

    Parameters
    ----------
    schedule : Schedule
        Schedule to follow.
    layer : Module
        Layer whose ``keep_prob`` is set.
    group : int
        Group of the layer, as in `scheduled_keep_prob`.

    Attributes
    ----------
    step : int
        Number of training forwards so far. Set it to resume a saved training.

    Raises
    ------
    RuntimeError
        From the layer's forward inside `torch.utils.checkpoint`; see `Schedule.attach`.

    Examples
    --------
    >>> import torch
    >>> from dropblock import DropBlock2d, Schedule
    >>> layer = DropBlock2d(block_size=3)
    >>> attached = Schedule(keep_prob=0.8, steps=100).attach(layer)
    >>> attached.step = 50  # resumes at half of the training
    >>> y = layer(torch.ones(1, 1, 5, 5))
    >>> layer.keep_prob, attached.step
    (0.9, 51)
    >>> attached.remove()
    """

    def __init__(self, schedule: Schedule, layer: nn.Module, group: int) -> None:
        self.schedule = schedule
        self.group = group
        self.step = 0
        self._handle: RemovableHandle = layer.register_forward_pre_hook(self._before_forward)

    def _before_forward(self, layer: nn.Module, inputs: object) -> None:
        if not layer.training:
            return
        if torch._C._current_graph_task_id() != -1:  # torch.utils.checkpoint asks the same
            raise RuntimeError(
                "a Schedule cannot drive a layer inside torch.utils.checkpoint, which runs its "
                "forward twice: set layer.keep_prob = schedule.at(step) before each step"
            )
        layer.keep_prob = self.schedule.at(self.step, self.group)  # type: ignore[assignment]
        if isinstance(layer, DropBlock):
            layer.gamma = None
        self.step += 1

    def remove(self) -> None:
        """End the schedule. The layer keeps the keep_prob that it has now."""
        self._handle.remove()
