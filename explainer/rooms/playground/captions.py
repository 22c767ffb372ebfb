"""What stands under each panel, in every state of a draw.

States: ``none`` (no seed fell), ``all`` (nothing is kept), ``single`` (block_size 1), and
``some``, which is everything else. The browser tells them apart by comparing counts. Where γ is 0
the sentence under the headline is ``never``.
"""

from explainer.shell.settings import Settings
from explainer.shell.text import _
from explainer.shell.words import no_seed

STATES = ("none", "all", "single", "some")


def sublines(settings: Settings) -> dict[str, str]:
    """The sentence under the headline: what to look at."""
    if not settings.training:
        return dict.fromkeys(
            STATES,
            _(
                "Dropping is for training, where it forces the network to use every region. "
                "To predict, it uses everything it has: the output is the input."
            ),
        )
    return {
        **no_seed(),
        "all": _(
            "Blocks cover everything: there is nothing left to scale. Raise keep_prob, "
            "or choose a smaller block_size."
        ),
        "single": _(
            "With block_size 1 a block is a single unit, so DropBlock is dropout: "
            "both pictures are the same."
        ),
        "some": _(
            "DropBlock removes whole regions, dropout as many single units. "
            "In random numbers no neighbour could fill a gap; in a picture it could."
        )
        if settings.source == "random"
        else _(
            "DropBlock removes whole regions, so neighbours cannot fill the gap. "
            "Dropout, at the same count, leaves neighbours everywhere."
        ),
    }


def _captions(settings: Settings) -> dict[str, dict[str, str]]:
    """Under each panel: for the states that differ from ``some``, and for ``some``."""
    several = settings.noise_channels > 1
    gone = _("everything is gone")
    return {
        "input": {"some": _("{size} × {size} units")},
        "seeds": {
            "some": _("{here} seeds in this channel, {seeds} in all {channels}")
            if several
            else _("{seeds} of {units} units drew noise below γ")
            if settings.recipe == "reference"
            else _("{seeds} seeds: noise below γ where the whole block fits"),
            "none": _("no unit drew noise below γ")
            if settings.recipe == "reference"
            else _("no noise below γ where the whole block fits"),
        },
        "blocks": {
            "some": _("each seed grows to {block} × {block}; overlaps count once"),
            "none": _("no seed, no block"),
            "single": _("a block is the seed alone"),
        },
        "mask": {
            "some": _("{kept} units kept in all {channels} channels, {rate} of all")
            if several
            else _("{kept} units kept, {rate} of all")
        },
        "output": {
            "some": _("{dropped} units gone in all {channels} channels: whole regions are lost")
            if several
            else _("{dropped} units gone in blocks: whole regions are lost"),
            "none": _("nothing is gone"),
            "all": gone,
            "single": _("{dropped} units gone one by one"),
        },
        "dropout": {
            "some": _("{dropped} units gone one by one: no region is lost"),
            "none": _("nothing is gone"),
            "all": gone,
            "single": _("the same {dropped} units"),
        },
    }


def panel_words(settings: Settings) -> dict[str, dict[str, object]]:
    """Title, captions by state, and text alternative of each panel."""
    titles = {
        "input": _("Input"),
        "seeds": _("1 Seeds"),
        "blocks": _("2 Blocks"),
        "mask": _("3 Keep mask"),
        "output": _("4 Output × {scale}") if settings.training else _("4 Output = input"),
        "dropout": _("Dropout, same count") if settings.training else _("Dropout"),
    }
    if settings.training:
        captions = _captions(settings)
        alternatives = {
            "input": _("The input, {size} by {size} units."),
            "seeds": _("Seeds: {seeds} of {units} units, with noise below gamma, {gamma}."),
            "blocks": _("Blocks: each of {seeds} seeds grows to {block} by {block} units."),
            "mask": _("Keep mask: {kept} units kept, {dropped} dropped."),
            "output": _("Output: {dropped} units are zero, the others are multiplied by {scale}."),
            "dropout": _("Dropout: {dropped} single units are zero, the others times {scale}."),
        }
    else:
        still, same = _("not drawn at inference"), _("every unit, unchanged")
        captions = {name: {"some": still} for name in ("seeds", "blocks", "mask")}
        captions |= {name: {"some": same} for name in ("output", "dropout")}
        captions["input"] = {"some": _("{size} × {size} units")}
        alternatives = {name: f"{titles[name]}: {captions[name]['some']}." for name in titles}
    return {
        name: {
            "title": titles[name],
            "captions": captions[name],
            "alternative": alternatives[name],
        }
        for name in titles
    }
