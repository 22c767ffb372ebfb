"""One schedule for all DropBlock layers of a model, counted in steps of the training."""

from typing import Any

from torch import nn
from torch.optim import Optimizer
from torch.utils.hooks import RemovableHandle

from dropblock.arguments import check_from_one
from dropblock.reference import DropBlock


class ModelSchedule:
    """Lower keep_prob of every layer of a model linearly, from 1 to what the layer has now.

    Parameters
    ----------
    model : Module
        Model whose layers with a ``keep_prob`` are driven, each to the keep_prob that it has when
        the schedule is made.
    steps : int
        Number of calls of `step` after which the targets are reached, from 1; steps of the
        optimizer or epochs, whichever calls it.

    Attributes
    ----------
    steps_done : int
        Number of steps so far.

    Raises
    ------
    ValueError
        For a model without layers that have a keep_prob, steps that are not a whole number from
        1, or a saved state of other layers.

    Notes
    -----
    It counts steps, not forwards, so accumulated gradients, checkpointing, compiled models and
    replicas count right. Layers of a copied model are not driven, except
    where model and schedule are copied together: ``copy.deepcopy((model, schedule))``.

    References
    ----------
    Ghiasi, Lin, Le 2018, "DropBlock", arXiv 1810.12890, section 3, "Scheduled DropBlock".

    Examples
    --------
    >>> from torch import nn
    >>> from dropblock import DropBlock2d, ModelSchedule
    >>> model = nn.Sequential(nn.Conv2d(3, 8, 3), DropBlock2d(keep_prob=0.8))
    >>> schedule = ModelSchedule(model, steps=4)
    >>> for _ in range(5):
    ...     print(round(model[1].keep_prob, 3))
    ...     schedule.step()
    1.0
    0.95
    0.9
    0.85
    0.8
    >>> saved = schedule.state_dict()  # goes into the checkpoint, beside the model's
    """

    def __init__(self, model: nn.Module, steps: int) -> None:
        check_from_one("steps", steps)
        self.steps = steps
        self.steps_done = 0
        self._layers: dict[str, Any] = {
            name: module
            for name, module in model.named_modules()
            if isinstance(getattr(module, "keep_prob", None), float)
        }
        if not self._layers:
            raise ValueError(f"{type(model).__name__} has no layer with a keep_prob to set")
        self._targets = {name: layer.keep_prob for name, layer in self._layers.items()}
        self._set()

    def step(self) -> None:
        """Count a step, and set each layer's keep_prob for the next."""
        self.steps_done += 1
        self._set()

    def follow(self, optimizer: Optimizer) -> RemovableHandle:
        """Call `step` after each step of the optimizer, until the handle's ``remove()``."""
        return optimizer.register_step_post_hook(self._after_optimizer)

    def _after_optimizer(self, *_arguments: object) -> None:
        self.step()

    def state_dict(self) -> dict[str, Any]:
        """Return what a resumed training needs: the steps so far, and each layer's target."""
        return {"steps_done": self.steps_done, "steps": self.steps, "targets": dict(self._targets)}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Go on where a saved schedule was; the model must have the layers of then."""
        if set(state["targets"]) != set(self._layers):
            raise ValueError("the saved schedule is of other layers than the model has")
        self.steps_done, self.steps = state["steps_done"], state["steps"]
        self._targets = dict(state["targets"])
        self._set()

    def _set(self) -> None:
        progress = min(self.steps_done / self.steps, 1.0)
        for name, layer in self._layers.items():
            layer.keep_prob = 1 - (1 - self._targets[name]) * progress
            if isinstance(layer, DropBlock):
                layer.gamma = None
