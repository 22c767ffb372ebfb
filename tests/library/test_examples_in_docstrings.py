"""The docstrings of the library: their examples run, and they name what the code names."""

import dataclasses
import doctest
import importlib
import inspect
import pkgutil
import re
from operator import attrgetter
from types import SimpleNamespace

import pytest

import dropblock

RESULTS = {"Audited", "Dropped", "Leak", "Trace"}  # made by the library: Attributes
TABLES = {"METHODS", "RECIPES"}  # described by their module


def documented(name):
    """What holds the docstring of a public name: itself, or the module of a table."""
    if name in TABLES:
        return importlib.import_module(f"dropblock.{dropblock._HOME[name]}")
    return getattr(dropblock, name)


def sections(thing):
    """The text of each numpydoc section of a docstring, by its title."""
    _summary, *rest = re.split(r"^(\w+)\n-{3,}\n", inspect.getdoc(thing), flags=re.MULTILINE)
    return dict(zip(rest[::2], rest[1::2], strict=True))


def names(section):
    """The names that a section of Parameters or Attributes describes, in order."""
    heads = [head for head, _type in re.findall(r"^(\S.*?) : (.+)", section, flags=re.MULTILINE)]
    return [name for head in heads for name in head.split(", ")]


def parameters(thing):
    """The names in the signature of a function or class."""
    return [name for name in inspect.signature(thing).parameters if name not in ("self", "cls")]


def described():
    """Each function, class and method of the library whose docstring has Parameters."""
    finder = doctest.DocTestFinder(exclude_empty=False)
    for info in pkgutil.iter_modules(dropblock.__path__, "dropblock."):
        module = importlib.import_module(info.name)
        for found in finder.find(module, "module"):
            thing = attrgetter(found.name)(SimpleNamespace(module=module))
            if thing.__doc__ and "Parameters" in sections(thing):
                yield pytest.param(thing, id=f"{info.name}.{found.name.removeprefix('module.')}")


@pytest.mark.parametrize("name", dropblock.__all__)
def test_the_examples_of_a_public_name_run(name):
    finder, runner = doctest.DocTestFinder(recurse=name not in TABLES), doctest.DocTestRunner()
    found = finder.find(documented(name), name, globs={})  # an example imports what it uses
    assert name in [test.name for test in found if test.examples]
    for test in found:
        told = []
        assert runner.run(test, out=told.append).failed == 0, "".join(told)


@pytest.mark.parametrize("name", dropblock.__all__)
def test_a_public_name_says_what_it_is_in_one_line(name):
    first, second = [*inspect.getdoc(documented(name)).splitlines(), ""][:2]
    assert first.endswith(".")
    assert second == ""


@pytest.mark.parametrize("name", sorted({*dropblock.__all__} - TABLES - RESULTS))
def test_what_is_called_describes_each_argument_and_what_comes_back(name):
    thing = getattr(dropblock, name)
    found = sections(thing)
    assert names(found["Parameters"]) == parameters(thing)
    assert inspect.isclass(thing) or "Returns" in found
    if not dataclasses.is_dataclass(thing):  # of which only the methods raise, and say so
        raises = re.search(r"\bcheck_\w+\(|\braise ", inspect.getsource(thing))
        assert "Raises" in found or not raises


@pytest.mark.parametrize("name", sorted(RESULTS))
def test_a_result_describes_each_of_its_fields(name):
    thing = getattr(dropblock, name)
    fields = [field.name for field in dataclasses.fields(thing)]
    assert names(sections(thing)["Attributes"]) == fields


@pytest.mark.parametrize("thing", [*described()])
def test_described_parameters_are_those_of_the_signature(thing):
    assert names(sections(thing)["Parameters"]) == parameters(thing)
