"""Numbers are rounded as the browser rounds them: to the nearest, halves away from zero."""

from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from explainer.figures.rounding import fixed, significant


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (11.25, 1, "11.3"),  # halfway in binary: up
        (1.25, 1, "1.3"),
        (1.5625, 3, "1.563"),
        (127.625, 2, "127.63"),
        (0.5, 0, "1"),
        (2.5, 0, "3"),
        (-1.25, 1, "-1.3"),
        (1.35, 1, "1.4"),  # the nearest float is a little more
        (1.005, 2, "1.00"),  # and here a little less
        (9.96, 1, "10.0"),
        (3.0, 1, "3.0"),
        (0.0, 2, "0.00"),
    ],
)
def test_decimals_are_those_that_the_browser_writes(value, digits, text):
    assert fixed(value, digits) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (12.25, "12.3"),
        (0.03125, "0.0313"),
        (0.25, "0.250"),
        (6.25, "6.25"),
        (9.999999999999998, "10.0"),
        (0.9996, "1.00"),
        (196.0, "196"),
        (0.00000482, "0.00000482"),
        (0.0, "0"),
    ],
)
def test_significant_digits_are_those_that_the_browser_writes(value, text):
    assert significant(value) == text


@given(st.floats(0, 1e4) | st.integers(0, 10**6).map(lambda n: n / 64), st.integers(0, 4))
@example(0.125, 2)
def test_the_text_is_the_nearest_number_and_of_two_the_larger(value, digits):
    step = Fraction(1, 10**digits)
    error = Fraction(fixed(value, digits)) - Fraction(value)
    assert -step / 2 < error <= step / 2
    assert len(fixed(value, digits).partition(".")[2]) == digits


@given(st.floats(1e-6, 999.4) | st.integers(1, 60_000).map(lambda n: n / 64))
def test_three_digits_are_the_nearest_and_of_two_the_larger(value):
    text = significant(value)
    step = Fraction(1, 10 ** len(text.partition(".")[2]))
    assert -step / 2 < Fraction(text) - Fraction(value) <= step / 2
    assert len(text.replace(".", "").lstrip("0")) == 3
