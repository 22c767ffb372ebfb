"""What pages hand over, beside what they show, for tests."""

from typing import Any

import torch

from dropblock import RECIPES, Trace, draw_noise, random_map, trace
from dropblock.inputs import picture_tensor
from explainer.rooms.compare import takeaway as compare
from explainer.rooms.gamma import takeaway as gamma
from explainer.rooms.implementations import takeaway as implementations
from explainer.rooms.playground import takeaway as playground
from explainer.rooms.walk import takeaway as walk
from explainer.shell.base import feature_map
from explainer.shell.settings import Settings
from explainer.shell.sources import SOURCES, Pixels, bundled_pixels
from explainer.shell.takeaway.contents import TakeAway
from explainer.shell.takeaway.files import files
from explainer.shell.takeaway.pieces import script

LINK = "http://localhost/?seed=1"
ROOMS = {
    "playground": playground,
    "steps": walk,
    "gamma": gamma,
    "compare": compare,
    "implementations": implementations,
}


def taken(page: str, value: Settings, upload: Pixels | None = None) -> TakeAway:
    """What the page hands over."""
    return ROOMS[page].take_away(value, upload)


def made(page: str, value: Settings, ending: str, upload: Pixels | None = None) -> bytes:
    """The page's file of this ending, below this link."""
    name = f"dropblock-{page}.{ending}"
    (file,) = (file for file in files(taken(page, value, upload), LINK) if file.name == name)
    return file.make()


def scripts(page: str, value: Settings) -> dict[str, str]:
    """The page's code by the name of its choice."""
    return {code.label: script(code.pieces) for code in taken(page, value).code}


def shown(page: str, value: Settings) -> tuple[torch.Tensor, Trace]:
    """Input and trace of a page, from its settings."""
    if page == "gamma":
        noise = draw_noise((1, 1, value.map, value.map), value.seed)
        x = torch.ones(1, 1, value.map, value.map)
        recipe = RECIPES[value.recipe]
        return x, trace(x, value.keep_prob, value.map_block_size, noise, recipe)
    if page == "implementations":
        noise = draw_noise((1, 1, value.height, value.width), value.seed)
        x, name = torch.ones(noise.shape), value.baseline if value.yours == "all" else value.yours
        return x, trace(x, value.keep_prob, value.asked_block, noise, RECIPES[name])
    source, size = SOURCES[value.source], value.map_size
    if source.name == "features":
        x = feature_map(value, None)
    elif source.is_map:
        x = random_map(size, value.channels)
    else:
        x = picture_tensor(bundled_pixels(source.file))
    noise = draw_noise((1, 1 if value.mask == "shared" else x.shape[1], size, size), value.seed)
    keep_prob = value.keep_prob if value.training else 1.0
    return x, trace(x, keep_prob, value.block_size, noise, RECIPES[value.recipe])


def execute(code: str) -> dict[str, Any]:
    names: dict[str, Any] = {}
    exec(compile(code, "taken.py", "exec"), names)
    return names


def assert_same(page: str, value: Settings, names: dict[str, Any]) -> None:
    """The mask bit for bit; the output of the input that the code could have."""
    x, wanted = shown(page, value)
    assert torch.equal(names["mask"], wanted.mask)
    if not torch.equal(names["x"], x):  # code holds no picture
        assert torch.equal(names["x"], torch.ones(x.shape))
        x = names["x"]
    output = x.float() * wanted.mask * wanted.scale
    torch.testing.assert_close(names["output"], output, rtol=3e-6, atol=0)
