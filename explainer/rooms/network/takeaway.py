"""What a visitor takes along from the page about the network."""

from explainer.shell.settings import Settings
from explainer.shell.sources import PHOTOS, Pixels
from explainer.shell.takeaway.contents import Code, TakeAway, Tensors
from explainer.shell.takeaway.pieces import Piece
from explainer.shell.text import _


def take_away(settings: Settings, upload: Pixels | None) -> TakeAway:
    """The picture, its features, the masks of the draw, and what the network says under them."""
    note = _("Your image is not in the link: it is in the tensors, as picture.")
    return TakeAway(
        name="network",
        tensors=lambda: _tensors(settings, upload),
        tensors_words=_(
            "The tensors are for numpy: picture, features, the maps after the depthwise "
            "convolution, masks, logits and activation maps of the intact network and of each "
            "block size, and the settings as text."
        ),
        code=[
            Code(
                _("PyTorch"),
                _("Run it in this project's folder, with its requirements installed."),
                _pieces(settings),
            )
        ],
        code_title=_("Code for exactly these answers"),
        link_note=note if settings.photo == "upload" else "",
    )


def _tensors(settings: Settings, upload: Pixels | None) -> Tensors:
    import torch

    from explainer.network.ladder import BLOCKS, drop
    from explainer.rooms.network.looked import looked, photo_pixels, tensor
    from explainer.rooms.network.packet import rungs

    at, stop = looked(settings, upload), round(settings.keep_prob * 100)
    own = rungs(settings, at.features.shape[1])
    masks = torch.cat([one.masks(one.fallen[stop : stop + 1]) for one in own])
    dropped = drop(at.features, masks, scaled=settings.scaled)
    head = at.network.head(torch.cat([at.features, dropped]), settings.stage)
    arrays = {
        "picture": tensor(photo_pixels(settings, upload)),
        "features": at.features,
        "seen": at.seen,
        "masks": masks,
        "logits": at.network.logits(head),
        "evidence": at.network.evidence(head, at.label),
    }
    shown = ("photo", "stage", "draw", "keep_prob", "scaled", "mask")
    own_settings = {name: getattr(settings, name) for name in shown}
    return Tensors(arrays, {**own_settings, "block_sizes": list(BLOCKS), "class": at.label})


def _pieces(settings: Settings) -> list[Piece]:
    stop, file = round(settings.keep_prob * 100), PHOTOS[settings.photo].file
    channels = "1" if settings.mask == "shared" else "features.shape[1]"
    picture = Piece(
        _("The picture, (1, 3, 224, 224) with values from 0 to 1."),
        f'pixels = numpy.array(Image.open("assets/pictures/{file.name}").convert("RGB"))\n'
        "picture = torch.from_numpy(pixels).permute(2, 0, 1)[None] / 255",
    )
    own = Piece(
        _("Your picture is in the NPZ file."),
        'picture = torch.from_numpy(numpy.load("dropblock-network.npz")["picture"])',
    )
    return [
        Piece(
            _("EfficientNet-Lite0 with ImageNet's weights."),
            "import numpy\nimport torch\nfrom PIL import Image\n\n"
            "from explainer.network import load\n"
            "from explainer.network.ladder import drop, rung\n\n"
            "network = load()",
        ),
        own if settings.photo == "upload" else picture,
        Piece(
            _("All that is passed on at the end of the stage."),
            f"stage, draw, stop = {settings.stage}, {settings.draw}, {stop}\n"
            "features = network.features(picture, stage)",
        ),
        Piece(
            _("Blocks fall until the share is gone, and the rest of the network is asked."),
            "answers = {}\n"
            "for block_size in (1, 3, 5, 7):\n"
            f"    falling = rung(stage, {channels}, block_size, draw)\n"
            "    mask = falling.masks(falling.fallen[stop : stop + 1])\n"
            f"    dropped = drop(features, mask, scaled={settings.scaled})\n"
            "    answers[block_size] = network.answer(dropped, stage).softmax(1)[0]\n"
            "    best = int(answers[block_size].argmax())\n"
            '    print(block_size, network.names[best], f"{answers[block_size][best]:.2f}")',
        ),
    ]
