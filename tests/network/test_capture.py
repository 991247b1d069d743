"""Captured values are those of the pass, bit for bit, and nothing stays behind."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import networks
import pytest
import torch
import torchvision
from torch import Tensor, nn

from explorer.errors import NetworkError, UnknownName
from explorer.network.arrange import as_maps, channel_axis, map_shape
from explorer.network.capture import capture, is_cheap, pooled_layer, recording
from explorer.network.opened import OpenedNetwork, open_network
from explorer.network.registry import MODELS


@contextmanager
def cloning(network: nn.Module) -> Iterator[dict[str, list[Tensor]]]:
    """The reference: every module call's output cloned at once, before anything in place can touch it.

    For a block's last ReLU its input, the residual sum, as well, under the block's name.
    """
    seen: dict[str, list[Tensor]] = {}
    handles = []
    for name, part in network.named_modules():
        if isinstance(part, nn.ReLU):

            def before(_m: nn.Module, inputs: tuple[Tensor, ...], name: str = name) -> None:
                seen.setdefault(f"{name} in", []).append(inputs[0].clone())

            handles.append(part.register_forward_pre_hook(before))

        def after(_m: nn.Module, _i: tuple[Tensor, ...], output: Tensor, name: str = name) -> None:
            seen.setdefault(name, []).append(output.clone())

        handles.append(part.register_forward_hook(after))
    try:
        yield seen
    finally:
        for handle in handles:
            handle.remove()


def test_resnet50_equals_a_pass_that_clones_everything() -> None:
    torch.manual_seed(0)
    network = networks.randomised(torchvision.models.resnet50())
    photo = torch.randn(1, 3, 96, 96)
    with cloning(network) as seen, torch.inference_mode():
        logits = network(photo)
    captured = capture(open_network(network, (96, 96)), photo)
    norms = relus = sums = 0
    for node in captured.network.nodes:
        value = captured.activation(node.name)
        call = int(node.name.rpartition("relu_")[2] or 0) if "relu_" in node.name else 0
        if node.kind == "BatchNorm2d":
            assert torch.equal(value, seen[node.name][0][0])
            norms += 1
        elif node.kind == "ReLU":
            assert torch.equal(value, seen[node.module][call][0])
            relus += 1
        elif node.kind == "Add":
            block = node.name.removesuffix(".add")
            assert torch.equal(value, seen[f"{block}.relu in"][2][0])
            sums += 1
        elif node.module:
            assert torch.equal(value, seen[node.name][0][0])
    assert (norms, relus, sums) == (53, 49, 16)
    assert torch.equal(captured.logits, logits[0])
    assert torch.allclose(captured.probabilities.sum(), torch.tensor(1.0))


@pytest.mark.parametrize("name", ["densenet121", "shufflenet_v2_x1_0", "convnext_tiny", "mobilenet_v3_small"])
def test_derived_values_equal_those_of_a_pass_that_keeps_all(name: str) -> None:
    torch.manual_seed(0)
    opened = open_network(networks.randomised(MODELS[name].build(5)), (64, 64))
    photo = torch.randn(1, 3, 64, 64)
    seen: dict[str, Tensor] = {}
    handles = [
        opened.step(node.name).register_forward_hook(lambda _m, _i, out, name=node.name: seen.update({name: out}))
        for node in opened.nodes
    ]
    captured = capture(opened, photo)
    for handle in handles:
        handle.remove()
    for node in opened.nodes:
        whole = node.kind == "Parameter"
        assert torch.equal(captured.activation(node.name), seen[node.name] if whole else seen[node.name][0]), node


def test_values_without_a_batch_axis_keep_all_their_axes() -> None:
    network = networks.Written()
    captured = capture(open_network(network, (4, 4)), torch.randn(1, 3, 4, 4))
    assert torch.equal(captured.activation("getitem"), network.scale.detach()[:, None, None])
    for node in captured.network.nodes:
        assert tuple(captured.activation(node.name).shape) == node.shape, node


def hooks_left(network: OpenedNetwork) -> int:
    return sum(len(part._forward_hooks) for part in network.modules())


def test_no_hook_survives_even_an_error() -> None:
    opened = open_network(networks.Shared(), (8, 8))
    capture(opened, torch.randn(1, 3, 8, 8))
    assert hooks_left(opened) == 0
    with pytest.raises(RuntimeError, match="halfway"), recording(opened, {}):
        assert hooks_left(opened) > 0
        raise RuntimeError("halfway")
    assert hooks_left(opened) == 0


def test_a_photo_of_another_size_gets_a_sentence() -> None:
    opened = open_network(networks.Shared(), (8, 8))
    with pytest.raises(NetworkError, match=r"opened for a tensor of shape \(1, 3, 8, 8\); got \(1, 3, 9, 8\)"):
        capture(opened, torch.zeros(1, 3, 9, 8))
    with pytest.raises(UnknownName, match="no layer called “conv3”"):
        capture(opened, torch.zeros(1, 3, 8, 8)).activation("conv3")


def test_what_follows_cheaply_is_not_kept() -> None:
    opened = open_network(torchvision.models.resnet50().eval(), (64, 64))
    captured = capture(opened, torch.randn(1, 3, 64, 64))
    kinds = {opened.node(name).kind for name in captured.kept}
    assert kinds == {"Conv2d", "MaxPool2d", "AdaptiveAvgPool2d", "Linear"}
    assert captured.nbytes == sum(t.nbytes for t in captured.kept.values()) + 3 * 64 * 64 * 4
    assert not is_cheap(opened, "conv1")
    assert is_cheap(opened, "bn1")


def test_resnet50_at_300_pixels_keeps_at_most_90_megabytes() -> None:
    opened = open_network(torchvision.models.resnet50().eval(), (300, 300))
    captured = capture(opened, torch.zeros(1, 3, 300, 300))
    assert 80e6 < captured.nbytes <= 90e6


def test_visitors_at_once_do_not_see_each_other() -> None:
    torch.manual_seed(0)
    opened = open_network(networks.randomised(networks.Shared()), (32, 32))
    photos = [torch.randn(1, 3, 32, 32) for _ in range(8)]
    expected = [capture(opened, photo).activation("relu_2") for photo in photos]
    wrong: list[int] = []

    def visit(number: int) -> None:
        for _ in range(25):
            if not torch.equal(capture(opened, photos[number]).activation("relu_2"), expected[number]):
                wrong.append(number)

    threads = [threading.Thread(target=visit, args=(number,)) for number in range(len(photos))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_channels_are_found_where_the_network_put_them() -> None:
    opened = open_network(networks.ChannelsLast(), (8, 10))
    captured = capture(opened, torch.randn(1, 3, 8, 10))
    assert captured.activation("norm").shape == (4, 5, 4)
    assert channel_axis(opened, "norm") == 2
    assert as_maps(captured, "norm").shape == (4, 4, 5)
    assert torch.equal(as_maps(captured, "norm")[1], captured.activation("norm")[:, :, 1])
    assert as_maps(captured, "permute_1").shape == (6, 4, 5)
    assert as_maps(captured, "mean").shape == (6, 1, 1)
    for node in opened.nodes:
        assert map_shape(opened, node.name) == tuple(as_maps(captured, node.name).shape)


def test_channels_are_found_after_transposing() -> None:
    opened = open_network(networks.Transposed(), (8, 10))
    axes = {node.name: channel_axis(opened, node.name) for node in opened.nodes if len(node.shape) == 3}
    assert axes == {
        "conv": 0,
        "transpose": 2,
        "fc": 2,
        "scale": 0,
        "permute": 2,
        "mul": 2,
        "movedim": 0,
        "swapaxes": 0,
        "permute_1": 0,  # the channels stand where the batch stood
    }
    captured = capture(opened, torch.randn(1, 3, 8, 10))
    assert captured.activation("transpose").shape == (5, 4, 4)
    assert torch.equal(as_maps(captured, "transpose"), as_maps(captured, "conv").mT)
    for name in ("mul", "movedim", "swapaxes"):
        assert map_shape(opened, name) == tuple(as_maps(captured, name).shape)
        assert as_maps(captured, name).shape[0] == 6


@pytest.mark.parametrize(
    ("name", "layer", "channels"),
    [
        ("resnet50", "avgpool", 2048),
        ("mobilenet_v2", "adaptive_avg_pool2d", 1280),
        ("densenet121", "adaptive_avg_pool2d", 1024),
        ("squeezenet1_0", "classifier.3", 7),
        ("mnasnet0_5", "mean", 1280),
        ("shufflenet_v2_x0_5", "mean", 1024),
        ("vgg11", None, 0),
        ("tiny_vgg", None, 0),
    ],
)
def test_the_pooled_vector_is_found(name: str, layer: str | None, channels: int) -> None:
    opened = open_network(MODELS[name].build(7), (96, 96) if name != "tiny_vgg" else (64, 64))
    assert pooled_layer(opened) == layer
    if layer is not None:
        assert opened.node(layer).shape[0] == channels


@pytest.mark.gpu
def test_cuda_values_are_within_the_bound_of_the_cpu_and_stay_there() -> None:
    torch.manual_seed(0)
    network = networks.randomised(torchvision.models.resnet50())
    photo = torch.randn(1, 3, 224, 224)
    on_cpu = capture(open_network(network, (224, 224)), photo)
    cpu = {node.name: on_cpu.activation(node.name) for node in on_cpu.network.nodes}
    on_gpu = capture(open_network(network.cuda(), (224, 224)), photo)
    assert all(value.is_cuda for value in on_gpu.kept.values())
    for name, value in cpu.items():
        got = on_gpu.activation(name)
        assert got.is_cuda
        assert (got.cpu() - value).abs().max() <= 1e-4 * value.abs().max(), name
