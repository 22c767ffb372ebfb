"""Words: short labels through gettext, prose from Markdown files."""

import gettext
import os
import re
from functools import cache
from pathlib import Path

ROOMS = Path(__file__).parents[1] / "rooms"
CATALOGUES = Path(__file__).with_name("languages")
SOURCE_LANGUAGE = "en"  # of the labels in the code; what is not translated stays in it
LANGUAGE = os.environ.get("EXPLAINER_LANGUAGE", SOURCE_LANGUAGE)

_catalogue = gettext.translation("explainer", CATALOGUES, languages=[LANGUAGE], fallback=True)
_, ngettext = _catalogue.gettext, _catalogue.ngettext


def N_(label: str) -> str:  # gettext's own name for it
    """The label as it is: it is translated where it is shown, by ``_``."""
    return label


@cache
def prose(room: str, name: str) -> str:
    """The Markdown of ``rooms/<room>/text/<language>/<name>.md``."""
    texts = (ROOMS / room / "text" / one / f"{name}.md" for one in (LANGUAGE, SOURCE_LANGUAGE))
    return next(file for file in texts if file.exists()).read_text(encoding="utf-8")


def table(head: list[str], rows: list[list[str]]) -> str:
    """A Markdown table, its cells in Markdown too."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


@cache
def sections(room: str, name: str) -> dict[str, str]:
    """The parts of a Markdown file by their names, which stand in lines like ``## [name]``."""
    parts = re.split(r"^## \[(\w+)\]\n", prose(room, name), flags=re.MULTILINE)
    return {key: text.strip() for key, text in zip(parts[1::2], parts[2::2], strict=True)}


def minus(number: int | str) -> str:
    """A number with a true minus in place of a hyphen."""
    return str(number).replace("-", "−")
