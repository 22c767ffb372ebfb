"""Sentences that several rooms say. Names in braces are filled in by the browser with numbers that
torch computed."""

from explainer.shell.settings import Settings
from explainer.shell.text import _


def formula_words(settings: Settings) -> dict[str, object]:
    """Eq. 1 as it is spoken, what its factors do, and the calibration, where there is one."""
    calibrated = settings.recipe == "calibrated"
    eq1 = _("gamma = (1 − keep_prob) / block_size² × feat_size² / (feat_size − block_size + 1)²")
    return {
        "formula": f"{eq1} × c = {{gamma}}" if calibrated else f"{eq1} = {{gamma}}",
        "calibration": "c" if calibrated else "",
        "factors": factor_words(settings),
    }


def factor_words(settings: Settings) -> list[str]:
    """What each factor of eq. 1 does, and the calibration, where there is one."""
    factors = [
        _("1 − keep_prob: the share you want gone."),
        _("÷ block_size²: one seed drops a whole block."),
        _(
            "× last fraction: seeds are meant for the places where a whole block fits. They are "
            "fewer than the units, so each gets a higher chance."
        ),
    ]
    if settings.recipe == "calibrated":
        factors.append(
            _("× c: found so that the expected share is what you ask; overlaps need it.")
        )
    return factors


def channel_names(settings: Settings) -> list[str]:
    """A picture's channels are its colours; a map's are numbered."""
    if not settings.is_map:
        return [_("red"), _("green"), _("blue")]
    return [_("channel {number}").format(number=k + 1) for k in range(settings.channels)]


def verdicts(settings: Settings) -> list[str]:
    """What expected − asked means: below, equal, above."""
    if not settings.training:
        return [_("At inference all units are kept and nothing is scaled.")] * 3
    if settings.recipe == "calibrated":
        exact = _(
            "Expected is what you asked for: this γ allows for overlapping blocks, in which eq. 1 "
            "counts a unit twice."
        )
        return [exact, exact, exact]
    if settings.recipe == "paper":
        above = _(
            "Expected is {gap} above asked: blocks overlap, and a unit in two blocks is dropped "
            "only once."
        )
        return [above, _("Expected is what you asked for."), above]
    return [
        _(
            "Expected is {gap} below asked: this rule lets seeds fall near the border, too, and γ "
            "does not count on those."
        ),
        _("Expected is what you asked for."),
        _(
            "Expected is {gap} above asked: a unit in two blocks is dropped only once, but γ "
            "counts it twice."
        ),
    ]


def no_seed() -> dict[str, str]:
    """Why nothing is dropped: ``none``, in this draw; ``never``, in any."""
    return {
        "none": _("No seed fell. Lower keep_prob, or take a new draw."),
        "never": _("At keep_prob 1 γ is 0, so no seed can fall. Lower keep_prob."),
    }


def slide_words(settings: Settings) -> dict[str, object]:
    """What stands beside the pictures on a slide: the settings and the figures of the draw, in
    the order of the page, and what the marks mean."""
    setup = [
        _("recipe: {recipe}").format(recipe=settings.recipe),
        _("map: {size} × {size} units"),
        "block_size {block}",
        "keep_prob {keep}",
        _("draw {seed}").format(seed=settings.seed),
    ]
    figures = [
        "γ {gamma}",
        _("kept: {keep} asked, {expected} expected, {drawn} this draw"),
        _("scale × {scale}"),
    ]
    still = [_("At inference nothing is dropped and nothing is scaled.")]
    return {
        "lines": [*setup, *(figures if settings.training else still)],
        "legend": {
            "dropped": _("dropped"),
            "seed": _("a seed"),
            "block": _("the block it grows to"),
        },
    }
