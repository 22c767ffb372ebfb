"""DropBlock put into a network by one call, and one schedule over all of its layers."""

import copy
import importlib
import pickle
import re
import sys
from functools import cache

import pytest
import torch
from torch import nn

from dropblock import DropBlock2d, ModelSchedule, insert_dropblock, remove_dropblock


def resnet(package, name="resnet50"):
    """A ResNet of a package, with random weights and few classes."""
    if not usable_torchvision():
        pytest.skip("needs torchvision: see requirements-implementations.txt")
    if package == "torchvision":
        models = pytest.importorskip("torchvision.models", exc_type=ImportError)
        return getattr(models, name)(num_classes=5)
    return pytest.importorskip("timm", exc_type=ImportError).create_model(name, num_classes=5)


@cache
def usable_torchvision():
    """Whether torchvision, on which timm rests, is there; made importable beside another torch.

    Built for another torch it lacks its own operators, none of which is needed here; its import
    asks for them one by one.
    """
    while True:
        try:
            importlib.import_module("torchvision")
        except ImportError:
            return False
        except RuntimeError as error:
            missing = re.search(r"operator (torchvision::\w+) does not exist", str(error))
            if not missing:
                raise
            torch.library.define(missing[1], "() -> ()")
            for module in [name for name in sys.modules if name.startswith("torchvision")]:
                del sys.modules[module]
        else:
            return True


def layers(model):
    return [module for module in model.modules() if isinstance(module, DropBlock2d)]


@pytest.fixture(scope="module", params=["torchvision", "timm"])
def package(request):
    return request.param


def test_a_resnet_50_gets_36_places_and_computes_the_same_at_inference(package):
    model = resnet(package)
    x = torch.rand(1, 3, 64, 64)
    keys, expected = list(model.state_dict()), model.eval()(x)
    placed = insert_dropblock(model)
    assert len(placed) == len(layers(model)) == 36
    assert {keep for name, keep in placed.items() if name.startswith("layer3.")} == {0.975}
    assert {keep for name, keep in placed.items() if name.startswith("layer4.")} == {0.9}
    assert dict(model.named_modules())["layer3.0.drop_shortcut"].keep_prob == 0.975
    assert list(model.state_dict()) == keys
    for twin in (model, copy.deepcopy(model), pickle.loads(pickle.dumps(model))):
        torch.testing.assert_close(twin(x), expected)
    torch.testing.assert_close(torch.fx.symbolic_trace(model)(x), expected)
    synced = nn.SyncBatchNorm.convert_sync_batchnorm(copy.deepcopy(model))
    assert len(layers(synced)) == 36
    assert remove_dropblock(model) == 36
    assert layers(model) == []
    assert list(model.state_dict()) == keys
    assert type(model.layer4[0]).__name__ == "Bottleneck"
    torch.testing.assert_close(model(x), expected)


def test_each_place_of_a_training_resnet_sees_its_map(package):
    model = insert_and_train(resnet(package))
    seen = []
    for layer in layers(model):
        layer.register_forward_hook(lambda _layer, args, _y: seen.append(args[0].shape))
    model(torch.rand(2, 3, 64, 64)).sum().backward()
    assert len(seen) == 36
    assert {tuple(shape[2:]) for shape in seen} == {(2, 2), (4, 4), (8, 8)}


def insert_and_train(model):
    insert_dropblock(model, keep_prob=0.5)
    return model.train()


def test_where_nothing_fits_it_says_so(package):
    with pytest.raises(ValueError, match=r"basic blocks get none\): say where by names"):
        insert_dropblock(resnet(package, "resnet18"))


def small():
    return nn.Sequential(
        nn.Sequential(nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4), nn.ReLU()), nn.Conv2d(4, 4, 3)
    )


def test_names_put_a_layer_after_any_module_and_it_is_undone():
    model = small()
    x, keys = torch.ones(2, 3, 16, 16), list(model.state_dict())
    expected = model.eval()(x)
    assert insert_dropblock(model, names=["0", "1"], keep_prob=0.5, block_size=3) == {
        "0.dropblock": 0.5,
        "1.dropblock": 0.5,
    }
    for twin in (model, copy.deepcopy(model), pickle.loads(pickle.dumps(model))):
        assert twin.eval()(x).equal(expected)
        assert (twin.train()(x) == 0).any()
    assert (torch.fx.symbolic_trace(model)(x) == 0).any()
    assert list(model.state_dict()) == keys
    with pytest.raises(ValueError, match="already"):
        insert_dropblock(model, names=["1"])
    with pytest.raises(ValueError, match="no module named '9'"):
        insert_dropblock(model, names=["9"])
    assert remove_dropblock(model) == 2
    assert not (model.train()(x) == 0).all(1).any()
    assert remove_dropblock(model) == 0


def scheduled(steps=4):
    model = small()
    insert_dropblock(model, names=["0", "1"], keep_prob=0.6, block_size=3)
    model[1].dropblock.keep_prob = 0.8
    return model, ModelSchedule(model, steps)


def keeps(model):
    return [layer.keep_prob for layer in layers(model)]


def test_a_schedule_follows_the_optimizer_not_the_forwards():
    model, schedule = scheduled()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    handle = schedule.follow(optimizer)
    assert keeps(model) == [1, 1]
    for expected in ([0.9, 0.95], [0.8, 0.9], [0.7, 0.85], [0.6, 0.8], [0.6, 0.8]):
        for _accumulated in range(3):
            model(torch.rand(1, 3, 9, 9)).sum().backward()
        optimizer.step()
        assert keeps(model) == pytest.approx(expected)
    handle.remove()
    optimizer.step()
    assert schedule.steps_done == 5


def test_a_schedule_goes_on_from_a_checkpoint():
    model, schedule = scheduled()
    schedule.step()
    saved = pickle.loads(pickle.dumps(schedule.state_dict()))
    other, resumed = scheduled(steps=9)
    resumed.load_state_dict(saved)
    assert keeps(other) == keeps(model) == pytest.approx([0.9, 0.95])
    resumed.step()
    assert keeps(other) == pytest.approx([0.8, 0.9])
    with pytest.raises(ValueError, match="of other layers"):
        ModelSchedule(nn.Sequential(DropBlock2d()), 3).load_state_dict(saved)


def test_model_and_schedule_are_copied_together():
    twin, schedule = copy.deepcopy(scheduled())
    schedule.step()
    assert keeps(twin) == pytest.approx([0.9, 0.95])


def test_what_cannot_be_scheduled_is_refused():
    with pytest.raises(ValueError, match="no layer with a keep_prob"):
        ModelSchedule(nn.ReLU(), 3)
    with pytest.raises(ValueError, match="steps must be a whole number from 1, got 0"):
        ModelSchedule(DropBlock2d(), 0)
