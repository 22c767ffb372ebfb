"""The headline sliders' side of the protocol: what the browser sends, and what it stands at.

The browser shows a moved slider at once. It sends ``commit`` on release, and ``ask`` for
settings that it has no answers for; neither is trusted. A step of the guided tour is committed
the same way, with the sliders: of two commits at the same moment the later one says it all.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from explainer.shell import state, widgets
from explainer.shell.session import session
from explainer.shell.settings import Settings

MOVED = ("keep_prob", "block_size", "map", "step", "tour")


@dataclass(frozen=True)
class SliderState:
    """settings: the truth. shown: the settings at the last change that did not come from the
    sliders, which they take over with a new token. asked: what answers are wanted for."""

    settings: Settings
    shown: Settings
    asked: Settings


def slider_state() -> SliderState:
    """How browser and server stand to each other in this run."""
    now = session()
    if now.shown_token != now.token:
        now.shown_token, now.shown, now.asked = now.token, now.settings, None
    return SliderState(now.settings, now.shown, now.asked or now.settings)


def sent(mount: str, name: str) -> dict[str, Any]:
    """What a mount sent, which anybody can forge: a dict, or an empty one."""
    value = widgets.value(mount).get(name)
    return value if isinstance(value, dict) else {}


def moved(mount: str, name: str, block: str = "block_size") -> dict[str, object]:
    """What of the settings a mount's message speaks of. block: the setting that its slider
    block_size moves."""
    message = sent(mount, name)
    return {block if key == "block_size" else key: message[key] for key in MOVED if key in message}


def on_commit(mount: str, block: str = "block_size") -> Callable[[], None]:
    """A slider was released."""

    def take() -> None:
        changes, token = moved(mount, "commit", block), sent(mount, "commit").get("token")
        if token == session().token:
            state.commit(changes)
        elif token != session().left:  # a control has changed, too: bring the page into step
            state.change(**changes)
        session().asked = None

    return take


def on_ask(mount: str, block: str = "block_size") -> Callable[[], None]:
    """A slider stands where the browser has no answers for."""

    def take() -> None:
        session().asked = state.settings().change(**moved(mount, "ask", block))

    return take
