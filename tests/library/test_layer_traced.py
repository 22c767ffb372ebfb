"""The layer inside a model that torch compiles, exports, traces or transforms."""

import copy

import pytest
import torch
from torch import func, nn

from dropblock import DropBlock2d, Schedule, drop_block2d


class Net(nn.Module):
    """Something to compile before the layer, and something after it."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(2, 3, 3)
        self.drop = DropBlock2d(block_size=3)

    def forward(self, x):
        return torch.relu(self.drop(self.conv(x)))


@pytest.mark.parametrize("backend", ["eager", "aot_eager"])
@pytest.mark.parametrize("keep_prob", [0.9, 0.2])
def test_a_compiled_model_computes_the_same_while_a_schedule_runs(backend, keep_prob):
    torch._dynamo.reset()
    graphs = []

    def compile_graph(module, inputs):
        graphs.append([node.name for node in module.graph.nodes if "call" in node.op])
        return torch._dynamo.lookup_backend(backend)(module, inputs)

    plain = Net()
    Schedule(keep_prob, steps=6).attach(plain.drop)
    twin = copy.deepcopy(plain)
    compiled = torch.compile(twin, backend=compile_graph)
    x = torch.rand(2, 2, 12, 12)
    for step in range(10):
        outputs = []
        for model in (plain, compiled):
            torch.manual_seed(step)
            outputs.append(model(x))
            outputs[-1].sum().backward()
        assert outputs[0].equal(outputs[1])
    assert twin.drop.keep_prob == plain.drop.keep_prob == pytest.approx(keep_prob)
    torch.testing.assert_close(plain.conv.weight.grad, twin.conv.weight.grad)
    # Both once, whatever keep_prob was; that it is set is no work for a graph.
    assert [graph for graph in graphs if graph] == [["conv2d"], ["relu"]]


def test_export_takes_eval_mode_and_says_so():
    model = nn.Sequential(nn.Conv2d(2, 3, 3), DropBlock2d(block_size=3))
    x = torch.rand(1, 2, 9, 9)
    with pytest.raises(RuntimeError, match=r"in eval mode only: call model.eval\(\)"):
        torch.export.export(model, (x,), strict=False)
    model.eval()
    torch._dynamo.reset()
    for strict in (False, True):
        exported = torch.export.export(model, (x,), strict=strict)
        assert exported.module()(x).equal(model(x))
    assert torch.compile(model, backend="eager", fullgraph=True)(x).equal(model(x))


@pytest.mark.parametrize("keep_prob", [0.9, 0.2])
def test_fx_traces_it_as_one_call_in_the_mode_it_is_in(keep_prob):
    model = nn.Sequential(nn.Conv2d(2, 3, 3), DropBlock2d(keep_prob=keep_prob, block_size=3))
    x = torch.rand(4, 2, 9, 9)
    for mode in (True, False):
        traced = torch.fx.symbolic_trace(model.train(mode))
        outputs = []
        for run in (model, traced, copy.deepcopy(traced)):
            torch.manual_seed(0)
            outputs.append(run(x))
        assert (outputs[0] == 0).any() == mode
        assert outputs[1].equal(outputs[0])
        assert outputs[2].equal(outputs[0])
        calls = [node for node in traced.graph.nodes if node.op == "call_function"]
        assert [node.target for node in calls] == [drop_block2d]


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
