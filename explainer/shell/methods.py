"""How each method of `dropblock.METHODS` is shown: its words, its colour, its numbers elsewhere.

With the entry in METHODS this is all that a page needs to show a method.
"""

from dataclasses import dataclass

from explainer.shell.settings import Settings
from explainer.shell.text import _


@dataclass(frozen=True)
class Shown:
    """One method.

    title: its name. drops: what it drops, below the name.
    row: what it drops, where it is used and its accuracy, in the table of methods.
    colour: of its name and bar, by its name in the palette; empty: none of its own.
    notes: why it drops more or fewer units than DropBlock: where it drops nothing, and where it
        drops something. {gone} of {channels} is how many channels' worth of units it drops.
    asked: how many units a control of its own asks it to drop; 0: as many as DropBlock drops.
    samples: in how many samples of a batch, all of this input, it is shown.
    """

    title: str
    drops: str
    row: tuple[str, str, str]
    colour: str = ""
    notes: tuple[str, str] = ("", "")
    asked: int = 0
    samples: int = 1


def shown_methods(settings: Settings) -> dict[str, Shown]:
    """Every method by its name in METHODS."""
    return {
        "dropout": Shown(
            _("Dropout"),
            _("single units"),
            (_("single units"), _("after fully connected layers"), _("76.80 (keep_prob 0.7)")),
            colour="dropout",
        ),
        "spatial_dropout": Shown(
            _("Spatial Dropout"),
            _("whole channels"),
            (_("whole channels"), _("after convolutions"), "77.41 (0.9)"),
            notes=(
                _("So few units are to go that every channel stays."),
                _(
                    "{gone} of {channels} gone. They come whole, so nothing of them is left to "
                    "guess from: their mean is filled in. Other channels are not asked."
                ),
            ),
        ),
        "droppath": Shown(
            _("DropPath"),
            _("a residual branch, per sample"),
            (_("whole residual branches"), _("in residual networks"), "77.10 (0.9)"),
            notes=(
                _("So few units are to go that every sample keeps its branch."),
                _(
                    "A batch with this input in every sample. Where the branch is skipped, the "
                    "shortcut passes the sample on, and nothing is left to guess the branch from."
                ),
            ),
            samples=16,
        ),
        "cutout": _cutout(settings),
        "dropblock": Shown(
            _("DropBlock"),
            _("blocks of units"),
            (
                _("blocks of a feature map"),
                _("after convolutions and in skip connections"),
                "78.13 (0.9)",
            ),
            colour="keep",
        ),
    }


def _cutout(settings: Settings) -> Shown:
    """Its side may be set."""
    note = _("The side that you set below: not the same count.") if settings.cutout else ""
    return Shown(
        _("Cutout"),
        _("one square of the input"),
        (_("one square of the input"), _("on images, as augmentation"), "76.52"),
        notes=(note, note),
        asked=settings.map_channels * settings.cutout**2,
    )
