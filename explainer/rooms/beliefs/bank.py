"""The eight experiments, in the order in which they are shown."""

from explainer.figures.rounding import fixed
from explainer.rooms.beliefs import gamma, mask, output
from explainer.rooms.beliefs.gamma import CHANNELS, MASKS
from explainer.rooms.beliefs.mask import EVEN_BLOCKS, KEEP_PROBS
from explainer.shell.experiment import Experiment, Vary
from explainer.shell.text import _

EXPERIMENTS = {
    experiment.name: experiment
    for experiment in (
        Experiment(
            "dropout",
            _("Block 1 = dropout"),
            {
                "same": _("Same mask, same scale"),
                "scale": _("Same mask, another scale"),
                "mask": _("Another mask"),
            },
            "scale",
            Vary("keep_prob", {0.75: "0.75", 0.5: "0.50", 0.9: "0.90"}),
            output.dropout,
        ),
        Experiment(
            "overlap",
            _("Overlaps"),
            {
                "minus": _("−1: each block takes 1 away"),
                "zero": _("0: dropped is dropped"),
                "one": _("1: the second drop undoes the first"),
            },
            "zero",
            Vary("keep_prob", {keep: fixed(keep, 2) for keep in KEEP_PROBS}),
            mask.overlap,
        ),
        Experiment(
            "feat_size",
            _("feat_size"),
            {
                "falls": _("It falls"),
                "stays": _("It stays as it is"),
                "grows": _("It grows"),
            },
            "stays",
            Vary(_("Channels, grown to"), {number: str(number) for number in CHANNELS}),
            gamma.feat_size,
        ),
        Experiment(
            "channels",
            _("One mask"),
            {
                "one": _("One, the same for all"),
                "each": _("Three, one for each channel"),
            },
            "each",
            Vary(_("Mask"), {"channel": _("One per channel"), "shared": _("One for all")}),
            mask.channels,
        ),
        Experiment(
            "keep_prob",
            _("keep_prob"),
            {
                "less": _("Less than that"),
                "asked": _("Just that"),
                "more": _("More than that"),
            },
            "less",
            Vary(
                _("Recipe"),
                {
                    "reference": _("Reference"),
                    "paper": _("Paper"),
                    "calibrated": _("Calibrated"),
                },
            ),
            gamma.keep_prob,
            _("Run {masks} other masks").format(masks=f"{MASKS:,}"),
        ),
        Experiment(
            "gamma_kept",
            _("γ kept"),
            {
                "same": _("The same γ"),
                "smaller": _("A smaller γ"),
                "larger": _("A larger γ"),
            },
            "larger",
            Vary(_("The second map"), {7: "7 × 7", 5: "5 × 5", 14: "14 × 14"}),
            gamma.gamma_kept,
        ),
        Experiment(
            "even",
            _("Even blocks"),
            {
                "smaller": _("One row and column smaller than the map"),
                "same": _("As large as the map"),
                "larger": _("One row and column larger than the map"),
            },
            "larger",
            Vary("block_size", {block: str(block) for block in EVEN_BLOCKS}),
            mask.even,
        ),
        Experiment(
            "inference",
            _("Inference"),
            {
                "blocks": _("x with blocks dropped, the rest scaled up"),
                "scaled": _("x, every unit × keep_prob"),
                "same": _("x as it is"),
            },
            "same",
            Vary(_("Mode"), {"inference": _("Inference"), "training": _("Training")}),
            output.inference,
        ),
    )
}
