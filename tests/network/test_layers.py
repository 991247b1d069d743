"""The shape table agrees with the post and with torch itself."""

import networks
import pytest
import torch
from torch import nn

from explorer.errors import UnknownName
from explorer.network.kernels import convolutions, kernels
from explorer.network.layers import describe, grouped, total
from explorer.network.opened import open_network
from explorer.network.registry import MODELS


def test_resnet50_adds_up() -> None:
    layers = describe(open_network(MODELS["resnet50"].build(1000), (300, 300)))
    assert total(layers).parameters == 25_557_032
    assert total(layers).trainable == 25_557_032
    assert total(layers).frozen == 0
    assert layers[0].output_shape == (64, 150, 150)
    assert (layers[0].kernel, layers[0].stride, layers[0].padding) == ((7, 7), (2, 2), (3, 3))
    assert {layer.stage for layer in layers} >= {"conv1", "layer1", "layer4", "fc"}
    assert next(layer for layer in layers if layer.name == "layer2.0.downsample.0").block == "layer2.0"


@pytest.mark.parametrize("name", ["vgg11", "densenet121", "convnext_tiny", "googlenet", "shufflenet_v2_x1_0"])
def test_the_columns_add_up_to_the_networks_own_number(name: str) -> None:
    network = MODELS[name].build(10)
    used = sum(
        parameter.numel() for path, parameter in network.named_parameters() if not path.startswith(("aux", "AuxLogits"))
    )
    assert total(describe(open_network(network, (64, 64)))).parameters == used


def test_weights_used_twice_count_once() -> None:
    first, second = describe(open_network(networks.Twice(), (4, 4)))[:2]
    assert (first.parameters, second.parameters) == (12, 0)
    assert not second.trainable


def test_frozen_parameters_are_told_apart() -> None:
    network = networks.Shared()
    network.conv1.requires_grad_(False)
    totals = total(describe(open_network(network, (8, 8))))
    assert totals.frozen == 3 * 4 * 9 + 4


def test_padding_by_word_is_a_number() -> None:
    network = nn.Sequential(nn.Conv2d(3, 2, (3, 5), padding="same"), nn.Conv2d(2, 2, 3, padding="valid"), nn.Flatten())
    same, valid, _ = describe(open_network(network, (9, 9)))
    assert same.padding == (1, 2)
    assert valid.padding == (0, 0)


def test_kernels_are_the_weights_and_cannot_be_written() -> None:
    network = MODELS["resnet50"].build(1000)
    opened = open_network(network, (64, 64))
    assert len(convolutions(opened)) == 53
    first = kernels(opened, "conv1")
    assert first.shape == (64, 3, 7, 7)
    assert torch.equal(torch.tensor(first), network.conv1.weight.detach())
    with pytest.raises(ValueError, match="read-only"):
        first[0] = 0
    with pytest.raises(UnknownName, match="no convolution called “bn1”"):
        kernels(opened, "bn1")


def test_groups_add_up_to_the_whole() -> None:
    layers = describe(open_network(MODELS["resnet50"].build(1000), (64, 64)))
    stages, blocks = grouped(layers, "stage"), grouped(layers, "block")
    assert [group.name for group in stages if group.totals.layers > 1] == ["layer1", "layer2", "layer3", "layer4"]
    assert len([group for group in blocks if group.name.startswith("layer")]) == 16
    for groups in (stages, blocks):
        assert sum(group.totals.parameters for group in groups) == total(layers).parameters
        assert sum(group.totals.layers for group in groups) == len(layers)
    assert next(group for group in stages if group.name == "layer1").output_shape == (256, 16, 16)
