"""The examples in the docstrings of the classroom run."""

import doctest
import importlib

import pytest


@pytest.mark.parametrize("name", ["explainer.classroom", "explainer.classroom.gain"])
def test_examples_run(name):
    found = doctest.testmod(importlib.import_module(name), verbose=False)
    assert found.attempted
    assert not found.failed
