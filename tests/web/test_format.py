"""Numbers as text: the browser's as Python's."""

from hypothesis import given
from hypothesis import strategies as st

from explainer.figures.rounding import significant
from tests.web.scripts import load

SCRIPTS = load("web/format.js")


@given(
    st.dictionaries(st.from_regex(r"[a-z]{1,5}", fullmatch=True), st.integers(0, 10**9), max_size=3)
)
def test_fill_puts_each_value_where_its_name_stands_and_leaves_other_names(values):
    template = "{a} and {b}, {a}; {unknown}"
    told = SCRIPTS.run("return format.fill(values[0], values[1])", template, values)
    expected = template
    for name, value in values.items():
        expected = expected.replace(f"{{{name}}}", str(value))
    assert told == expected


@given(st.floats(1e-5, 999))
def test_three_significant_digits_are_pythons(value):
    assert SCRIPTS.run("return format.three(values[0])", value) == significant(value)


def test_a_chance_below_one_is_never_written_as_one():
    for chance in (0.5, 0.9994, 0.9996, 0.99996, 0.999999):
        text = SCRIPTS.run("return format.chanceText(values[0])", chance)
        assert float(text) < 1
        assert abs(float(text) - chance) < 5e-4
    assert SCRIPTS.run("return format.chanceText(1)") == "1.000"


def test_counts_have_separators_and_short_numbers_fit_a_cell():
    assert SCRIPTS.run("return format.count(50176)") == f"{50176:,}"
    told = SCRIPTS.run("return [3, 2.25, 12.4, -0.5].map(format.shortNumber)")
    assert told == ["3", "2.3", "12", "-0.5"]
