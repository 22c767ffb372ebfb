"""The words of the live stage. Names in braces are filled in by the browser with numbers
that torch computed."""

from explainer.rooms.playground.captions import panel_words, sublines
from explainer.shell.settings import Settings
from explainer.shell.text import _
from explainer.shell.words import channel_names, formula_words, slide_words, verdicts


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
