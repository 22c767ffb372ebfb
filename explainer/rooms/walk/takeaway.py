"""What a visitor takes along from the walk: besides the mask every step of it, for a talk."""

from dataclasses import replace
from functools import partial

from explainer.shell.settings import Settings
from explainer.shell.sources import Pixels
from explainer.shell.takeaway.contents import File, TakeAway
from explainer.shell.text import _


def take_away(settings: Settings, upload: Pixels | None) -> TakeAway:
    """The mask of the walk's map, and its steps as an animation and as a strip, its picture."""
    from explainer.rooms.walk.slides import walk_animation, walk_strip  # imports torch, as the next
    from explainer.shell.base import feature_map
    from explainer.shell.takeaway.traced import of_source

    taken = of_source("steps", settings, upload)
    walk = settings.change(step="1", part="walk", tour=0)  # it is the same from every step
    x = feature_map(walk, upload)
    steps = (
        File(
            _("Animation (GIF)"),
            _(
                "The animation shows every step of this draw with its code, each for as long as it "
                "takes to read."
            ),
            "dropblock-walk.gif",
            "image/gif",
            partial(walk_animation, walk, x),
        ),
        File(
            _("Strip (PNG)"),
            _("The strip has all steps of this draw on one slide."),
            "dropblock-walk.png",
            "image/png",
            partial(walk_strip, walk, x),
        ),
    )
    return replace(taken, more=steps, live=False)
