"""The museum's exhibits, in the order in which they are shown."""

from explainer.rooms.museum import loud, silent
from explainer.rooms.museum.exhibit import Exhibit
from explainer.rooms.museum.loud import OVERSIZED, SETTINGS
from explainer.rooms.museum.silent import MAPS
from explainer.shell.experiment import Vary
from explainer.shell.text import _

EXHIBITS = {
    exhibit.name: exhibit
    for exhibit in (
        Exhibit(
            "nothing",
            Vary(
                _("Block on map"),
                {
                    name: _("{block} on {side} × {side}").format(side=side, block=block)
                    for name, (side, block, _keep_prob) in SETTINGS.items()
                },
            ),
            loud.nothing_kept,
        ),
        Exhibit("even", Vary("block_size", {4: "4", 2: "2", 6: "6"}), loud.even),
        Exhibit(
            "oversized",
            Vary("block_size", {block: str(block) for block in OVERSIZED}),
            loud.oversized,
        ),
        Exhibit(
            "stale",
            Vary(
                _("The map's side"),
                {
                    name: _("{first} → {second}").format(first=first, second=second)
                    for name, (first, second) in MAPS.items()
                },
            ),
            silent.stale_gamma,
        ),
        Exhibit(
            "rectangle",
            Vary(_("The map"), {"lying": _("Lying"), "upright": _("Upright")}),
            silent.rectangle,
        ),
        Exhibit("keep_rate", Vary("block_size", {7: "7", 5: "5", 3: "3"}), silent.keep_rate),
    )
}
