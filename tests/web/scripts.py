"""The app's own scripts, run in V8 as they reach the browser."""

import json
from pathlib import Path
from typing import Any

from py_mini_racer import MiniRacer

from explainer.shell.modules import ROOT, bundle

# What a browser has and V8 alone does not.
BROWSER = """
globalThis.TextDecoder = class {
  decode(bytes) { return decodeURIComponent(escape(String.fromCharCode(...bytes))); }
};
globalThis.ImageData = class {
  constructor(width, height) {
    Object.assign(this, { width, height, data: new Uint8ClampedArray(4 * width * height) });
  }
};
"""


def load(*files: str) -> "Scripts":
    """The exports of these files of `explainer`, such as ``web/view.js``, in one V8."""
    return Scripts({Path(file).stem: ROOT / file for file in files})


class Scripts:
    """A V8 that holds the exports of each entry under its name."""

    def __init__(self, entries: dict[str, Path]) -> None:
        self._v8 = MiniRacer()
        self._v8.eval(BROWSER)
        self._v8.eval(f"Object.assign(globalThis, {bundle(entries)});")

    def run(self, code: str, *values: Any) -> Any:
        """What the code returns, the body of a function of ``values``; both as JSON."""
        call = f"JSON.stringify(((values) => {{ {code} }})({json.dumps(values)}))"
        found = self._v8.eval(call)
        return None if found is None else json.loads(str(found))
