"""The words of the walk. Names in braces are filled in by the browser with numbers that torch
computed."""

from explainer.rooms.walk.shown import ALL, NONE, OVERLAP, SINGLE, SOME
from explainer.shell.settings import Settings
from explainer.shell.sources import SIZES
from explainer.shell.text import _
from explainer.shell.words import factor_words, verdicts


def walk_words(settings: Settings) -> dict[str, object]:
    """Every string of the walk, apart from its questions."""
    return {
        "back": _("Back"),
        "next": _("Next"),
        "play": _("Play"),
        "pause": _("Pause"),
        "onward": _("One step on"),  # in place of playing, for those who want less motion
        "restart": _("From the start"),
        "waits": _("Play waits for your answer or for “Show me”, then it goes on."),
        "scrub": _("Step of the walk"),
        "stepper": _("Walk through the steps"),
        "first": _("Predict first"),
        "code": _("Source of dropblock/reference.py; the lines of this step are lit"),
        "step": _("Step {step}"),
        "grids": grid_words(),
        "steps": step_words(settings),
        "units": _units(),
        "parameters": _parameters(),
        "mode": {
            "training": _("training: on to step 5"),
            "inference": _("not training: x itself, as it came"),
        },
        "unreached": _("Not reached: the layer is not training, so forward returned x in step 4."),
        "factors": [
            *factor_words(settings),
            _(
                "This code does not keep to those places: it draws for every unit, as you see in "
                "step 5."
            ),
            _(
                "A larger block makes the first fraction smaller and the last one larger: on a "
                "small map γ can even rise."
            ),
        ],
        "verdicts": verdicts(settings),
        "asked": _("asked"),
        "expected": _("expected"),
        "drawn": _("this draw"),
        "question": _questions(),
    }


def _questions() -> dict[str, str]:
    return {
        "title": _("Predict"),
        "show": _("Show me"),
        "check": _("Check my cells"),
        "again": _("Predict this one too"),
        "right": _("Yes."),
        "wrong": _("Not quite."),
        "shown": _("Here it is."),
        "answer": _("The answer: {answer}."),
        "said": _("You said: {answer}."),
        "cell": _("row {row}, column {column}"),
        "legend": _("✓ yours and right, ✗ yours but kept, ○ dropped but not marked"),
    }


def grid_words() -> dict[str, dict[str, str]]:
    """Title of each grid, and what it holds."""
    return {
        "x": {"title": _("x"), "label": _("x, the input: {size} by {size} numbers")},
        "kernel": {
            "title": _("what one seed covers"),
            "label": _("The window of the max-pool: {block} by {block} units around a seed"),
        },
        "fits": {
            "title": _("where a whole block fits"),
            "label": _("A block fits around {valid} by {valid} of the units"),
        },
        "noise": {
            "title": _("uniform draw"),
            "label": _("The draw. Below gamma, {gamma}: {seeds} of {units} numbers"),
        },
        "seeds": {
            "title": _("seeds"),
            "label": _("The seeds, marked 1: {seeds} of {units} units"),
        },
        "marks": {
            "title": _("your block"),
            "label": _("The map, {size} by {size}: mark the cells that the block drops"),
        },
        "blank": {"title": _("uniform draw"), "label": _("The draw, still hidden")},
        "covers": {
            "title": _("blocks per unit"),
            "label": _("How many blocks cover each unit. In at least one: {dropped} of {units}"),
        },
        "blocks": {
            "title": _("blocks"),
            "label": _("The blocks, marked 1: {dropped} of {units} units"),
        },
        "mask": {
            "title": _("mask"),
            "label": _("The mask. Kept (1): {kept} of {units} units, dropped (0): {dropped}"),
        },
        "output": {
            "title": _("output"),
            "label": _(
                "The output. At 0: {dropped} of {units} units; the others are x times {scale}"
            ),
        },
        "same": {"title": _("output = x"), "label": _("The output is the input, unchanged")},
    }


def step_words(settings: Settings) -> dict[str, dict[str, str]]:
    """Title of each step, and what to see there, by the state of the draw."""
    none = _("No unit drew a number below γ = {gamma}, so no block falls and nothing is dropped.")
    everything = _("The blocks cover the whole map: nothing is kept.")
    is_articles = settings.size == SIZES[0]
    other_size = "" if is_articles else " " + _("The article's map, in the code, is 5 × 5.")
    told = _(
        "Its shape is (1, 1, {size}, {size}): one sample, one channel, height, width. Dropout "
        "would drop single units, whose neighbours still tell what was there; DropBlock drops "
        "whole blocks. The code is this app's reference: that of a blog article, guarded where it "
        "fails."
    )
    return {
        "1": {
            "title": _("The input"),
            SOME: f"{_the_map(settings)} {told}" + other_size,
        },
        "2": {
            "title": _("The parameters"),
            SOME: _(
                "Two numbers are yours: block_size and keep_prob. Kernel, stride and padding "
                "follow; they belong to the max-pool that will grow the blocks. γ (gamma) is "
                "still empty, since it needs the width of the map."
            ),
        },
        "3": {
            "title": _("Gamma: the chance of a seed"),
            SOME: _(
                "You want a share of 1 − {keep} gone. One seed takes a whole block of {block} × "
                "{block} = {area} units with it, so few seeds are enough: a unit becomes one with "
                "chance γ. feat_size, the side of the map, is `width` in the code."
            ),
            SINGLE: _(
                "A block is a single unit here. Every seed drops one unit, so γ is just "
                "1 − keep_prob: this is dropout."
            ),
        },
        "4": {
            "title": _("Training or not?"),
            SOME: _("The layer is training, so it goes on and keeps γ for the next call.")
            if settings.training
            else _(
                "The layer is not training: it returns x as it is. Nothing is drawn, nothing is "
                "scaled. Steps 5 and 6 do not run."
            ),
        },
        "5a": {
            "title": _("Seeds: one number for every unit"),
            SOME: _(
                "torch draws a number between 0 and 1 for every unit. Where it lies below γ = "
                "{gamma} the unit is a seed: {seeds} of {units} this time, {expected} on average. "
                "Another keep_prob moves γ, but the draw stays."
            ),
        },
        "5b": {
            "title": _("Each seed grows into a block"),
            SOME: _(
                "The max-pool looks at the {block} × {block} window around each unit: one seed in "
                "it is enough for a 1. Here you see how many blocks lie over each unit. Blocks "
                "are cut off at the border. Covered in all: {dropped}."
            ),
            OVERLAP: _(
                "The max-pool looks at the {block} × {block} window around each unit: one seed in "
                "it is enough for a 1. Here you see how many blocks lie over each unit. Under "
                "more than one: {overlap}; the max-pool makes a 1 there, too. Covered in all: "
                "{dropped}."
            ),
            SINGLE: _("With block_size 1 a window is the unit itself: a block is its seed."),
            NONE: none,
            ALL: everything,
        },
        "5c": {
            "title": _("The mask: 1 keeps, 0 drops"),
            SOME: _("mask = 1 − blocks. Kept: {kept} of {units} units. Dropped: {dropped}."),
        },
        "6a": {
            "title": _("Normalisation: how much is left?"),
            SOME: _(
                "Left: {kept} of {units} units. Multiplying by {units} / {kept} = {scale} makes "
                "up for the others, so that the next layer meets about the same sum as "
                "without dropping."
            ),
            NONE: _("All {units} units are left, so there is nothing to make up for: × 1."),
            ALL: _(
                "Nothing is left. The article's code divides by zero here and gives NaN; this "
                "reference gives zeros."
            ),
        },
        "6b": {
            "title": _("The result"),
            SOME: _(
                "Each unit becomes x · mask · {scale}. Dropped units are 0, kept ones grow; the "
                "sum goes from {whole} to {scaled}. The next layer gets this. x and output share "
                "one scale of colours, so x is darker than in step 1."
            ),
            NONE: _("Nothing was dropped: the output is x."),
            ALL: _("Everything was dropped: the output is all zeros."),
        },
    }


def _the_map(settings: Settings) -> str:
    """What x is."""
    if settings.source == "features":
        return _(
            "A real feature map of {size} × {size} units: the clearest channel of what an ImageNet "
            "network sees in the picture, from 0 (off) to 1. Cells show two decimals."
        )
    return _(
        "A feature map of {size} × {size} units, as a layer inside a network would hand it on; "
        "here integers from 1 to 9, so that you can check every product."
    )


def _units() -> dict[str, str]:
    """What one unit says when you point at it."""
    return {
        "tap": _("Tap a cell to see its numbers."),
        "hint": _("Point at a cell, or tab to a grid and use the arrow keys."),
        "hintProduct": _(
            "Point at a cell for its product with two decimals, or tab to a grid and use the arrow "
            "keys."
        ),
        "x": _("x at row {row}, column {column}: {value}"),
        "seed": _("Row {row}, column {column}: {noise} < γ = {gamma}, so it is a seed."),
        "noseed": _("Row {row}, column {column}: {noise} ≥ γ = {gamma}: no seed."),
        "covered": _("Row {row}, column {column} is covered by {killers}: dropped."),
        "free": _("Row {row}, column {column}: no seed within reach, so it is kept."),
        "at": _("the seed ({row}, {column})"),
        "own": _("its own seed"),
        "and": _(" and "),
        "product": _("Row {row}, column {column}: {value} · {mask} · {scale} = {result}"),
    }


def _parameters() -> list[list[str]]:
    """Names of step 2 and where their values come from."""
    return [
        ["block_size", "{block}", _("yours")],
        ["keep_prob", "{keep}", _("yours")],
        ["gamma", "None", _("not known yet")],
        ["kernel_size", "({block}, {block})", _("the window of the max-pool")],
        ["stride", "(1, 1)", _("a window at every unit")],
        ["padding", "({padding}, {padding})", _("so that the map keeps its size")],
    ]
