"""What is taken along from the walk besides its mask: every step, for a talk."""

import pytest

from explainer.figures.slides import strip
from explainer.rooms.walk.slides import walk_slides
from explainer.shell.settings import Settings
from tests.take_away import taken

WALK = {"source": "random", "size": "7", "seed": "5"}


@pytest.mark.parametrize("place", [{}, {"step": "6b"}, {"tour": "2"}])
def test_the_strip_has_all_steps_wherever_the_visitor_is(place: dict[str, str]) -> None:
    animation, found = taken("steps", Settings.parse(WALK | place).walk).more
    assert (animation.name, found.name) == ("dropblock-walk.gif", "dropblock-walk.png")
    assert found.make() == strip(walk_slides(Settings.parse(WALK).walk))
