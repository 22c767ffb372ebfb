"""Compare: DropBlock among its kind, and what each one gives away."""

import explainer.shell.gate  # noqa: F401  # first: see there
from explainer.rooms.compare.takeaway import take_away
from explainer.rooms.compare.view import show_compare, show_methods
from explainer.shell import state
from explainer.shell.component import start
from explainer.shell.next_part import lead_on
from explainer.shell.takeaway.panel import show_take_away
from explainer.shell.text import _

state.restore("compare")
start("compare")
show_compare()
show_methods()
show_take_away(take_away)
lead_on("pages/network.py", _("Next: ask a real network"))
