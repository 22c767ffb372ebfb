"""What a visitor takes along from the playground."""

from functools import partial

from explainer.shell.settings import Settings
from explainer.shell.sources import Pixels
from explainer.shell.takeaway.contents import TakeAway


def take_away(settings: Settings, upload: Pixels | None) -> TakeAway:
    """The mask of what is looked at, with all stages on the slide."""
    from explainer.shell.takeaway.slide import all_stages  # imports torch, as the next
    from explainer.shell.takeaway.traced import of_source

    return of_source("playground", settings, upload, partial(all_stages, settings))
