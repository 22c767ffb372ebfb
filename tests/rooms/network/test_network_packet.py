"""What the browser is told of the network: held to a network that is asked mask by mask."""

import numpy as np
import pytest
import torch

from dropblock import METHODS, draw_noise
from explainer.network import load
from explainer.rooms.network import packet
from explainer.rooms.network.asking import asked
from explainer.rooms.network.counting import committed, counted
from explainer.shell.settings import Settings
from explainer.shell.sources import PHOTOS, bundled_pixels

BLOCKS = (1, 3, 5, 7)
CASES = [{}, {"stage": 7, "scaled": False}, {"photo": "cat", "mask": "channel", "stage": 7}]


def features_of(settings):
    pixels = torch.from_numpy(bundled_pixels(PHOTOS[settings.photo].file).copy())
    return load().features(pixels.permute(2, 0, 1)[None] / 255, settings.stage)


def dropped(settings, features, block_size, stop):
    """The features under the mask at this stop, by the library's own call."""
    side, channels = settings.stage, features.shape[1]
    own = 1 if settings.mask == "shared" else channels
    noise = draw_noise((1, own, side, side), settings.draw - 1)
    units = round((100 - stop) / 100 * own * side**2) * channels // own
    block = min(block_size, side)
    found = METHODS["dropblock"](features, 0.5, noise, dropped=units, block_size=block)
    return found.output if settings.scaled else features * found.mask


@pytest.mark.parametrize("query", CASES)
def test_every_stop_holds_what_the_network_says_under_that_mask(query):
    settings = Settings.parse({}).change(**query)
    now = asked(settings, None)
    while not now.ladder.is_done:
        now.ladder.go_on()
    header, arrays = now.ladder.parts(50)
    assert header["complete"]
    features, network = features_of(settings), load()
    rows = arrays["which"]
    for k, block_size in enumerate(BLOCKS):
        for stop in (0, 13, 50, 88, 100):
            said = network.answer(dropped(settings, features, block_size, stop), settings.stage)
            probabilities, classes = said.softmax(1)[0].topk(3)
            row = rows[k, stop]
            assert arrays["answerClasses"][row].tolist() == classes.tolist()
            np.testing.assert_allclose(arrays["answerProbabilities"][row], probabilities, atol=1e-4)


def test_until_all_is_asked_the_stop_of_the_slider_is_there_and_the_same():
    settings = Settings.parse({}).change(draw=3, stage=7)
    now = asked(settings, None)
    header, first = now.ladder.parts(40)
    assert not header["complete"]
    assert (first["which"] != packet.UNKNOWN).sum(1).tolist() == [1, 1, 1, 1]
    while not now.ladder.is_done:
        now.ladder.go_on()
    _header, every = now.ladder.parts(40)
    for k in range(4):
        at, then = first["which"][k, 40], every["which"][k, 40]
        for name in ("answerClasses", "answerEvidence"):
            np.testing.assert_array_equal(first[name][at], every[name][then])


def test_a_unit_is_gone_when_its_order_is_below_the_number_fallen():
    settings = Settings.parse({})
    _header, arrays = asked(settings, None).ladder.parts(50)
    for k, block_size in enumerate(BLOCKS):
        gone = arrays["order"][k] < arrays["fallen"][k, 50]
        noise = draw_noise((1, 1, 14, 14), settings.draw - 1)
        x = torch.ones(1, 1, 14, 14)
        mask = METHODS["dropblock"](x, 0.5, noise, dropped=98, block_size=block_size).mask
        np.testing.assert_array_equal(gone, mask[0, 0].numpy() == 0)
        assert arrays["gone"][k, 50] == pytest.approx(gone.mean())


def test_the_packet_of_all_stops_is_small():
    for stage in (7, 14, 28, 56):
        settings = Settings.parse({}).change(stage=stage)
        now = asked(settings, None)
        _header, arrays = packet.intact_parts("coffee", settings.stage, now.at)
        masks = sum(a.nbytes for a in arrays.values())
        masks += sum(a.nbytes for a in now.ladder.parts(50)[1].values())
        every_stop = 4 * 101 * (3 * 2 + 3 * 4 + 49)
        assert masks + every_stop < 150_000


@pytest.mark.parametrize("photo", [name for name in PHOTOS if name != "upload"])
@pytest.mark.parametrize("scaled", [True, False])
def test_committed_counts_are_what_is_counted(photo, scaled):
    settings = Settings.parse({}).change(photo=photo, scaled=scaled, stage=7, keep_prob=0.5)
    now = [f"{int(one, 16):0100b}" for one in counted(settings)]
    assert committed(settings)[50] == now
