"""The two small networks, against arithmetic done by hand and against their genuine weights."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import fx

from explorer.image.photo import read
from explorer.image.preprocess import preprocess
from explorer.network.architectures import ChannelsLast, CifarResNet, Shortcut, TinyVgg
from explorer.network.registry import entry
from explorer.network.weights import load

# What the 20 picture files of Tiny VGG are called, and the class that they show.
SHORT = {
    "boat": "lifeboat", "bug": "ladybug", "pizza": "pizza", "pepper": "bell pepper", "bus": "school bus",
    "koala": "koala", "espresso": "espresso", "panda": "red panda", "orange": "orange", "car": "sport car",
}  # fmt: skip


def test_shortcut_takes_every_second_cell_and_adds_zero_channels() -> None:
    x = torch.arange(1.0, 33.0).reshape(1, 2, 4, 4)
    y = Shortcut(1)(x)
    assert y.shape == (1, 4, 2, 2)
    assert torch.equal(y[0, 1], torch.tensor([[1.0, 3.0], [9.0, 11.0]]))
    assert torch.equal(y[0, 2], torch.tensor([[17.0, 19.0], [25.0, 27.0]]))
    assert not y[0, 0].any() and not y[0, 3].any()


def test_channels_last_puts_the_channels_of_a_cell_side_by_side() -> None:
    x = torch.arange(24.0).reshape(1, 2, 3, 4)
    flat = ChannelsLast()(x)
    assert flat.shape == (1, 24)
    channel, row, column = 1, 2, 3
    assert flat[0, (row * 4 + column) * 2 + channel] == x[0, channel, row, column]
    assert flat[0, :4].tolist() == [0.0, 12.0, 1.0, 13.0]


def test_resnet20_has_the_parameters_of_the_paper() -> None:
    network = CifarResNet()
    # He et al. 2015, table 6: 0.27 million. 19 convolutions and one linear layer make 20.
    assert sum(each.numel() for each in network.parameters()) == 269_722
    assert sum(isinstance(each, torch.nn.Conv2d | torch.nn.Linear) for each in network.modules()) == 20


def test_both_can_be_traced_bit_by_bit() -> None:
    for network, side in ((CifarResNet(), 32), (TinyVgg(), 64)):
        network.eval()
        x = torch.rand(2, 3, side, side)
        with torch.inference_mode():
            assert torch.equal(fx.symbolic_trace(network)(x), network(x))


def test_resnet20_loads_its_genuine_weights(shared: Path) -> None:
    file = shared / "weights/resnet20-cifar10/resnet20-12fca82f.th"
    network = load("cifar_resnet20", str(file))
    stored = torch.load(file, weights_only=True, map_location="cpu")["state_dict"]
    state = network.module.state_dict()
    assert {f"module.{key}" for key in state if not key.endswith("num_batches_tracked")} == set(stored)
    assert all(torch.equal(state[key.removeprefix("module.")], value) for key, value in stored.items())
    assert network.labels[3] == "cat" and network.trained and network.weights == file.name
    # Its batch norms have seen photos like these: normalised values keep within a few deviations.
    photo = read(shared / "data/imagenet-samples/805_soccer-ball.jpg")
    with torch.inference_mode():
        logits = network.module(preprocess(photo, network.recipe).tensor)
    assert logits.shape == (1, 10) and 1 < logits.abs().max() < 50


def test_tiny_vgg_recognises_its_pictures(shared: Path) -> None:
    folder = shared / "weights/tiny-vgg"
    network = load("tiny_vgg", str(folder / "tiny_vgg.pth"))
    assert network.labels == tuple((folder / "classes.txt").read_text().split("\n")[:10])
    assert network.labels == entry("tiny_vgg").labels
    pictures = sorted((folder / "images").glob("*.jpeg"))
    assert len(pictures) == 20
    right = 0
    with torch.inference_mode():
        for picture in pictures:
            best = int(network.module(preprocess(read(picture), network.recipe).tensor).argmax())
            right += network.labels[best] == SHORT[picture.name.split("_")[0]]
    assert right >= 14
