"""The words of the comparison. The browser fills in numbers for names in braces."""

from dropblock.ui.settings import Settings
from dropblock.ui.text import _
from dropblock.ui.words import channel_names


def titles() -> dict[str, str]:
    """The methods."""
    return {
        "dropout": _("Dropout"),
        "spatial_dropout": _("Spatial Dropout"),
        "droppath": _("DropPath"),
        "cutout": _("Cutout"),
        "dropblock": _("DropBlock"),
    }


def drops() -> dict[str, str]:
    """What each drops."""
    return {
        "dropout": _("single units"),
        "spatial_dropout": _("whole channels"),
        "droppath": _("the whole branch"),
        "cutout": _("one square of the input"),
        "dropblock": _("blocks of units"),
    }


def family_words(settings: Settings) -> dict[str, object]:
    """Every string of the five columns."""
    return {
        "titles": titles(),
        "drops": drops(),
        "channels": channel_names(settings),
        "left": _("what is left"),
        "guess": _("what its surroundings give away"),
        "kept": _("{share} kept"),
        "r2": _("R² {r2}"),
        "none": _("nothing to guess"),
        "old": _("let go of the slider to guess anew"),
        "leftAlternative": _("{title}: what is left. {share} of the units are kept."),
        "guessAlternative": _("{title}: what the surroundings give away. {result}."),
        "blink": _("Blink: hold to see the guess in place (B)"),
        "play": _("Play: two draws a second"),
        "stop": _("Stop"),
        "headline": {
            "some": _(
                "With {keep} kept, dropout gives {dropout} of it away. DropBlock gives {dropblock}."
            ),
            "noise": _("Nothing leaks here: no unit tells of its neighbours."),
            "none": _("Nothing is dropped, so there is nothing to guess."),
            "flat": _("What is dropped does not vary, so there is nothing to guess."),
        },
        "subline": _(
            "Dropped single units can be guessed from their neighbours; dropped blocks cannot. R² "
            "says how much of what is dropped the guess explains: 1 is all, 0 no more than a mean."
        ),
        "notes": {
            "droppath_gone": _("In this draw the whole branch is gone."),
            "droppath": _("Nearest to the count: the branch stays. It is all or nothing."),
            "spatial_dropout": _("{gone} of {channels} channels gone: they come whole."),
        },
    }
