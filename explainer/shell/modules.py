"""Brings ES modules and styles to the browser as one text, without a build step.

A script imports by name what it needs, ``import { unpack } from "./packet.js"``, and exports what
it offers, ``export function``, ``export const`` or ``export default``. A style imports another
with ``@import "./base.css"``. Paths are relative, as in a browser. ``web/constants.js`` is no file:
Python writes it, see `explainer.shell.constants`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from explainer.shell.constants import script

ROOT = Path(__file__).parents[1]

_IMPORT = re.compile(r'^import \{([^}]*)\} from "([^"]+)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function\*?|const|class) (\w+))", re.MULTILINE)
_DEFAULT = re.compile(r"^export default ", re.MULTILINE)
_OTHER = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)
_STYLE = re.compile(r'^@import "([^"]+)";\n', re.MULTILINE)


class ModuleError(ValueError):
    """Scripts or styles that do not fit together: which file, and what is wrong with it."""


@dataclass(frozen=True)
class Module:
    """A script. imports: names by the file that they come from. exports: the names it offers.
    body: its text without import lines and the word ``export``."""

    file: Path
    imports: Mapping[Path, tuple[str, ...]]
    exports: tuple[str, ...]
    body: str

    @property
    def variable(self) -> str:
        """What holds its exports in a bundle."""
        return re.sub(r"\W", "_", self.file.relative_to(ROOT).with_suffix("").as_posix())


@cache
def _module(file: Path) -> Module:
    """Read a script; ModuleError if it is missing, or written in a way that is not supported."""
    if file == ROOT / "web" / "constants.js":
        text = script()
    elif file.is_file():
        text = file.read_text(encoding="utf-8")
    else:
        raise ModuleError(f"{file.name} is imported, but there is no such file in {file.parent}")
    imports: dict[Path, tuple[str, ...]] = {}
    for names, path in _IMPORT.findall(text):
        imports[(file.parent / path).resolve()] = tuple(re.findall(r"\w+", names))
    body = _IMPORT.sub("", text)
    exports = _EXPORT.findall(body)
    body = _EXPORT.sub("", body)
    if _DEFAULT.search(body):
        exports.append("default")
        body = _DEFAULT.sub("const _default = ", body)
    if other := _OTHER.search(body):
        raise ModuleError(f"{file.name} has a line that is not supported: {other[0]}")
    return Module(file, imports, tuple(exports), body)


def _ordered(file: Path, done: dict[Path, Module], above: tuple[Path, ...] = ()) -> None:
    """Add a script to ``done`` after all that it imports."""
    if file in done:
        return
    if file in above:
        circle = " → ".join(one.name for one in (*above[above.index(file) :], file))
        raise ModuleError(f"scripts import each other in a circle: {circle}")
    module = _module(file)
    for other, names in module.imports.items():
        _ordered(other, done, (*above, file))
        for name in names:
            if name not in done[other].exports:
                raise ModuleError(f"{file.name} imports {name}, which {other.name} does not export")
    done[file] = module


def resolve(entries: Iterator[Path] | list[Path]) -> list[Module]:
    """The scripts and all that they import, each after what it needs.

    Raises ModuleError on a file or name that is missing, on a circle, and where two scripts export
    the same name: one name means one thing in all of the app.
    """
    done: dict[Path, Module] = {}
    for entry in entries:
        _ordered(entry.resolve(), done)
    home: dict[str, Path] = {}
    for module in done.values():
        for name in module.exports:
            other = home.setdefault(name, module.file)
            if name != "default" and other != module.file:
                raise ModuleError(f"{other.name} and {module.file.name} both export {name}")
    return list(done.values())


def bundle(entries: Mapping[str, Path]) -> str:
    """One JavaScript expression for these scripts: an object with the exports of each entry."""
    parts = []
    for module in resolve(list(entries.values())):
        taken = [
            f"const {{ {', '.join(names)} }} = {_module(file).variable};"
            for file, names in module.imports.items()
        ]
        offered = ", ".join(
            "default: _default" if name == "default" else name for name in module.exports
        )
        lines = [*taken, module.body.strip(), f"return {{ {offered} }};"]
        parts.append(f"const {module.variable} = (() => {{\n{chr(10).join(lines)}\n}})();")
    given = ", ".join(f'"{name}": {_module(f.resolve()).variable}' for name, f in entries.items())
    return "(() => {\n" + "\n".join(parts) + f"\nreturn {{ {given} }};\n}})()"


def style(file: Path) -> str:
    """A style with those that it imports before it, each once."""
    parts: dict[Path, str] = {}

    def take(one: Path) -> None:
        if one in parts:
            return
        if not one.is_file():
            raise ModuleError(f"{one.name} is imported, but there is no such file in {one.parent}")
        text = one.read_text(encoding="utf-8")
        for path in _STYLE.findall(text):
            take((one.parent / path).resolve())
        parts[one] = _STYLE.sub("", text)

    take(file.resolve())
    return "\n".join(parts.values())
