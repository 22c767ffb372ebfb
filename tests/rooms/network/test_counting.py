"""What is committed of the bundled pictures, against the network asked anew."""

import pytest
import torch

from dropblock import METHODS, draw_noise
from explainer.network import load
from explainer.rooms.network import care, counting
from explainer.shell.settings import STAGES, Settings
from explainer.shell.sources import PHOTOS, bundled_pixels

BLOCKS = (1, 3, 5, 7)
BUNDLED = [name for name in PHOTOS if name != "upload"]


def stays(photo: str, side: int, block: int, draw: int, *, is_scaled: bool) -> bool:
    """Whether the answer stays with half of the map gone."""
    network = load()
    pixels = torch.from_numpy(bundled_pixels(PHOTOS[photo].file).copy())
    features = network.features(pixels.permute(2, 0, 1)[None] / 255, side)
    dropped = METHODS["dropblock"](
        features,
        0.5,
        draw_noise((1, 1, side, side), draw - 1),
        dropped=features.numel() // 2,
        block_size=block,
    )
    output = dropped.output if is_scaled else features * dropped.mask
    answers = [network.answer(one, side).argmax() for one in (features, output)]
    return bool(answers[0] == answers[1])


def test_every_bundled_picture_is_counted_at_every_stage():
    for photo in BUNDLED:
        for side in STAGES:
            for is_scaled in (True, False):
                of = Settings.parse({}).change(photo=photo, stage=side, scaled=is_scaled)
                found = counting.committed(of)
                assert sorted(found) == list(range(10, 100, 10))
                rows = [row for of_stop in found.values() for row in of_stop]
                assert all(len(row) == 100 and not row.strip("01") for row in rows)


@pytest.mark.parametrize(("photo", "side", "is_scaled"), [
    ("coffee", 14, True), ("bridge", 14, False), ("cat", 28, True), ("taxi", 7, True),
])  # fmt: skip
def test_a_committed_count_is_what_the_network_says(photo: str, side: int, is_scaled: bool):
    of = Settings.parse({}).change(photo=photo, stage=side, scaled=is_scaled)
    rows = counting.committed(of)[50]
    for block, row in zip(BLOCKS, rows, strict=True):
        for draw in (1, 37, 100):
            if block < side:
                said = stays(photo, side, block, draw, is_scaled=is_scaled)
                assert (row[draw - 1] == "1") == said, (block, draw)


@pytest.mark.parametrize("photo", BUNDLED)
def test_a_picture_opens_with_a_draw_that_shows_what_most_draws_show(photo: str):
    of = Settings.parse({}).change(photo=photo)
    assert of.draw == counting.typical_draw(of)
    for block, row in zip(BLOCKS, counting.committed(of)[50], strict=True):
        assert stays(photo, 14, block, of.draw, is_scaled=True) == (row.count("1") > 50)


def test_the_care_beside_the_ladder_counts_the_draws():
    of = Settings.parse({})
    wanted = [str(bin(int(one, 2)).count("1")) for one in counting.committed(of)[50]]
    assert care.counts(of) == wanted
    assert care.counts(of.change(stage=7))[-1] == "–"  # one block would be the map
