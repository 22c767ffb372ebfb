"""The take-away of a room that shows one mask and its stages.

Imports torch, so rooms reach it only while the panel is open.
"""

from dataclasses import asdict, fields, replace

from torch import Tensor

from dropblock.dropout import dropout_mask
from dropblock.pipeline import Trace
from explainer.shell.base import feature_map
from explainer.shell.settings import Settings
from explainer.shell.sources import Pixels
from explainer.shell.takeaway.code import codes
from explainer.shell.takeaway.contents import TakeAway, Tensors
from explainer.shell.takeaway.setup import MaskSetup, source_setup
from explainer.shell.text import _


def of_mask(name: str, setup: MaskSetup, given: Tensor | None = None) -> TakeAway:
    """A take-away of this mask, with the input and every stage as tensors.

    given: the input, where it is no map of numbers.
    """

    def traced() -> tuple[Tensor, Trace]:
        x = setup.x(given)
        return x, setup.trace(x)

    return TakeAway(
        name=name,
        tensors=lambda: _tensors(setup, *traced()),
        tensors_words=_(
            "The tensors are for numpy: the input, the random draw, every stage, the mask, and the "
            "settings as text."
        ),
        code=codes(setup),
        code_title=_("Code for exactly this mask"),
    )


def of_source(name: str, settings: Settings, upload: Pixels | None) -> TakeAway:
    """A take-away of the mask of the picture or map that is looked at."""
    taken = of_mask(name, source_setup(settings), feature_map(settings, upload))
    if upload is None:
        return taken
    note = _("Your image is not in the link: it is in the tensors, as x.")
    return replace(taken, link_note=note)


def _tensors(setup: MaskSetup, x: Tensor, found: Trace) -> Tensors:
    """x and every field of the trace, by its name. ``dropout``: for comparison, a mask of the
    draw's shape that drops as many units one by one."""
    arrays = {field.name: getattr(found, field.name) for field in fields(found)}
    arrays |= {"x": x, "dropout": dropout_mask(found.noise, int((found.mask == 0).sum()))}
    return Tensors(arrays, {**asdict(setup), "side": setup.side})
