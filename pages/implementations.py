"""Implementations: what each one does on the same draw, and where it fails."""

import explainer.shell.gate  # noqa: F401  # first: see there
from explainer.rooms.implementations.takeaway import take_away
from explainer.rooms.implementations.view import show_implementations
from explainer.shell import state
from explainer.shell.component import start
from explainer.shell.next_part import lead_on
from explainer.shell.takeaway.panel import show_take_away
from explainer.shell.text import _

state.restore("implementations")
start("implementations")
show_implementations()
show_take_away(take_away)
lead_on("pages/about.py", _("Where all this comes from"))
