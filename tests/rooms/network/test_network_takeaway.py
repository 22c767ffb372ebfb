"""What is taken along from the page about the network gives the answers that the page shows."""

import pytest
import torch

from explainer.rooms.network.asking import asked
from explainer.rooms.network.takeaway import take_away
from explainer.shell.settings import Settings
from explainer.shell.takeaway.pieces import script

CASES = [
    {},
    {"photo": "cat", "stage": 28, "keep_prob": 0.7, "scaled": False, "draw": 9},
    {"stage": 7, "mask": "channel"},
]


@pytest.mark.parametrize("query", CASES)
def test_the_code_gives_the_answers_of_the_page_and_of_the_tensors(query, capsys):
    settings = Settings.parse({}).change(**query)
    taken = take_away(settings, None)
    names = {}
    exec(compile(script(taken.code[0].pieces), "taken.py", "exec"), names)
    stop = round(settings.keep_prob * 100)
    _header, shown = asked(settings, None).ladder.parts(stop)
    tensors = taken.tensors().arrays
    printed = capsys.readouterr().out.splitlines()
    for k, (block, probabilities) in enumerate(names["answers"].items()):
        assert block == (1, 3, 5, 7)[k]
        row = shown["which"][k, stop]
        top, label = probabilities.max(0)
        assert int(label) == shown["answerClasses"][row, 0]
        assert float(top) == pytest.approx(shown["answerProbabilities"][row, 0], abs=1e-4)
        assert f"{float(top):.2f}" in printed[k]
        logits = torch.as_tensor(tensors["logits"][k + 1])
        assert torch.allclose(logits.softmax(0), probabilities, atol=1e-4)
        gone = torch.as_tensor(tensors["masks"][k]) == 0
        assert gone.any()


def test_an_uploads_code_reads_the_picture_from_the_tensors():
    settings = Settings.parse({}).change(photo="upload")
    taken = take_away(settings, None)
    assert 'numpy.load("dropblock-network.npz")["picture"]' in script(taken.code[0].pieces)
    assert taken.link_note
