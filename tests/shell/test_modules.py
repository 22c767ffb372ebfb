"""How scripts and styles are put together: the order, and what does not fit."""

from pathlib import Path

import pytest
from py_mini_racer import MiniRacer

from explainer.shell import modules
from explainer.shell.modules import ModuleError, bundle, resolve, style


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(modules, "ROOT", tmp_path)
    return tmp_path


def write(folder: Path, **texts: str) -> dict[str, Path]:
    files = {}
    for name, text in texts.items():
        files[name] = folder / f"{name}.js"
        files[name].write_text(text, encoding="utf-8")
    return files


def test_each_script_comes_after_all_that_it_imports_and_once(folder):
    files = write(
        folder,
        top='import { left } from "./left.js";\nimport { right } from "./right.js";\n',
        left='import { base } from "./base.js";\nexport const left = base + 1;\n',
        right='import { base } from "./base.js";\nexport const right = base + 2;\n',
        base="export const base = 1;\n",
    )
    order = [module.file.stem for module in resolve([files["top"], files["right"]])]
    assert order == ["base", "left", "right", "top"]


def test_a_bundle_gives_what_its_entries_export_and_keeps_the_rest_apart(folder):
    files = write(
        folder,
        one="const own = 1;\nexport function twice(x) {\n  return 2 * x + own;\n}\n",
        two='import { twice } from "./one.js";\nconst own = 5;\nexport default twice(own);\n',
    )
    text = bundle({"first": files["one"], "second": files["two"]})
    assert MiniRacer().eval(f"const all = {text}; all.first.twice(3) + all.second.default") == 18
    assert MiniRacer().eval(f"const a = {text}; [...Object.keys(a.first)].join()") == "twice"


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        (
            {"top": 'import { miss } from "./one.js";\n', "one": "export const other = 1;\n"},
            "top.js imports miss, which one.js does not export",
        ),
        ({"top": 'import { x } from "./gone.js";\n'}, "gone.js is imported, but there is no such"),
        (
            {
                "top": 'import { a } from "./one.js";\nexport const b = 1;\n',
                "one": 'import { b } from "./top.js";\nexport const a = 1;\n',
            },
            "in a circle: top.js → one.js → top.js",
        ),
        (
            {
                "top": 'import { a } from "./one.js";\nimport { c } from "./two.js";\n',
                "one": "export const a = 1;\n",
                "two": "export const a = 2;\nexport const c = 3;\n",
            },
            "one.js and two.js both export a",
        ),
        ({"top": 'import all from "./one.js";\n', "one": ""}, "not supported: import all from"),
        ({"top": "export let moving = 1;\n"}, "not supported: export let moving"),
    ],
)
def test_what_does_not_fit_together_is_said(folder, texts, said):
    files = write(folder, **texts)
    with pytest.raises(ModuleError) as error:
        bundle({"top": files["top"]})
    assert said in str(error.value)


def test_a_style_comes_after_those_that_it_imports_and_each_once(folder):
    for name, text in {
        "base": "a {}\n",
        "line": '@import "./base.css";\nb {}\n',
        "page": '@import "./base.css";\n@import "./line.css";\nc {}\n',
    }.items():
        (folder / f"{name}.css").write_text(text)
    assert style(folder / "page.css").split() == ["a", "{}", "b", "{}", "c", "{}"]
    (folder / "lost.css").write_text('@import "./gone.css";\n')
    with pytest.raises(ModuleError, match=r"gone\.css is imported"):
        style(folder / "lost.css")


def test_all_scripts_of_the_app_fit_together():
    files = sorted(modules.ROOT.glob("web/*.js")) + sorted(modules.ROOT.glob("rooms/*/*.js"))
    assert len(files) > 20
    written = modules.ROOT / "web" / "constants.js"  # by Python
    assert {module.file for module in resolve(files)} == {*files, written}
