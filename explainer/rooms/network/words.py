"""The words of the page about the network. The browser fills in what stands in braces."""

from typing import Any

from explainer.network.ladder import BLOCKS, DRAWS
from explainer.rooms.network.looked import Looked
from explainer.shell.settings import Settings
from explainer.shell.text import _


def ladder_words(settings: Settings, at: Looked) -> dict[str, Any]:
    """All that stands beside numbers that change while the slider moves."""
    return {
        "title": {
            "half": _(
                "Half of the map is gone. Still {answer}: in {dropout} of 100 draws if single "
                "units go, in {dropblock} if blocks of 7 do."
            ),
            "counted": _(
                "{share} % of the map is gone. Still {answer}: in {dropout} of 100 draws if single "
                "units go, in {dropblock} if blocks of 7 do."
            ),
            "draw": _(
                "{share} % of the map is gone. In this draw the network says {dropout} if single "
                "units go, {dropblock} if blocks of 7 do."
            ),
            "intact": _("Nothing is dropped: the network says {answer}."),
            "nothing": _("All of the map is gone: what is left to say is not about your picture."),
        },
        "sentence": _sentence(settings, at),
        "intact": _("Intact"),
        "sure": _("{sure} sure, with nothing dropped"),
        "columns": {
            str(block): _("Single units")
            if block == 1
            else _("Blocks of {block}").format(block=block)
            for block in BLOCKS
        },
        "gone": _("{gone} gone"),
        "dropped": _("dropped"),
        "counted": _("of {draws} draws still {answer}").format(draws=DRAWS, answer="{answer}"),
        "counting": _("of {done} draws still {answer}"),
        "this": _("this draw: {answer}"),
        "waiting": _("counting …"),
        "stop": _("Stop counting"),
        "goOn": _("Count on"),
        "picture": _("Your picture"),
        "about": _(
            "**A real network** EfficientNet-Lite0: 4.7 million weights, trained on ImageNet. It "
            "runs on this computer."
        ),
        "where": _("Drop from which map?"),
        "stage": _("{side} × {side}, {channels} channels"),
        "channels": _("{channels} ch"),
        "seen": _("What its units answer to"),
        "seenNote": _("{shown} of {channels} channels, {side} × {side}").format(
            shown="{shown}", channels=at.seen.shape[1], side=settings.stage
        ),
        "mapNote": _("all {channels} channels, by strength").format(channels=at.features.shape[1])
        if settings.mask == "shared"
        else _("mask of channel 1 of {channels}").format(channels=at.features.shape[1]),
        "evidence": _("evidence for {answer}"),
        "draw": _("Draw {draw} of {draws}").format(draw="{draw}", draws=DRAWS),
        "before": _("The draw before"),
        "next": _("The next draw"),
        "slide": {
            "note": _("EfficientNet-Lite0, {side} × {side}, keep_prob {keep_prob}, draw {draw}"),
            "of": _("of {done} draws"),
        },
        "asking": _("Asking the network at all stops of keep_prob …"),
        "mapAlternative": _("{title}: {gone} of the map is gone."),
        "evidenceAlternative": _(
            "Where the network finds evidence for {answer}: {share} of the intact map's."
        ),
        "seenAlternative": _("Channel {number} of those that show most."),
    }  # fmt: skip


def _sentence(settings: Settings, at: Looked) -> str:
    if not at.is_known:
        return _(
            "The network does not know such things: its best guess has a probability below 0.1. It "
            "knows 1,000 classes of ImageNet, and no person among them."
        )
    if settings.scaled:
        return _(
            "The network was trained with neither. Kept units are scaled up as in training, which "
            "makes much of the fall: switch the scale off and compare."
        )
    return _(
        "The network was trained with neither. Kept units stay as they are here; in training they "
        "are scaled up, which throws this network further off."
    )
