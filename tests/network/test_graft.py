"""A grafted map is the kernel around the centres of the layer's own windows; what follows is what a copy computes."""

from __future__ import annotations

import numpy as np
import pytest
import torch
import torchvision
from captures import mixed_as, photo, same, seen
from torch import Tensor, nn
from torch.nn import functional as F

from explorer.network.capture import Capture, capture
from explorer.network.intervene import Graft, first_convolution, graft
from explorer.network.opened import open_network


def same_extent(kernel: Tensor, size: tuple[int, int]) -> Tensor:
    """`kernel` in the middle of zeros, a kernel of `size` that computes the same."""
    rows, columns = (want - have for want, have in zip(size, kernel.shape[-2:], strict=True))
    return F.pad(kernel, (columns - columns // 2, columns // 2, rows - rows // 2, rows // 2))


def around(conv: nn.Conv2d, x: Tensor, weights: Tensor, bias: float) -> tuple[Tensor, Tensor]:
    """The grafted map in float64, and how far float32 may be off: kernel and layer put into the middle of one size
    that holds both, the layer's padding wider by as much. For dilation 1 and padding with zeros."""
    size = tuple(max(a, b) + (a - b) % 2 for a, b in zip(conv.kernel_size, weights.shape[-2:], strict=True))
    wider = [(want - have) // 2 for want, have in zip(size, conv.kernel_size, strict=True)]
    padding = [int(own) + more for own, more in zip(conv.padding, wider, strict=True)]
    wide = same_extent(weights.double(), (conv.kernel_size[0] + 2 * wider[0], conv.kernel_size[1] + 2 * wider[1]))
    framed = F.pad(x.double(), (padding[1], padding[1], padding[0], padding[0]))
    windows = framed.unfold(2, wide.shape[1], conv.stride[0]).unfold(3, wide.shape[2], conv.stride[1])
    products = windows * wide[None, :, None, None]
    return products.sum((1, 4, 5))[0] + bias, products.abs().sum((1, 4, 5))[0] + abs(bias)


@pytest.mark.parametrize("size", [(7, 7), (1, 1), (3, 3), (3, 5), (2, 2), (4, 7), (9, 9), (15, 15), (12, 8)])
@pytest.mark.parametrize("seed", [0, 1])
def test_a_grafted_map_is_the_kernel_around_the_same_centres(resnet: Capture, size: tuple[int, int], seed: int) -> None:
    weights = np.random.default_rng(seed).normal(size=(3, *size)).astype(np.float32)
    grafted = graft(resnet, Graft(5, weights, 0.25))
    node, conv = first_convolution(resnet.network)
    expected, magnitude = around(conv, resnet.input, torch.tensor(weights), 0.25)
    value = grafted.activation(node.name)
    assert value.shape == node.shape
    assert ((value[5].double() - expected).abs() <= 16 * 2**-24 * magnitude).all()
    others = [channel for channel in range(64) if channel != 5]
    assert torch.equal(value[others], resnet.activation("conv1")[others])


def test_a_graft_equals_a_copy_of_the_network_with_that_kernel(plain: nn.Module, resnet: Capture) -> None:
    torch.manual_seed(4)
    weights = torch.randn(3, 7, 7)
    copied = torchvision.models.resnet18(num_classes=7).eval()
    copied.load_state_dict(plain.state_dict())
    with torch.no_grad():
        copied.conv1.weight[11] = weights
    expected = capture(open_network(copied, (64, 64)), resnet.input)
    grafted = graft(resnet, Graft(11, weights.numpy()))
    for node in expected.network.nodes:
        value, wanted = grafted.activation(node.name), expected.activation(node.name)
        assert (value - wanted).abs().max() <= 1e-5 * wanted.abs().max(), node.name
    assert (grafted.logits - resnet.logits).abs().max() > 1e-3
    assert same(resnet, capture(resnet.network, resnet.input))


@pytest.mark.parametrize("mode", ["zeros", "reflect", "replicate", "circular"])
@pytest.mark.parametrize("padding", [0, 2, "same"])
@pytest.mark.parametrize("dilation", [1, 2])
def test_padding_and_dilation_stay_the_layers_own(mode: str, padding: int | str, dilation: int) -> None:
    """The layer's own kernel, grafted into its place, gives the layer's own map; one with zeros around it does too."""
    torch.manual_seed(0)
    conv = nn.Conv2d(3, 4, 3, 1, padding, dilation, padding_mode=mode)
    original = seen(nn.Sequential(conv, nn.ReLU(), nn.Flatten(), nn.Linear(4 * conv(photo(16))[0, 0].numel(), 5)), 16)
    own, bias = conv.weight[2].detach(), float(conv.bias[2].detach())
    grafted = graft(original, Graft(2, own.numpy(), bias))
    assert torch.allclose(grafted.activation("0"), original.activation("0"), atol=1e-6)
    ring = graft(original, Graft(2, F.pad(own, (1, 1, 1, 1)).numpy(), bias))
    assert torch.allclose(ring.activation("0"), original.activation("0"), atol=1e-6)
    assert same(grafted, capture(grafted.network, original.input))


def test_faders_on_a_graft(resnet: Capture) -> None:
    grafted = graft(resnet, Graft(3, np.ones((3, 3, 3), np.float32)))
    mixed = mixed_as(grafted, {"conv1": {3: 0.5}})
    assert torch.equal(mixed.activation("conv1")[3], grafted.activation("conv1")[3] * 0.5)
    assert same(mixed, capture(mixed.network, resnet.input))


@pytest.mark.gpu
def test_on_cuda_it_stays_there() -> None:
    torch.manual_seed(0)
    module = torchvision.models.resnet18().eval()
    kernel = Graft(5, np.ones((3, 3, 3), np.float32), 0.1)
    on_cpu = graft(seen(module, 64), kernel)
    wanted = {layer: on_cpu.activation(layer) for layer in ("conv1", "layer4.1.relu_1")}
    module.cuda()
    grafted = graft(capture(open_network(module, (64, 64)), photo(64)), kernel)
    assert all(value.is_cuda for value in grafted.kept.values())
    for layer, expected in wanted.items():
        assert (grafted.activation(layer).cpu() - expected).abs().max() <= 1e-4 * expected.abs().max()
