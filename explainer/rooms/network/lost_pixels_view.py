"""The belief that dropped pixels fool the network because the information is gone: predict, then
fill them in and ask again."""

import base64
import io
from collections.abc import Sequence
from html import escape

import streamlit as st
from PIL import Image
from torch import Tensor

from explainer.figures.rounding import fixed
from explainer.network.ladder import DRAWS
from explainer.network.model import SIDE
from explainer.rooms.network import lost_pixels
from explainer.rooms.network.looked import looked
from explainer.rooms.network.lost_pixels import Lost
from explainer.shell import widgets
from explainer.shell.session import session
from explainer.shell.settings import Settings
from explainer.shell.sources import Pixels
from explainer.shell.text import _, ngettext, sections, table

STYLE = """<style>
.lost-pixels { display: grid; grid-template-columns: repeat(4, 1fr); gap: .9rem 1rem; }
.lost-pixels figure { margin: 0; }
.lost-pixels img { width: 100%; border-radius: 4px; display: block; image-rendering: pixelated; }
.lost-pixels figcaption { line-height: 1.4; padding-top: .4rem; }
@media (max-width: 720px) { .lost-pixels { grid-template-columns: 1fr 1fr; } }
</style>"""


def titles() -> dict[str, str]:
    """What each of `lost_pixels.CASES` is called."""
    block = lost_pixels.BLOCK
    return {
        "dropout_grey": _("Single pixels grey"),
        "dropout_filled": _("Single pixels filled in"),
        "dropblock_grey": _("Blocks of {block} grey").format(block=block),
        "dropblock_filled": _("Blocks of {block} filled in").format(block=block),
    }


def show_lost_pixels(settings: Settings, upload: Pixels | None) -> None:
    """The claim and the question; what happens only after a prediction."""
    words = sections("network", "lost_pixels")
    st.markdown(words["claim"])
    st.markdown(words["setup"].format(share=fixed(100 * lost_pixels.SHARE, 0)))
    _show_choices()
    if session().lost_pixels is None:
        return
    happens = "back" if lost_pixels.gain().is_above_0 else "lost"
    if session().lost_pixels == happens:
        st.success(_("✓ Your prediction holds."))
    else:
        st.error(
            _("✗ Your prediction does not hold: **{right}**.").format(right=choices()[happens])
        )
    with st.spinner(_("Asking the network …")):
        found, at = lost_pixels.lost(settings, upload), looked(settings, upload)
    answer = at.network.names[at.label]
    sure = fixed(100 * float(at.answers.probabilities[0, 0]), 0)
    st.markdown(
        _("Untouched, the network says **{answer}** with {sure} %.").format(
            answer=answer, sure=sure
        )
    )
    _show_pictures(found, answer, at.network.names)
    means = {case: lost_pixels.mean(case).text() for case in lost_pixels.CASES}
    st.markdown(words[happens].format(**means))
    st.markdown(words["means"].format(photos=len(lost_pixels.known()), draws=DRAWS))
    st.markdown(_table(means))
    st.caption(words["scale"].format(block=lost_pixels.BLOCK, side=SIDE))


def choices() -> dict[str, str]:
    """What can be predicted."""
    return {
        "lost": _("It stays lost: a pixel that is gone is gone"),
        "back": _("It comes back: the pixels that are left tell enough"),
    }


def _show_choices() -> None:
    """What can be predicted, with nothing chosen yet."""
    key = "lost_pixels_predicted"

    def predict() -> None:
        session().lost_pixels = widgets.value(key)

    default = widgets.show(key, session().lost_pixels)
    st.radio(
        _("Your prediction"),
        list(choices()),
        format_func=choices().__getitem__,
        index=None if default is None else list(choices()).index(default),
        key=key,
        on_change=predict,
    )


def _show_pictures(found: Lost, answer: str, names: Sequence[str]) -> None:
    """The four pictures of this draw, and below each what the network says of it."""
    shown = []
    for k, (case, title) in enumerate(titles().items()):
        stays = found.stays[case]
        low, high = (fixed(100 * share, 0) for share in lost_pixels.interval(stays))
        says = _("{answer}, {sure} %").format(
            answer=names[int(found.answers.classes[k, 0])],
            sure=fixed(100 * float(found.answers.probabilities[k, 0]), 0),
        )
        counted = ngettext(
            "Still {answer} in {stays} of {draws} draw (95 % interval: {low} to {high} %)",
            "Still {answer} in {stays} of {draws} draws (95 % interval: {low} to {high} %)",
            len(stays),
        ).format(answer=answer, stays=stays.count("1"), draws=len(stays), low=low, high=high)
        shown.append(
            f'<figure><img src="{_data(found.pictures[k])}" alt="{escape(title)}: {escape(says)}">'
            f"<figcaption>{escape(title)}<br><strong>{escape(says)}</strong><br>"
            f"{escape(counted)}</figcaption></figure>"
        )
    st.html(f'{STYLE}<div class="lost-pixels">{"".join(shown)}</div>')


def _data(picture: Tensor) -> str:
    """A picture (3, H, W) as the address of a PNG."""
    pixels = (picture * 255).round().clamp(0, 255).byte().permute(1, 2, 0).numpy()
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    return f"data:image/png;base64,{base64.b64encode(file.getvalue()).decode()}"


def _table(means: dict[str, str]) -> str:
    """All bundled pictures together."""
    head = ["", _("Grey"), _("Filled in")]
    rows = {
        "dropout": _("Single pixels"),
        "dropblock": _("Blocks of {block}").format(block=lost_pixels.BLOCK),
    }
    return table(
        head, [[row, means[f"{name}_grey"], means[f"{name}_filled"]] for name, row in rows.items()]
    )
