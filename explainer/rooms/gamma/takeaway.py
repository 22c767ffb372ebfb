"""What a visitor takes along from the gamma page."""

from explainer.shell.settings import Settings
from explainer.shell.sources import Pixels
from explainer.shell.takeaway.contents import TakeAway


def take_away(settings: Settings, upload: Pixels | None) -> TakeAway:
    """A mask of this page's map. The picture does not matter here."""
    from explainer.shell.takeaway.setup import MaskSetup  # imports torch, as the next
    from explainer.shell.takeaway.traced import of_mask

    setup = MaskSetup(
        recipe=settings.recipe,
        keep_prob=settings.keep_prob,
        block_size=settings.map_block_size,
        seed=settings.seed,
        height=settings.map,
        width=settings.map,
    )
    return of_mask("gamma", setup)
