"""The words of the page that compares implementations: names, verdicts, and what explains them.

What is said of an implementation comes from its recipe, with a link to its code.
"""

from typing import get_args

from dropblock.failure import RecipeFailure
from dropblock.recipe import Recipe
from dropblock.verdicts import Verdict, VerdictKind
from explainer.figures.rounding import fixed
from explainer.shell import failures
from explainer.shell.text import _

PAPER = "https://arxiv.org/abs/1810.12890"
KINDS: tuple[str, ...] = get_args(VerdictKind)
ICONS = {
    "ok": "✓", "off": "≠", "nearly_all": "▼", "nothing": "○", "may_nan": "!", "nan": "✕",
    "crash": "✕", "unstated": "?",
}  # fmt: skip


def names() -> dict[str, str]:
    """What each recipe is called on the page."""
    return {
        "paper": _("Paper (ours)"),
        "calibrated": _("Calibrated (ours)"),
        "torchvision": "torchvision",
        "timm": "timm 1.0.31",
        "timm_1_0_22": "timm 1.0.22 2d",
        "timm_1_0_22_fast": "timm 1.0.22 fast_2d",
        "tensorflow_tpu": "tensorflow/tpu",
        "tensorflow_models": "tensorflow/models",
        "keras_cv": "keras-cv",
        "mmdetection": "mmdetection",
        "paddledetection": "PaddleDetection",
        "miguelvr": "miguelvr/dropblock",
        "article": _("Article's code"),
    }


def spoken_names() -> dict[str, str]:
    """The same inside a sentence."""
    return names() | {
        "paper": _("the paper's rule"),
        "calibrated": _("the calibrated rule"),
        "article": _("the article's code"),
    }


def links(recipe: Recipe) -> list[tuple[str, str]]:
    """(label, address) of an implementation's code and of the threads about it."""
    code = [(_("code"), recipe.source)] if recipe.source else []
    if not recipe.source and not recipe.threads:
        code = [(_("paper"), PAPER)]
    return code + [(f"#{number}", recipe.thread(number)) for number in recipe.threads]


def links_markdown(recipe: Recipe) -> str:
    """The links, as Markdown."""
    return " ".join(f"[{label}]({address})" for label, address in links(recipe))


def verdict_labels() -> dict[str, str]:
    """What a verdict is called; {share} is that of the draws that keep nothing."""
    return {
        "ok": _("near asked"),
        "off": _("far from asked"),
        "nearly_all": _("drops nearly all"),
        "nothing": _("drops nothing"),
        "may_nan": _("NaN on 1 map: {share}"),
        "nan": _("NaN"),
        "crash": _("crash"),
        "unstated": _("not stated"),
    }


def failing(recipe: Recipe, keep_prob: float, block_size: int, height: int, width: int) -> str:
    """How an implementation fails whatever is drawn, or that it is not stated; else empty."""
    try:
        recipe.fit(block_size, height, width, keep_prob)
    except RecipeFailure as failed:
        return failures.sentence(failed)
    except ValueError:
        return _(
            "Its block would not be square here: {block} is larger than one side of the map. That "
            "is not shown."
        ).format(block=block_size)
    return ""


def nothing_kept(recipe: Recipe) -> str:
    """What happens to an implementation on a draw that keeps nothing; empty where it runs."""
    failure = recipe.failure("nothing_kept")
    return _("This draw keeps nothing: {how}.").format(how=failures.how(failure)) if failure else ""


def percent(share: float) -> str:
    """A share of draws, as precisely as the draws tell it; all of them is said otherwise."""
    if share >= 0.995:
        return "> 99\u00a0%"
    return f"{fixed(100 * share, 0 if share >= 0.01 else 1)}\u00a0%"


def label(found: Verdict) -> str:
    """A verdict in words."""
    return verdict_labels()[found.kind].format(share=percent(found.keeps_nothing or 0))


def told(failed: ValueError, name: str) -> str:
    """How the implementation of this name fails, or why it is not stated: a sentence without its
    end."""
    return failures.sentence(failed, name) if isinstance(failed, RecipeFailure) else _not_square()


def _not_square() -> str:
    return _("larger than one side of the map, its block would not be square")


def why(recipe: Recipe, found: Verdict, block_size: int, height: int, width: int) -> str:
    """What in the implementation explains the verdict: a sentence without its end."""
    if found.kind == "unstated":
        return _not_square()
    if found.failure:
        sentence = failures.how(found.failure)
        if not found.is_far:
            return sentence
        return f"{sentence}; {_rate_reason(recipe, block_size, height, width)}"
    if found.kind == "nothing":
        return _("gamma is below 0, or no seed is allowed, so no block ever falls")
    return _rate_reason(recipe, block_size, height, width)


def _rate_reason(recipe: Recipe, block_size: int, height: int, width: int) -> str:
    """Why the expected keep rate is not the one asked for: all that contributes to it."""
    smaller, reasons = min(height, width), []
    if block_size > smaller and not recipe.clamp:
        reasons.append(_("gamma has no meaning for a block larger than the map"))
    elif block_size > smaller and recipe.gamma(0, block_size, height, width) != recipe.gamma(
        0, smaller, height, width
    ):
        reasons.append(
            _("the block is cut to the map, but gamma counts positions for the block asked for")
        )
    if height != width and recipe.gamma_from == "width":
        reasons.append(_("gamma is computed from the width alone"))
    if height != width and recipe.seeds in ("valid_by_width", "valid_reshaped"):
        reasons.append(_("height and width are mistaken where seeds may fall"))
    if recipe.gamma_from == "block":
        reasons.append(
            _(
                "gamma is (1 − keep_prob) / block_size², without the map's size, and seeds fall "
                "up to the border"
            )
        )
    elif recipe.seeds == "everywhere":
        reasons.append(
            _(
                "seeds fall anywhere on the map, but gamma counts only positions where the whole "
                "block fits"
            )
        )
    overlap = _("blocks overlap, and gamma counts a unit in two blocks as dropped twice")
    return "; ".join(reasons) or overlap


def headlines() -> dict[str, str]:
    """The headlines and the lines below them, by what there is to say."""
    return {
        "headline": _(
            "You ask to keep {asked}. On average {base} keeps {kept}; {other} keeps {otherKept}."
        ),
        "agree": _("You ask to keep {asked}. All that run keep the same {kept} on average."),
        "yoursAgrees": _("You ask to keep {asked}. On average {base} and {other} keep {kept}."),
        "yoursFails": _("You ask to keep {asked}. On average {base} keeps {kept}; {other} fails."),
        "broken": _("You ask to keep {asked}. Nothing can be compared: {base} fails here."),
        "subline": _(
            "One draw on a {height} × {width} map with block_size {block}. Other units dropped "
            "than by {base}: {differ} of {others} others that run. {fail}"
        ),
        "alone": _("One draw on a {height} × {width} map with block_size {block}. {fail}"),
        "fail": _("Crash or NaN on this draw: {count} of {implementations}."),
        "whole": _("None crashes or gives NaN."),
    }


def tile_words() -> dict[str, object]:
    """The words of the live part. The browser fills in numbers for names in braces."""
    return {
        "asked": _("asked"),
        "expected": _("expected"),
        "draw": _("this draw"),
        "seed": _("Draw {seed}."),
        "same": _("the same units"),
        "differ": _("units that differ: {count} of {units}"),
        "base": _("compared with this"),
        "yours": _("yours"),
        "legend": {
            "kept": _("kept"),
            "dropped": _("dropped"),
            "marked": _("other than in {base}"),
        },
        "alternative": _(
            "{name}. Units dropped: {dropped} of {units}. Asked to keep {asked}. {difference}."
        ),
        "verdicts": verdict_labels(),
        "icons": ICONS,
    }
