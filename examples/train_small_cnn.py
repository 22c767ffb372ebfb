"""Train a small network with DropBlock and without: python examples/train_small_cnn.py

The task is made on the fly: which of four outlines (circle, square, diamond, cross) is hidden in
noise, at any place and size? Two networks start from the same weights, see the same batches and
differ in one layer. Each epoch prints the training loss, the accuracy on pictures neither has
seen, and the keep_prob in force. It takes under a minute on two cores.

Do not expect DropBlock to win here. The network is small and trains for a few passes, so it hardly
overfits: there is little for a regulariser to do. DropBlock's training loss is higher, since it
makes the task harder, and the accuracies differ by no more than chance. (The paper's gains are
those of large networks trained for long.) What this shows is how the layer is used, and that a
network learns through it.
"""

import sys
from pathlib import Path
from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Generator, Tensor, nn

sys.path.insert(0, str(Path(__file__).parents[1]))  # not needed after `pip install .`

from dropblock import DropBlock2d, Schedule

SIZE = 28
CLASSES = 4
BATCH = 50
NOISE = 0.6  # standard deviation; an outline is 1 on 0


def pictures(count: int, generator: Generator) -> tuple[Tensor, Tensor]:
    """So many noisy outlines (count, 1, SIZE, SIZE), and which shape each is (count,)."""
    label = torch.randint(CLASSES, (count,), generator=generator)
    radius = 4 + 5 * torch.rand(count, 1, 1, generator=generator)
    centre = 10 + 8 * torch.rand(count, 2, generator=generator)
    axis = torch.arange(SIZE)
    down = (axis[:, None] - centre[:, 0, None, None]).abs()  # (count, SIZE, 1)
    across = (axis[None, :] - centre[:, 1, None, None]).abs()  # (count, 1, SIZE)
    # How far from the centre each unit is, as each shape measures it: (count, CLASSES, SIZE, SIZE)
    distance = torch.stack(
        [
            (down**2 + across**2).sqrt(),  # circle
            torch.maximum(down, across),  # square
            (down + across) / 1.3,  # diamond
            torch.minimum(down, across) + radius,  # cross: both axes …
        ],
        dim=1,
    )
    chosen = distance[torch.arange(count), label]
    drawn = (chosen - radius).abs() < 0.8
    drawn &= torch.maximum(down, across) <= radius + 1  # … as long as the others are wide
    noise = NOISE * torch.randn(count, SIZE, SIZE, generator=generator)
    return (drawn + noise)[:, None], label


def network(regulariser: nn.Module) -> nn.Sequential:
    """Three convolutions; the regulariser works on the 14 × 14 maps of the second."""
    return nn.Sequential(
        nn.Conv2d(1, 8, 3, padding=1),
        nn.BatchNorm2d(8),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(8, 16, 3, padding=1),
        nn.BatchNorm2d(16),
        nn.ReLU(),
        regulariser,
        nn.MaxPool2d(2),
        nn.Conv2d(16, 32, 3, padding=1),
        nn.BatchNorm2d(32),
        nn.ReLU(),
        nn.AdaptiveMaxPool2d(1),
        nn.Flatten(),
        nn.Linear(32, CLASSES),
    )


class Epoch(NamedTuple):
    """What one pass over the training pictures gave."""

    loss: float
    accuracy: float
    keep_prob: float


def train(
    regulariser: nn.Module, steps: int, training: tuple[Tensor, Tensor], test: tuple[Tensor, Tensor]
) -> list[Epoch]:
    """Train one network for so many batches, and say after each epoch how it does."""
    torch.manual_seed(0)  # the same weights and batches for every regulariser
    model = network(regulariser)
    optimizer = torch.optim.Adam(model.parameters(), lr=3e-3)
    slower = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.05, total_iters=steps)
    x, label = training
    an_epoch = len(x) // BATCH
    epochs, losses = [], []
    order = Generator().manual_seed(1)
    for step in range(steps):
        if step % an_epoch == 0:
            batches = torch.randperm(len(x), generator=order).split(BATCH)
        batch = batches[step % an_epoch]
        model.train()
        loss = F.cross_entropy(model(x[batch]), label[batch])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        slower.step()
        losses.append(loss.item())
        if len(losses) == an_epoch or step == steps - 1:
            model.eval()  # DropBlock is the identity now
            with torch.no_grad():
                accuracy = (model(test[0]).argmax(1) == test[1]).float().mean().item()
            keep_prob = float(getattr(regulariser, "keep_prob", 1))
            epochs.append(Epoch(sum(losses) / len(losses), accuracy, keep_prob))
            losses = []
    return epochs


def main(steps: int = 240) -> dict[str, list[Epoch]]:
    """Train both networks for so many batches each, print their epochs, and return them."""
    chance = Generator().manual_seed(0)
    training, test = pictures(2000, chance), pictures(1000, chance)
    layer = DropBlock2d(keep_prob=0.9, block_size=5)
    Schedule(keep_prob=0.9, steps=steps).attach(layer)  # from 1 down to 0.9
    runs = {}
    for name, regulariser in (("without DropBlock", nn.Identity()), ("with DropBlock", layer)):
        runs[name] = train(regulariser, steps, training, test)
        print(f"{name}\nepoch    loss  accuracy  keep_prob")
        for number, epoch in enumerate(runs[name], 1):
            print(f"{number:5} {epoch.loss:7.3f} {epoch.accuracy:9.3f} {epoch.keep_prob:10.3f}")
    return runs


if __name__ == "__main__":
    main()
