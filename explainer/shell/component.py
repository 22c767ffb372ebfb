"""Components of the browser: a mount's markup, style and script, and how scripts travel.

A mount is three files of one name in a room, ``gamma/tiles`` for instance: ``tiles.html``,
``tiles.css`` and ``tiles.js``, whose default export is made by ``mount`` in ``web/mount.js``.
Streamlit sends a component's script again with each change of its data. So the scripts of a room
travel once, with a component of their own that never changes, and each mount has a few lines that
wait for them.
"""

import hashlib
import json
from functools import cache
from pathlib import Path

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from explainer.figures.palette import as_css
from explainer.shell.modules import ROOT, bundle, resolve, style
from explainer.shell.text import _
from explainer.shell.warm import is_warm, warm_up

STUB = """export default (component) => {{
  const slot = ((window.explainerMounts ??= {{}})[{name}] ??= {{}});
  slot.ready ??= new Promise((done) => (slot.done = done));
  let end;
  slot.ready.then((mount) => (end = mount(component)));
  return () => end?.();
}};
"""
CARRIER = """const scripts = {scripts};
for (const [name, {{ default: mount }}] of Object.entries(scripts)) {{
  const slot = ((window.explainerMounts ??= {{}})[name] ??= {{}});
  slot.ready ??= new Promise((done) => (slot.done = done));
  slot.done(mount);
}}
export default () => {{}};
"""


def _file(mount: str, ending: str) -> Path:
    """A file of a mount: ``room/name``, or a name in web."""
    folder = "rooms" if "/" in mount else "web"
    return ROOT / folder / f"{mount}{ending}"


def _signed(mount: str) -> str:
    """A mount's name with a hash of its scripts: a newer version of the app is another mount."""
    text = "".join(module.body for module in resolve([_file(mount, ".js")]))
    return f"{mount} {hashlib.sha256(text.encode()).hexdigest()[:12]}"


@cache
def component(mount: str) -> ComponentRenderer:
    """The component of a mount; its page calls `start` before.

    The two headline sliders are put where the markup marks it.
    """
    markup = _file(mount, ".html").read_text(encoding="utf-8")
    sliders = _file("sliders", ".html").read_text(encoding="utf-8")
    return st.components.v2.component(
        "explainer_" + mount.replace("/", "_"),
        html=markup.replace("<!-- sliders -->", sliders),
        css=as_css(":host, .mount", ".mount.dark") + style(_file(mount, ".css")),
        js=STUB.format(name=json.dumps(_signed(mount))),
    )


@cache
def _scripts(room: str) -> ComponentRenderer:
    """All scripts of a room: those of its mounts, of headline and picture, and what they import."""
    own = sorted((ROOT / "rooms" / room).glob("*.html"))
    mounts = ["headline", "picture", *(f"{room}/{file.stem}" for file in own)]
    scripts = bundle({_signed(mount): _file(mount, ".js") for mount in mounts})
    return st.components.v2.component(
        f"explainer_scripts_{room}", js=CARRIER.format(scripts=scripts)
    )


def start(room: str) -> None:
    """Begin a room: send its scripts, if it has any, and import torch.

    To be called once on each page, outside of what reruns by itself.
    """
    if any((ROOT / "rooms" / room).glob("*.html")):
        _scripts(room)(key="scripts")
    _start_torch()


def restore_url(query: str) -> None:
    """Put back the query that the navigation dropped, on a page without sliders, which do it
    otherwise; without a second entry in the history. query: from `state`, or empty."""
    if query:
        address = f"location.pathname + {json.dumps('?' + query)}"
        put = f"if (!location.search) history.replaceState(history.state, '', {address});"
        st.html(f"<script>{put}</script>", unsafe_allow_javascript=True)


def _start_torch() -> None:
    """Import what is slow, with a note for the first visitor, who waits for it."""
    if is_warm():
        return
    notice = st.empty()
    notice.caption(_("Starting PyTorch: a few seconds, the first time only."))
    warm_up()  # the frame is on the screen by now
    notice.empty()
