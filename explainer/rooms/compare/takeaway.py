"""What a visitor takes along from the comparison: what each method keeps, too."""

from dataclasses import replace

from explainer.shell.settings import Settings
from explainer.shell.sources import Pixels
from explainer.shell.takeaway.contents import TakeAway, Tensors


def take_away(settings: Settings, upload: Pixels | None) -> TakeAway:
    """DropBlock's mask of what is looked at. ``mask_<method>`` of the tensors: what a method keeps
    of x, or of a batch of it; at inference, all."""
    from explainer.rooms.compare import methods  # imports torch, as the next
    from explainer.shell.base import feature_map
    from explainer.shell.takeaway.traced import of_source

    taken = of_source("compare", settings, upload)

    def tensors() -> Tensors:
        own = taken.tensors()
        masks = methods.masks(settings, feature_map(settings, upload))
        if not settings.training:
            masks = {name: mask.new_ones(mask.shape) for name, mask in masks.items()}
        named = {f"mask_{name}": mask for name, mask in masks.items()}
        return replace(own, arrays={**own.arrays, **named})

    return replace(taken, tensors=tensors)
