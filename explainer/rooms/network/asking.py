"""All that is asked of the network at the settings, and how far it has come."""

import time
from dataclasses import dataclass

from explainer.rooms.network import counting, packet
from explainer.rooms.network.counting import Count
from explainer.rooms.network.looked import Looked, looked, photo_name
from explainer.rooms.network.packet import Ladder
from explainer.shell.settings import Settings
from explainer.shell.sources import Pixels

MOMENT = 0.2  # seconds of one run
PAUSE = 0.1  # seconds between two runs, in which the server answers others
REST = 0.4  # the same while draws are counted, which nobody waits for: others hardly notice it


@dataclass(frozen=True)
class Asked:
    """photo: names the picture. count: None where there is nothing to count."""

    photo: str
    at: Looked
    ladder: Ladder
    count: Count | None

    def left(self, *, counts: bool) -> int:
        """How many things are not finished: the ladder, and the count if it is wanted."""
        counting = counts and self.count is not None and not self.count.is_done
        return (not self.ladder.is_done) + counting

    def pause(self, *, counts: bool) -> float | None:
        """Seconds until it goes on; None when nothing is left."""
        if not self.ladder.is_done:
            return PAUSE
        return REST if self.left(counts=counts) else None

    def go_on(self, *, counts: bool) -> bool:
        """Ask for a moment, or count a piece; whether something was finished."""
        before, end = self.left(counts=counts), time.monotonic() + MOMENT
        while self.left(counts=counts) == before > 0 and time.monotonic() < end:
            if not self.ladder.is_done:
                self.ladder.go_on()
            elif self.count is not None:
                self.count.go_on()
                break
        return self.left(counts=counts) < before


def asked(settings: Settings, upload: Pixels | None) -> Asked:
    """What is asked of this picture, for all who look at it."""
    photo, at = photo_name(settings, upload), looked(settings, upload)
    name = packet.ladder_name(photo, settings)
    count = counting.watched(photo, settings, at)
    return Asked(photo, at, packet.ladder(name, settings, at), count)
