"""The layout holds. (Who may import what is in pyproject.toml; lint-imports checks it.)"""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import torch
from streamlit import config

import dropblock

ROOT = Path(__file__).parents[1]


def settings(table, prefix=""):
    """The dotted name of every setting in a parsed TOML table."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from settings(value, f"{prefix}{key}.")
        else:
            yield prefix + key


def test_the_entry_imports_nothing_but_streamlit_and_the_ui():
    imported = set()
    for node in ast.walk(ast.parse((ROOT / "app.py").read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            imported |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add(node.module)
    outside = {name for name in imported if name.split(".")[0] not in sys.stdlib_module_names}
    assert {name for name in outside if not name.startswith("explainer.shell")} == {"streamlit"}


@pytest.mark.parametrize(
    "module",
    [
        "dropblock",
        "explainer.shell.settings",
        "explainer.shell.navigation",
        "explainer.shell.controls",
        "explainer.rooms.playground.view",
        "explainer.rooms.gamma.view",
        "explainer.rooms.compare.view",
        "explainer.rooms.walk.view",
        "explainer.shell.takeaway.panel",
        "explainer.rooms.playground.takeaway",
        "explainer.rooms.walk.takeaway",
        "explainer.rooms.gamma.takeaway",
        "explainer.rooms.compare.takeaway",
        "explainer.rooms.implementations.takeaway",
        "explainer.rooms.implementations.view",
    ],
)
def test_torch_is_not_imported_before_it_is_needed(module):
    code = f"import sys, {module}; print('torch' in sys.modules)"
    answer = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert answer.stdout.strip() == "False"


def test_every_public_name_can_be_imported():
    for name in dropblock.__all__:
        assert getattr(dropblock, name) is not None


def test_the_examples_in_the_readme_say_what_they_print(capsys):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    example = readme.split("```python\n")[1].split("```")[0]
    exec(compile(example, "README.md", "exec"), {})
    *_, paper, everywhere = capsys.readouterr().out.splitlines()
    assert f"# {float(paper):.3f}: what" in example
    assert f"# {float(everywhere):.3f}: seeds on" in example
    third = readme.split("```python\n")[3].split("```")[0]
    exec(compile(third, "README.md", "exec"), {"x": torch.rand(2, 3, 9, 9)})
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == [
        *dropblock.METHODS
    ]
    second = readme.split("```python\n")[2].split("```")[0]
    exec(compile(second, "README.md", "exec"), {})
    calibrated, kept = capsys.readouterr().out.splitlines()
    assert f"# {float(calibrated):.3g}; eq. 1 of the paper gives" in second
    assert f"gives {dropblock.gamma(0.9, 7, 14, 14):.3g}" in second
    assert f"# {float(kept):.3f}" in second
    fourth = readme.split("```python\n")[4].split("```")[0]
    exec(compile(fourth, "README.md", "exec"), {})
    told = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
    assert len(told) == len(dropblock.RECIPES)
    assert "even" in told
    assert {"paper", "timm"} <= set(told)
    last = readme.split("```python\n")[5].split("```")[0]
    names = {"torch": torch}
    exec(compile(last, "README.md", "exec"), names)
    layer, shape = capsys.readouterr().out.splitlines()
    assert f"print(layer)  # {layer}\n" in last
    assert shape == "torch.Size([8, 64, 56, 56]) 1.0"
    in_a_network = readme.split("```python\n")[6].split("```")[0]
    exec(compile(in_a_network, "README.md", "exec"), names)  # goes on with that model
    placed, *audited = capsys.readouterr().out.splitlines()
    assert placed == "{'0.dropblock': 0.9, '2.dropblock': 0.9}"
    assert [line.split()[0] for line in audited] == ["0.dropblock", "2.dropblock", "3"]


def test_streamlit_knows_every_setting():
    """Streamlit ignores a setting that it does not know, and some of ours are hidden ones."""
    table = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    for name in settings(table):
        config.get_option(name)  # raises for an unknown one


def test_a_link_to_code_names_the_version_that_was_read():
    """What is said of code is true of a version; a branch goes on."""
    texts = [
        file.read_text(encoding="utf-8") for file in ROOT.glob("explainer/rooms/*/text/*/*.md")
    ]
    texts += [recipe.source for recipe in dropblock.RECIPES.values()]
    versions = [version for text in texts for version in re.findall(r"/blob/([^/]+)/", text)]
    assert len(versions) > 10
    assert [v for v in versions if not re.fullmatch(r"v[\d.]+|[0-9a-f]{40}", v)] == []
