"""The native controls of a page. Each shows the settings and changes them; none is the truth."""

from collections.abc import Callable

import streamlit as st

from explainer.shell import state, widgets
from explainer.shell.session import session
from explainer.shell.settings import LARGEST_WALK, TABLE, Settings
from explainer.shell.sources import MAP_SIZES, PHOTOS, SIZES, SOURCES, Pixels
from explainer.shell.text import _
from explainer.shell.uploader import uploader

NUMBERS = "numbers"  # the source "random" at the seed's own size


def _changes(name: str, key: str) -> Callable[[], None]:
    def take() -> None:
        session().missing = ""
        state.change(**{name: widgets.value(key)})

    return take


def source_labels() -> dict[str, str]:
    """What the picker offers, in its order; the random map also at the article's size."""
    labels = {}
    for source in SOURCES.values():
        if source.name == "random":
            labels[NUMBERS] = _("5 × 5 numbers")
        labels[source.name] = _(source.label)
    return labels


def source_picker(settings: Settings) -> None:
    """What to look at, as a row of pills."""
    is_numbers = settings.source == "random" and settings.size == MAP_SIZES[0]
    default = widgets.show("source", NUMBERS if is_numbers else settings.source)

    def take() -> None:
        chosen = widgets.value("source")
        sizes = dict(zip((NUMBERS, "random"), MAP_SIZES, strict=True))
        session().missing = ""
        if chosen in sizes:
            state.change(source="random", size=sizes[chosen])
        else:
            state.change(source=chosen, **_photo(chosen))

    labels = source_labels()
    st.pills(
        _("What to look at"),
        list(labels),
        default=default,
        format_func=labels.__getitem__,
        key="source",
        required=True,
        on_change=take,
        label_visibility="collapsed",
    )


def _photo(chosen: str) -> dict[str, object]:
    """The network looks at the picture that was looked at before, where it is one of its own."""
    before = state.settings().source
    return {"photo": before} if chosen == "features" and before in PHOTOS else {}


def picture_controls(settings: Settings, largest: int = SIZES[-1]) -> Pixels | None:
    """What goes with the source: which picture the network looks at, and the visitor's own, which
    is returned. largest: side of a map, in units."""
    if session().missing and settings.source == "random":
        st.warning(
            _("There is no feature map to see, so you see a random one. {reason}").format(
                reason=session().missing
            )
        )
    if settings.source == "features":
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(_("The network looks at"), width="content")
            photo_picker(settings)
            sides = [side for side in settings.of_source.sizes if side <= largest]
            if len(sides) > 1:
                _choice(
                    "size",
                    _("Side of its map"),
                    {side: f"{side} × {side}" for side in sides},
                    settings.size,
                    None,
                )
    return uploader() if settings.picture == "upload" else None


def _choice(
    name: str,
    label: str,
    labels: dict[object, str],
    value: object,
    help: str | None,
    *,
    labelled: bool = False,
) -> None:
    key = f"control_{name}"
    default = widgets.show(key, value)
    st.segmented_control(
        label,
        list(labels),
        default=default,
        format_func=labels.__getitem__,
        key=key,
        required=True,
        on_change=_changes(name, key),
        label_visibility="visible" if labelled else "collapsed",
        help=help,
    )


def photo_picker(settings: Settings) -> None:
    """What the network looks at, as a row of pills."""
    labels = {name: _(photo.label) for name, photo in PHOTOS.items()}
    st.pills(
        _("What the network looks at"),
        list(labels),
        default=widgets.show("photo", settings.photo),
        format_func=labels.__getitem__,
        key="photo",
        required=True,
        on_change=_changes("photo", "photo"),
        label_visibility="collapsed",
    )


def network_controls(settings: Settings) -> None:
    """Whether kept units are scaled; behind More the mask."""
    _choice(
        "scaled",
        _("Scale"),
        {True: _("Scale on"), False: _("Scale off")},
        settings.scaled,
        _("On: kept units are divided by the share kept, as in training. Off: they stay."),
    )
    with st.popover(_("More")):
        _mask_choice(settings)


def recipe_choice(settings: Settings, *, labelled: bool = False) -> None:
    """Whose rules."""
    _choice(
        "recipe",
        _("Rule"),
        {"reference": _("Reference"), "paper": _("Paper"), "calibrated": _("Calibrated")},
        settings.recipe,
        _(
            "Reference: seeds anywhere on the map, and odd block sizes only. Paper: seeds only "
            "where the whole block fits. Calibrated: as the paper, with the γ that on average "
            "keeps exactly what you ask."
        ),
        labelled=labelled,
    )


def part_choice(settings: Settings) -> None:
    """The parts of the page that walks through the code."""
    _choice(
        "part",
        _("Part of this page"),
        {
            "walk": _("The walk"),
            "beliefs": _("Beliefs"),
            "museum": _("Bugs museum"),
            "check": _("Check"),
        },
        settings.part,
        None,
    )


def new_draw(*, disabled: bool = False) -> None:
    """The next draw, after the current one."""
    st.button(
        _("New draw"),
        key="new_draw",
        shortcut="N",
        disabled=disabled,
        on_click=lambda: state.change(seed=state.settings().later(1).seed),
    )


def _mode_choice(settings: Settings) -> None:
    _choice(
        "training",
        _("Mode"),
        {True: _("Training"), False: _("Inference")},
        settings.training,
        _("At inference nothing is dropped."),
    )


def run_controls(settings: Settings) -> None:
    """Mode and draw; behind More the rule, the map, the draw's number, reset."""
    walk_controls(settings)
    with st.popover(_("More")):
        recipe_choice(settings, labelled=True)
        more_controls(settings)


def walk_controls(settings: Settings) -> None:
    """Mode and draw: all that there is to run where the recipe is fixed, as on the walk."""
    _mode_choice(settings)
    new_draw(disabled=not settings.training)


def more_walk_controls(settings: Settings) -> None:
    """Kind, size and draw of the map that is walked through."""
    _choice(
        "source",
        _("The map"),
        {name: _(source.label) for name, source in SOURCES.items() if source.is_map},
        settings.source,
        None,
        labelled=True,
    )
    if settings.source == "random":
        _number(settings, "size", _("Map size"), largest=LARGEST_WALK)
    _number(settings, "seed", _("Draw (random seed)"))


def _number(
    settings: Settings, name: str, label: str, *, width: int = 150, largest: int | None = None
) -> None:
    key, allowed = f"control_{name}", TABLE[name].choices(settings)
    default = widgets.show(key, getattr(settings, name))
    st.number_input(
        label,
        allowed[0],
        largest or allowed[-1],
        "min" if default is None else default,  # "min" is none
        step=1,
        key=key,
        on_change=_changes(name, key),
        width=width,
    )


def map_sides(settings: Settings) -> None:
    """Height and width of the map on which implementations are compared."""
    _number(settings, "height", _("Map height"), width=130)
    _number(settings, "width", _("Map width"), width=130)


def pick(name: str, label: str, labels: dict[str, str], value: str) -> None:
    """One of many, as a list that opens."""
    key = f"control_{name}"
    default = widgets.show(key, value)
    st.selectbox(
        label,
        list(labels),
        0 if default is None else list(labels).index(default),
        format_func=labels.__getitem__,
        key=key,
        on_change=_changes(name, key),
        width=260,
    )


def cutout_side(settings: Settings) -> None:
    """The side of Cutout's square."""
    _number(settings, "cutout", _("Cutout side (0: same count)"), width=230)


def _mask_choice(settings: Settings) -> None:
    _choice(
        "mask",
        _("Mask"),
        {"shared": _("One mask for all"), "channel": _("One per channel")},
        settings.mask,
        _("The paper found a mask per channel better than a shared one."),
        labelled=True,
    )


def more_controls(settings: Settings) -> None:
    """What is needed less often: the map's shape, mask, seed number, reset."""
    if settings.source == "random":
        _number(settings, "size", _("Map size"))
    if settings.is_map:
        _number(settings, "channels", _("Channels"))
    _number(settings, "seed", _("Draw (random seed)"))
    if settings.map_channels > 1:
        _mask_choice(settings)
    st.button(_("Reset"), key="reset", on_click=state.reset)
