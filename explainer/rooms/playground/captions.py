"""What stands at each picture, in every state of a draw.

States: ``none`` (no seed fell), ``all`` (nothing is kept), ``single`` (block_size 1), and
``some``, which is everything else. The browser tells them apart by comparing counts, and fills in
the names in braces with numbers that torch computed.
"""

from explainer.shell.settings import Settings
from explainer.shell.text import _


def row_titles(settings: Settings) -> dict[str, str]:
    """What stands over each method's row."""
    if not settings.training:
        return {
            "dropblock": _("DropBlock drops nothing at inference"),
            "dropout": _("Nor does dropout"),
        }
    return {
        "dropblock": _("DropBlock: {dropped} gone, in blocks"),
        "dropout": _("Dropout: as many, one by one"),
    }


def _captions(settings: Settings) -> dict[str, dict[str, str]]:
    """Beside each picture: for the states that differ from ``some``, and for ``some``."""
    several = settings.noise_channels > 1
    return {
        "input": {"some": _("{size} × {size} units")},
        "seeds": {
            "some": _("in this channel: {here} of {seeds}")
            if several
            else _("{seeds} of {units}, by chance")
            if settings.recipe == "reference"
            else _("{seeds}, by chance, where blocks fit"),
            "none": _("chance picked none"),
        },
        "blocks": {
            "some": _("each grows to {block} × {block}"),
            "none": _("no seed, no block"),
            "single": _("a block is the seed alone"),
        },
        "mask": {"some": _("{rate} kept, {lost} gone")},
        "output": {
            "some": _("kept ones × {scale}"),
            "none": "",
            "all": _("everything is gone"),
        },
        "filled": {"some": ""},
        "specks": {"some": _("{rate} kept, {lost} gone")},
        "dropout": {
            "some": _("kept ones × {scale}"),
            "none": "",
            "all": _("everything is gone"),
        },
        "refilled": {"some": ""},
    }


def panel_words(settings: Settings) -> dict[str, dict[str, object]]:
    """Title, captions by state, and text alternative of each panel."""
    titles = {
        "input": _("Input"),
        "seeds": _("1 Seeds"),
        "blocks": _("2 Blocks"),
        "mask": _("3 Mask"),
        "output": _("4 Output") if settings.training else _("4 Output = input"),
        "filled": _("Filled in by neighbours"),
        "specks": _("Mask"),
        "dropout": _("Output") if settings.training else _("Output = input"),
        "refilled": _("Filled in by neighbours"),
    }
    if settings.training:
        captions = _captions(settings)
        alternatives = {
            "input": _("The input, {size} by {size} units."),
            "seeds": _("Seeds: {seeds} of {units} units, with noise below gamma, {gamma}."),
            "blocks": _("Blocks: every seed, {seeds} in all, grows to {block} by {block} units."),
            "mask": _("Keep mask. Units kept: {kept}, dropped: {dropped}."),
            "output": _("Output. Units at zero: {dropped}; the others are multiplied by {scale}."),
            "filled": _("What DropBlock took, filled in from its neighbours."),
            "specks": _("Dropout's keep mask. Units kept: {kept}, dropped: {dropped}."),
            "dropout": _("Dropout. Single units at zero: {dropped}; the others times {scale}."),
            "refilled": _("What dropout took, filled in from its neighbours."),
        }
    else:
        titles |= dict.fromkeys(("filled", "refilled"), _("Nothing to fill in"))
        captions = {name: {"some": ""} for name in titles}
        captions |= {
            name: {"some": _("not drawn at inference")}
            for name in ("seeds", "blocks", "mask", "specks")
        }
        captions["input"] = {"some": _("{size} × {size} units")}
        alternatives = {
            name: _("{title}: every unit, unchanged.").format(title=titles[name]) for name in titles
        }
    return {
        name: {
            "title": titles[name],
            "captions": captions[name],
            "alternative": alternatives[name],
        }
        for name in titles
    }
