"""What a visitor takes along from the implementations: the masks of all, the code of one."""

from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING

from numpy.typing import ArrayLike

from explainer.shell.settings import ALL, IMPLEMENTATIONS, Settings
from explainer.shell.sources import Pixels
from explainer.shell.takeaway.contents import TakeAway, Tensors
from explainer.shell.text import _

if TYPE_CHECKING:
    from explainer.shell.takeaway.setup import MaskSetup


def take_away(settings: Settings, upload: Pixels | None) -> TakeAway:
    """The code is of the implementation that is looked up, or else of the one that all are compared
    with. The picture does not matter here."""
    from explainer.shell.takeaway.code import codes  # imports torch, as what is below

    setup = mask_setup(settings, settings.baseline if settings.yours == ALL else settings.yours)
    title, notes = _whose_code(settings, setup)
    return TakeAway(
        name="implementations",
        tensors=partial(_tensors, settings, setup),
        tensors_words=_(
            "The tensors are for numpy: the random draw, the mask of each implementation or how it "
            "fails, and the settings as text."
        ),
        code=codes(setup),
        code_title=title,
        code_notes=notes,
    )


def mask_setup(settings: Settings, name: str) -> "MaskSetup":
    """What this implementation is asked for."""
    from explainer.shell.takeaway.setup import MaskSetup

    return MaskSetup(
        recipe=name,
        keep_prob=settings.keep_prob,
        block_size=settings.asked_block,
        seed=settings.seed,
        height=settings.height,
        width=settings.width,
    )


def _whose_code(settings: Settings, setup: "MaskSetup") -> tuple[str, list[str]]:
    """A title that says which of the implementations the code is of; where to choose another, and
    why there is no mask, if there is none."""
    from explainer.rooms.implementations import words

    spoken = words.spoken_names()[setup.recipe]
    title = (
        _("What {name} does here") if setup.failure else _("Code for exactly the mask of {name}")
    )
    notes = [
        _(
            "You look at all of them, so this is of the one under “Compare with”. For another, "
            "choose it under “Your implementation”."
        )
        if settings.yours == ALL
        else _("It is the one under “Your implementation”.")
    ]
    if setup.failure:
        title = _("What {name} does here")
        none = _("There is no mask, and no PyTorch code alone: {told}.")
        notes.append(none.format(told=words.told(setup.failure, spoken)))
    return title.format(name=spoken), notes


def _tensors(settings: Settings, chosen: "MaskSetup") -> Tensors:
    """Noise and masks, (1, 1, H, W): ``mask_<recipe>``, or where it fails ``failure_<recipe>``, the
    sentence that says how. The recipe of the settings is the one that the code is of."""
    arrays: dict[str, ArrayLike] = {"noise": chosen.noise}
    for name in IMPLEMENTATIONS:
        setup = mask_setup(settings, name)
        if setup.failure:
            arrays[f"failure_{name}"] = str(setup.failure)
        else:
            arrays[f"mask_{name}"] = setup.trace(setup.x(None)).mask
    own = {"baseline": settings.baseline, "yours": settings.yours}
    return Tensors(arrays, {**asdict(chosen), **own})
