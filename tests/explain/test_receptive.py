"""The receptive field against the support of the gradient: the pixels whose change changes the number."""

from __future__ import annotations

import random

import networks
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor, nn

from explorer.errors import InputError, UnknownName
from explorer.explain.receptive import Extent, Field, map_fields, receptive_field, spacing
from explorer.network.arrange import map_shape
from explorer.network.opened import OpenedNetwork, open_network
from explorer.network.registry import MODELS
from explorer.network.steps import twin


def support(network: OpenedNetwork, layer: str, channel: int, cell: tuple[int, int]) -> Extent | None:
    """The rectangle around all pixels with a gradient; weights are made positive, so that nothing cancels."""
    photo = torch.rand(1, 3, *network.size, dtype=torch.float64) + 0.5
    photo.requires_grad_(True)
    values = {network.input: photo}
    for node in network.nodes:
        values[node.name] = network.step(node.name).double()(*(values[name] for name in node.inputs))
        if node.name == layer:
            break
    shape = map_shape(network, layer)
    value = values[layer][0]
    (gradient,) = torch.autograd.grad(value.reshape(shape)[channel, cell[0], cell[1]], photo)
    touched = gradient[0].ne(0).any(dim=0)
    rows, columns = touched.any(dim=1).nonzero().flatten(), touched.any(dim=0).nonzero().flatten()
    if not len(rows):
        return None
    top, left = int(rows[0]), int(columns[0])
    return Extent(top, left, int(rows[-1]) - top + 1, int(columns[-1]) - left + 1)


def positive(module: nn.Module) -> nn.Module:
    """Weights above zero: then no path cancels another, and no ReLU closes."""
    with torch.no_grad():
        for parameter in module.parameters():
            parameter.uniform_(0.5, 1.5)
    return module.eval()


def smooth(network: OpenedNetwork) -> OpenedNetwork:
    """`network` with max pools and ReLUs as averages and identities: those pass gradients to every cell they read."""
    steps = {node.name: _smoothed(network.step(node.name)) for node in network.nodes}
    return OpenedNetwork(network.nodes, steps, network.input, network.size)


def _smoothed(step: nn.Module) -> nn.Module:
    if isinstance(step, nn.MaxPool2d):
        assert step.dilation == 1
        return nn.AvgPool2d(step.kernel_size, step.stride, step.padding, step.ceil_mode)
    return nn.Identity() if isinstance(step, nn.ReLU | nn.ReLU6 | nn.Hardswish | nn.Hardsigmoid) else step


class Block(nn.Module):
    """Two convolutions beside a shortcut, as in a residual network."""

    def __init__(self, first: nn.Module, second: nn.Module, shortcut: nn.Module) -> None:
        super().__init__()
        self.first, self.second, self.shortcut = first, second, shortcut

    def forward(self, x: Tensor) -> Tensor:
        return self.second(self.first(x)) + self.shortcut(x)


class Fan(nn.Module):
    """Branches of different width put one behind the other, then mixed by a convolution with groups."""

    def __init__(self, branches: list[nn.Module], last: nn.Module) -> None:
        super().__init__()
        self.branches = nn.ModuleList(branches)
        self.last = last

    def forward(self, x: Tensor) -> Tensor:
        return self.last(torch.cat([branch(x) for branch in self.branches], 1))


@st.composite
def windows(draw: st.DrawFn) -> nn.Module:
    """A convolution of 3 to 3 maps, a transposed one or a pool that skips no place: its stride is at most its size."""
    size = draw(st.integers(1, 4))
    stride = draw(st.integers(1, min(3, size)))
    if draw(st.booleans()):
        return nn.AvgPool2d(size, stride, draw(st.integers(0, size // 2)), ceil_mode=draw(st.booleans()))
    groups = draw(st.sampled_from([1, 3]))
    if draw(st.booleans()):
        return nn.ConvTranspose2d(3, 3, size, stride, draw(st.integers(0, size // 2)), groups=groups)
    pair = (draw(st.integers(0, 2)), draw(st.integers(0, 2)))
    mode = draw(st.sampled_from(["zeros", "zeros", "reflect", "circular", "replicate"]))
    return nn.Conv2d(3, 3, size, stride, pair, groups=groups, padding_mode=mode)


@st.composite
def skipping(draw: st.DrawFn) -> nn.Module:
    """A convolution whose window has gaps, by dilation or stride; it stays on the map."""
    size, stride, dilation = draw(st.integers(1, 3)), draw(st.integers(1, 3)), draw(st.integers(1, 3))
    return nn.Conv2d(3, 3, size, stride, dilation=dilation, groups=draw(st.sampled_from([1, 3])))


@st.composite
def blocks(draw: st.DrawFn) -> nn.Module:
    """A residual block whose branches agree in size."""
    stride = draw(st.integers(1, 2))
    first, second = nn.Conv2d(3, 3, 3, stride, padding=1), nn.Conv2d(3, 3, 5, padding="same")
    return Block(first, second, nn.Identity() if stride == 1 else nn.Conv2d(3, 3, 1, stride))


@st.composite
def fans(draw: st.DrawFn) -> nn.Module:
    """Branches with windows of 1, 3 and 5."""
    branches = [nn.Conv2d(3, 1, size, padding="same") for size in draw(st.permutations([1, 3, 5]))]
    return Fan(branches, nn.Conv2d(3, 3, draw(st.sampled_from([1, 2])), groups=draw(st.sampled_from([1, 3]))))


CHAINS = st.lists(st.one_of(windows(), blocks(), fans()), min_size=1, max_size=4)


@settings(max_examples=60)
@given(st.one_of(CHAINS, st.lists(skipping(), min_size=1, max_size=3)), st.data())
def test_it_is_the_support_of_the_gradient(parts: list[nn.Module], data: st.DataObject) -> None:
    chain = nn.Sequential(*parts, nn.Flatten())
    try:
        with torch.no_grad():
            chain(torch.zeros(1, 3, 22, 19))
    except RuntimeError:  # the map has become smaller than a window
        return
    network = open_network(positive(chain), (22, 19))
    layer = data.draw(st.sampled_from([node.name for node in network.nodes]))
    channels, height, width = map_shape(network, layer)
    channel = data.draw(st.integers(0, channels - 1))
    cell = (data.draw(st.integers(0, height - 1)), data.draw(st.integers(0, width - 1)))
    field = receptive_field(network, layer, channel, cell)
    assert (field.seen if field else None) == support(network, layer, channel, cell)


@pytest.mark.parametrize("name", ["resnet18", "googlenet", "shufflenet_v2_x0_5", "squeezenet1_1"])
def test_networks_of_torchvision(name: str) -> None:
    torch.manual_seed(1)
    size = 48
    network = smooth(open_network(positive(MODELS[name].build(5)), (size, size)))
    names = [node.name for node in network.nodes if node.kind != "Parameter"]
    for layer in names[:: max(1, len(names) // 3)]:
        channels, height, width = map_shape(network, layer)
        channel, cell = channels // 3, (height // 2, width - 1)
        field = receptive_field(network, layer, channel, cell)
        assert field is not None
        assert field.seen == support(network, layer, channel, cell), layer


def test_by_hand() -> None:
    """Two windows of 3, the first with stride 2 and padding 1: 3 + 2 × 2 = 7 pixels, from 2 × (0 − 1) − 1 = −3 on."""
    chain = nn.Sequential(nn.Conv2d(3, 2, 3, 2, 1), nn.ReLU(), nn.Conv2d(2, 2, 3, padding=1), nn.Flatten())
    network = open_network(chain, (10, 12))
    assert receptive_field(network, "2", 1, (0, 0)) == Field(Extent(-3, -3, 7, 7), Extent(0, 0, 4, 4))
    assert receptive_field(network, "2", 0, (2, 3)) == Field(Extent(1, 3, 7, 7), Extent(1, 3, 7, 7))
    assert receptive_field(network, network.input, 2, (4, 5)) == Field(Extent(4, 5, 1, 1), Extent(4, 5, 1, 1))
    assert receptive_field(network, "3", 6, (0, 0)) == receptive_field(network, "2", 0, (1, 0))


def test_what_is_concatenated_keeps_its_own_field() -> None:
    fan = nn.Sequential(Fan([nn.Conv2d(3, 2, 1), nn.Conv2d(3, 2, 5, padding=2)], nn.Identity()), nn.Flatten())
    network = open_network(fan, (9, 9))
    cat = next(node.name for node in network.nodes if node.kind == "Concatenate")
    sides = [receptive_field(network, cat, channel, (4, 4)).whole.height for channel in range(4)]
    assert sides == [1, 1, 5, 5]


def test_the_widest_path_counts_in_resnet50() -> None:
    network = open_network(MODELS["resnet50"].build(10), (224, 224))
    assert receptive_field(network, "layer1.0.conv1", 0, (28, 28)).whole.height == 11
    # Windows of 3 widen it by twice the pixels between cells: 11 after the pool, then 3, 4, 6 and 3 blocks, of which
    # the first of a stage still stands on the finer map.
    height = 11 + 3 * 8 + (8 + 3 * 16) + (16 + 5 * 32) + (32 + 2 * 64)
    assert receptive_field(network, "layer4.2.relu_2", 0, (3, 3)).whole.height == height == 427
    assert receptive_field(network, "fc", 0, (0, 0)).seen == Extent(0, 0, 224, 224)


def test_turned_maps_are_not_taken_for_whole_ones() -> None:
    class Turned(nn.Module):
        def forward(self, x: Tensor) -> Tensor:
            return x.transpose(2, 3).flatten(1)

    network = open_network(Turned(), (6, 6))
    (turned,) = (node.name for node in network.nodes if node.kind == "Transpose")
    assert receptive_field(network, turned, 1, (2, 5)).seen == Extent(5, 2, 1, 1)


def test_a_parameter_sees_no_pixel() -> None:
    network = open_network(networks.Scaled(), (4, 4))
    assert receptive_field(network, "scale", 3, (0, 0)) is None


def test_places_that_are_not_there() -> None:
    network = open_network(networks.Shared(), (8, 8))
    with pytest.raises(UnknownName, match="no layer called “conv9”"):
        receptive_field(network, "conv9", 0, (0, 0))
    with pytest.raises(InputError, match="conv1 has 4 channels, counted from 0; channel 4 was asked for"):
        receptive_field(network, "conv1", 4, (0, 0))


def test_neighbours_look_apart_by_the_product_of_the_strides() -> None:
    chain = nn.Sequential(
        nn.Conv2d(3, 2, 5, stride=(2, 3), padding=1),
        nn.MaxPool2d(2),
        nn.Conv2d(2, 2, 3, padding=1),
        nn.Flatten(),
        nn.Linear(2 * 7 * 5, 4),
    )
    network = open_network(chain, (32, 32))
    assert spacing(network, "0", 1, (3, 4)) == (2, 3)
    assert spacing(network, "2", 0, (0, 0)) == spacing(network, "2", 0, (6, 4)) == (4, 6)
    assert spacing(network, "4", 3, (0, 0)) == (0, 0)


def test_what_a_move_copies_is_learnt_once() -> None:
    network = open_network(MODELS["densenet121"].build(10), (64, 64))
    layer = "features.denseblock2.denselayer5.norm1"
    first = receptive_field(network, layer, 200, (2, 3))
    assert receptive_field(network, layer, 200, (2, 3)) == first
    assert first is not None
    positive(network)
    assert first.seen == support(smooth(network), layer, 200, (2, 3))


@pytest.mark.parametrize(
    ("name", "layer"),
    [
        ("resnet18", "layer2.1.conv2"),
        ("densenet121", "features.denseblock3.denselayer5.conv1"),
        ("inception_v3", "Mixed_6b.cat"),
        ("shufflenet_v2_x0_5", "stage2.1.branch2.3"),
        ("convnext_tiny", "features.3.1.block.0"),
        ("efficientnet_b0", "features.2.0.block.0.0"),
    ],
)
def test_the_fields_of_a_map_are_those_of_its_cells(name: str, layer: str) -> None:
    network = open_network(twin(MODELS[name].build(5), "meta"), (96, 96))
    chance = random.Random(0)
    channels, height, width = map_shape(network, layer)
    for _ in range(3):
        channel = chance.randrange(channels)
        fields = map_fields(network, layer, channel)
        assert fields is not None
        for _ in range(10):
            row, column = chance.randrange(height), chance.randrange(width)
            field = receptive_field(network, layer, channel, (row, column))
            assert field is not None
            whole, seen = field.whole, field.seen
            assert fields.rows[row].tolist() == [whole.top, whole.height, seen.top, seen.height]
            assert fields.columns[column].tolist() == [whole.left, whole.width, seen.left, seen.width]


def test_a_map_that_swaps_rows_and_columns_has_no_fields_by_row() -> None:
    class Turned(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.conv = nn.Conv2d(3, 2, (3, 1), padding=(1, 0))

        def forward(self, x: Tensor) -> Tensor:
            return self.conv(x.transpose(2, 3)).flatten(1)

    network = open_network(Turned(), (6, 6))
    assert receptive_field(network, "conv", 0, (1, 4)) == Field(Extent(4, 0, 1, 3), Extent(4, 0, 1, 3))
    assert map_fields(network, "conv", 0) is None
