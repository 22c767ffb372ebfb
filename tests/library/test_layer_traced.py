"""The layer inside a model that torch compiles, exports, traces or transforms: its table of lines.

Seeds of a graph are not those of the eager layer, so what is held is the rule: which units are 0,
one scale, gradients, and the share that is kept.
"""

import copy
import shutil

import pytest
import torch
from torch import func, nn
from torch._subclasses.fake_tensor import FakeTensorMode
from torch.autograd import forward_ad
from torch.fx.experimental.proxy_tensor import make_fx
from torch.utils._python_dispatch import TorchDispatchMode

from dropblock import DropBlock2d, drop_block2d, expected_keep_rate
from dropblock.paths import make_plan

SIZE = 40
SHAPE = (8, 8, SIZE, SIZE)


def holds_the_rule(x, y, keep_prob=0.9, block_size=3):
    """Whether y is x with blocks at 0, one scale, and as much kept as expected."""
    kept = y != 0
    rate = kept.double().mean().item()
    torch.testing.assert_close(y[kept], (x / rate)[kept], rtol=1e-5, atol=0)
    expected = expected_keep_rate(keep_prob, block_size, SIZE, SIZE)
    # A block at a unit's place counts block_size² units at once: 5 standard deviations at least.
    share = (expected * (1 - expected) * block_size**2 / x.numel()) ** 0.5
    assert abs(rate - expected) < 5 * share
    whole = nn.functional.max_pool2d(kept.float(), block_size, 1) == 0  # no unit of it is kept
    grown = nn.functional.max_pool2d(
        nn.functional.pad(whole.float(), [block_size - 1] * 4), block_size, 1
    )
    assert (grown == 0).equal(kept)


def positive(shape=SHAPE):
    return torch.rand(shape) + 0.5


class Loop(nn.Module):
    """Layers in a loop and in a Sequential."""

    def __init__(self, **options):
        super().__init__()
        self.convs = nn.ModuleList(nn.Conv2d(2, 2, 3, padding=1) for _ in range(2))
        self.drops = nn.ModuleList(DropBlock2d(block_size=3, **options) for _ in range(2))
        self.last = nn.Sequential(nn.ReLU(), DropBlock2d(block_size=3, **options))

    def forward(self, x):
        for conv, drop in zip(self.convs, self.drops, strict=True):
            x = drop(conv(x))
        return self.last(x)


class Counter:
    """A backend that counts the graphs that it compiles."""

    def __init__(self, name):
        self.graphs, self.name = 0, name

    def __call__(self, module, inputs):
        self.graphs += 1
        return torch._dynamo.lookup_backend(self.name)(module, inputs)


@pytest.mark.parametrize(("backend", "options"), [("eager", {}), ("aot_eager", {"shared": True})])
def test_one_graph_and_one_more_along_a_schedule(backend, options):
    torch._dynamo.reset()
    counter, model = Counter(backend), Loop(**options)
    run = torch.compile(model, backend=counter, fullgraph=True)
    for step in range(6):
        for layer in model.modules():
            if isinstance(layer, DropBlock2d):
                layer.keep_prob = 1 - 0.03 * step
        run(torch.rand(2, 2, 9, 9)).sum().backward()
    assert counter.graphs <= 2
    x = torch.rand(2, 2, 9, 9)
    assert run(x).ne(run(x)).any()  # each call draws anew
    model.eval()
    assert run(x).equal(model(x))


@pytest.mark.parametrize("keep_prob", [0.9, 0.3])
@pytest.mark.parametrize("calibrated", [False, True])
def test_compiled_for_many_shapes_it_follows_the_rule(keep_prob, calibrated):
    torch._dynamo.reset()
    counter = Counter("aot_eager")
    layer = DropBlock2d(keep_prob=keep_prob, block_size=3, calibrated=calibrated)
    run = torch.compile(layer, backend=counter, fullgraph=True, dynamic=True)
    graphs = []
    for shape in ((2, 3, 9, 11), (3, 4, 12, 10), SHAPE):
        x = positive(shape).requires_grad_()
        y = run(x)
        y.sum().backward()
        torch.testing.assert_close(x.grad, y.detach() / x.detach())
        graphs.append(counter.graphs)
    assert graphs == graphs[:1] * 3  # those of the first shape serve all
    if not calibrated:
        holds_the_rule(x.detach(), y.detach(), keep_prob)


@pytest.mark.skipif(not shutil.which("g++"), reason="inductor needs a C++ compiler")
def test_inductor_compiles_it_and_infinities_are_dropped_to_0():
    torch._dynamo.reset()
    run = torch.compile(DropBlock2d(block_size=3), fullgraph=True)
    x = positive()
    holds_the_rule(x, run(x))
    x = torch.full(SHAPE, float("inf"), requires_grad=True)
    y = run(x)
    assert (y == 0).any()
    assert not y.isnan().any()
    y.backward(torch.ones_like(y))
    assert not x.grad.isnan().any()


@pytest.mark.parametrize("strict", [False, True])
def test_export_takes_train_mode(strict):
    torch._dynamo.reset()
    layer, x = DropBlock2d(block_size=3), positive()
    sizes = {"x": {0: torch.export.Dim("batch"), 2: torch.export.Dim("height", min=5)}}
    exported = torch.export.export(layer, (x,), strict=strict, dynamic_shapes=sizes).module()
    holds_the_rule(x, exported(x))
    assert exported(x).ne(exported(x)).any()
    assert exported(x[:3, :, :20]).shape == (3, 8, 20, SIZE)
    operators = {node.target for node in exported.graph.nodes if node.op == "call_function"}
    assert not any("dropblock" in str(target) for target in operators)  # others can run it
    quiet = torch.export.export(layer.eval(), (x,), strict=strict).module()
    assert quiet(x).equal(x)


@pytest.mark.parametrize("mode", ["real", "fake", "symbolic"])
def test_make_fx_draws_anew_at_each_call(mode):
    x = positive()
    graph = make_fx(lambda x: drop_block2d(x, block_size=3), tracing_mode=mode)(x)
    holds_the_rule(x, graph(x))
    assert graph(x).ne(graph(x)).any()


@pytest.mark.filterwarnings("ignore::torch.jit.TracerWarning", "ignore::DeprecationWarning")
def test_jit_trace_draws_anew_at_each_call():
    x = positive()
    traced = torch.jit.trace(DropBlock2d(block_size=3), x, check_trace=False)
    holds_the_rule(x, traced(x))
    assert traced(x).ne(traced(x)).any()


def test_fx_keeps_the_layer_which_follows_train_and_eval():
    model = nn.Sequential(nn.Conv2d(2, 3, 3), DropBlock2d(block_size=3))
    traced = torch.fx.symbolic_trace(model)
    x = torch.rand(4, 2, 9, 9)
    for twin in (traced, copy.deepcopy(traced)):
        for mode in (False, True):
            model.train(mode)
            twin.train(mode)
            outputs = []
            for run in (model, twin):
                torch.manual_seed(0)
                outputs.append(run(x))
            assert outputs[0].equal(outputs[1])
            assert (outputs[1] == 0).any() == mode


def test_fx_keeps_the_function_as_one_call():
    traced = torch.fx.symbolic_trace(Called())
    calls = [node.target for node in traced.graph.nodes if node.op == "call_function"]
    assert calls == [drop_block2d]


class Called(nn.Module):
    """A model that calls the function."""

    def forward(self, x):
        return drop_block2d(x, block_size=3)


@pytest.mark.parametrize("keep_prob", [0.9, 0.3])
def test_fake_and_meta_tensors_keep_their_shape(keep_prob):
    with FakeTensorMode():
        fake = drop_block2d(torch.empty(2, 3, 9, 9), keep_prob=keep_prob, block_size=3)
    meta = drop_block2d(torch.empty(2, 3, 9, 9, device="meta"), keep_prob=keep_prob)
    assert fake.shape == meta.shape == (2, 3, 9, 9)
    assert meta.is_meta


@pytest.mark.parametrize("keep_prob", [0.9, 0.3])
@pytest.mark.parametrize("calibrated", [False, True])
def test_another_default_device_changes_nothing(keep_prob, calibrated):
    x = positive()
    torch.manual_seed(0)
    expected = drop_block2d(x, keep_prob=keep_prob, block_size=2, calibrated=calibrated)
    make = torch.device("meta")
    with make:
        torch.manual_seed(0)
        found = drop_block2d(x, keep_prob=keep_prob, block_size=2, calibrated=calibrated)
    assert found.equal(expected)


@pytest.mark.parametrize("keep_prob", [0.9, 0.3])
def test_forward_mode_gives_the_derivative(keep_prob):
    x, direction = positive(), torch.randn(SHAPE)
    with forward_ad.dual_level():
        dual = forward_ad.make_dual(x, direction)
        y, tangent = forward_ad.unpack_dual(drop_block2d(dual, keep_prob=keep_prob, block_size=3))
    assert (y == 0).any()
    torch.testing.assert_close(tangent, direction * y / x)


class Operations(TorchDispatchMode):
    """Keeps the size of what each operation of torch makes."""

    def __init__(self):
        super().__init__()
        self.sizes = []

    def __torch_dispatch__(self, operation, types, args=(), kwargs=None):
        made = operation(*args, **(kwargs or {}))
        first = made[0] if isinstance(made, tuple) else made
        if isinstance(first, torch.Tensor) and "detach" not in str(operation):
            self.sizes.append(first.numel())
        return made


@pytest.mark.parametrize("shared", [False, True])
@pytest.mark.parametrize("device", ["cuda", "meta"])
def test_other_devices_need_nine_operations_of_which_five_are_as_large_as_the_map(device, shared):
    make_plan(0.9, 7, 56, 56, False)  # gamma is a number that is computed once
    with FakeTensorMode(), Operations() as operations:
        x = torch.empty(32, 64, 56, 56, device=device)
        operations.sizes.clear()
        y = drop_block2d(x, shared=shared)  # a number of the device would raise on a fake tensor
    assert y.device.type == device
    assert len(operations.sizes) <= 9
    assert sum(size >= x.numel() for size in operations.sizes) <= 5


def test_on_the_path_of_other_devices_dropped_infinities_are_0():
    """Forward and backward, and where all is dropped."""
    for keep_prob, block_size in ((0.9, 3), (1e-6, 9)):
        x = torch.full((1, 4, 9, 9), float("inf"))
        gradient, y = func.grad_and_value(
            lambda x, k=keep_prob, b=block_size: (
                drop_block2d(x, keep_prob=k, block_size=b).nan_to_num(9, 9, 9).sum()
            )
        )(x)
        assert not gradient.isnan().any()
        assert not y.isnan()
    assert y == 0


def loss(x):
    """A cube, so that its gradient tells where x was dropped."""
    return (drop_block2d(x, block_size=3) ** 3).sum()


def test_transforms_of_torch_func_give_the_gradients_of_backward():
    x = (torch.rand(2, 3, 9, 9) + 0.5).requires_grad_()
    torch.manual_seed(0)
    gradient = func.grad(loss)(x.detach())
    torch.manual_seed(0)
    _, pull = func.vjp(loss, x.detach())
    torch.manual_seed(0)
    output, tangent = func.jvp(loss, (x.detach(),), (torch.ones_like(x),))
    dropped = gradient == 0
    assert 0 < int(dropped.sum()) < x.numel() / 2
    scale = x.numel() / int((~dropped).sum())
    kept = x.detach().masked_fill(dropped, 0) * scale
    torch.testing.assert_close(gradient, 3 * scale * kept**2)
    torch.testing.assert_close(pull(torch.tensor(1.0))[0], gradient)
    torch.testing.assert_close(output, (kept**3).sum())
    torch.testing.assert_close(tangent, gradient.sum())


def test_vmap_draws_as_its_randomness_says():
    x = torch.rand(5, 2, 3, 9, 9) + 0.5
    with pytest.raises(RuntimeError, match="randomness"):
        func.vmap(loss)(x)
    same = func.vmap(func.grad(loss), randomness="same")(x) == 0
    different = func.vmap(func.grad(loss), randomness="different")(x) == 0
    assert same.any()
    assert same.equal(same[:1].expand_as(same))
    assert not different.equal(different[:1].expand_as(different))


def test_a_generator_is_refused_where_torch_traces():
    source = torch.Generator()
    with pytest.raises(ValueError, match=r"^generator must be None where torch compiles"):
        make_fx(lambda x: drop_block2d(x, generator=source))(positive())


def test_functionalize_takes_it():
    x = positive()
    holds_the_rule(x, func.functionalize(lambda x: drop_block2d(x, block_size=3))(x))
