"""Nothing is imported by two threads at once: pages find all they share imported."""

import ast
import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SHARED = ("explainer.shell", "explainer.figures", "dropblock", "numpy", "PIL", "torch", "pandas")


def imported(code: str) -> set[str]:
    """The modules of all pages' concern that are there after this code, in a new process."""
    script = f"{code}\nimport json, sys\nprint(json.dumps(list(sys.modules)))"
    output = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    return {name for name in json.loads(output.splitlines()[-1]) if name.startswith(SHARED)}


def top_imports(file: Path) -> str:
    """What a page imports before it draws."""
    lines = []
    for statement in ast.parse(file.read_text(encoding="utf-8")).body:
        if isinstance(statement, ast.Import | ast.ImportFrom):
            lines.append(ast.unparse(statement))
        elif not isinstance(statement.value, ast.Constant):  # the docstring comes first
            break
    return "\n".join(lines)


def test_the_gate_brings_what_any_page_shares_before_it_draws() -> None:
    gate = imported("import explainer.shell.gate")
    assert "numpy" in gate
    assert "torch" not in gate  # the frame comes first
    for file in (ROOT / "app.py", *sorted((ROOT / "pages").glob("*.py"))):
        imports = top_imports(file)
        ours = [line for line in imports.splitlines() if "explainer" in line]
        assert ours[0] == "import explainer.shell.gate", file.name
        assert imported(imports) <= gate, file.name


def test_the_warm_up_brings_all_the_rest() -> None:
    warm = imported("from explainer.shell.warm import warm_up\nwarm_up()")
    everything = {
        ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for folder in ("dropblock", "explainer/shell", "explainer/figures")
        for file in (ROOT / folder).rglob("*.py")
    }
    assert everything <= warm
    assert {"torch", "pandas", "numpy"} <= warm
