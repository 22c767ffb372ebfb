"""The words of the live stage. Names in braces are filled in by the browser with numbers
that torch computed."""

from explainer.rooms.playground.captions import panel_words, sublines
from explainer.shell.settings import Settings
from explainer.shell.sources import noun
from explainer.shell.text import _
from explainer.shell.words import channel_names, formula_words, slide_words, verdicts


def share(percent: int) -> str:
    """A share of the whole, as a person would say it."""
    return {
        10: _("A tenth"),
        20: _("A fifth"),
        25: _("A quarter"),
        33: _("A third"),
        50: _("Half"),
        67: _("Two thirds"),
        75: _("Three quarters"),
    }.get(percent, _("{percent} %").format(percent=percent))


def headline(settings: Settings, dropped: int, units: int) -> str:
    """What to look at, for this many dropped units."""
    it = noun(settings.source)
    if not settings.training:
        return _("At inference {it} stays whole.").format(it=it)
    if dropped == 0:
        return _("All of {it} is still there.").format(it=it)
    if dropped == units:
        return _("All of {it} is gone.").format(it=it)
    percent = min(max(round(100 * dropped / units), 1), 99)
    return _("{share} of {it} is gone. What can a network still use?").format(
        share=share(percent), it=it
    )


def stage_words(settings: Settings) -> dict[str, object]:
    """Every string the stage shows."""
    return {
        "panels": panel_words(settings),
        "sublines": sublines(settings),
        "slide": slide_words(settings),
        "channel": _("Shown:"),
        "channels": channel_names(settings),
        "masks": mask_words(settings),
        "odd": _(
            "Reference: odd block sizes only. With an even one the article's code makes a mask one "
            "row and one column too large, and fails."
        )
        if settings.recipe == "reference"
        else _("An even block has no centre: it leans one unit to the bottom right."),
        "card": {
            "title": _("Where γ comes from"),
            **formula_words(settings),
            "asked": _("asked"),
            "expected": _("expected"),
            "draw": _("this draw"),
            "scale": _("scale"),
            "verdict": verdicts(settings),
            "other": {
                "paper": _("See it with the paper's rule, same draw →"),
                "calibrated": _("See it with the calibrated γ, same draw →"),
                "reference": _("See it with the reference's rule, same draw →"),
            }[other_recipe(settings.recipe)],
        },
        "pin": pin_words(),
    }


def other_recipe(recipe: str) -> str:
    """The recipe to look at next: each answers a question that the one before leaves."""
    return {"reference": "paper", "paper": "calibrated", "calibrated": "reference"}[recipe]


def mask_words(settings: Settings) -> str:
    """Who shares a mask, and what the paper says of it."""
    if settings.mask == "shared":
        return _(
            "All channels share one mask here. The article's code and the paper draw one for each."
        )
    if settings.source == "random":
        return _("Each channel has its own mask. The paper found that better than a shared one.")
    return _(
        "Output and dropout show all three colours, each with its own mask. The paper found that "
        "better than a shared one."
    )


def pin_words() -> dict[str, str]:
    """The card that says why one unit lived or died."""
    return {
        "title": _("Unit ({row}, {column})"),
        "channel": _("Unit ({row}, {column}), {channel}"),
        "noise": _("noise"),
        "isseed": _("{noise} < γ, so it is a seed"),
        "noseed": _("{noise} ≥ γ, so it is not a seed"),
        "outside": _("{noise} < γ, but no whole block fits here: no seed"),
        "killed": _("dropped by"),
        "none": _("no seed: it is kept"),
        "seed": _("seed ({row}, {column})"),
        "itself": _("itself"),
        "more": _("and {count} more"),
        "dropblock": _("DropBlock"),
        "dropout": _("dropout"),
        "revive": _(
            "The lowest noise among the seeds that cover it is {noise}. Raise keep_prob to {stop} "
            "and this unit is kept again: the draw stays, only γ moves."
        ),
        "fall": _(
            "The lowest noise within reach is {noise}. Lower keep_prob to {stop} and this unit "
            "is dropped: the draw stays, only γ moves."
        ),
        "never": _(
            "No keep_prob drops it in this draw: where a seed could reach it, the lowest noise is "
            "{noise}, and even at keep_prob 0 γ is only {most}."
        ),
        "inference": _("Nothing is drawn at inference: the unit passes as it is."),
        "hint": _("Units are named (row, column). Click one in any panel; arrow keys move it."),
    }
