"""The words of the comparison. The browser fills in numbers for names in braces."""

from explainer.shell.settings import Settings
from explainer.shell.text import _
from explainer.shell.words import channel_names, no_seed, slide_words


def headlines(real: str) -> dict[str, list[str]]:
    """Headline and sentence below it, for each state; see `methods.headline`. real: what is to be
    said of a network's map, see `explainer.shell.guess.real_map`."""
    compared = _(
        "Neighbours fill in {dropout} of what dropout drops, {dropblock} of what DropBlock drops."
    )
    nothing = _("DropBlock drops nothing, so there is nothing to guess.")
    return {
        "inference": [
            _("At inference nothing is dropped, so there is nothing to guess."),
            _("These methods are for training. To predict, a network uses everything it has."),
        ],
        **{state: [nothing, reason] for state, reason in no_seed().items()},
        "some": [
            compared,
            real
            or _(
                "A single unit can be guessed from its neighbours. Inside a block there are hardly "
                "any left to ask, so less comes back, and less still the larger the block."
            ),
        ],
        "single": [
            compared,
            _("With block_size 1 a block is a single unit: DropBlock is dropout. Make it larger."),
        ],
        "noise": [compared, real]
        if real
        else [
            _("Here nothing can be guessed back."),
            _("This map is noise: no unit says anything about its neighbours, alone or in blocks."),
        ],
        "flat": [
            _("What is dropped does not vary, so there is nothing to guess."),
            _("Choose a picture in which something is to be seen."),
        ],
        "old": [
            _("Let go of the slider, and all are guessed anew."),
            _("What is left follows while you drag."),
        ],
    }


def guess_captions() -> dict[str, str]:
    """What stands below a guess: where all is kept, where nothing is, and elsewhere."""
    return {
        "whole": _("the input, as it was"),
        "gone": _("nothing is left to guess from: the mean"),
        "some": _("guessed from what is left"),
    }


def shown_channels(settings: Settings) -> str:
    """Which channels the large and the small pictures of a column show, where there are several."""
    if not settings.is_map:
        return ", ".join(channel_names(settings))
    if settings.channels == 1:
        return ""
    return _("large: channel 1 of {channels}, small: all").format(channels=settings.channels)


def column_words(settings: Settings) -> dict[str, object]:
    """The strings of the columns that are not one method's own."""
    return {
        "measure": _(
            "**R²**: how much of what is dropped the guess explains. 1 is all of it, 0 no better "
            "than filling in the mean, below 0 worse."
        ),
        "legend": _(
            "The guess fills each channel from the kept units around the gap. Columns stand in the "
            "order of their R² at first sight; a low one alone makes no good method. DropBlock's "
            "own draw sets how many units go."
        ),
        "slide": slide_words(settings),
        "channels": shown_channels(settings),
        "guess": guess_captions(),
        "kept": _("left: {share} of the units"),
        "batch": _("branch kept in {kept} of {samples} samples, ×\u00a0{scale}"),
        "r2": _("R² {r2}"),
        "whole": _("nothing dropped"),
        "flat": _("nothing varies"),
        "old": _("the guess for the setting before"),
        "leftAlternative": _("{title}: what is left, {share} of the units."),
        "guessAlternative": _("{title}: {guess}. {result}."),
        "blink": _("Hold to see the guess in place"),
        "play": _("Play: two draws a second"),
        "next": _("Next draw"),  # in place of playing, for those who want less motion
        "rest": _("Stop playing"),
    }
