"""What stands folded below the ladder: its committed figures, against the network asked anew and
sums done by numpy; and that it opens at any settings."""

import re

import numpy as np
import pytest
import torch
from torch import Tensor

from dropblock import METHODS, draw_noise
from explainer.network import load
from explainer.rooms.network import guessing, lost_pixels, same_share
from explainer.rooms.network.lost_pixels_view import choices
from explainer.rooms.network.same_share_view import names
from explainer.shell.settings import Settings
from explainer.shell.sources import PHOTOS, bundled_pixels
from tests.rooms.network.test_network_page import open_network
from tests.shell.test_pages import session

BUNDLED = [name for name in PHOTOS if name != "upload"]
FOLDS = ("lost_pixels", "guessing", "same_share")


def picture_of(photo: str) -> Tensor:
    pixels = torch.from_numpy(bundled_pixels(PHOTOS[photo].file).copy())
    return pixels.permute(2, 0, 1)[None] / 255


def says(pictures: Tensor) -> int:
    network = load()
    return int(network.answer(network.features(pictures, 7), 7).argmax())


def test_every_bundled_picture_is_measured():
    for found in (guessing.known(), lost_pixels.known(), same_share.known()):
        assert sorted(found) == sorted(BUNDLED)


def test_lost_pixels_are_those_of_the_lowest_noise_and_are_filled_in_from_the_others():
    picture = picture_of("rocket")
    grey, filled, grey_blocks, _filled_blocks = lost_pixels.cases(picture, 3).numpy()
    noise = draw_noise((1, 1, 224, 224), 2).numpy()[0, 0]
    gone = noise <= np.sort(noise, axis=None)[round(0.3 * noise.size) - 1]
    original = picture.numpy()[0]
    assert (grey[:, gone] == np.float32(127 / 255)).all()  # 0 to the network: (127 - 127) / 128
    assert (grey[:, ~gone] == original[:, ~gone]).all()
    assert (filled[:, ~gone] == original[:, ~gone]).all()
    off, off_grey = (np.abs(one - original)[:, gone].mean() for one in (filled, grey))
    assert off < off_grey / 5
    share = (grey_blocks != original).any(0).mean()
    assert abs(share - 0.3) < 0.01


@pytest.mark.parametrize(("photo", "draw"), [("burger", 1), ("taxi", 60), ("cat", 100)])
def test_what_is_committed_of_lost_pixels_is_what_the_network_says(photo: str, draw: int):
    picture = picture_of(photo)
    intact = says(picture)
    for one, name in zip(lost_pixels.cases(picture, draw), lost_pixels.CASES, strict=True):
        committed = lost_pixels.known()[photo][name]
        assert len(committed) == 100
        assert (committed[draw - 1] == "1") == (says(one[None]) == intact), name


def test_means_and_errors_are_numpys():
    stays = [
        np.mean([int(bit) for bit in one["dropout_grey"]]) for one in lost_pixels.known().values()
    ]
    found = lost_pixels.mean("dropout_grey")
    assert found.mean == pytest.approx(np.mean(stays))
    assert found.error == pytest.approx(np.std(stays, ddof=1) / np.sqrt(len(stays)))


@pytest.mark.parametrize("stage", [14, 28])
def test_what_is_guessed_back_is_one_less_the_share_of_squares_left(stage: int):
    settings = Settings.parse({"photo": "dog", "stage": str(stage)})
    x = load().features(picture_of("dog"), stage).clone()
    found = []
    for draw in range(5):
        noise = draw_noise((1, 1, stage, stage), draw)
        gone = noise <= noise.flatten().sort().values[stage * stage // 2 - 1]
        mask = (~gone).float()
        guess = lost_pixels.leak(x, mask).guess.double().numpy()[0]
        truth, gone_units = x.double().numpy()[0], gone.numpy()[0, 0]
        lost = truth[:, gone_units]
        left = ((lost - guess[:, gone_units]) ** 2).sum()
        spread = ((lost - lost.mean(1, keepdims=True)) ** 2).sum()
        found.append(1 - left / spread)
    assert guessing.known()["dog"][str(stage)][0] == pytest.approx(np.mean(found), abs=1e-3)
    assert guessing.on_map(settings, None).r2[0] == pytest.approx(np.mean(found), abs=1e-3)


@pytest.mark.parametrize("name", ["units", "blocks_7", "channels"])
def test_what_is_committed_of_the_same_share_is_what_the_network_says(name: str):
    network, way = load(), same_share.WAYS[name]
    x = network.features(picture_of("flamingo"), 14)
    intact = network.answer(x, 14).argmax()
    for draw in (1, 99):
        noise = draw_noise((1, 1 if way.shared else 112, 14, 14), draw - 1)
        one = METHODS[way.method](x, 0.5, noise, dropped=x.numel() // 2, block_size=way.block_size)
        stays = bool(network.answer(one.output, 14).argmax() == intact)
        assert (same_share.known()["flamingo"][name]["0.5"].stays[draw - 1] == "1") == stays
    assert same_share.known()["flamingo"][name]["0.5"].gone == pytest.approx(0.5, abs=0.02)


def test_the_branch_goes_in_half_of_the_draws_and_without_it_the_answer_is_the_skips():
    network, known = load(), same_share.known()["cat"]["branch"]["0.5"]
    skip, branch = network.halves(picture_of("cat"), 14)
    intact = network.answer(skip + branch, 14).argmax()
    without = network.answer(skip, 14).argmax() == intact
    scaled = network.answer(skip + 2 * branch, 14).argmax() == intact
    assert known.gone == 0.5
    assert known.stays.count("1") == 50 * int(without) + 50 * int(scaled)


def test_what_hurts_most_is_named_with_all_that_the_pictures_do_not_tell_from_it():
    stays = {
        name: np.array([
            np.mean([int(bit) for share in ("0.3", "0.5") for bit in ways[name][share].stays])
            for ways in same_share.known().values()
        ])
        for name in ("units", "blocks_3", "blocks_5", "blocks_7", "channels")
    }  # fmt: skip
    worst = min(stays, key=lambda name: stays[name].mean())
    alike = {name for name, row in stays.items() if name == worst or ttest(row, stays[worst]) <= 2}
    assert same_share.worst()[0] == worst
    assert set(same_share.worst()) == alike
    text = "\n".join(element.value for element in open_network(open="same_share").markdown)
    told = re.search(r"On the map th(?:is hurts|ese hurt) most: (.+?)\.", text)
    assert told
    assert told[1].split("; ") == [names()[name] for name in same_share.worst()]


def ttest(one: np.ndarray, other: np.ndarray) -> float:
    """The paired t statistic."""
    return (one - other).mean() / ((one - other).std(ddof=1) / np.sqrt(len(one)))


@pytest.mark.parametrize(
    "query",
    [{}, {"photo": "cat", "stage": "7"}, {"photo": "upload", "stage": "56", "mask": "channel"}],
)
def test_all_folds_open_at_any_settings_and_show_no_nan(query: dict[str, str]):
    app = open_network(open=",".join(FOLDS), **query)
    assert not app.exception
    session(app).lost_pixels = "lost"
    app.run()
    assert not app.exception
    text = "\n".join(element.value for element in app.markdown)
    assert not re.search(r"\b(nan|inf)\b", text, re.IGNORECASE)


def test_a_prediction_is_answered_by_what_was_measured():
    app = open_network(open="lost_pixels")
    assert not app.success
    assert not app.error
    radio = app.radio(key="lost_pixels_predicted")
    assert radio.value is None
    happens = "back" if lost_pixels.gain().is_above_0 else "lost"
    radio.set_value(happens).run()
    assert [one.value for one in app.success] == ["✓ Your prediction holds."]
    wrong = next(name for name in choices() if name != happens)
    app.radio(key="lost_pixels_predicted").set_value(wrong).run()
    assert choices()[happens] in app.error[0].value
