"""The words of the live part of the gamma page. The browser fills in numbers for names in
braces, and chooses by comparing whole numbers."""

from explainer.shell.text import _


def control_words() -> dict[str, object]:
    """Headline, and what is special about the settings shown."""
    return {
        "headline": _(
            "You ask to keep {asked}. The article's code keeps {reference}, the paper's rule "
            "{paper}."
        ),
        "agree": _("You ask to keep {asked}, and here both rules keep it."),
        "subline": _(
            "That is the average over a map of {map} × {map} with block_size {block}. By the "
            "paper's rule a corner survives with chance {corner}, the centre with {centre}."
        ),
        "alike": _("That is the average over a map of {map} × {map} with block_size {block}."),
        "notes": {
            "oversized": _(
                "A block of {wanted} × {wanted} does not fit a map of {map} × {map}: you see "
                "block_size {block}. Make the map larger, or block_size smaller."
            ),
            "one": _("On a map of one unit there is one place for a seed: all or nothing."),
            "all": _("At keep_prob 1, γ is 0: no seed lands, and every unit survives."),
            "nothing": _(
                "At keep_prob 0 you ask for nothing to be kept. Equation 1 still leaves a part, "
                "unless a block is one unit or the whole map."
            ),
            "even": _(
                "With an even block_size the article's code fails: its mask is one row and one "
                "column too large. Its rule is shown with the mask cut to the map."
            ),
        },
    }


def tile_words() -> dict[str, object]:
    """The steps of the formula: what each does, and what goes wrong without the next."""
    none = _("γ is 0: nothing is dropped.")
    return {
        "asked": _("asked"),
        "expected": _("expected"),
        "draw": _("this draw"),
        "setup": [
            _("map: {size} × {size} units"),
            "block_size {block}",
            "keep_prob {keep}",
            _("draw {seed}"),
            "γ {gamma}",
        ],
        "legend": {
            "dropped": _("dropped"),
            "seed": _("seed, where a block starts"),
            "barred": _("border, where no seed may land"),
        },
        "formula": _(
            "gamma = (1 − keep_prob) / block_size² × feat_size² / (feat_size − block_size + 1)² "
            "= {gamma}"
        ),
        "alternative": _(
            "{title}. Seeds in this draw: {seeds}. Units dropped: {dropped} of {units}. Asked to "
            "keep {asked}, expected {expected}, this draw {draw}."
        ),
        "steps": {
            "units": {
                "title": _("1 Drop single units"),
                "some": _(
                    "Each unit is dropped with chance 1 − keep_prob. That keeps what you ask: it "
                    "is dropout."
                ),
                "none": none,
            },
            "grown": {
                "title": _("2 Grow each to a block"),
                "some": _(
                    "Make each of them a seed that drops the block around it: up to {area} units "
                    "instead of one. Far too much is gone."
                ),
                "single": _("A block of one unit grows to nothing more."),
                "none": none,
                "nothing": _("Each becomes a seed. You asked for nothing to be kept: it is so."),
            },
            "divided": {
                "title": _("3 Divide by block_size²"),
                "some": _(
                    "So draw {area} times fewer seeds, and only where the whole block fits: at "
                    "{positions} of {units} places. Now too few land."
                ),
                "single": _("A block of one unit fits everywhere: nothing to divide."),
                "whole": _(
                    "So draw {area} times fewer seeds, and only where the whole block fits. That "
                    "is one place, and a seed hardly ever lands there."
                ),
                "none": none,
            },
            "corrected": {
                "title": _("4 Make up for the border"),
                "some": _(
                    "Make each of these places a seed {factor} times as often. That is the "
                    "paper's γ, its equation 1. It keeps more than asked, since blocks overlap."
                ),
                "single": _("No border to make up for. This is the paper's equation 1."),
                "whole": _(
                    "Make that one place a seed {factor} times as often: the paper's equation 1. "
                    "One block, no overlap: the average is exact, each draw is all or nothing."
                ),
                "none": none,
            },
            "whole_map": {
                "title": _("And the article's code?"),
                "some": _(
                    "It takes the same γ, made for {fitting} places, but lets seeds land on all "
                    "{positions}: more seeds, some of their blocks cut off at the border."
                ),
                "single": _("With blocks of one unit it does the same."),
                "whole": _(
                    "It takes the same γ, made for one place, but lets seeds land on all "
                    "{positions}. Each drops at least a quarter of the map."
                ),
                "none": none,
            },
        },
    }


def survival_words() -> dict[str, object]:
    """The two maps of chances."""
    return {
        "titles": {
            "reference": _("The article's code: seeds anywhere"),
            "paper": _("The paper's rule: seeds where the block fits"),
        },
        "caption": _("corner {corner}, centre {centre}, on average {mean}"),
        "corner": _("corner {chance}"),
        "centre": _("centre {chance}"),
        "alternative": _(
            "{title}. Chance to survive: corner {corner}, centre {centre}, average {mean}, lowest "
            "{lowest}, highest {highest}."
        ),
        "scale": _("chance to survive"),
        "unit": _("Row {row}, column {column}"),
        "product": _("{n} places where a seed drops it: {result}"),
        "one": _("one place where a seed drops it: {result}"),
        "why": _(
            "It lives when no seed lands at any of the n places outlined in orange. Each stays "
            "empty with chance 1 − γ, so all of them do with (1 − γ) to the power of n."
        ),
        "hint": _("Click a unit in either map; arrow keys move it."),
    }


def rule_name(recipe: str) -> str:
    """What the page calls a recipe."""
    return {
        "reference": _("The article's code"),
        "paper": _("The paper's rule"),
        "calibrated": _("Calibrated"),
    }[recipe]
