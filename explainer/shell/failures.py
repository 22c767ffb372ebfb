"""How an original fails, in words made from the facts that its recipe states."""

from dropblock.recipe import Failure, RecipeFailure
from explainer.shell.text import _


def error(failure: Failure) -> str:
    """What comes out: the exception's name, or NaN."""
    if len(failure.errors) == 2:
        return _("{one} or {other}").format(one=failure.errors[0], other=failure.errors[1])
    return failure.errors[0] if failure.errors else _("NaN")


def how(failure: Failure) -> str:
    """Why it fails and with what, as a sentence without its end."""
    if not failure.errors:
        return _("{why}, and the output is NaN").format(why=failure.why)
    return _("{why} ({error})").format(why=failure.why, error=error(failure))


def _where(failed: RecipeFailure) -> str:
    if failed.kind == "nothing_to_drop":
        return _("keep_prob 1")
    if failed.kind == "nothing_kept":
        return _("every unit dropped")
    if failed.used == failed.block_size:
        place = _("block_size {block} on a {height} × {width} map")
    else:
        place = _("block_size {block} on a {height} × {width} map, cut to {used}")
    return place.format(
        block=failed.block_size, height=failed.height, width=failed.width, used=failed.used
    )


def sentence(failed: RecipeFailure, name: str = "") -> str:
    """Where and how an original fails, as a sentence without its end; without a name, of the one
    whose name stands above it."""
    told = _("{name} fails with {where}: {how}") if name else _("Fails with {where}: {how}")
    return told.format(name=name, where=_where(failed), how=how(failed.failure))
