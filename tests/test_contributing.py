"""The recipes of CONTRIBUTING.md are true: what they say is done in a copy, and is found shown."""

import base64
import gettext
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.web.scripts import load

ROOT = Path(__file__).parents[1]
PARTS = ("app.py", "pages", "dropblock", "explainer", "assets", ".streamlit")
OPEN = """
import json, sys
from streamlit.testing.v1 import AppTest
app = AppTest.from_file("app.py", default_timeout=60)
app.query_params.update(json.loads(sys.argv[2]))
app.run()
found = []
for page in sys.argv[1].split():
    if page != "playground":
        app.switch_page(f"pages/{page}.py").run()
    assert not app.exception, app.exception
    shown = [one.proto.body for kind in ("markdown", "html") for one in app.get(kind)]
    found.append([shown, [one.options for one in app.get("button_group")]])
print(json.dumps(found))
"""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for part in PARTS:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, tmp_path / part)  # compiled, too: that saves seconds
        else:
            shutil.copy(source, tmp_path / part)
    return tmp_path


def opened(copy: Path, pages: str, query: dict[str, str], **environment: str) -> list[list]:
    """What each page of the copy says, and what its pills offer."""
    return json.loads(told(copy, OPEN, pages, json.dumps(query), **environment))


def told(copy: Path, code: str, *arguments: str, **environment: str) -> str:
    """The last line that this code prints in the copy."""
    run = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=copy,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return run.stdout.splitlines()[-1]


def edit(file: Path, before: str, after: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(before) == 1, before
    file.write_text(text.replace(before, after), encoding="utf-8")


def test_a_new_picture_is_one_file_and_one_entry(copy: Path) -> None:
    Image.new("RGB", (224, 224), "teal").save(copy / "assets" / "pictures" / "pond.png")
    entry = '        Source("pond", N_("Pond"), N_("this pond")),\n'
    last = '        Source("random", '
    edit(copy / "explainer" / "shell" / "sources.py", last, entry + last)
    [(_shown, pills)] = opened(copy, "playground", {"source": "pond"})
    assert "Pond" in pills[0]


def test_a_new_page_is_a_room_one_line_in_the_navigation_and_its_file_in_pages(copy: Path) -> None:
    room = copy / "explainer" / "rooms" / "history"
    (room / "text" / "en").mkdir(parents=True)
    (room / "__init__.py").write_text('"""Where DropBlock came from."""\n')
    (room / "text" / "en" / "history.md").write_text("# Where DropBlock came from\n")
    (copy / "pages" / "history.py").write_text(
        '"""History: where DropBlock came from."""\n\nimport streamlit as st\n\n'
        "import explainer.shell.gate  # noqa: F401\nfrom explainer.shell import state\n"
        "from explainer.shell.text import prose\n\n"
        'state.restore("history")\nst.markdown(prose("history", "history"))\n'
    )
    about = '            st.Page("pages/about.py"'
    line = '            st.Page("pages/history.py", title=_("History"), url_path="history"),\n'
    edit(copy / "explainer" / "shell" / "navigation.py", about, line + about)
    [(shown, _pills)] = opened(copy, "history", {})
    assert any("Where DropBlock came from" in text for text in shown)


def test_a_new_language_is_a_catalogue_and_a_folder_beside_each_text(copy: Path) -> None:
    folder = copy / "explainer" / "shell" / "languages" / "xx" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    write_catalogue(folder / "explainer.mo", {"Cat": "Kot"})
    text = copy / "explainer" / "rooms" / "playground" / "text" / "xx"
    text.mkdir()
    (text / "playground.md").write_text("Po polsku.\n")
    (shown, pills), (about, _none) = opened(copy, "playground about", {}, EXPLAINER_LANGUAGE="xx")
    assert "Kot" in pills[0]
    assert "Coffee" in pills[0]  # not translated: as it was
    assert any("Po polsku." in text for text in shown)
    assert any("# About" in text for text in about)  # not translated: as it was


def write_catalogue(file: Path, entries: dict[str, str]) -> None:
    """A compiled catalogue, as ``msgfmt`` makes one."""
    entries = {"": "Content-Type: text/plain; charset=UTF-8\n", **entries}
    keys = sorted(entries)
    sources = [key.encode() + b"\0" for key in keys]
    targets = [entries[key].encode() + b"\0" for key in keys]
    start, tables = 28 + 16 * len(keys), b""
    for texts in (sources, targets):
        for text in texts:
            tables += (len(text) - 1).to_bytes(4, "little") + start.to_bytes(4, "little")
            start += len(text)
    numbers = (0x950412DE, 0, len(keys), 28, 28 + 8 * len(keys), 0, 0)
    head = b"".join(number.to_bytes(4, "little") for number in numbers)
    file.write_bytes(head + tables + b"".join(sources + targets))
    with file.open("rb") as made:
        assert gettext.GNUTranslations(made).gettext("Cat") == "Kot"


METHOD = """        Method(
            "row_dropout",
            "row",
            "nobody, 2026",
            "https://example.org/rows",
            Lowest(lambda noise: noise[..., :1]),
        ),
"""
SHOWN = """        "row_dropout": Shown(
            _("Row dropout"),
            _("whole rows"),
            (_("rows of a channel"), _("nowhere"), ""),
            notes=(_("No row goes."), _("Some rows go.")),
        ),
"""
COMPARED = """
import base64, json, sys
from streamlit.testing.v1 import AppTest
app = AppTest.from_file("app.py", default_timeout=60).run()
app.switch_page("pages/compare.py")
app.query_params.update(json.loads(sys.argv[1]))
app.run()
assert not app.exception, app.exception
packets = {one.proto.component_name: one.proto.bytes for one in app.get("bidi_component")}
from explainer.rooms.compare.takeaway import take_away
taken = take_away(app.session_state.session.settings, None)
print(json.dumps({
    "packet": base64.b64encode(packets["explainer_compare_compare"]).decode(),
    "guesses": base64.b64encode(packets["explainer_compare_guesses"]).decode(),
    "base": base64.b64encode(packets["explainer_headline"]).decode(),
    "words": "\\n".join(one.value for one in app.markdown),
    "masks": {name: array.tolist() for name, array in taken.tensors().arrays.items()
              if name.startswith("mask_")},
}))
"""


def test_a_new_method_is_one_entry_in_the_library_and_one_in_the_apps_table(copy: Path) -> None:
    """It drops in the browser what the library drops, stands in the table, and is taken along."""
    last = '        Method(\n            "dropblock",'
    edit(copy / "dropblock" / "methods.py", last, METHOD + last)
    last = '        "dropblock": Shown('
    edit(copy / "explainer" / "shell" / "methods.py", last, SHOWN + last)
    query = {"source": "random", "size": "9", "channels": "3", "keep_prob": "0.6", "seed": "3"}
    found = json.loads(told(copy, COMPARED, json.dumps(query)))
    packet, guesses, base = (
        list(base64.b64decode(found[name])) for name in ("packet", "guesses", "base")
    )
    shown = load("web/packet.js", "web/view.js", "rooms/compare/gone.js").run(
        """
        const [bytes, later, first] = values;
        const { order } = packet.unpack(Uint8Array.from(later)).header;
        const message = packet.unpack(Uint8Array.from(bytes));
        const base = packet.unpack(Uint8Array.from(first));
        const answered = view.withAnswers(null, message);
        const shown = view.readView({
          base, keep: 0.6, block: message.header.controls.block_size, channel: 0,
          packet: { ...message, ...answered },
        });
        const masks = Object.fromEntries(message.header.methods.map(({ name }) => {
          const units = new Uint8Array(3 * 81);
          gone.markGone(units, name, shown, base);
          return [name, Array.from(units)];
        }));
        return [message.header.methods, order, masks];
        """,
        packet,
        guesses,
        base,
    )
    methods, order, masks = shown
    names = [method["name"] for method in methods]
    assert names[-2:] == ["row_dropout", "dropblock"]
    assert sorted(order) == sorted(names) == sorted(masks)
    assert methods[-2]["title"] == "Row dropout"
    for name, gone in masks.items():
        kept = np.min(found["masks"][f"mask_{name}"], axis=0)  # of a batch, the skipped sample
        assert np.array_equal(1 - np.broadcast_to(kept, (3, 9, 9)).ravel(), gone), name
    rows = np.reshape(masks["row_dropout"], (3, 9, 9))
    assert (rows == rows[..., :1]).all()
    assert 0 < rows.mean() < 1
    row = "| Row dropout | rows of a channel | nowhere |  | [nobody, 2026](https://example.org/"
    assert row in found["words"]
