"""Numbers drawn by chance from every layer call of whole networks: every receipt holds, none is missing."""

from __future__ import annotations

import random
from pathlib import Path

import networks
import pytest
import torch
from one_step import adds_up

from explorer.explain.receipt import receipt
from explorer.image.photo import read
from explorer.image.preprocess import preprocess
from explorer.network.arrange import map_shape
from explorer.network.calibrate import batch, settle
from explorer.network.capture import Capture, capture
from explorer.network.opened import open_network
from explorer.network.registry import MODELS
from explorer.network.weights import load

PHOTOS = Path(__file__).parents[2] / "assets" / "photos"
NAMES = ("coffee-mug.jpg", "oranges.jpg", "teapot.jpg", "toaster.jpg")

# One of each family, those whose operations differ most; Inception and GoogLeNet with the transform of their weights.
SMALL = {
    "mobilenet_v3_small": 64,
    "convnext_tiny": 64,
    "shufflenet_v2_x0_5": 64,
    "googlenet": 64,
    "squeezenet1_1": 64,
    "efficientnet_b0": 64,
    "cifar_resnet20": 32,
}
FAMILIES = {
    "resnet50": 96,
    "vgg11_bn": 64,
    "densenet121": 64,
    "mobilenet_v2": 96,
    "mobilenet_v3_large": 96,
    "efficientnet_b0": 96,
    "efficientnet_v2_s": 64,
    "convnext_tiny": 64,
    "regnet_y_400mf": 96,
    "shufflenet_v2_x1_0": 96,
    "inception_v3": 96,
    "squeezenet1_0": 96,
    "alexnet": 96,
    "googlenet": 96,
    "mnasnet0_5": 96,
    "resnext50_32x4d": 64,
    "wide_resnet50_2": 64,
    "cifar_resnet20": 32,
}


def captured(name: str, size: int, device: str = "cpu") -> Capture:
    """An untrained network on a photo, once two photos are known to differ in its scores.

    Its batch norms scale and shift by chance, with the statistics of four photos: without those, hardly anything of
    the photo is left after many layers.
    """
    torch.manual_seed(0)
    photos = batch([read(PHOTOS / photo) for photo in NAMES], MODELS[name].recipe.at_size(size))
    module = settle(networks.randomised(MODELS[name].build(10)), photos)
    network = open_network(module.to(device), (size, size))
    first, second = (capture(network, photo[None]) for photo in photos[:2])
    apart = (first.logits - second.logits).abs().max()
    assert apart > 1e-3 * first.logits.abs().max(), "two photos look the same to this network"
    return first


def check_all(seen: Capture, cells: int) -> None:
    """`cells` numbers of every layer call."""
    chance = random.Random(0)
    for node in seen.network.nodes:
        channels, height, width = map_shape(seen.network, node.name)
        for _ in range(cells):
            place = (chance.randrange(height), chance.randrange(width))
            found = receipt(seen, node.name, chance.randrange(channels), place)
            adds_up(found)
            assert {term.layer for term in found.terms[:50]} <= set(node.inputs)


@pytest.mark.parametrize("name", SMALL)
def test_five_cells_of_every_layer_call(name: str) -> None:
    seen = captured(name, SMALL[name])
    check_all(seen, 5)


@pytest.mark.slow
@pytest.mark.parametrize("name", FAMILIES)
def test_twenty_cells_of_every_layer_call_of_every_family(name: str) -> None:
    seen = captured(name, FAMILIES[name])
    check_all(seen, 20)


@pytest.mark.gpu
@pytest.mark.parametrize("name", ["resnet50", "mobilenet_v3_large", "convnext_tiny", "efficientnet_b0", "googlenet"])
def test_what_cuda_computes_is_within_the_same_bounds(name: str) -> None:
    check_all(captured(name, 224, "cuda"), 5)


def test_squeezenet_with_its_genuine_weights(shared: Path) -> None:
    model = MODELS["squeezenet1_0"]
    loaded = load(model, str(shared / "weights/squeezenet/squeezenet1_0-deepcompressed.pth"))
    recipe = loaded.recipe
    network = open_network(loaded.module, (recipe.crop, recipe.crop))
    check_all(capture(network, preprocess(read(PHOTOS / "coffee-mug.jpg"), recipe).tensor), 20)


def test_every_term_leads_on_until_a_pixel() -> None:
    """From a class score always the largest term, from layer to layer, as somebody who clicks would go."""
    seen = captured("resnet18", 64)
    network = seen.network
    layer, channel, cell = network.output, 3, (0, 0)
    way = []
    while layer != network.input:
        found = receipt(seen, layer, channel, cell)
        adds_up(found)
        way.append(found.operation)
        best = found.terms[int(found.terms.largest(1)[0])]
        assert best.input == float(receipt(seen, best.layer, best.channel, best.cell).captured), (
            "a term names another place than the one that it read"
        )
        layer, channel, cell = best.layer, best.channel, best.cell
    assert way[:2] == ["Linear", "Flatten"]
    assert way[-1] == "Conv2d"
    assert {"BatchNorm2d", "ReLU", "Add", "MaxPool2d"} <= set(way)
