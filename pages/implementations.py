"""Implementations: what each one does on the same draw, and where it fails."""

from explainer.rooms.export.panel import show_export
from explainer.rooms.implementations.view import show_implementations
from explainer.shell import component, state

state.restore("implementations")
component.start_torch()
show_implementations()
show_export("implementations")
