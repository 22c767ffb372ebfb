"""What is taken along from the page of implementations is what each of them makes of the draw."""

import ast
import io
import json
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from dropblock import RECIPES, draw_noise, trace
from explainer.rooms.implementations import takeaway
from explainer.shell.settings import IMPLEMENTATIONS, Settings
from tests.rooms.implementations.test_implementations_page import open_implementations
from tests.take_away import LINK, assert_same, execute, made, scripts

PAGE = "implementations"
queries = st.fixed_dictionaries(
    {
        "height": st.integers(1, 16),
        "width": st.integers(1, 16),
        "asked_block": st.integers(1, 20),
        "keep_prob": st.integers(0, 100).map(lambda k: k / 100),
        "seed": st.integers(0, 999_999),
    }
)
FAILING = {"yours": "seed", "asked_block": "4"}


def settings(query: dict[str, Any]) -> Settings:
    return Settings.parse({key: str(value) for key, value in query.items()})


def failure(value: Settings, name: str) -> str:
    """What `trace` raises, if anything."""
    noise = draw_noise((1, 1, value.height, value.width), value.seed)
    try:
        trace(noise, value.keep_prob, value.asked_block, noise, RECIPES[name])
    except ValueError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("name", IMPLEMENTATIONS)
@examples(deadline=None, max_examples=40)
@given(queries)
def test_code_makes_exactly_the_mask_of_any_implementation(name: str, query: Any) -> None:
    value = settings({**query, "yours": name})
    told = str(takeaway.mask_setup(value, name).failure or "")
    assert told == failure(value, name)
    if not told:
        assert_same(PAGE, value, execute(scripts(PAGE, value)["PyTorch alone"]))
        assert_same(PAGE, value, execute(scripts(PAGE, value)["dropblock"]))


@pytest.mark.parametrize("name", IMPLEMENTATIONS)
@pytest.mark.parametrize(
    ("height", "width", "block"),
    [(7, 7, 4), (7, 7, 7), (7, 7, 9), (5, 9, 3), (9, 5, 4), (9, 5, 3), (1, 16, 20), (5, 9, 7)],
)
def test_each_shape_and_block_is_met_at_many_seeds(
    name: str, height: int, width: int, block: int
) -> None:
    """Where a map is not square or the block is even or too large, and blocks do fall."""
    for seed in range(5):
        query = {"height": height, "width": width, "asked_block": block, "keep_prob": 0.4}
        value = settings({**query, "seed": seed, "yours": name})
        if not failure(value, name):
            assert_same(PAGE, value, execute(scripts(PAGE, value)["PyTorch alone"]))


@pytest.mark.parametrize("name", IMPLEMENTATIONS)
def test_standalone_code_imports_torch_alone_and_is_short(name: str) -> None:
    query = {"height": 7, "width": 7, "asked_block": 7, "keep_prob": 0.9, "yours": name}
    value = settings({**query, "seed": 1})
    assert not failure(value, name)
    code = scripts(PAGE, value)["PyTorch alone"]
    imports = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Import)]
    assert {alias.name for node in imports for alias in node.names} == {
        "torch",
        "torch.nn.functional",
    }
    assert "from " not in "\n".join(line for line in code.splitlines() if line[:1] != "#")
    assert len([line for line in code.splitlines() if line and line[0] != "#"]) <= 30
    assert max(map(len, code.splitlines())) <= 100


@pytest.mark.parametrize(
    "query",
    [
        FAILING,
        {"yours": "seed", "height": "7", "width": "7"},  # keeps nothing
        {"baseline": "mmdetection", "height": "7", "width": "7", "asked_block": "9"},
        {"yours": "timm", "height": "4", "width": "7", "asked_block": "9"},
    ],
)
def test_where_it_fails_the_code_and_the_notebook_print_how(
    query: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    value = Settings.parse(query)
    told = failure(value, value.baseline if value.yours == "all" else value.yours)
    assert told
    found = scripts(PAGE, value)
    assert [*found] == ["dropblock"]
    execute(found["dropblock"])
    assert capsys.readouterr().out == told + "\n"
    book = json.loads(made(PAGE, value, "ipynb"))
    execute("\n".join(cell["source"] for cell in book["cells"] if cell["cell_type"] == "code"))
    assert capsys.readouterr().out == told + "\n"


def test_the_notebook_makes_the_mask_of_the_chosen_one() -> None:
    value = Settings.parse({"yours": "timm", "asked_block": "4", "keep_prob": "0.6"})
    book = json.loads(made(PAGE, value, "ipynb"))
    code = [cell["source"] for cell in book["cells"] if cell["cell_type"] == "code"]
    assert_same(PAGE, value, execute("\n".join(code)))
    assert "import dropblock" not in "\n".join(code)
    assert LINK in book["cells"][0]["source"]


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"height": "16", "width": "5", "asked_block": "4", "keep_prob": "0.5"},
        {"height": "5", "width": "9", "asked_block": "3", "seed": "7", "yours": "keras_cv"},
        {"height": "1", "width": "1", "asked_block": "20", "baseline": "article"},
    ],
)
def test_the_arrays_hold_every_mask_or_how_it_fails(query: dict[str, str]) -> None:
    value = Settings.parse(query)
    noise = draw_noise((1, 1, value.height, value.width), value.seed)
    with np.load(io.BytesIO(made(PAGE, value, "npz")), allow_pickle=False) as found:
        assert np.array_equal(found["noise"], noise.numpy())
        told = 0
        for name in IMPLEMENTATIONS:
            if sentence := failure(value, name):
                assert str(found[f"failure_{name}"]) == sentence
                assert f"mask_{name}" not in found
                told += 1
                continue
            run = trace(noise, value.keep_prob, value.asked_block, noise, RECIPES[name])
            assert found[f"mask_{name}"].dtype == np.float32
            assert np.array_equal(found[f"mask_{name}"], run.mask.numpy())
        assert len(found.files) == 2 + len(IMPLEMENTATIONS)
        inside = json.loads(str(found["settings"]))
    assert inside["link"] == LINK
    assert (inside["height"], inside["width"]) == (value.height, value.width)
    assert (inside["block_size"], inside["keep_prob"]) == (value.asked_block, value.keep_prob)
    assert (inside["baseline"], inside["yours"]) == (value.baseline, value.yours)
    assert inside["seed"] == value.seed


def test_the_caption_tells_what_is_in_this_pages_tensors() -> None:
    app = open_implementations()
    app.session_state.take_away = True
    app.run()
    (told,) = (one.value for one in app.caption if "for numpy" in one.value)
    assert "the mask of each implementation or how it fails" in told
    assert "every stage" not in told


def test_what_needs_a_mask_is_offered_where_there_is_one_and_else_the_page_says_why() -> None:
    app = open_implementations(height="7", width="7")
    app.session_state.take_away = True
    app.run()

    def said(words: str) -> bool:
        return any(words in caption.value for caption in app.caption)

    every = ["PyTorch alone", "dropblock"]
    assert app.segmented_control(key="code_with").options == every
    assert any("the paper's rule" in one.value for one in app.markdown if "Code" in one.value)
    assert said("so this is of the one under “Compare with”")
    app.selectbox(key="control_baseline").set_value("mmdetection").run()
    assert any("of mmdetection" in one.value for one in app.markdown if "Code" in one.value)
    app.selectbox(key="control_yours").set_value("article").run()
    assert not app.exception
    assert app.segmented_control(key="code_with").options == ["dropblock"]
    assert said("no PyTorch code alone")
    assert said("the article's code fails with every unit dropped: the scale divides by 0")
    assert 'RECIPES["article"]' in app.code[-1].value
    app.selectbox(key="control_yours").set_value("timm").run()
    assert not app.exception
    assert app.segmented_control(key="code_with").options == every
    assert not said("no PyTorch code alone")
    assert any("of timm 1.0.31" in one.value for one in app.markdown if "Code" in one.value)
    assert said("It is the one under “Your implementation”.")
    assert torch.equal(execute(app.code[-1].value)["mask"], torch.zeros(1, 1, 7, 7))


def test_a_choice_that_is_not_offered_for_another_implementation_is_no_error() -> None:
    app = open_implementations(height="7", width="7")
    app.session_state.take_away = True
    app.run().segmented_control(key="code_with").set_value("dropblock").run()
    assert "from dropblock import" in app.code[-1].value
    app.segmented_control(key="code_with").set_value("PyTorch alone").run()
    assert not app.exception
    assert "import torch.nn.functional" in app.code[-1].value
    app.selectbox(key="control_yours").set_value("article").run()
    assert not app.exception
    assert app.segmented_control(key="code_with").options == ["dropblock"]
