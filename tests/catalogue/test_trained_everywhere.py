"""A trained learner is a model like any other: receipts, sums and class maps hold on it, the head included."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors import safe_open
from safetensors.torch import save_file
from shelves import fill

from explorer.catalogue.plan import Plan
from explorer.catalogue.run_folder import RunFolder
from explorer.catalogue.training import train
from explorer.errors import CheckpointError
from explorer.explain.class_map import class_map
from explorer.explain.head import head_of
from explorer.explain.receipt import receipt
from explorer.explain.scores import contributions
from explorer.image.preprocess import preprocess
from explorer.network import weights
from explorer.network.capture import Capture, capture
from explorer.network.layers import describe, total
from explorer.network.opened import check_bits, open_network

UNIT = 2.0**-24


@pytest.fixture(scope="module")
def seen(shop) -> Capture:
    """What one held-out photo makes the learner compute."""
    opened = open_network(shop.network.module, (32, 32))
    check_bits(shop.network.module, opened)
    photo = shop.catalogue.entries[shop.chosen.held[0]].photo()
    return capture(opened, preprocess(photo, shop.network.recipe).tensor)


def test_the_head_is_read_through_both_linear_layers(seen: Capture) -> None:
    head = head_of(seen.network)
    assert (head.kind, head.entries, head.maps) == ("pooled", ("head.pool.mp", "head.pool.ap"), "layer3.2.relu_1")


def test_every_score_is_a_sum_over_the_pooled_numbers(seen: Capture, shop) -> None:
    for chosen in range(len(shop.catalogue.classes)):
        found = contributions(seen, chosen)
        assert found.holds and len(found.terms) == 128
        exact = found.bias + float((found.terms.input * found.terms.weight).sum())
        size = abs(found.bias) + float(np.abs(found.terms.product).sum())
        assert abs(exact - float(seen.logits[chosen])) <= 16 * UNIT * size
    assert contributions(seen, 1, against=0).holds


def test_the_cells_of_a_class_map_add_up_to_the_score(seen: Capture) -> None:
    found = class_map(seen, 2)
    assert float(found.shares.sum()) + found.bias == pytest.approx(float(seen.logits[2]), rel=1e-4, abs=1e-4)


@pytest.mark.parametrize(
    "layer",
    [
        "conv1",
        "bn1",
        "layer2.0.conv2",
        "layer3.2.bn2",
        "layer3.2.relu_1",
        "head.pool.mp",
        "head.pool.ap",
        "head.pool.cat",
        "head.flatten",
        "head.bn1",
        "head.linear1",
        "head.relu",
        "head.bn2",
        "head.linear2",
    ],
)
def test_receipts_hold_on_every_kind_of_layer(seen: Capture, layer: str) -> None:
    channels = seen.network.node(layer).shape[0]
    for channel in {0, channels // 2, channels - 1}:
        assert receipt(seen, layer, channel, (0, 0)).holds


def test_its_table_says_what_was_trained(shop) -> None:
    layers = describe(open_network(shop.network.model.build(5), (32, 32)))
    sums = total(layers)
    head = 2 * 128 + 128 * 512 + 512 + 2 * 512 + 512 * 5 + 5
    norms = sum(layer.parameters for layer in layers if layer.type == "BatchNorm2d")
    assert sums.trainable == head + norms and sums.frozen > 0


def test_a_file_stands_above_the_network_that_was_named(shop) -> None:
    choice = weights.resolve("vgg16", str(shop.file))
    assert choice.model.name == "cifar_resnet20-learner"
    of_bytes = weights.open_file(choice.model, shop.file.read_bytes(), "shop.safetensors")
    assert of_bytes.model.name == "cifar_resnet20-learner" and of_bytes.digest == shop.network.digest


@pytest.mark.parametrize(
    "said", ["os-learner", "../resnet50", "torchvision.models:resnet18", "", "resnet50-learner-learner"]
)
def test_a_file_cannot_name_what_is_not_listed(shop, tmp_path: Path, said: str) -> None:
    with safe_open(shop.file, "pt") as file:
        state = {key: file.get_tensor(key) for key in file.keys()}  # noqa: SIM118  (no dictionary)
        metadata = file.metadata() | {"architecture": said}
    save_file(state, tmp_path / "odd.safetensors", metadata)
    with pytest.raises(CheckpointError, match="which is not known here"):
        weights.load("resnet50", str(tmp_path / "odd.safetensors"))


def test_a_file_that_says_it_is_for_another_network_does_not_fit(shop, tmp_path: Path) -> None:
    save_file({"fc.weight": torch.ones(3, 512)}, tmp_path / "odd.safetensors", {"architecture": "resnet18-learner"})
    with pytest.raises(CheckpointError, match="does not fit ResNet18 learner"):
        weights.load("resnet50", str(tmp_path / "odd.safetensors"))


def test_a_learner_is_trained_further_on_other_products(shop, tmp_path: Path, one_thread: None) -> None:
    """Its body is taken, whatever network was named, and its head is left behind."""
    other = fill(tmp_path / "other", ("x", "y"), views=4)
    run = RunFolder.create(
        tmp_path / "run", Plan(str(other), "resnet50", str(shop.file), epochs=1, size=32, device="cpu")
    )
    with run.held():
        train(run)
    further = weights.load("resnet50", str(run.result))
    assert (further.model.name, further.labels) == ("cifar_resnet20-learner", ("x", "y"))
    body = further.module.get_parameter("layer1.0.bn1.weight")
    assert torch.equal(body, shop.network.module.get_parameter("layer1.0.bn1.weight"))
