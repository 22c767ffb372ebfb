"""The words of the live stage. Names in braces are filled in by the browser with numbers
that torch computed."""

from explainer.rooms.playground.captions import panel_words, row_titles
from explainer.shell.settings import Settings
from explainer.shell.text import _, ngettext
from explainer.shell.words import channel_names, formula_words, no_seed, slide_words, verdicts


def stage_words(settings: Settings) -> dict[str, object]:
    """Every string the stage shows."""
    return {
        "panels": panel_words(settings),
        "rows": row_titles(settings),
        "draws": _("No seeds, no blocks: each unit draws a number, and the lowest go.")
        if settings.training
        else "",
        "noise": [_("noise 0"), _("1")],
        "slide": slide_words(settings),
        "channel": _("Shown:"),
        "channels": channel_names(settings),
        "odd": _(
            "Odd sizes only: an even block has no centre, and the article's code fails on one. The "
            "paper's rule, behind More, takes both."
        )
        if settings.recipe == "reference"
        else "",
        "card": {
            "title": _("γ: the chance that a unit becomes a seed"),
            "more": _("What each factor does"),
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


def filling_words(
    settings: Settings, state: str, lost: int, draws: int, real: str
) -> dict[str, object]:
    """Headline and what stands at the fillings.

    state: ``inference``; ``none`` or ``all``, nothing or everything is gone; ``single``, the block
    is one unit; ``noise``, ``flat``: nothing can be guessed; ``less`` or ``more`` comes back of
    what DropBlock took than of what dropout took. lost: how many units are gone; draws: over how
    many a mean was measured; real: what is to be said of a network's map, see
    `explainer.shell.guess.real_map`.
    """
    it = _(settings.of_source.noun)
    missing = real or ngettext(
        "Both have lost {dropped} unit. A single unit leaves its neighbours to be asked. A block "
        "takes them along, so a network must look elsewhere.",
        "Both have lost {dropped} units. A single unit leaves its neighbours to be asked. A block "
        "takes them along, so a network must look elsewhere.",
        lost,
    )
    both = _("Neighbours fill in {dropout} of what dropout took, {dropblock} of DropBlock's.")
    title, sentence = {
        "inference": (
            _("At inference {it} stays whole."),
            _(
                "Dropping is for training, where it forces the network to use every region. To "
                "predict, it uses everything it has."
            ),
        ),
        "none": (_("All of {it} is still there."), no_seed()["none"]),
        "never": (_("All of {it} is still there."), no_seed()["never"]),
        "all": (
            _("All of {it} is gone."),
            _("Raise keep_prob, or choose a smaller block_size: there is nothing to fill in from."),
        ),
        "single": (
            both,
            ngettext(
                "With block_size 1 a block is a single unit, so DropBlock is dropout: both lose "
                "the same {dropped} unit.",
                "With block_size 1 a block is a single unit, so DropBlock is dropout: both lose "
                "the same {dropped} units.",
                lost,
            ),
        ),
        "noise": (
            _("In random numbers no neighbour knows what is gone."),
            _(
                "So it does not matter whether units or blocks go: that is how it is in fully "
                "connected layers, and why dropout is enough there. Pictures are different."
            ),
        ),
        "flat": (
            _("What is gone does not vary, so there is nothing to guess."),
            _("Choose a picture in which something is to be seen."),
        ),
        "less": (
            _(
                "Neighbours fill in {dropout} of what dropout took, only {dropblock} of what "
                "DropBlock took."
            ),
            missing,
        ),
        "more": (both, missing),
    }[state]
    return {
        "title": title.replace("{it}", it),
        "sentence": sentence,
        "old": _("Let go of the slider, and both are filled in anew."),
        "last": _("of the last release"),
        "back": _("comes back"),
        "how": _(
            "Each gap is filled with the average of the kept units around it. At least so much "
            "comes back: a cleverer filling finds more."
        ),
        "mean": _("over {draws} draws").format(draws=draws),
        "distance": _("nearest kept"),
        "hints": {
            "mean": _("The mean share over {draws} draws at these settings.").format(draws=draws),
            "distance": _(
                "How far a gone unit is from the nearest kept one on average, in units: by rows or "
                "by columns, whichever is more."
            ),
        },
    }


def pin_words() -> dict[str, object]:
    """The card that says what became of one unit, and why."""
    return {
        "title": _("Row {row}, column {column}"),
        "state": {
            "both": _("gone in both"),
            "dropblock": _("gone in DropBlock alone"),
            "dropout": _("gone in dropout alone"),
            "neither": _("kept in both"),
        },
        "methods": {"dropblock": _("DropBlock"), "dropout": _("dropout")},
        "near": _("{kept} of {all} kept"),
        "guess": _("guess {value}"),
        "kept": _("kept: {value}"),
        "really": _("Input: {value}."),
        "channel": _("Input: {value} in {channel}."),
        "took": _("Its seed: row {row}, column {column}."),
        "itself": _("It is a seed itself."),
        "more": _("This unit in numbers"),
        "noise": _("noise"),
        "isseed": _("{noise} < γ, so it is a seed"),
        "noseed": _("{noise} ≥ γ, so it is not a seed"),
        "outside": _("{noise} < γ, but no whole block fits here: no seed"),
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
        "hint": _("Click or tap a unit in any picture."),
    }
