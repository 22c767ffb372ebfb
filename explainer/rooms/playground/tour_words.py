"""The words of the guided tour. Names in braces are filled in by the browser with numbers that
torch computed.

Each stop says what to do (``ask``), what to watch (``watch``), and, once it is done, what was
seen (``saw``). ``other`` and ``more`` ask for another way where the first leads nowhere;
``already`` is said where it is done on arrival; ``same`` where the number that should have moved
did not. ``tap`` is ``ask`` for a finger. What was seen is said on the next stop's card, or after
Back on its own, so it names what it speaks of.
"""

from explainer.shell.text import _


def tour_words() -> dict[str, object]:
    """Every string of the tour."""
    return {
        "invite": _("New here? Take the tour"),
        "resume": _("Resume the tour ({stop} of {stops})"),
        "again": _("Take the tour again"),
        "label": _("Guided tour"),
        "count": _("{stop} of {stops}"),
        "next": _("Next"),
        "back": _("Back"),
        "skip": _("Skip the tour"),
        "finish": _("Finish"),
        "needs": {
            "training": _("No seed falls at inference. Switch to Training to go on."),
            "seeds": _("No seed fell, so there is nothing to see here. Lower keep_prob first."),
            "large": _("A block of one unit is its own seed. Raise block_size first."),
            "odd": _("The Reference takes odd blocks only. Choose an odd block_size first."),
            "between": _(
                "keep_prob stands at its end, where there is little to see. Move it inwards first."
            ),
        },
        "left": _("One question is left."),
        "rules": rule_words(),
        "stops": stop_words(),
        "prediction": prediction_words(),
    }


def rule_words() -> dict[str, dict[str, str]]:
    """Why another recipe keeps another share: by the recipe now, and by the one before.

    ``above`` follows where the share is still above what was asked: with eq. 1 and seeds only
    where the whole block fits, it is never below.
    """
    border = _(
        "Seeds now fall up to the border, which γ does not allow for: that pulls expected down. "
        "Overlaps pull it up, for a unit in two blocks is dropped once. Calibrated allows for both."
    )
    return {
        "reference": {"paper": border, "calibrated": border},
        "paper": {
            "reference": _(
                "Seeds now fall only where the whole block fits, as γ assumes: the border no "
                "longer pulls expected down."
            ),
            "calibrated": _("γ no longer allows for blocks that overlap."),
            "above": _(
                "What is above {keep} now is overlaps: a unit in two blocks is dropped once. "
                "Calibrated removes that."
            ),
        },
        "calibrated": {
            "reference": _(
                "Seeds now fall only where the whole block fits, and γ allows for overlaps: on "
                "average you get what you ask."
            ),
            "paper": _("γ now allows for overlaps too: on average you get what you ask."),
        },
    }


def stop_words() -> list[dict[str, str]]:
    """The stops before the prediction, in their order."""
    return [
        {
            "ask": _("Drag keep_prob down, to about half."),
            "other": _("Drag keep_prob up, to about half."),
            "more": _("Drag keep_prob up, to about nine tenths."),
            "watch": _(
                "It is the share of units that you ask to keep. Watch panel 1, the seeds, and "
                "what becomes of them in panel 4, the output."
            ),
            "saw": _(
                "You asked to keep {keep}. γ, the chance that a unit is a seed, went from "
                "{gamma0} to {gamma}. Seeds: {seeds} instead of {seeds0}, in the same random "
                "numbers."
            ),
        },
        {
            "ask": _("Click a seed: one of the dots in panel 1."),
            "tap": _("Tap a seed: one of the dots in panel 1."),
            "watch": _(
                "Every unit draws a random number, its noise. Where it is below γ, a seed falls."
            ),
            "missed": _("No seed there. Aim at a dot in panel 1."),
            "saw": _(
                "The unit at row {row}, column {column} drew {noise}, and γ is {gamma}. That makes "
                "it a seed, one of {seeds} among {units} units."
            ),
        },
        {
            "ask": _("Now click a dropped unit that is no seed: a dark spot in panel 3."),
            "tap": _("Now tap a dropped unit that is no seed: a dark spot in panel 3."),
            "watch": _("Its own noise was high enough to live. Who dropped it?"),
            "missed": _("The unit at row {row}, column {column} is kept. Pick one in a dark spot."),
            "seed": _(
                "The unit at row {row}, column {column} has noise below γ itself. Pick another "
                "dark one."
            ),
            "saw": _(
                "The unit at row {row}, column {column} drew {noise}, which is not below γ. It is "
                "gone all the same: the seed at row {seed_row}, column {seed_column} takes a whole "
                "{block} × {block} block with it."
            ),
        },
        {
            "ask": _("Drag block_size down to 1."),
            "already": _("block_size is {block} already."),
            "watch": _(
                "keep_prob stays. Compare the two outputs: DropBlock's above, dropout's below."
            ),
            "saw": _(
                "Both outputs are the same. Gone one by one, in both: {dropped} units. "
                "With block_size 1, DropBlock drops what dropout drops. (Both have DropBlock's "
                "scale here; torch's dropout divides by keep_prob.) The neighbours of each gap "
                "still tell what was there."
            ),
        },
        {
            "ask": _("Set block_size to {large} or more."),
            "already": _("block_size is {block} already."),
            "watch": _("Compare the two outputs, and what comes back of each."),
            "saw": _(
                "Gone in both outputs: {dropped} units. The kept units around a speck tell what "
                "was there; deep inside a {block} × {block} hole there are none. In the paper, "
                "networks trained with blocks look at more regions of a picture (Fig. 6)."
            ),
        },
        {
            "ask": _("Press New draw."),
            "watch": _(
                "How much is kept has three numbers: {keep} asked, {expected} expected, {draw} "
                "this draw. Which of them will move?"
            ),
            "saw": _(
                "Only this draw moved, from {draw0} to {draw}. Asked stays {keep}, and expected, "
                "the average over all draws, stays {expected}."
            ),
            "same": _(
                "This draw gives {draw} again, which is chance. Asked stays {keep}, and expected, "
                "the average over all draws, stays {expected}."
            ),
        },
        {
            "ask": _("Now another rule on the same draw: press the link that is ringed."),
            "watch": _(
                "The Paper lets a seed fall only where its whole block fits, the Reference "
                "anywhere. Same noise, other rules: which numbers move now?"
            ),
            "saw": _(
                "Asked stays {keep}, but expected went from {expected0} to {expected} (this draw: "
                "{draw0}, then {draw}). {rule}"
            ),
            "same": _(
                "Asked stays {keep} and expected stays {expected}: with this keep_prob and this "
                "block_size both recipes keep the same share."
            ),
        },
        {
            "ask": _("Switch to Inference."),
            "already": _("Inference is on already."),
            "watch": _("A trained network predicts. What should be dropped then?"),
            "saw": _(
                "At inference nothing is dropped: all {units} units pass, as they are. In "
                "training the kept ones are multiplied by {scale} to make up for the lost ones, "
                "so here there is nothing to correct."
            ),
        },
    ]


def prediction_words() -> dict[str, object]:
    """The prediction that ends the tour: what gamma does when block_size changes."""
    stay = _("Stay: keep_prob stays")
    far = _("(That holds for a map much larger than the block.)")
    code = _("“Step by step” in the menu walks through the code of all this.")
    return {
        "show": _("Show me"),
        "smaller": {
            "ask": _("Now predict: block_size goes down from {from} to {to}. What must γ do?"),
            "rise": _("Rise: it takes more seeds"),
            "stay": stay,
            "fall": _("Fall: blocks are smaller"),
        },
        "larger": {
            "ask": _("Now predict: block_size goes up from {from} to {to}. What must γ do?"),
            "rise": _("Rise: blocks are larger"),
            "stay": stay,
            "fall": _("Fall: it takes fewer seeds"),
        },
        "watch": _("keep_prob stays at {keep}. γ is the chance that a unit is a seed."),
        "right": _("Right."),
        "wrong": {
            "rise": _(
                "Many think so: a larger block, a larger chance. But one seed now drops a whole "
                "{to} × {to} block. See the ÷ block_size² in the formula, and choose again."
            ),
            "stay": _(
                "Many think so, for keep_prob has not moved. But as many seeds with blocks of "
                "another size drop another share. See the ÷ block_size² in the formula, and choose "
                "again."
            ),
            "fall": _(
                "Many think so: a smaller block, a smaller chance. But one seed now drops only a "
                "{to} × {to} block. See the ÷ block_size² in the formula, and choose again."
            ),
            "border": _(
                "That is the rule for a block much smaller than its map. This one is not: see the "
                "last fraction of the formula, and choose again."
            ),
        },
        "because": {
            "rise": _(
                "A smaller block drops fewer units, so the same share takes more seeds. γ goes "
                "from {gamma0} to {gamma}. Seeds in this draw: {seeds} instead of {seeds0}."
            )
            + f" {far} {code}",
            "fall": _(
                "A larger block drops more units, so the same share takes fewer seeds. γ goes "
                "from {gamma0} to {gamma}. Seeds in this draw: {seeds} instead of {seeds0}."
            )
            + f" {far} {code}",
            "border": _(
                "On this map a large block fits in few positions, and the last fraction of the "
                "formula makes up for that. γ goes from {gamma0} to {gamma}. Seeds in this draw: "
                "{seeds} instead of {seeds0}."
            )
            + f" {code}",
        },
    }
