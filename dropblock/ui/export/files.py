"""The files of the panel of exports, made once for each settings."""

from dataclasses import dataclass

import torch
from torch import Tensor

from dropblock.ui.compare import family
from dropblock.ui.compare.family import Given
from dropblock.ui.export import family as export_family
from dropblock.ui.export import peers
from dropblock.ui.export.arrays import npz
from dropblock.ui.export.code import standalone, with_library
from dropblock.ui.export.figure import png
from dropblock.ui.export.notebook import notebook
from dropblock.ui.export.run import Run, run_of
from dropblock.ui.keeping import kept
from dropblock.ui.playground.packets import base_name, pixels
from dropblock.ui.playground.words import headline
from dropblock.ui.settings import Settings
from dropblock.ui.sources import Pixels


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
        return _peer_files(settings, link)
    run = run_of(page, settings)
    x = run.x(picture)
    found = run.trace(x)
    if page == "compare":
        given = _given(settings, run, x)
        slide = export_family.png(settings, run, x, found, given)
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
    given = family.given_away(settings, x)
    if run.training:
        return given
    order = family.order({name: one.r2 for name, one in given.items()})
    return {name: Given(torch.ones(x.shape), x, None) for name in order}


def _peer_files(settings: Settings, link: str) -> Files:
    """Of the page that compares implementations: a slide and masks of all, code of one."""
    run = run_of("implementations", settings)
    return Files(
        png=peers.png(settings),
        npz=peers.npz(settings, link),
        notebook=notebook((with_library if run.failure else standalone)(run), link),
    )
