"""Compare: DropBlock among its kind, and what each one gives away."""

from explainer.rooms.compare.takeaway import take_away
from explainer.rooms.compare.view import show_compare, show_methods
from explainer.shell import state
from explainer.shell.component import start
from explainer.shell.takeaway.panel import show_take_away

state.restore("compare")
start("compare")
show_compare()
show_methods()
show_take_away(take_away)
