"""The files of the panel of exports, made once for each settings."""

from dataclasses import dataclass

import torch
from torch import Tensor

from explainer.rooms.compare import methods
from explainer.rooms.compare.methods import Given
from explainer.rooms.export import compare as compare_slide
from explainer.rooms.export import implementations
from explainer.rooms.export.arrays import npz
from explainer.rooms.export.code import standalone, with_library
from explainer.rooms.export.figure import png
from explainer.rooms.export.notebook import notebook
from explainer.rooms.export.run import Run, run_of
from explainer.rooms.playground.words import headline
from explainer.shell.base import base_name, pixels
from explainer.shell.cache import kept
from explainer.shell.settings import Settings
from explainer.shell.sources import Pixels


@dataclass(frozen=True)
class Files:
    """Bytes: the slide, the tensors, the notebook."""

    png: bytes
    npz: bytes
    notebook: bytes


def files(page: str, settings: Settings, upload: Pixels | None, link: str) -> Files:
    """The files of this page at these settings."""
    return _files(base_name(settings, upload), page, settings, link, pixels(settings, upload))


@kept(8)
def _files(base: str, page: str, settings: Settings, link: str, _picture: Pixels | None) -> Files:
    """The base names the picture."""
    return make_files(page, settings, link, _picture)


def make_files(page: str, settings: Settings, link: str, picture: Pixels | None) -> Files:
    """The files of this page at these settings, made anew. picture: what is shown, or None for a
    random map."""
    if page == "implementations":
        return _implementation_files(settings, link)
    run = run_of(page, settings)
    x = run.x(picture)
    found = run.trace(x)
    if page == "compare":
        given = _given(settings, run, x)
        slide = compare_slide.png(settings, run, x, found, given)
    else:
        given = {}
        title = headline(settings, int((found.mask == 0).sum()), found.mask.numel())
        slide = png(page, title, run, x, found)
    masks = {name: one.mask for name, one in given.items()}
    return Files(
        png=slide, npz=npz(run, x, found, masks, link), notebook=notebook(standalone(run), link)
    )


def _given(settings: Settings, run: Run, x: Tensor) -> dict[str, Given]:
    """What each method of the comparison does; at inference, nothing, in the same order."""
    given = methods.given_away(settings, x)
    if run.training:
        return given
    order = methods.order({name: one.r2 for name, one in given.items()})
    return {name: Given(torch.ones(x.shape), x, None) for name in order}


def _implementation_files(settings: Settings, link: str) -> Files:
    """Of the page that compares implementations: a slide and masks of all, code of one."""
    run = run_of("implementations", settings)
    return Files(
        png=implementations.png(settings),
        npz=implementations.npz(settings, link),
        notebook=notebook((with_library if run.failure else standalone)(run), link),
    )
