"""A network as a chain of blocks: read from its graph, whatever family it is of."""

from __future__ import annotations

from functools import cache

import pytest
import torch
from torch import Tensor, nn

from explorer.network.arrange import map_shape
from explorer.network.blocks import MOST, Block, blocks, drawn, drawn_edges, stages
from explorer.network.opened import OpenedNetwork, open_network
from explorer.network.registry import MODELS
from explorer.network.steps import Constant
from explorer.render.layout import ENTRY, lane

FAMILIES = {
    "resnet50": 224,
    "vgg16_bn": 224,
    "densenet121": 224,
    "googlenet": 224,
    "inception_v3": 299,
    "mobilenet_v2": 224,
    "mobilenet_v3_large": 224,
    "efficientnet_b0": 224,
    "convnext_tiny": 224,
    "shufflenet_v2_x1_0": 224,
    "squeezenet1_0": 224,
    "alexnet": 224,
    "mnasnet0_5": 224,
    "regnet_y_400mf": 224,
    "cifar_resnet20": 32,
    "tiny_vgg": 64,
}


@cache
def opened(name: str) -> OpenedNetwork:
    side = FAMILIES.get(name, 224)
    return open_network(MODELS[name].build(10), (side, side))


@pytest.mark.parametrize("name", FAMILIES)
def test_every_step_is_in_one_block_and_every_edge_drawn(name: str) -> None:
    network = opened(name)
    chain = blocks(network)
    steps = [node for node in network.nodes if not isinstance(network.step(node.name), Constant)]
    assert [node for block in chain for node in block.nodes] == steps == list(drawn(network))
    wanted = {(source, node.name) for node in steps for source in node.inputs}
    constants = {node.name for node in network.nodes} - {node.name for node in steps}
    assert set(drawn_edges(network)) == {edge for edge in wanted if edge[0] not in constants}
    assert len({block.name for block in chain}) == len(chain) <= MOST


@pytest.mark.parametrize("name", FAMILIES)
def test_one_value_alone_passes_from_block_to_block(name: str) -> None:
    network = opened(name)
    chain = blocks(network)
    home = {node.name: at for at, block in enumerate(chain) for node in block.nodes}
    for source, target in drawn_edges(network):
        at = home.get(source, -1)
        assert home[target] in (at, at + 1)
        if home[target] == at + 1 and source != network.input:
            assert source == chain[at].nodes[-1].name


@pytest.mark.parametrize("name", FAMILIES)
def test_a_block_lies_open_with_all_its_edges(name: str) -> None:
    network = opened(name)
    for block in blocks(network):
        inside = {node.name for node in block.nodes}
        edges = [
            (source if source in inside else ENTRY, target)
            for source, target in drawn_edges(network)
            if target in inside
        ]
        found = lane([node.name for node in block.nodes], edges)
        assert len(found.routes) == len(edges)
        assert found.rows <= 8


def test_resnet50_is_a_stem_sixteen_blocks_and_a_head() -> None:
    network = opened("resnet50")
    chain = blocks(network)
    names = [f"layer{stage}.{block}" for stage, count in enumerate((3, 4, 6, 3), 1) for block in range(count)]
    assert [block.name for block in chain] == ["conv1–maxpool", *names, "avgpool–fc"]
    assert [block.branched for block in chain] == [False, *[True] * 16, False]
    assert [stage.name for stage in stages(network, chain)] == [
        "conv1–maxpool", "layer1", "layer2", "layer3", "layer4", "avgpool–fc"
    ]  # fmt: skip
    assert map_shape(network, chain[0].shown.name) == (64, 112, 112)
    assert chain[-1].shown.name == "avgpool"


def test_dense_blocks_and_transitions_alternate() -> None:
    chain = blocks(opened("densenet121"))
    assert [block.branched for block in chain] == [False, True, False, True, False, True, False, True, False]
    assert chain[1].name == "features.denseblock1"
    assert len(chain[1].nodes) == 6 * 7 + 1


def test_deep_networks_share_columns() -> None:
    network = opened("efficientnet_b7")
    every, few = blocks(network, 1000), blocks(network)
    assert len(every) > MOST == len(few)
    assert [node for block in few for node in block.nodes] == list(drawn(network))
    sides: set[tuple[int, ...]] = {map_shape(network, block.shown.name)[1:] for block in every}
    assert sides == {map_shape(network, block.shown.name)[1:] for block in few}
    assert few[-2].name == "features.8"  # its maps are four times as many as those before


def test_a_name_holds_its_steps_and_no_others() -> None:
    """A part that other blocks have a share in is named by what is inside it."""
    names = {name: [block.name for block in blocks(opened(name))] for name in ("vgg16_bn", "densenet121")}
    assert names["vgg16_bn"][-2:] == ["features.34–avgpool", "flatten–classifier"]
    assert names["densenet121"][-2] == "features.denseblock4–relu"
    assert "features.2" in [block.name for block in blocks(opened("mobilenet_v2"))]
    for name in FAMILIES:
        chain = blocks(opened(name))
        for block in chain:
            for end in block.name.split("–")[:1]:
                others = [node.name for other in chain if other is not block for node in other.nodes]
                assert not any(f"{one}.".startswith(f"{end}.") for one in others)


class Own(nn.Module):
    """Two branches without modules of their own, and a skip around everything."""

    def __init__(self) -> None:
        super().__init__()
        self.first = nn.Conv2d(3, 4, 3, padding=1)
        self.second = nn.Conv2d(4, 4, 3, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        y = torch.relu(self.first(x))
        z = torch.sigmoid(y) * self.second(y) + y
        return z.mean((2, 3))


def test_a_network_of_ones_own() -> None:
    network = open_network(Own(), (8, 8))
    chain: tuple[Block, ...] = blocks(network)
    assert [[node.name for node in block.nodes] for block in chain] == [
        ["first", "relu"],
        ["sigmoid", "second", "mul", "add"],
        ["mean"],
    ]
    assert [block.branched for block in chain] == [False, True, False]
