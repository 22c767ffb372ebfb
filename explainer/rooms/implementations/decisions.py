"""The table of decisions: where implementations differ, each cell from the recipe's fields."""

import streamlit as st

from dropblock.failure import RecipeFailure
from dropblock.recipe import Recipe
from dropblock.recipes import RECIPES
from explainer.rooms.implementations import words
from explainer.shell.failures import error
from explainer.shell.settings import IMPLEMENTATIONS
from explainer.shell.text import _, prose, table

LARGE = 9  # a block, odd since an even one fails for another reason
SMALLER = (8, 7)  # the sides of the maps that it is larger than, by one and by two


def _gamma(recipe: Recipe) -> str:
    return {
        "area": _("eq. 1, from height and width"),
        "width": _("eq. 1, from the width alone"),
        "calibrated": _("found so that expected is asked"),
        "block": _("(1 − keep_prob) / block_size²"),
        "share": _("1 − keep_prob"),
    }[recipe.gamma_from]


def _seeds(recipe: Recipe) -> str:
    return _("on the whole map") if recipe.seeds == "everywhere" else _("where the block fits")


def _even(recipe: Recipe) -> str:
    if failure := recipe.failure("even"):
        return error(failure)
    if recipe.lean == "top_left":
        return _("leans to the top left")
    return _("leans to the bottom right")


def _clamped(recipe: Recipe) -> str:
    if not recipe.clamp:
        return _("used as it is")
    if recipe.clamp != "each_side":
        return _("cut to the map")
    if recipe.unclamped_positions:
        return _("cut in gamma, and by the map’s sides where it falls")
    return _("cut to each side of the map")


def _oversized(recipe: Recipe) -> str:
    handled = _clamped(recipe)
    fails = {}
    for side in SMALLER:
        try:
            recipe.fit(LARGE, side, side)
        except RecipeFailure as failed:
            if failed.kind != "even":  # where it is cut to an even one
                fails[side] = error(failed.failure)
    if len(fails) == len(SMALLER):
        return " / ".join(dict.fromkeys(fails.values()))
    if fails:
        return _("{handled}; larger by one: {error}").format(
            handled=handled, error=fails[SMALLER[0]]
        )
    return handled


def _rectangle(recipe: Recipe) -> str:
    if failure := recipe.failure("not_square"):
        return error(failure)
    if recipe.seeds in ("valid_by_width", "valid_reshaped"):
        return _("mistakes one for the other: seeds where no block fits")
    if recipe.gamma_from == "width":
        return _("gamma ignores the height")
    return _("works")


def decisions(recipe: Recipe) -> list[str]:
    """One row of the table, without the name and the links."""
    return [
        _seeds(recipe),
        _gamma(recipe),
        _("shared") if recipe.shared else _("per channel"),
        _even(recipe),
        _oversized(recipe),
        _("NaN") if recipe.failure("nothing_kept") else _("zeros"),
        _rectangle(recipe),
        recipe.also or "–",
    ]


def show_decisions() -> None:
    """The table, one row an implementation, with its evidence."""
    st.markdown(prose("implementations", "decisions"))
    names = words.names()
    head = [
        _("Implementation"), _("Seeds fall"), _("Gamma"), _("Mask"), _("Even block"),
        _("Block > map"), _("Nothing kept"), _("Height ≠ width"), _("Also"),
        _("Evidence"),
    ]  # fmt: skip
    rows = []
    for name in IMPLEMENTATIONS:
        recipe = RECIPES[name]
        title = f"**{names[name]}** {recipe.version}".rstrip()
        rows.append([title, *decisions(recipe), words.links_markdown(recipe)])
    with st.container(key="decisions"):
        st.markdown(table(head, rows))
