"""Numbers as text, rounded as the browser rounds them.

Python's own formats take a number that lies halfway to the even digit (1.25 to 1.2), JavaScript
takes it away from zero (to 1.3): the same number would read differently on the page and beside it.
"""

from decimal import ROUND_HALF_UP, Context, Decimal

THREE = Context(prec=3, rounding=ROUND_HALF_UP)


def fixed(value: float, digits: int) -> str:
    """With so many decimals, like ``toFixed``: of the exact binary value, halves away from zero."""
    return str(Decimal(value).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP))


def significant(value: float) -> str:
    """With three significant digits, like ``toPrecision(3)``, for a size below 1000; 0 as "0"."""
    if value == 0:
        return "0"
    rounded = THREE.create_decimal(Decimal(value))
    return f"{rounded:.{2 - rounded.adjusted()}f}"
