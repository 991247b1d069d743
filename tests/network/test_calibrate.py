"""Untrained networks: the same every time, and worth looking at."""

from __future__ import annotations

import math
import threading
from functools import partial

import pytest
import torch
from torch import Tensor, nn

from explorer.errors import NetworkError
from explorer.network import calibrate
from explorer.network.registry import MODELS, entry

# One of each family; together they build and settle in a few seconds.
QUICK = [
    "resnet18", "mobilenet_v2", "efficientnet_b0", "squeezenet1_1", "alexnet", "shufflenet_v2_x0_5",
    "mnasnet0_5", "regnet_y_400mf", "cifar_resnet20", "tiny_vgg",
]  # fmt: skip
SLOW = [name for name in MODELS if name not in QUICK and name != "regnet_y_128gf"]


def scenes(side: int, number: int = 8) -> Tensor:
    """Pictures with shapes, stripes and noise, about as spread as normalised photos; (N, 3, side, side)."""
    generator = torch.Generator().manual_seed(7)
    row, column = torch.meshgrid(torch.linspace(-1, 1, side), torch.linspace(-1, 1, side), indexing="ij")
    made = []
    for index in range(number):
        centre, angle = torch.rand(2, generator=generator) - 0.5, index * math.pi / number
        disc = ((row - centre[0]) ** 2 + (column - centre[1]) ** 2 < 0.1 + 0.05 * index).float()
        stripes = torch.sin((row * math.cos(angle) + column * math.sin(angle)) * (6 + 5 * index))
        colour = torch.rand(2, 3, 1, 1, generator=generator) * 2 - 1
        noise = torch.randn(3, side, side, generator=generator) * 0.1
        made.append(colour[0] * 1.5 * disc + colour[1] * stripes * (1 - disc) + noise)
    return torch.stack(made)


def settled(name: str, seed: int = 0) -> tuple[nn.Module, Tensor]:
    model = entry(name)
    photos = scenes(min(model.recipe.crop, calibrate.LARGEST_SIDE))
    network = calibrate.initialise(lambda: model.build(len(model.labels)), seed)
    return calibrate.settle(network, photos), photos


def check_worth_looking_at(name: str) -> None:
    network, photos = settled(name)
    assert not any(module.training for module in network.modules())
    with torch.inference_mode():
        logits = network(photos[:2])
    spread = logits.std(1)
    assert logits.isfinite().all() and spread.min() > 1e-3 and spread.max() < 10
    # Two pictures differ in the logits by a good part of what the classes differ: 3 % in EfficientNet-B7, the deepest.
    assert (logits[0] - logits[1]).std() > 0.02 * spread.min()


@pytest.mark.parametrize("name", QUICK)
def test_logits_neither_vanish_nor_explode(name: str) -> None:
    check_worth_looking_at(name)


@pytest.mark.slow
@pytest.mark.parametrize("name", SLOW)
def test_logits_of_every_model_neither_vanish_nor_explode(name: str) -> None:
    check_worth_looking_at(name)


def test_without_photos_they_would() -> None:
    untouched = calibrate.initialise(lambda: entry("mobilenet_v2").build(1000), 0)
    with torch.inference_mode():
        logits = untouched(scenes(224, 2))
    assert (logits[0] - logits[1]).std() < 1e-6


def test_the_same_seed_gives_the_same_bits_and_another_seed_others() -> None:
    first, second, other = (settled("resnet18", seed)[0].state_dict() for seed in (3, 3, 4))
    assert all(torch.equal(first[key], second[key]) for key in first)
    assert not torch.equal(first["conv1.weight"], other["conv1.weight"])
    assert not torch.equal(first["layer4.1.bn2.running_var"], other["layer4.1.bn2.running_var"])


def test_initialisation_is_torchvisions_and_leaves_the_generator_alone() -> None:
    torch.manual_seed(11)
    expected = torch.rand(3)
    torch.manual_seed(11)
    built = calibrate.initialise(lambda: entry("resnet18").build(1000), 5)
    assert torch.equal(torch.rand(3), expected)
    torch.manual_seed(5)
    plain = entry("resnet18").build(1000)
    assert all(torch.equal(a, b) for a, b in zip(built.parameters(), plain.parameters(), strict=True))


def test_each_batch_norm_normalises_its_own_input() -> None:
    # Two in a row with a convolution between, one photo's statistics worked out directly.
    torch.manual_seed(0)
    network = nn.Sequential(
        nn.Conv2d(3, 4, 3),
        nn.BatchNorm2d(4, momentum=0.3),
        nn.Dropout(0.5),
        nn.Conv2d(4, 5, 3),
        nn.BatchNorm2d(5),
    ).eval()
    photos = scenes(16, 4)
    calibrate.settle(network, photos)
    with torch.inference_mode():
        first = network[0](photos)
        torch.testing.assert_close(network[1].running_mean, first.mean((0, 2, 3)))
        torch.testing.assert_close(network[1].running_var, first.var((0, 2, 3)))
        deep = network[:4](photos)
        torch.testing.assert_close(network[4].running_mean, deep.mean((0, 2, 3)), rtol=1e-2, atol=1e-3)
        torch.testing.assert_close(network[4].running_var, deep.var((0, 2, 3)), rtol=1e-2, atol=1e-3)
    assert (network[1].momentum, network[4].momentum) == (0.3, 0.1) and not network[1].training


def test_values_beyond_every_number_are_said() -> None:
    network = nn.Sequential(nn.Conv2d(3, 2, 1), nn.BatchNorm2d(2)).eval()
    with torch.no_grad():
        network[0].weight.fill_(float("inf"))
    with pytest.raises(NetworkError, match="beyond every number"):
        calibrate.settle(network, scenes(8, 2))
    assert not network[1].training


@pytest.mark.parametrize("name", ["squeezenet1_1", "cifar_resnet20", "tiny_vgg"])
def test_the_seed_holds_while_others_build(name: str) -> None:
    expected = calibrate.initialise(partial(MODELS["resnet18"].build, 10), 0).state_dict()["fc.weight"]
    stop = threading.Event()

    def others() -> None:
        while not stop.is_set():
            MODELS[name].build(10)

    thread = threading.Thread(target=others)
    thread.start()
    try:
        got = calibrate.initialise(partial(MODELS["resnet18"].build, 10), 0).state_dict()["fc.weight"]
    finally:
        stop.set()
        thread.join()
    assert torch.equal(got, expected)
