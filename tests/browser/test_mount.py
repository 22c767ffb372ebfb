"""Streamlit's calls of a component, in the orders in which a loaded machine makes them."""

import pytest
from playwright.sync_api import Page

from explainer.shell.modules import ROOT, bundle

SCRIPTS = bundle({"mount": ROOT / "web" / "mount.js"})
SCRIPT = """order => {
    document.body.innerHTML = '<div class="mount"></div>';
    const log = [];
    const component = mounts.mount.mount((root, page) => {
        log.push("create");
        page.signal.addEventListener("abort", () => log.push("dispose"));
        return { receive: (data) => log.push(data), draw: () => {} };
    });
    const cleanUps = {};
    for (const step of order) {
        if (step === "leave") document.querySelector(".mount").remove();
        else if (step.startsWith("clean")) cleanUps[step.slice(-1)]();
        else cleanUps[step] = component({ data: step, parentElement: document.body });
    }
    return log;
}"""


@pytest.mark.parametrize(
    ("order", "log"),
    [
        (["1", "leave", "clean 1"], ["create", "1", "dispose"]),
        (["1", "clean 1", "2"], ["create", "1", "2"]),
        (["1", "2", "clean 1"], ["create", "1", "2"]),
        (["1", "2", "clean 1", "leave", "clean 2"], ["create", "1", "2", "dispose"]),
    ],
)
def test_a_message_that_is_overtaken_takes_nothing_along(
    page: Page, order: list[str], log: list[str]
) -> None:
    page.add_script_tag(content=f"const mounts = {SCRIPTS};")
    assert page.evaluate(SCRIPT, order) == log
