"""The panel that lets a visitor take a picture along: its link, its files, its code."""

from typing import TYPE_CHECKING
from urllib.parse import urlencode

import streamlit as st

from explainer.shell import state
from explainer.shell.session import session
from explainer.shell.settings import ALL, Settings
from explainer.shell.text import _

if TYPE_CHECKING:
    from explainer.rooms.export.run import Run


@st.fragment
def show_export(page: str) -> None:
    """A closed panel costs nothing: what is in it is made while it is open."""
    panel = st.expander(_("Take it with you"), key=state.EXPORT, on_change="rerun")
    if panel.open:
        with panel:
            _show(page, state.settings())


def _show(page: str, settings: Settings) -> None:
    from explainer.rooms.export.files import files  # it imports torch
    from explainer.rooms.export.run import run_of

    upload = session().picture if settings.source == "upload" else None
    link = _link(settings)
    made = files(page, settings, upload, link)  # first, so that link and files change together
    st.markdown(f"**{_('Link to this page, as it is now')}**")
    st.code(link, language=None, wrap_lines=True)
    if upload is not None and run_of(page, settings).input == "picture":
        st.caption(_("Your image is not in the link: it is in the tensors, as x."))
    st.markdown(f"**{_('Files')}**")
    tensors = (
        _("the random draw, the mask of each implementation or how it fails")
        if page == "implementations"
        else _("the input, the random draw, every stage, the mask")
    )
    st.caption(
        _(
            "The picture is a slide. The tensors are for numpy: {tensors}, and the settings as "
            "text. The notebook holds the code below."
        ).format(tensors=tensors)
    )
    with st.container(horizontal=True):
        _download(_("Picture (PNG)"), made.png, f"dropblock-{page}.png", "image/png")
        _download(_("Tensors (NPZ)"), made.npz, f"dropblock-{page}.npz", "application/octet-stream")
        _download(
            _("Notebook (Jupyter)"), made.notebook, f"dropblock-{page}.ipynb", "application/json"
        )
    _show_code(page, settings)


def _download(label: str, data: bytes, name: str, mime: str) -> None:
    st.download_button(label, data, name, mime, on_click="ignore", key=name)


def _show_code(page: str, settings: Settings) -> None:
    from explainer.rooms.export.code import standalone, with_library
    from explainer.rooms.export.pieces import script
    from explainer.rooms.export.run import run_of
    from explainer.rooms.export.torchvision import obstacle, with_torchvision

    run = run_of(page, settings)
    library = _("Run it in this project's folder, or after `pip install .` there.")
    variants = {"dropblock": (_("dropblock"), with_library, library)}
    if not run.failure:
        variants = {
            "torch": (_("PyTorch alone"), standalone, _("It needs PyTorch, and nothing else.")),
            **variants,
            "torchvision": (
                _("torchvision"),
                with_torchvision,
                obstacle(run) or _("It needs torchvision 0.28 or later."),
            ),
        }
    if page == "implementations":
        _say_whose(settings, run)
    else:
        st.markdown(f"**{_('Code for exactly this mask')}**")
    chosen = st.segmented_control(
        _("With"),
        list(variants),
        format_func=lambda name: variants[name][0],
        default=next(iter(variants)),
        required=True,
        key="export_with",
        label_visibility="collapsed",
    )
    _label, pieces, needs = variants[chosen or "dropblock"]
    st.caption(needs)
    st.code(script(pieces(run)), language="python")


def _say_whose(settings: Settings, run: "Run") -> None:
    """Which of the implementations the code is of, and where to choose another."""
    from explainer.rooms.implementations import words

    spoken = words.spoken_names()[run.recipe]
    title = _("What {name} does here") if run.failure else _("Code for exactly the mask of {name}")
    st.markdown(f"**{title.format(name=spoken)}**")
    st.caption(
        _(
            "You look at all of them, so this is of the one under “Compare with”. For another, "
            "choose it under “Your implementation”."
        )
        if settings.yours == ALL
        else _("It is the one under “Your implementation”.")
    )
    if run.failure:
        said = run.failure.removeprefix(f"{run.recipe} ")
        none = _("There is no mask, and no PyTorch code alone or with torchvision: {name} {said}.")
        st.caption(none.format(name=spoken, said=said))


def _link(settings: Settings) -> str:
    """The page's address, with the settings."""
    return f"{st.context.url or ''}?{urlencode(settings.query())}"
