"""Implementations: what each one does on the same draw, and where it fails."""

from explainer.rooms.export.panel import show_export
from explainer.rooms.implementations.view import show_implementations
from explainer.shell import state
from explainer.shell.component import start

state.restore("implementations")
start("implementations")
show_implementations()
show_export("implementations")
