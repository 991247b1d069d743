"""The opened network computes the same bits, and its names are torchvision's."""

import networks
import pytest
import torch
import torchvision
from torch import nn
from torchvision.models.feature_extraction import NodePathTracer, get_graph_node_names

from explorer.errors import NetworkError, UnknownName
from explorer.network.opened import check_bits, open_network
from explorer.network.registry import MODELS
from explorer.network.steps import twin

# One of each family, the cheap ones; all of them in the slow test.
DOZEN = (
    "resnet50",
    "resnext50_32x4d",
    "vgg11_bn",
    "alexnet",
    "squeezenet1_1",
    "densenet121",
    "googlenet",
    "inception_v3",
    "mobilenet_v2",
    "mobilenet_v3_small",
    "efficientnet_b0",
    "convnext_tiny",
    "regnet_y_400mf",
    "shufflenet_v2_x1_0",
    "mnasnet0_5",
    "cifar_resnet20",
    "tiny_vgg",
)


def same_bits(name: str) -> None:
    torch.manual_seed(0)
    model = MODELS[name]
    network = networks.randomised(model.build(7))
    side = 75 if name == "inception_v3" else 64
    opened = open_network(network, (side, side))
    photo = torch.randn(1, 3, side, side)
    with torch.inference_mode():
        expected, got = network(photo), opened(photo)
    assert got.isfinite().all()
    assert torch.equal(expected, got)
    assert photo.equal(photo.clone())


@pytest.mark.parametrize("name", DOZEN)
def test_output_has_the_bits_of_the_model(name: str) -> None:
    same_bits(name)


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in MODELS if name not in DOZEN])
def test_output_has_the_bits_of_every_model(name: str) -> None:
    same_bits(name)


@pytest.mark.parametrize("make", networks.ALL)
def test_odd_networks_keep_their_bits(make: type[nn.Module]) -> None:
    torch.manual_seed(1)
    network = networks.randomised(make())
    photo = torch.randn(1, 3, 9, 11)
    kept = photo.clone()
    opened = open_network(network, (9, 11))
    with torch.inference_mode():
        expected = network(photo.clone())
        assert torch.equal(expected, opened(photo))
    assert torch.equal(photo, kept), "a step wrote into its input"
    for node in opened.nodes:
        for part in opened.step(node.name).modules():
            assert not getattr(part, "inplace", False)


def test_each_call_is_a_node_of_its_own() -> None:
    opened = open_network(networks.Shared(), (8, 8))
    assert [node.name for node in opened.nodes] == [
        "conv1",
        "bn1",
        "relu",
        "conv2",
        "relu_1",
        "add",
        "relu_2",
        "mean",
        "fc",
    ]
    add = opened.node("add")
    assert add.inputs == ("relu_1", "relu")
    assert add.kind == "Add"
    assert opened.node("relu_2").module == "relu"
    assert opened.node("conv1").inputs == (opened.input,)


def test_shape_arithmetic_is_no_node() -> None:
    opened = open_network(networks.Shuffled(), (9, 9))
    kinds = [node.kind for node in opened.nodes]
    assert kinds == [
        "Conv2d",
        "View",
        "Transpose",
        "Contiguous",
        "View",
        "Chunk",
        "Chunk",
        "ReLU",
        "Concatenate",
        "Flatten",
    ]
    assert opened.node("getitem_5").shape == (2, 4, 4)


def test_parameters_read_directly_are_nodes_and_waste_is_none() -> None:
    opened = open_network(networks.Scaled(), (5, 5))
    assert [(node.name, node.kind) for node in opened.nodes] == [
        ("conv", "Conv2d"),
        ("scale", "Parameter"),
        ("mul", "Multiply"),
        ("amax", "Amax"),
    ]
    assert opened.node("scale").shape == (6, 1, 1)


@pytest.mark.parametrize("name", ["convnext_tiny", "shufflenet_v2_x0_5", "inception_v3"])
def test_without_values_the_names_are_the_same(name: str) -> None:
    """The table of shapes is drawn before weights are there, and its rows lead to layers of the loaded network."""
    module = MODELS[name].build(10)
    with_values, without = (open_network(one, (96, 96)).nodes for one in (module, twin(module, "meta")))
    assert without == with_values


def test_module_names_that_end_in_numbers_stay() -> None:
    opened = open_network(networks.Numbered(), (4, 4))
    assert [node.name for node in opened.nodes] == ["conv_1_1", "conv_1_2", "add", "flatten"]


@pytest.mark.parametrize("name", ["resnet50", "vgg16", "densenet121", "squeezenet1_0", "googlenet"])
def test_names_are_those_of_get_graph_node_names(name: str) -> None:
    network = MODELS[name].build(1000)
    _, expected = get_graph_node_names(network, suppress_diff_warning=True)
    opened = open_network(network, (64, 64))
    names = [opened.input, *(node.name for node in opened.nodes)]
    assert names == [one for one in expected if one in names]
    assert len(names) >= len(expected) - 1


@pytest.mark.parametrize("name", ["mobilenet_v3_small", "convnext_tiny", "shufflenet_v2_x0_5", "regnet_y_400mf"])
def test_names_inside_torchvision_blocks_follow_the_same_rule(name: str) -> None:
    network = MODELS[name].build(10)
    tracer = NodePathTracer()
    tracer.trace(network)
    opened = open_network(network, (64, 64))
    assert {node.name for node in opened.nodes} <= set(tracer.node_to_qualname.values())


def test_weights_are_shared_and_the_module_is_left_alone() -> None:
    network = torchvision.models.resnet18().eval()
    opened = open_network(network, (64, 64))
    assert opened.step("layer1.0.conv1").weight is network.layer1[0].conv1.weight
    assert opened.step("bn1").running_mean is network.bn1.running_mean
    assert network.relu.inplace
    assert not opened.step("relu").inplace
    assert not opened.training


def test_what_cannot_be_opened_gets_a_sentence() -> None:
    with pytest.raises(NetworkError, match=r"Branching cannot be opened: torch\.fx cannot trace it"):
        open_network(networks.Branching(), (8, 8))
    with pytest.raises(NetworkError, match="TwoInputs takes 2 inputs; expected one"):
        open_network(networks.TwoInputs(), (8, 8))
    with pytest.raises(NetworkError, match=r"Detector returns a tensor of shape \(1, 3, 8, 8\); expected one row"):
        open_network(networks.Detector(), (8, 8))
    with pytest.raises(NetworkError, match="Fixed does not accept 9 × 9 pixels: fc fails"):
        open_network(networks.Fixed(), (9, 9))


def test_a_network_that_would_compute_other_numbers_is_refused() -> None:
    network = networks.Overwriting()
    with pytest.raises(NetworkError, match="Overwriting writes into tensors that it reads again"):
        check_bits(network, open_network(network, (8, 8)))
    kept = networks.randomised(networks.Underscored())
    check_bits(kept, open_network(kept, (8, 8)))


def test_a_network_whose_scores_are_no_numbers_is_not_refused_for_that() -> None:
    network = networks.randomised(networks.Shared())
    with torch.no_grad():
        network.fc.bias[0], network.fc.bias[1] = torch.nan, torch.inf
    check_bits(network, open_network(network, (8, 8)))


def test_an_unknown_layer_names_the_nearest() -> None:
    opened = open_network(networks.Shared(), (8, 8))
    with pytest.raises(UnknownName, match=r"no layer called “relu_9”.*relu_"):
        opened.node("relu_9")
