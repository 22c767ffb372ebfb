"""The words of the live part of the gamma page. The browser fills in numbers for names in
braces, and chooses by comparing whole numbers."""

from dropblock.ui.settings import Settings
from dropblock.ui.text import _


def lens_words(settings: Settings) -> dict[str, object]:
    """Headline, and what is special about the settings shown."""
    return {
        "headline": _(
            "You ask to keep {asked}. The article's code keeps {reference}, the paper's rule "
            "{paper}."
        ),
        "agree": _("You ask to keep {asked}, and here both rules keep it."),
        "subline": _(
            "On average, on a {map} × {map} map with block_size {block}. And not everywhere "
            "alike: by the paper's rule a corner survives with {corner}, the centre with {centre}."
        ),
        "alike": _("On average, on a {map} × {map} map with block_size {block}."),
        "notes": {
            "oversized": _(
                "A {wanted} × {wanted} block does not fit a {map} × {map} map: you see block_size "
                "{block}. Make the map larger, or block_size smaller."
            ),
            "one": _(
                "On a map of one unit there is one place for a seed, and it drops all there is."
            ),
            "all": _("At keep_prob 1, γ is 0: no seed can fall, and every unit survives."),
            "nothing": _(
                "At keep_prob 0 you ask for nothing to be kept. Eq. 1 still leaves a part, unless "
                "a block is one unit or the whole map."
            ),
            "even": _(
                "With an even block_size the article's code fails: its mask is one row and one "
                "column too large. Its rule is shown with the mask cut to the map."
            ),
        },
    }


def tile_words() -> dict[str, object]:
    """The steps of the formula: what each does, and what goes wrong without the next."""
    return {
        "asked": _("asked"),
        "expected": _("expected"),
        "draw": _("this draw"),
        "formula": _(
            "gamma = (1 − keep_prob) / block_size² × feat_size² / (feat_size − block_size + 1)² "
            "= {gamma}"
        ),
        "alternative": _(
            "{title}: in this draw {seeds} seeds drop {dropped} of {units} units. Asked to keep "
            "{asked}, expected {expected}, this draw {draw}."
        ),
        "steps": {
            "units": {
                "title": _("1 Drop single units"),
                "some": _(
                    "Each unit falls with chance 1 − keep_prob. That keeps what you ask: it is "
                    "dropout."
                ),
            },
            "grown": {
                "title": _("2 Grow each to a block"),
                "some": _("Now each seed drops up to {area} units instead of one: far too many."),
                "single": _("A block of one unit grows to nothing more."),
            },
            "divided": {
                "title": _("3 Divide by block_size²"),
                "some": _(
                    "So draw {area} times fewer. But a whole block fits at only {positions} of "
                    "{units} places: now too few fall."
                ),
                "single": _("A block of one unit: nothing to divide."),
                "whole": _(
                    "So draw {area} times fewer. But a block as large as the map fits at one place "
                    "only: it hardly ever falls."
                ),
            },
            "corrected": {
                "title": _("4 Make up for the border"),
                "some": _(
                    "Make each of these places a seed {factor} times as often. That is the paper's "
                    "γ. It keeps a little more than asked: blocks overlap."
                ),
                "single": _("A block of one unit fits everywhere: nothing to make up for."),
                "whole": _(
                    "Make that one place a seed {factor} times as often. One block, no overlap: "
                    "the rate is exact, but it is all or nothing."
                ),
            },
            "whole_map": {
                "title": _("And the article's code?"),
                "some": _(
                    "It takes this γ, made for {fitting} places, but lets seeds fall on all "
                    "{positions}. Blocks at the border are cut off, but there are many more."
                ),
                "single": _("With blocks of one unit it does the same."),
                "whole": _(
                    "It takes this γ, made for one place, but lets seeds fall on all {positions}. "
                    "Each drops at least a quarter of the map."
                ),
            },
        },
    }


def luck_words() -> dict[str, object]:
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
        "unit": _("Unit ({row}, {column})"),
        "product": _("{n} places where a seed drops it: {result}"),
        "one": _("one place where a seed drops it: {result}"),
        "why": _(
            "It lives when none of the places outlined in the map becomes a seed. Each stays empty "
            "with chance 1 − γ, so all n of them do with (1 − γ)ⁿ."
        ),
        "hint": _("Click a unit in either map; arrow keys move it."),
    }
