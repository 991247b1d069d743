"""What the map sends to the browser is the network's own graph, whatever family it is of."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
import torch
from torch import nn

from explorer.network.blocks import blocks, drawn, drawn_edges, stages
from explorer.network.capture import Capture, capture
from explorer.network.layers import describe, total
from explorer.network.opened import open_network
from explorer.network.registry import MODELS
from explorer.network.thumbnails import thumbnails
from explorer.ui.components.network_map import payload
from explorer.ui.map import words
from explorer.ui.map.scene import MapScene, lanes, tree, wishes
from tests.network import networks
from tests.ui.test_wire import unpack

FAMILIES = {
    "resnet18": 64,
    "vgg11": 32,
    "densenet121": 32,
    "googlenet": 32,
    "mobilenet_v3_small": 32,
    "efficientnet_b0": 32,
    "convnext_tiny": 32,
    "shufflenet_v2_x0_5": 32,
    "squeezenet1_1": 32,
    "regnet_y_400mf": 32,
    "cifar_resnet20": 32,
    "tiny_vgg": 64,
}


def seen(name: str, size: int) -> Capture:
    torch.manual_seed(0)
    return capture(
        open_network(networks.randomised(MODELS[name].build(10)), (size, size)), torch.rand(1, 3, size, size)
    )


def scene_of(found: Capture) -> MapScene:
    network = found.network
    chain = blocks(network)
    layers = {layer.name: layer for layer in describe(network)}
    return MapScene(
        network=network,
        chain=chain,
        stages=stages(network, chain),
        lanes=lanes(network, chain),
        layers={node.name: layers[node.name] for node in drawn(network)},
        totals=total([*layers.values()]),
        thumbnails=thumbnails(found, wishes(network, chain)),
        strip=np.full(10, 128, np.uint8),
        classes=(("teapot", 0.5),),
        seen=np.zeros((network.size[0], network.size[1], 3), np.uint8),
        times={},
        selected="",
    )


@pytest.mark.parametrize("name", FAMILIES)
def test_every_node_and_every_edge_of_the_graph_is_sent(name: str) -> None:
    found = seen(name, FAMILIES[name])
    header, arrays = unpack(payload(scene_of(found), {"selected": "", "turn": 0}))
    names = [node["name"] for node in header["nodes"]]
    assert names == [node.name for node in drawn(found.network)]
    sent = set()
    for at, block in enumerate(header["blocks"]):
        enters = found.network.input if at == 0 else names[header["blocks"][at - 1]["last"]]
        sent |= {(enters if source < 0 else names[source], names[target]) for source, target, *_ in block["routes"]}
    assert sent == set(drawn_edges(found.network))
    start = 0
    for node in header["nodes"]:
        assert node["tiles"][0] == start
        start += int(np.prod(node["tiles"][1:]))
        assert node["facts"].endswith(".")
        assert node["does"]
    assert arrays["sheet"].size == start


def test_costs_add_up_over_the_blocks() -> None:
    found = seen("resnet18", 64)
    scene = scene_of(found)
    header, _ = unpack(payload(scene, {"selected": "", "turn": 0}))
    adds, parameters, memory, time = np.sum([block["figures"] for block in header["blocks"]], axis=0)
    assert (adds, parameters, memory) == (scene.totals.multiply_adds, scene.totals.parameters, scene.totals.memory)
    assert time == 0
    assert header["figures"][3] == {"name": "time", "total": ""}
    timed = dataclasses.replace(scene, times=dict.fromkeys(scene.layers, 0.5))
    header, _ = unpack(payload(timed, {"selected": "", "turn": 0}))
    assert header["figures"][3]["total"] == f"{0.5 * len(scene.layers):.2f} ms"


def test_words() -> None:
    scene = scene_of(seen("resnet18", 64))
    assert words.finding(scene) == "Maps shrink and multiply: 64 of 32 × 32 become 512 of 2 × 2."
    assert "arcs" in words.reason(scene)
    assert words.facts(scene, scene.layers["layer2.0.conv1"]) == (
        "Conv2d: 3 × 3, stride 2; height and width are halved. 73,728 parameters, 4.72 million multiply-adds,"
        " 32.8 kB of values. A cell sees 51 × 51 pixels."
    )
    assert words.shape_of(scene.network, "layer2.0.conv1") == "128 × 8²"
    assert words.shape_of(scene.network, "avgpool") == "512"
    assert [words.stage_label(stage, scene.chain) for stage in scene.stages][:3] == ["stem", "layer1", "layer2"]
    plain = scene_of(seen("vgg11", 32))
    assert "arcs" not in words.reason(plain)


@pytest.mark.parametrize(
    ("name", "size", "labels"),
    [
        ("googlenet", 64, ["input", "conv1–maxpool1"]),  # it first changes the numbers of the photo
        ("cifar_resnet20", 32, ["conv1–layer1", "layer2"]),  # a stem has no branches
        ("densenet121", 64, ["stem", "denseblock1–transition1"]),
    ],
)
def test_what_the_first_stages_are_called(name: str, size: int, labels: list[str]) -> None:
    scene = scene_of(seen(name, size))
    found = [words.stage_label(stage, scene.chain) for stage in scene.stages]
    assert found[:2] == labels
    assert name != "googlenet" or found[-2] == "inception5a–5b"


def test_sums_with_one_number_are_no_sums_of_both() -> None:
    scene = scene_of(seen("googlenet", 32))
    assert words.does(scene.layers["mul"]) == "times a number"
    assert words.does(scene.layers["add"]) == "plus a number"
    assert words.does(scene_of(seen("cifar_resnet20", 32)).layers["layer1.0.add"]) == "sum of both"


def test_the_title_tells_of_the_maps_after_the_last_pool() -> None:
    assert words.finding(scene_of(seen("vgg11", 64))).endswith("become 512 of 7 × 7.")


def test_every_line_of_the_tree_leads_to_the_last_layer_inside() -> None:
    module = MODELS["resnet18"].build(10)
    network = open_network(module, (64, 64))
    lines = tree(module, network)
    assert {node.module for node in network.nodes} <= {line.path for line, _ in lines} | {""}
    leads = {line.path: layer for line, layer in lines}
    assert leads[""] == "fc"
    assert (leads["layer2"], leads["layer2.0.conv2"]) == ("layer2.1.relu_1", "layer2.0.conv2")
    assert all(layer for _, layer in lines)


def test_a_module_in_two_places_leads_to_its_layer_from_both() -> None:
    act = nn.ReLU()
    module = nn.Sequential(nn.Conv2d(3, 4, 3), act, nn.Sequential(nn.Conv2d(4, 4, 1), act), nn.Flatten())
    network = open_network(module, (8, 8))
    leads = {line.path: layer for line, layer in tree(module, network)}
    assert leads["1"] == leads["2.1"] != ""
    assert network.node(leads["1"]).kind == "ReLU"
