"""What a visitor takes along from the playground."""

from explainer.shell.settings import Settings
from explainer.shell.sources import Pixels
from explainer.shell.takeaway.contents import TakeAway


def take_away(settings: Settings, upload: Pixels | None) -> TakeAway:
    """The mask of what is looked at."""
    from explainer.shell.takeaway.traced import of_source  # imports torch

    return of_source("playground", settings, upload)
