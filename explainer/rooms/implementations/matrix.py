"""Find out about yours: a verdict for every case that an engineer may meet, with its evidence."""

import re
from dataclasses import dataclass
from functools import cache, partial
from html import escape
from pathlib import Path

import streamlit as st

from dropblock.recipes import RECIPES
from dropblock.verdicts import DRAWS, FAR, NEARLY_ALL, RARE, Verdict, near, verdict
from explainer.figures.rounding import fixed
from explainer.figures.theme import DARK
from explainer.rooms.implementations import words
from explainer.shell import charts
from explainer.shell.fold import fold
from explainer.shell.settings import ALL, IMPLEMENTATIONS, Settings
from explainer.shell.text import _, prose

MAPS = (7, 14, 28, 56)  # of an ImageNet network's stages
BLOCKS = (3, 4, 5, 7, 9)
OVER = (1, 2)  # larger than the map by so much

EXAMPLE = 0.9  # what the page's words ask to keep: the paper's target, whatever the slider says
LAST_STAGE = 7  # side of the map in a ResNet's last stage, and the paper's block_size


@cache
def expected_in_last_stage(name: str) -> float:
    """What an implementation keeps on average where one block covers the whole map."""
    rates = RECIPES[name].expected_keep_rates([EXAMPLE], LAST_STAGE, LAST_STAGE, LAST_STAGE)
    return rates.item()


@dataclass(frozen=True)
class Case:
    """One cell: an implementation, a map, a block_size, and what it does there."""

    name: str
    height: int
    width: int
    block_size: int
    found: Verdict


@st.cache_data(max_entries=4096, show_spinner=False)
def _verdict(name: str, keep_prob: float, block_size: int, height: int, width: int) -> Verdict:
    return verdict(RECIPES[name], keep_prob, block_size, height, width)


def columns(asked: int) -> list[tuple[str, int, int]]:
    """Name, block_size and what of the map's smaller side is added to it, for each column; first
    the one asked for, which is in sight on a phone, too."""
    fixed = [(str(block), block, 0) for block in dict.fromkeys((asked, *BLOCKS))]
    return fixed + [(_("side + {over}").format(over=over), over, 1) for over in OVER]


def matrix(settings: Settings, side: int) -> list[tuple[str, list[Case]]]:
    """The rows: all implementations on one map, of this side or (0) the page's own; or one of
    them on all maps."""
    yours = (settings.height, settings.width) if not side else (side, side)
    names = words.names()
    if settings.yours == ALL:
        rows = [(names[name], name, *yours) for name in IMPLEMENTATIONS]
    else:
        maps = dict.fromkeys([(settings.height, settings.width), *((s, s) for s in MAPS)])
        rows = [(f"{h} × {w}", settings.yours, h, w) for h, w in maps]
    return [
        (
            title,
            [
                Case(name, h, w, block, _verdict(name, settings.keep_prob, block, h, w))
                for block in (
                    base + sides * min(h, w)
                    for _title, base, sides in columns(settings.asked_block)
                )
            ],
        )
        for title, name, h, w in rows
    ]


def show_matrix(settings: Settings) -> None:
    """The matrix, what its words mean, and the evidence for each cell; the choice of a map, where
    all are looked up on one."""
    side = 0
    if settings.yours == ALL:
        yours = (settings.height, settings.width)
        sides = sorted(
            [0, *(side for side in MAPS if (side, side) != yours)], key=lambda s: s or yours[0]
        )
        side = st.segmented_control(
            _("Map"),
            sides,
            format_func=lambda s: f"{s} × {s}" if s else f"{yours[0]} × {yours[1]}",
            default=0,
            required=True,
            key="matrix_map",
        )
    rows = matrix(settings, side)
    _show_table(rows, settings)
    fold(_("What the words mean"), "verdicts", _show_meanings)
    fold(
        _("Why: the evidence for each cell"),
        "evidence",
        lambda: st.markdown("\n".join(f"- {line}" for line in evidence(rows))),
        opened=settings.yours != ALL,
    )
    charts.show_table(
        partial(as_table, rows, settings.keep_prob),
        "implementations",
        _("Table: each cell with its numbers and evidence"),
    )


def _show_meanings() -> None:
    lowest, highest = near(EXAMPLE)
    st.markdown(
        prose("implementations", "verdicts").format(
            far=FAR,
            asked=f"{EXAMPLE:.2f}",
            lowest=f"{lowest:.3f}",
            highest=f"{highest:.3f}",
            nearly=NEARLY_ALL,
            draws=f"{DRAWS:,}",
            rare=words.percent(RARE),
        )
    )


def _show_table(rows: list[tuple[str, list[Case]]], settings: Settings) -> None:
    style = Path(__file__).with_name("matrix.css").read_text(encoding="utf-8")
    corner = _("Implementation") if settings.yours == ALL else _("Map")
    head = "".join(
        f'<th scope="col"{"" if k else " class=today"}>{escape(title)}</th>'
        for k, (title, *_rest) in enumerate(columns(settings.asked_block))
    )
    body = "".join(
        f'<tr><th scope="row">{_breakable(title)}</th>{"".join(_cell(case) for case in row)}</tr>'
        for title, row in rows
    )
    caption = _("Asked to keep {asked}; block_size by column").format(
        asked=f"{settings.keep_prob:.2f}"
    )
    dark = " dark" if charts.theme() is DARK else ""
    st.html(
        f'<style>{style}</style><div class="verdicts{dark}"><table><caption>{escape(caption)}'
        f'</caption><thead><tr><th scope="col">{escape(corner)}</th>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _breakable(name: str) -> str:
    """A name as HTML that a narrow column may break after a slash or before a capital."""
    return re.sub(r"/|(?<=[a-z])(?=[A-Z])", r"\g<0><wbr>", escape(name))


def _cell(case: Case) -> str:
    found = case.found
    text = f"{words.ICONS[found.kind]} {words.label(found)}"
    far = f"{words.ICONS['off']} " if found.is_far else ""
    rate = "" if found.expected is None else f"<b>{far}{fixed(found.expected, 3)}</b>"
    return f'<td class="{found.kind}">{escape(text)}{rate}</td>'


def evidence(rows: list[tuple[str, list[Case]]]) -> list[str]:
    """For each row and each thing that goes wrong in it, why, with the links; as Markdown."""
    lines = []
    for title, row in rows:
        reasons: dict[str, list[str]] = {}
        for case in dict.fromkeys(row):
            if case.found.kind == "ok":
                continue
            recipe = RECIPES[case.name]
            why = words.why(recipe, case.found, case.block_size, case.height, case.width)
            reasons.setdefault(why, []).append(
                f"block_size {case.block_size} ({words.label(case.found)})"
            )
        links = words.links_markdown(RECIPES[row[0].name])
        lines += [f"**{title}**, {', '.join(of)}: {why}. {links}" for why, of in reasons.items()]
        if not reasons:
            lines.append(f"**{title}**: {_('near what was asked in every case')}. {links}")
    return lines


def as_table(rows: list[tuple[str, list[Case]]], keep_prob: float) -> dict[str, list[object]]:
    """Every cell with its numbers and evidence, for reading and as a file."""
    names = words.names()
    # A block_size may stand in two columns, once by name and once as larger than the map.
    cases = dict.fromkeys(case for _title, row in rows for case in row)
    table: dict[str, list[object]] = {}
    for case in cases:
        recipe, found = RECIPES[case.name], case.found
        as_asked = found.kind == "ok"
        sentence = (
            "" if as_asked else words.why(recipe, found, case.block_size, case.height, case.width)
        )
        row: dict[str, object] = {
            _("implementation"): names[case.name],
            _("height"): case.height,
            _("width"): case.width,
            "block_size": case.block_size,
            _("asked"): keep_prob,
            _("expected"): found.expected,
            _("verdict"): words.label(found),
            _("keeps nothing"): found.keeps_nothing,
            _("why"): sentence,
            _("evidence"): " ".join(address for _label, address in words.links(recipe)),
        }
        for column, value in row.items():
            table.setdefault(column, []).append(value)
    return table
