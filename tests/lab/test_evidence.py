"""The evidence of an answer: what each cell adds to its score, and how many cells carry it."""

import pytest
import torch

from explainer.lab.evidence import carrying_cells, evidence
from explainer.lab.net import Net
from explainer.lab.setup import Setup


def test_the_evidence_is_what_the_score_loses_when_the_cell_is_removed() -> None:
    torch.manual_seed(0)
    net = Net(Setup(method="none"), 28, 10).eval()
    maps = net.features(torch.rand(2, 1, 28, 28))
    classes = torch.tensor([3, 7])
    found = evidence(net, maps, classes)

    def lead(changed: torch.Tensor) -> torch.Tensor:
        scores = net.head(changed.flatten(1))
        return scores[range(2), classes] - scores.mean(1)

    for row, column in ((0, 0), (3, 5), (6, 6)):
        without = maps.clone()
        without[:, :, row, column] = 0
        loss = lead(maps) - lead(without)
        torch.testing.assert_close(found[:, row, column], loss, atol=1e-5, rtol=1e-4)


@pytest.mark.parametrize("n", [1, 4, 49])
def test_n_equal_cells_carry_as_n_and_negative_ones_do_not_count(n: int) -> None:
    flat = torch.full((49,), -2.0)
    flat[:n] = 0.7
    assert float(carrying_cells(flat.view(1, 7, 7))) == pytest.approx(n)


def test_no_evidence_is_carried_by_no_cell() -> None:
    assert float(carrying_cells(-torch.ones(1, 7, 7))) == 0
