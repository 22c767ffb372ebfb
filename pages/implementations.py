"""Implementations: what each one does on the same draw, and where it fails."""

from dropblock.ui import component, export_panel, peers, state

state.restore("implementations")
component.start_torch()
peers.show_peers()
export_panel.show_export("implementations")
