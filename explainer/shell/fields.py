"""One row of a table of settings: what a field may hold, and how it is read and written.

What is read comes from a link, a control or the browser, and is untrusted: what cannot be read
becomes the default, what is out of range the nearest allowed value (the smaller of two as near).
Nothing raises.
"""

import math
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

FORMER_NAMES = {"seed": "article"}  # a link made by an earlier version keeps its meaning


@dataclass(frozen=True)
class Row:
    """One field: a name, a whole number, a number of hundredths, or yes or no, as its default is.

    allowed: the names, or the numbers in ascending order; of hundredths, how many. Where they or
    the default depend on other fields, they are functions of the settings, of which the rows
    above have been read. pages: those that read it, by the name of their file. follows: fields that
    bring this one along: when one of them becomes another, and with it this one's default, it goes
    to that. untouched: whether it does so only while it stands at its default. stays: whether Reset
    leaves it, since it says where the viewer is rather than what is shown.
    """

    allowed: Sequence[Any] | Callable[[Any], Sequence[Any]]
    default: Any
    pages: tuple[str, ...]
    meaning: str
    follows: tuple[str, ...] = ()
    untouched: bool = False
    stays: bool = False

    def choices(self, settings: object) -> Sequence[Any]:
        """The values allowed beside these settings."""
        return self.allowed(settings) if callable(self.allowed) else self.allowed

    def moves(self, before: object, value: object, after: object) -> bool:
        """Whether a value beside these settings goes to the default beside those."""
        default = self.opens_with(before)
        return self.opens_with(after) != default and (value == default or not self.untouched)

    def opens_with(self, settings: object) -> Any:
        """The default beside these settings."""
        return self.default(settings) if callable(self.default) else self.default

    def read(self, value: object, settings: object) -> Any:
        """The allowed value that this one means; it may be text or the value itself."""
        allowed = self.choices(settings)
        default = self.opens_with(settings)
        if isinstance(default, bool):
            return value in (True, "1") or (default and value not in (False, "0"))
        if isinstance(default, str):
            name = FORMER_NAMES.get(value, value) if isinstance(value, str) else value
            return name if name in allowed else default
        if isinstance(default, float):
            return nearest(number(value, default) * 100, allowed) / 100
        return nearest(number(value, default), allowed)


def written(value: object) -> str:
    """The text in a link that is read as this value."""
    if isinstance(value, float):
        return f"{value:.2f}"
    return str(int(value) if isinstance(value, bool) else value)


def number(value: object, default: float) -> float:
    """The finite number that this is or says, else the default."""
    try:
        found = float(value)  # type: ignore[arg-type]  # it raises for what is no number
    except (TypeError, ValueError, OverflowError):
        return default
    return found if math.isfinite(found) else default


def nearest(value: float, allowed: Sequence[int]) -> int:
    """Of numbers in ascending order the one nearest to this; of two the smaller."""
    place = bisect_left(allowed, value)
    return min(allowed[max(place - 1, 0) : place + 1], key=lambda one: abs(one - value))
