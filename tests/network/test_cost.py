"""Multiply-adds against torchvision's own figures and torchinfo's, spans against exact receptive fields."""

from __future__ import annotations

import pytest
import torch
import torchinfo
import torchvision
from torch import nn

from explorer.explain.receptive import receptive_fields
from explorer.network.arrange import map_shape
from explorer.network.layers import describe, total
from explorer.network.opened import OpenedNetwork, open_network
from explorer.network.registry import MODELS
from explorer.network.spans import Span, spans
from explorer.network.steps import twin
from explorer.network.timing import layer_times
from explorer.network.torchvision_models import TORCHVISION

PUBLISHED = [line[0] for line in TORCHVISION]
QUICK = ("resnet50", "squeezenet1_0", "mobilenet_v3_small", "shufflenet_v2_x0_5", "convnext_tiny", "googlenet", "vgg11")


def blank(name: str, side: int) -> OpenedNetwork:
    return open_network(twin(MODELS[name].build(1000), "meta"), (side, side))


@pytest.mark.parametrize(
    "name", [name if name in QUICK else pytest.param(name, marks=pytest.mark.slow) for name in PUBLISHED]
)
def test_multiply_adds_are_torchvisions(name: str) -> None:
    for weights in MODELS[name].published:
        meta = torchvision.models.get_model_weights(name)[weights.name].meta
        counted = total(describe(blank(name, weights.recipe.crop))).multiply_adds / 1e9
        assert counted == pytest.approx(meta["_ops"], abs=0.0011)


def test_resnet50_in_numbers() -> None:
    totals = total(describe(blank("resnet50", 224)))
    assert totals.multiply_adds == 4_089_184_256
    assert round(totals.multiply_adds / 1e9, 3) == 4.089


@pytest.mark.parametrize("name", ["resnet18", "vgg11", "mobilenet_v2"])
def test_torchinfo_counts_the_same_besides_biases_and_norms(name: str) -> None:
    """It counts a multiply-add for each parameter of a batch norm, and one for each bias at every place."""
    module = MODELS[name].build(1000)
    theirs = torchinfo.summary(module, (1, 3, 224, 224), verbose=0)
    ours = {layer.name: layer for layer in describe(open_network(module, (224, 224)))}
    for info in theirs.summary_list:
        if not isinstance(info.module, nn.Conv2d | nn.Linear) or info.is_recursive:
            continue
        name = next(path for path, one in module.named_modules() if one is info.module)
        places = info.output_size[1:] if isinstance(info.module, nn.Conv2d) else info.output_size[-1:]
        biases = torch.Size(places).numel() if info.module.bias is not None else 0
        assert info.macs - biases == ours[name].multiply_adds, name


def test_by_hand() -> None:
    grouped = nn.Conv2d(3, 6, (3, 1), stride=2, groups=3)
    network = nn.Sequential(grouped, nn.ReLU(), nn.ConvTranspose2d(6, 4, 2), nn.Flatten(), nn.Linear(60, 5))
    conv, relu, up, flat, linear = describe(open_network(network, (5, 8)))
    assert conv.multiply_adds == 6 * 2 * 4 * 3 * 1
    assert (relu.multiply_adds, flat.multiply_adds) == (0, 0)
    assert up.multiply_adds == 6 * 2 * 4 * 4 * 2 * 2
    assert linear.multiply_adds == 60 * 5
    assert [layer.memory for layer in (conv, up, linear)] == [4 * 48, 4 * 60, 4 * 5]
    assert (conv.field, conv.apart) == ((3, 1), (2, 2))


@pytest.mark.parametrize(
    "name",
    ["resnet50", "densenet121", "inception_v3", "mobilenet_v3_small", "shufflenet_v2_x1_0", "vgg11", "cifar_resnet20"],
)
def test_spans_are_the_exact_fields_of_the_widest_map(name: str) -> None:
    side = 32 if name.startswith("cifar") else 224
    network = blank(name, side)
    found = spans(network)
    for node in network.nodes[:: max(1, len(network.nodes) // 12)]:
        span = found[node.name]
        if span is None:
            continue
        channels, height, width = map_shape(network, node.name)
        cells = [(height // 2, width // 2), (min(height // 2 + 1, height - 1), min(width // 2 + 1, width - 1))]
        sizes = []
        for channel in {0, channels // 2, channels - 1}:
            here, there = receptive_fields(network, node.name, channel, cells)
            assert here is not None and there is not None
            sizes.append((here.whole.height, here.whole.width))
            if cells[0] != cells[1]:
                apart = (there.whole.top - here.whole.top, there.whole.left - here.whole.left)
                assert span.step == apart, node.name
        all_seen = min(*max(sizes), *span.size) >= side
        assert all_seen or span.size == max(sizes), node.name


def test_a_slice_that_skips_places_looks_farther_apart() -> None:
    class Skips(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.conv = nn.Conv2d(3, 3, 3)

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            return self.conv(x[:, :, 1::2, ::3]).flatten(1)

    network = open_network(Skips(), (12, 12))
    assert spans(network)["getitem"] == Span((1, 1), (2, 3))
    assert spans(network)["conv"] == Span((5, 7), (2, 3))


def test_every_layer_is_timed_and_no_hook_is_left() -> None:
    network = open_network(MODELS["cifar_resnet20"].build(10), (32, 32))
    times = layer_times(network)
    assert list(times) == [node.name for node in network.nodes]
    assert all(time > 0 for time in times.values())
    assert not network.lock.locked()
