"""The words of the guided tour. Names in braces are filled in by the browser with numbers that
torch computed.

Each stop says what to do (``ask``), what to watch (``watch``), and, once it is done, what was
seen (``saw``). ``other`` asks for the other way where the first is done already; ``same`` is
said where the number that should have moved did not.
"""

from dropblock.ui.text import _


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
            "training": _("Nothing is dropped at inference. Switch to Training first."),
            "seeds": _("No seed fell, so there is nothing to see here. Lower keep_prob first."),
            "large": _("A block of one unit is its own seed. Raise block_size first."),
        },
        "rules": {
            "reference": _("seeds now fall up to the border, which γ does not allow for."),
            "paper": _("seeds now fall only where the whole block fits, as γ assumes."),
            "calibrated": _("γ now also allows for blocks that overlap."),
        },
        "stops": stop_words(),
        "prediction": prediction_words(),
    }


def stop_words() -> list[dict[str, str]]:
    """The stops before the prediction, in their order."""
    return [
        {
            "ask": _("Drag keep_prob down, to about half."),
            "other": _("Drag keep_prob up, to about half."),
            "watch": _(
                "It is the share of units that you ask to keep. Watch the seeds in panel 1 and "
                "what becomes of them in panel 4."
            ),
            "saw": _(
                "You now ask to keep {keep}. γ, the chance that a unit is a seed, went from "
                "{gamma0} to {gamma}; {seeds} units are seeds instead of {seeds0}. The random "
                "numbers are the same: only the bar moved."
            ),
        },
        {
            "ask": _("Click a seed: one of the dots in panel 1."),
            "watch": _(
                "Every unit draws a random number, its noise. Where it is below γ, a seed falls."
            ),
            "saw": _(
                "Unit ({row}, {column}) drew {noise}, and γ is {gamma}. That makes it a seed, "
                "one of {seeds} among {units} units."
            ),
        },
        {
            "ask": _("Now click a dropped unit that is no seed: a dark spot in panel 3."),
            "watch": _("Its own noise was high enough to live. Who dropped it?"),
            "saw": _(
                "Unit ({row}, {column}) drew {noise}, which is not below γ. It is gone all the "
                "same: the seed at ({seed_row}, {seed_column}) takes a whole {block} × {block} "
                "block with it."
            ),
        },
        {
            "ask": _("Drag block_size down to 1."),
            "watch": _("keep_prob stays. Compare two pictures: Output and Dropout."),
            "saw": _(
                "They are the same now: {dropped} units are gone, one by one, in both. With "
                "block_size 1, DropBlock is dropout. You still see what it is, for each gap has "
                "neighbours that tell."
            ),
        },
        {
            "ask": _("Drag block_size up again, to {large} or more."),
            "watch": _("Compare the same two pictures."),
            "saw": _(
                "{dropped} units are gone in both. A convolution fills a speck from its "
                "neighbours; in a {block} × {block} hole it finds none. So training with blocks "
                "makes a network use the other regions too."
            ),
        },
        {
            "ask": _("Press New draw."),
            "watch": _(
                "Below γ stand three numbers: {keep} asked, {expected} expected, {draw} this "
                "draw. Which of them will move?"
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
            "ask": _("Switch the recipe to Paper."),
            "other": _("Switch the recipe to Reference."),
            "watch": _("Same noise, other rules for where seeds may fall. Which number moves now?"),
            "saw": _(
                "Asked stays {keep}, but expected went from {expected0} to {expected}: {rule} "
                "keep_prob is a request. What you get depends on the code you use."
            ),
            "same": _(
                "Asked stays {keep} and expected stays {expected}: a block this small on a map "
                "this large hardly feels the border. Raise block_size and compare again."
            ),
        },
        {
            "ask": _("Switch to Inference."),
            "watch": _("A trained network predicts. What should be dropped then?"),
            "saw": _(
                "Nothing: all {units} units pass, as they are. In training the kept ones are "
                "multiplied by {scale} to make up for the lost ones, so here there is nothing "
                "to correct."
            ),
        },
    ]


def prediction_words() -> dict[str, object]:
    """The prediction that ends the tour: what gamma does when block_size changes."""
    stay = _("Stay: keep_prob stays")
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
                "from {gamma0} to {gamma}: {seeds} seeds in this draw instead of {seeds0}."
            ),
            "fall": _(
                "A larger block drops more units, so the same share takes fewer seeds. γ goes "
                "from {gamma0} to {gamma}: {seeds} seeds in this draw instead of {seeds0}."
            ),
            "border": _(
                "On this map a large block fits in few positions, and the last fraction of the "
                "formula makes up for that. γ goes from {gamma0} to {gamma}: {seeds} seeds in "
                "this draw instead of {seeds0}."
            ),
        },
    }
