"""The charts of the gamma page on what is kept: by keep_prob, under overlaps, on real maps."""

from functools import partial

import streamlit as st

from dropblock.recipes import RECIPES
from dropblock.stops import KEEP_PROBS
from explainer.figures.curves import Line, kept_chart
from explainer.figures.masks import overlap_chart
from explainer.figures.rounding import fixed
from explainer.figures.theme import Point
from explainer.rooms.gamma import numbers
from explainer.rooms.gamma.words import rule_name
from explainer.shell import charts
from explainer.shell.settings import Settings, block_sizes
from explainer.shell.text import _, prose

RULES = ("reference", "paper")
LIBRARIES = ("timm", "torchvision")  # one for each of the places where seeds may land


def _worst_words(recipe: str, asked: float, side: int) -> str:
    """Which block_size strays furthest, among those that the recipe takes."""
    sizes = block_sizes(side, recipe)
    if len(sizes) == 1:
        return _("It takes only block_size 1 here, and keeps what you ask.")
    worst, odd = numbers.worst(recipe, side)[round(asked * 100)], sizes.step == 2
    if abs(worst.kept - asked) < 0.0005:
        text = (
            _("Each odd block_size from 1 to {largest} keeps what you ask here.")
            if odd
            else _("Each block_size from 1 to {largest} keeps what you ask here.")
        )
    else:
        text = (
            _(
                "Of the odd block sizes from 1 to {largest}, {block} strays furthest: it keeps "
                "**{kept}** where you ask for {asked}. With even ones the code fails."
            )
            if odd
            else _(
                "Of the block sizes from 1 to {largest}, {block} strays furthest: it keeps "
                "**{kept}** where you ask for {asked}."
            )
        )
    return text.format(
        largest=sizes[-1],
        block=worst.block_size,
        kept=fixed(worst.kept, 3),
        asked=f"{asked:.2f}",
    )


def show_kept(settings: Settings) -> None:
    """Section 3: the expected keep rate over keep_prob, beside what bends it."""
    side, today, asked = settings.map, settings.map_block_size, settings.keep_prob
    stop = round(asked * 100)
    named = {numbers.worst(recipe, side)[stop].block_size for recipe in RULES}
    blocks = sorted({*numbers.compared_blocks(side, today), *named})
    told, *columns = st.columns([2, 3, 3], gap="medium")
    with told:
        st.markdown(prose("gamma", "kept"))
    for column, recipe in zip(columns, RULES, strict=True):
        lines = [
            Line(
                _("block_size {block}").format(block=block),
                KEEP_PROBS,
                numbers.kept(recipe, block, side),
                _("block_size {block}: asked %{{x:.2f}}, kept %{{y:.3f}} on average").format(
                    block=block
                ),
                block == today,
                str(block),
            )
            for block in blocks
        ]
        here = numbers.kept(recipe, today, side)[stop]
        with column:
            st.markdown(f"**{rule_name(recipe)}**")
            charts.show(
                kept_chart(
                    lines,
                    Point(asked, here, fixed(here, 3)),
                    _("the promise: kept = asked"),
                    _("asked: keep_prob"),
                    _("kept, on average"),
                    charts.theme(),
                ),
                f"kept_{recipe}",
                _(
                    "{rule}: expected keep rate over keep_prob on a {side} × {side} map, for "
                    "block_size {blocks}. At keep_prob {asked} and block_size {block} it is {kept}."
                ).format(
                    rule=rule_name(recipe),
                    blocks=", ".join(map(str, blocks)),
                    side=side,
                    asked=f"{asked:.2f}",
                    block=today,
                    kept=fixed(here, 3),
                ),
            )
            st.markdown(_worst_words(recipe, asked, side))
    charts.show_table(
        partial(_kept_table, blocks, side),
        "asked-and-kept",
        _("Table: what each block_size keeps, for every keep_prob"),
    )


def _kept_table(blocks: list[int], side: int) -> charts.Table:
    return {_("asked"): list(KEEP_PROBS)} | {
        _("{rule}, block_size {block}").format(rule=rule_name(recipe), block=block): numbers.kept(
            recipe, block, side
        )
        for recipe in RULES
        for block in blocks
    }


def _no_overlap(settings: Settings) -> str:
    """Why no draw with overlapping blocks can be shown."""
    if settings.keep_prob == 1:
        return _("At keep_prob 1 there are no blocks. Lower it to see two of them meet.")
    if settings.map_block_size == 1:
        return _("Blocks of one unit cannot overlap: here γ counts nothing twice.")
    if settings.map_block_size == settings.map:
        return _(
            "Where a block is as large as the map there is one place for it, so two cannot meet: "
            "the paper's rule keeps on average exactly what you ask."
        )
    return _("Two blocks hardly ever meet at these settings: none did in {tries} draws.").format(
        tries=numbers.TRIES
    )


def show_overlap(settings: Settings) -> None:
    """Why more is kept than asked: two blocks that share units."""
    side, block = settings.map, settings.map_block_size
    found = numbers.overlap(settings.keep_prob, block, side, settings.seed)
    if found is None:
        st.markdown(f"**{_('No overlap here.')}** {_no_overlap(settings)}")
        return
    hover = [
        _("a block of {area} units, rows {top} to {bottom}, columns {left} to {right}").format(
            area=block**2, top=top, bottom=bottom - 1, left=left, right=right - 1
        )
        for top, left, bottom, right in found.blocks
    ]
    picture, words = st.columns([1, 2], gap="large", vertical_alignment="center")
    with picture:
        charts.show(
            overlap_chart(side, found.blocks, hover, charts.theme()),
            "overlap",
            _("Draw {seed}: {count} blocks, some of which lie on others.").format(
                count=len(found.blocks), seed=found.seed
            ),
        )
    with words:
        st.markdown(
            prose("gamma", "overlap").format(
                seed=found.seed,
                count=len(found.blocks),
                area=f"{block**2:,}",
                promised=f"{found.promised:,}",
                gone=f"{found.gone:,}",
                missing=f"{found.promised - found.gone:,}",
            )
        )
        sides = zip(*found.blocks, strict=True)
        names = (_("top row"), _("left column"), _("row below"), _("column right of it"))
        charts.show_table(
            dict(zip(names, sides, strict=True)), "overlap", _("Table: where these blocks lie")
        )


def show_real_maps() -> None:
    """What both rules keep on the maps of real networks: words, two tables, a file."""
    rates = {name: numbers.real_maps(name) for name in (*RULES, *LIBRARIES)}
    last, told = numbers.REAL_MAPS.index((7, 7)), numbers.REAL_KEEP_PROBS.index(0.9)
    kept = {name: fixed(rows[last][told], 3) for name, rows in rates.items()}
    sources = {f"{name}_source": RECIPES[name].source for name in LIBRARIES}
    st.markdown(prose("gamma", "real").format(**kept, **sources))
    places: dict[str, list[object]] = {
        _("map"): [f"{side}\u00a0×\u00a0{side}" for side, _block in numbers.REAL_MAPS],
        _("block"): [block for _side, block in numbers.REAL_MAPS],
    }
    both = dict(places)
    for column, rule in zip(st.columns(2, gap="large"), RULES, strict=True):
        table = dict(places)
        for k, asked in enumerate(numbers.REAL_KEEP_PROBS):
            table[_("asked {asked}").format(asked=f"{asked:.2f}")] = [
                fixed(row[k], 3) for row in rates[rule]
            ]
        both |= {
            f"{rule_name(rule)}, {name}": values
            for name, values in table.items()
            if name not in places
        }
        with column:
            st.markdown(f"**{rule_name(rule)}**")
            st.table(table, hide_index=True)
    charts.show_table(both, "real-maps", _("Table: what both rules keep on real maps"))
