"""Words: short labels through gettext, prose from Markdown files."""

import gettext
from functools import cache
from pathlib import Path

TEXT = Path(__file__).parents[2] / "assets" / "text"
LANGUAGE = "en"

_catalogue = gettext.translation("dropblock", TEXT, languages=[LANGUAGE], fallback=True)
_ = _catalogue.gettext


@cache
def prose(name: str) -> str:
    """The Markdown of ``assets/text/<language>/<name>.md``."""
    return (TEXT / LANGUAGE / f"{name}.md").read_text(encoding="utf-8")
