"""Which channels are worth a look."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from explainer.network import clearest, load, scaled
from explainer.shell.base import feature_map
from explainer.shell.settings import Settings
from explainer.shell.sources import PHOTOS
from tests.network_map import network_map

maps = st.tuples(st.integers(1, 12), st.integers(3, 9), st.integers(0, 9999)).map(
    lambda case: torch.rand(
        case[0], case[1], case[1], generator=torch.Generator().manual_seed(case[2])
    )
)


@given(maps, st.integers(1, 12))
def test_so_many_channels_are_chosen_and_fewer_are_the_first_of_them(some, number):
    chosen = clearest(some, number)
    assert len(set(chosen)) == len(chosen) == min(number, len(some))
    assert set(chosen) <= set(range(len(some)))
    assert clearest(some, 1) == chosen[:1]


@given(maps, st.data())
def test_brightness_changes_nothing_and_a_copy_comes_last(some, data):
    chosen = clearest(some, len(some))
    assert clearest(2 * some, len(some)) == chosen
    copied = chosen[data.draw(st.integers(0, len(some) - 1))]
    more = clearest(torch.cat([some, 4 * some[copied : copied + 1]]), len(some) + 1)
    assert len(some) == 1 or more.index(len(some)) > more.index(copied)
    apart = [k for k in more if k not in (copied, len(some))]
    assert apart == [k for k in chosen if k != copied]


@given(maps)
def test_each_channel_goes_from_0_to_1(some):
    shown = scaled(some)
    assert shown.min() >= 0
    assert (shown.amax((1, 2)) == 1).all()
    inside = shown < 1
    tops = np.percentile(some.numpy(), 99.5, axis=(1, 2), keepdims=True)
    np.testing.assert_allclose(shown[inside], (some.numpy() / tops)[inside.numpy()], rtol=1e-5)


def test_what_only_marks_the_border_comes_after_what_shows_something():
    side = 9
    border = torch.ones(side, side)
    border[1:-1, 1:-1] = 0
    noisy = border + 0.2 * torch.rand(side, side, generator=torch.Generator().manual_seed(0))
    faint = 0.05 * torch.eye(side)
    assert clearest(torch.stack([noisy, faint, torch.zeros(side, side)]), 3)[0] == 1


@pytest.mark.parametrize("photo", [name for name in PHOTOS if name != "upload"])
@pytest.mark.parametrize("side", [14, 28])
def test_the_feature_map_is_what_the_network_sees_in_the_picture(photo, side):
    query = {"source": "features", "photo": photo, "size": str(side)}
    found = feature_map(Settings.parse(query), None)
    torch.testing.assert_close(found, network_map(photo, side, 8), rtol=0, atol=1e-5)
    few = feature_map(Settings.parse({**query, "channels": "3"}), None)
    assert torch.equal(few, found[:, :3])


def test_all_of_a_picture_without_anything_to_see_is_shown_all_the_same():
    black = load().seen(torch.zeros(1, 3, 224, 224), 28)[0]
    assert len(clearest(black, 8)) == 8
    assert torch.isfinite(scaled(black)).all()
