"""What torch computed for the stage, packed: the answers for block sizes, and the words."""

from typing import Any

from numpy.typing import NDArray

from explainer.rooms.playground import words
from explainer.rooms.playground.filling import pin
from explainer.shell.answers import live_parts
from explainer.shell.settings import Settings
from explainer.shell.sources import Pixels


def stage_parts(
    settings: Settings,
    upload: Pixels | None,
    base: str,
    asked: int,
    token: str,
    shown: Settings,
    restore_url: str,
) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """What `live_parts` gives, with a unit to look at and the words of the stage."""
    header, arrays = live_parts(settings, base, asked, token, shown, restore_url)
    more = {
        "otherRecipe": words.other_recipe(settings.recipe),
        "pin": pin(shown, upload),
        "words": words.stage_words(settings),
    }
    return {**header, **more}, arrays
