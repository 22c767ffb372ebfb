"""Implementations: what each one does on the same draw, and where it fails."""

from dropblock.ui import component, state
from dropblock.ui.export.panel import show_export
from dropblock.ui.peers.view import show_peers

state.restore("implementations")
component.start_torch()
show_peers()
show_export("implementations")
