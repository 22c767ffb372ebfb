"""What a visitor takes along is what the page shows: code, tensors, notebook, link."""

import ast
import io
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from dropblock import METHODS, draw_noise, dropout_mask, trace
from dropblock.inputs import picture_tensor
from explainer.shell.settings import Settings
from explainer.shell.takeaway.notebook import notebook
from explainer.shell.takeaway.pieces import Piece
from tests.take_away import LINK, ROOMS, assert_same, execute, made, scripts, shown

PAGES = tuple(ROOMS)

CASES = [
    ("playground", {}),
    ("playground", {"mask": "channel", "recipe": "paper"}),
    ("playground", {"source": "random", "channels": "3", "mask": "shared", "keep_prob": "0.3"}),
    ("playground", {"source": "random", "size": "14", "recipe": "paper", "block_size": "6"}),
    ("playground", {"source": "random", "size": "9", "recipe": "paper", "block_size": "9"}),
    ("playground", {"source": "random", "size": "9", "recipe": "calibrated", "keep_prob": "0"}),
    ("playground", {"source": "random", "size": "9", "recipe": "calibrated", "block_size": "7"}),
    ("playground", {"source": "random", "training": "0", "keep_prob": "0.1"}),
    ("playground", {"source": "random", "keep_prob": "0"}),
    ("playground", {"source": "random", "keep_prob": "1"}),
    ("playground", {"source": "features"}),
    ("playground", {"source": "features", "photo": "rocket", "size": "14", "mask": "channel"}),
    ("compare", {"source": "features", "photo": "cat", "channels": "3", "recipe": "paper"}),
    ("steps", {"source": "features"}),
    ("steps", {"source": "random", "size": "12", "block_size": "5"}),
    ("gamma", {"recipe": "calibrated", "map": "14", "block_size": "7"}),
    ("gamma", {"recipe": "paper", "map": "1"}),
    ("gamma", {}),
    ("compare", {"source": "random", "channels": "4", "recipe": "paper"}),
    ("compare", {"source": "rocket", "recipe": "calibrated", "block_size": "63"}),
]


queries = st.fixed_dictionaries(
    {
        "source": st.just("random"),
        "size": st.integers(5, 20),
        "map": st.integers(1, 56),
        "channels": st.integers(1, 3),
        "keep_prob": st.integers(0, 100).map(lambda k: k / 100),
        "block_size": st.integers(1, 20),
        "seed": st.integers(0, 999_999),
        "recipe": st.sampled_from(["reference", "paper", "calibrated"]),
        "mask": st.sampled_from(["shared", "channel"]),
        "training": st.sampled_from([0, 1, 1, 1]),
    }
).map(lambda query: Settings.parse({key: str(value) for key, value in query.items()}))


@examples(deadline=None, max_examples=60)
@given(page=st.sampled_from(PAGES), value=queries)
def test_code_makes_exactly_the_mask_that_the_page_shows(page: str, value: Settings) -> None:
    found = scripts(page, value)
    assert [*found] == ["PyTorch alone", "dropblock"]
    for code in found.values():
        assert_same(page, value, execute(code))


@pytest.mark.parametrize(("page", "query"), CASES)
def test_code_makes_exactly_the_mask_of_chosen_links(page: str, query: dict[str, str]) -> None:
    value = Settings.parse(query)
    for code in scripts(page, value).values():
        assert_same(page, value, execute(code))


@pytest.mark.parametrize(("page", "query"), CASES)
def test_standalone_code_is_short_and_imports_torch_alone(page: str, query: dict[str, str]) -> None:
    code = scripts(page, Settings.parse(query))["PyTorch alone"]
    imported = {
        alias.name
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    assert imported == {"torch", "torch.nn.functional"}
    lines = [line for line in code.splitlines() if line and not line.startswith("#")]
    assert len(lines) <= 30
    assert max(map(len, code.splitlines())) <= 100


def test_standalone_code_runs_where_this_project_is_not(tmp_path: Path) -> None:
    value = Settings.parse({"mask": "channel", "recipe": "paper", "block_size": "12"})
    file = tmp_path / "taken.py"
    file.write_text(scripts("playground", value)["PyTorch alone"], encoding="utf-8")
    answer = subprocess.run(
        [sys.executable, "-I", str(file)], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    _x, wanted = shown("playground", value)
    assert answer.stdout == (
        f"kept {wanted.mask.mean().item():.3f} of {wanted.mask.numel()} units, "
        f"scaled by {wanted.scale:.3f}\n"
    )


@pytest.mark.parametrize(("page", "query"), CASES)
def test_the_tensors_are_the_traces(page: str, query: dict[str, str]) -> None:
    value = Settings.parse(query)
    x, wanted = shown(page, value)
    with np.load(io.BytesIO(made(page, value, "npz")), allow_pickle=False) as found:
        for name in ("noise", "seeds", "blocks", "mask", "output"):
            assert found[name].dtype == np.float32
            assert np.array_equal(found[name], getattr(wanted, name).numpy()), name
        assert np.array_equal(found["x"], x.numpy())
        assert found["gamma"] == wanted.gamma
        assert found["scale"] == wanted.scale
        dropout = dropout_mask(wanted.noise, int((wanted.mask == 0).sum())).numpy()
        assert np.array_equal(found["dropout"], dropout)
        assert (found["dropout"] == 0).sum() == (found["mask"] == 0).sum()
        inside = json.loads(str(found["settings"]))
        assert inside["link"] == LINK
        assert inside["side"] == x.shape[-1]
        assert inside["keep_prob"] == value.keep_prob
        assert inside["seed"] == value.seed
        masks = {name for name in found.files if name.startswith("mask_")}
        assert masks == ({f"mask_{name}" for name in METHODS} if page == "compare" else set())
        for name in masks:
            # DropPath skips samples, so it is shown in a batch: one number a sample.
            batch = (16, 1, 1, 1)
            assert found[name].shape == (batch if name == "mask_droppath" else x.shape)
        if masks:
            block = np.broadcast_to(found["mask"], x.shape)
            assert np.array_equal(found["mask_dropblock"], block)


def test_an_uploaded_picture_is_in_the_tensors_and_only_there() -> None:
    value = Settings.parse({"source": "upload"})
    picture = np.random.default_rng(0).integers(0, 256, (224, 224, 3), np.uint8)
    tensors = made("playground", value, "npz", picture)
    with np.load(io.BytesIO(tensors), allow_pickle=False) as found:
        assert np.array_equal(found["x"], picture_tensor(picture).numpy())
    with np.load(io.BytesIO(made("playground", value, "npz")), allow_pickle=False) as found:
        assert not np.array_equal(found["x"], picture_tensor(picture).numpy())
    mask = execute(scripts("playground", value)["PyTorch alone"])["mask"]
    noise = draw_noise((1, 1, 224, 224), value.seed)
    wanted = trace(noise, value.keep_prob, value.block_size, noise)
    assert torch.equal(mask, wanted.mask)


@pytest.mark.parametrize(("page", "query"), CASES)
def test_the_notebook_is_valid_and_its_cells_make_the_mask(
    page: str, query: dict[str, str]
) -> None:
    """The fields that the schema of nbformat 4.5 requires."""
    value = Settings.parse(query)
    book = json.loads(made(page, value, "ipynb"))
    assert (book["nbformat"], book["nbformat_minor"]) == (4, 5)
    assert book.keys() == {"cells", "metadata", "nbformat", "nbformat_minor"}
    assert {"name", "display_name"} <= book["metadata"]["kernelspec"].keys()
    assert "name" in book["metadata"]["language_info"]
    names: dict[str, Any] = {}
    for cell in book["cells"]:
        needed = {"id", "cell_type", "metadata", "source"}
        if cell["cell_type"] == "code":
            needed |= {"outputs", "execution_count"}
            assert cell["outputs"] == []
            assert cell["execution_count"] is None
            exec(compile(cell["source"], cell["id"], "exec"), names)
        else:
            assert cell["cell_type"] == "markdown"
        assert cell.keys() == needed
        assert re.fullmatch(r"[a-zA-Z0-9-_]{1,64}", cell["id"])
        assert isinstance(cell["source"], str)
        assert isinstance(cell["metadata"], dict)
    ids = [cell["id"] for cell in book["cells"]]
    assert len(set(ids)) == len(ids)
    assert LINK in book["cells"][0]["source"]
    assert_same(page, value, names)


def test_a_notebook_keeps_what_json_would_change() -> None:
    words = 'γ "quoted" \\ back'
    book = json.loads(notebook([Piece(words, "print('\\n')")], LINK))
    assert [cell["source"] for cell in book["cells"][1:]] == [words, "print('\\n')"]
