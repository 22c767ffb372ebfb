"""The source of the reference as the walk shows it: its own lines, and which belong to a step.

Nothing here is a copy: the file is read, its ``# Step n`` comments say where a step begins, within
step 4 the mode says which branch runs, and within step 5 and 6 the name that a statement assigns
says which part of the step it is.
"""

import ast
import io
import keyword
import re
import tokenize
from functools import cache
from pathlib import Path

import dropblock

SOURCE = Path(dropblock.__file__).with_name("reference.py")
ASSIGNED = {"5a": {"seeds"}, "5b": {"blocks"}, "5c": {"mask"}, "6a": {"kept", "scale"}}
REST = "6b"  # what of step 6 assigns nothing of the above: the product


@cache
def code() -> list[list[tuple[str, str]]]:
    """Each line as pieces (kind, text); kinds are comment, string, keyword, number, plain."""
    text = SOURCE.read_text(encoding="utf-8")
    lines = [[("plain", line)] for line in text.splitlines()]
    coloured: list[list[tuple[int, int, str]]] = [[] for _ in lines]
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        kind = _kind(token)
        for row in range(token.start[0], token.end[0] + 1) if kind else ():
            start = token.start[1] if row == token.start[0] else 0
            end = token.end[1] if row == token.end[0] else len(lines[row - 1][0][1])
            coloured[row - 1].append((start, end, kind))
    return [_pieces(line[0][1], spans) for line, spans in zip(lines, coloured, strict=True)]


def _kind(token: tokenize.TokenInfo) -> str:
    if token.type == tokenize.NAME and keyword.iskeyword(token.string):
        return "keyword"
    return {
        tokenize.COMMENT: "comment",
        tokenize.STRING: "string",
        tokenize.NUMBER: "number",
    }.get(token.type, "")


def _pieces(line: str, spans: list[tuple[int, int, str]]) -> list[tuple[str, str]]:
    pieces, at = [], 0
    for start, end, kind in spans:
        pieces += [("plain", line[at:start]), (kind, line[start:end])]
        at = end
    return [piece for piece in (*pieces, ("plain", line[at:])) if piece[1]]


@cache
def step_lines() -> dict[str, range]:
    """The lines (from 1) of each of the article's steps: from its comment to the next one's, or
    to the end of the function that it stands in."""
    text = SOURCE.read_text(encoding="utf-8")
    begins = {
        match[1]: number
        for number, line in enumerate(text.splitlines(), start=1)
        if (match := re.match(r"\s*# Step (\d)", line))
    }
    functions = [n for n in ast.walk(ast.parse(text)) if isinstance(n, ast.FunctionDef)]
    steps = {}
    for step, first in begins.items():
        inside = next(f for f in functions if f.lineno <= first <= (f.end_lineno or 0))
        stops = [line for line in begins.values() if line > first]
        end = (inside.end_lineno or 0) + 1
        steps[step] = range(first, min(*stops, end) if stops else end)
    return steps


def lit(step: str) -> list[int]:
    """The lines of the article's step that this stop of the walk belongs to."""
    return list(step_lines()[step[0]])


@cache
def current(step: str, training: bool = True) -> list[int]:
    """The lines that run at this stop: those of its part, or all of the step's in this mode."""
    lines = step_lines()[step[0]]
    tree = ast.parse(SOURCE.read_text(encoding="utf-8"))
    statements = [
        node for node in ast.walk(tree) if isinstance(node, ast.stmt) and node.lineno in lines
    ]
    if step == "4":
        check = min(statements, key=lambda node: node.lineno)  # if not self.training: return x
        assert isinstance(check, ast.If)
        leaves = range(check.body[0].lineno, (check.end_lineno or 0) + 1)
        return [n for n in lines if (n not in leaves if training else n < leaves.stop)]
    if len(step) == 1:
        return list(lines)
    owner = {name: part for part, names in ASSIGNED.items() for name in names}
    found = [
        number
        for node in statements
        for number in range(node.lineno, (node.end_lineno or node.lineno) + 1)
        if _part(node, owner) == step
    ]
    return sorted(set(found))


def _part(node: ast.stmt, owner: dict[str, str]) -> str:
    targets = node.targets if isinstance(node, ast.Assign) else []
    names = [target.id for target in targets if isinstance(target, ast.Name)]
    return next((owner[name] for name in names if name in owner), REST)
