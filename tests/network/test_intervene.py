"""A mixed or grafted network computes what the plain one would, and the shared one stays as it is."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import networks
import numpy as np
import pytest
import torch
import torchvision
from captures import digest, hooks_left, mixed_as, photo, same, seen
from hypothesis import given
from hypothesis import strategies as some
from torch import Tensor, nn

from explorer.errors import InputError, UnknownName
from explorer.network.arrange import as_maps, channel_axis, map_shape
from explorer.network.capture import Capture, capture
from explorer.network.intervene import Fader, Graft, graft, mix, read_again
from explorer.network.opened import open_network


@contextmanager
def multiplied(network: nn.Module, path: str, call: int, factors: dict[int, float]) -> Iterator[None]:
    """While inside, the channels of what module `path` gives at this call are multiplied by a plain forward hook."""
    calls = iter(range(1000))

    def hook(_m: nn.Module, _i: tuple[Tensor, ...], output: Tensor) -> Tensor | None:
        if next(calls) != call:
            return None
        changed = output.clone()
        for channel, factor in factors.items():
            changed[:, channel] *= factor
        return changed

    handle = network.get_submodule(path).register_forward_hook(hook)
    try:
        yield
    finally:
        handle.remove()


@pytest.mark.parametrize(
    ("layer", "path", "call"),
    [
        ("conv1", "conv1", 0),
        ("layer1.0.bn1", "layer1.0.bn1", 0),
        ("layer2.0.downsample.0", "layer2.0.downsample.0", 0),
        ("layer3.1.relu", "layer3.1.relu", 0),
        ("layer4.1.relu_1", "layer4.1.relu", 1),
        ("avgpool", "avgpool", 0),
        ("fc", "fc", 0),
    ],
)
def test_resnet_equals_a_pass_with_a_hook_that_multiplies(
    plain: nn.Module, resnet: Capture, layer: str, path: str, call: int
) -> None:
    faders = {0: 0.0, 3: 0.37, 5: 2.0, 6: 1.0}
    mixed = mixed_as(resnet, {layer: faders})
    with multiplied(plain, path, call, faders), torch.inference_mode():
        expected = plain(resnet.input)
    assert torch.equal(mixed.logits, expected[0])
    assert not torch.equal(mixed.logits, resnet.logits)
    assert torch.equal(mixed.probabilities, torch.softmax(expected[0], 0))
    wanted = resnet.activation(layer).clone()
    for channel, factor in faders.items():
        wanted[channel] *= factor
    assert torch.equal(mixed.activation(layer), wanted)


def test_several_layers_at_once(plain: nn.Module, resnet: Capture) -> None:
    mixed = mixed_as(resnet, {"layer2.1.conv2": {1: 0.0}, "layer1.0.conv1": {2: 1.5, 4: 0.25}})
    with (
        multiplied(plain, "layer2.1.conv2", 0, {1: 0.0}),
        multiplied(plain, "layer1.0.conv1", 0, {2: 1.5, 4: 0.25}),
        torch.inference_mode(),
    ):
        expected = plain(resnet.input)
    assert torch.equal(mixed.logits, expected[0])
    assert torch.equal(mixed.network(resnet.input)[0], mixed.logits)  # the graph says the same as the values


@pytest.mark.parametrize("kind", networks.ALL)
def test_every_module_of_odd_networks(kind: type[nn.Module]) -> None:
    torch.manual_seed(1)
    module = networks.randomised(kind())
    original = seen(module, 8)
    calls: dict[str, int] = {}
    for node in original.network.nodes:
        if not node.module:
            continue
        call = calls[node.module] = calls.get(node.module, -1) + 1
        if channel_axis(original.network, node.name) != 0:
            continue  # channels last: the hook counts another axis
        mixed = mixed_as(original, {node.name: {0: 0.0, 1: 1.7}})
        with multiplied(module, node.module, call, {0: 0.0, 1: 1.7}), torch.inference_mode():
            assert torch.equal(mixed.logits, module(original.input)[0]), node.name


@pytest.mark.parametrize("kind", networks.ALL)
def test_the_channels_of_every_layer_are_those_that_are_shown(kind: type[nn.Module]) -> None:
    original = seen(kind().eval(), 8)
    for node in original.network.nodes:
        if not node.batched:
            continue
        last = map_shape(original.network, node.name)[0] - 1
        mixed = mixed_as(original, {node.name: {last: 0.5}})
        expected = as_maps(original, node.name).clone()
        expected[last] *= 0.5
        assert torch.equal(as_maps(mixed, node.name), expected), node.name
        assert torch.equal(mixed.network(original.input)[0], mixed.logits), node.name
        for name in original.kept:
            assert name in mixed.kept or f"{name} before the faders" in mixed.kept


@given(
    some.dictionaries(
        some.sampled_from(["conv1", "bn1", "relu", "relu_1", "add", "relu_2", "mean", "fc"]),
        some.dictionaries(some.integers(0, 3), some.floats(0, 2), max_size=4),
        max_size=3,
    )
)
def test_the_values_are_those_of_the_graph(faders: dict[str, dict[int, float]]) -> None:
    """However the faders stand, what is kept and what is derived agree with a whole pass through the mixed graph."""
    torch.manual_seed(0)
    original = seen(networks.randomised(networks.Shared()), 8)
    mixed = mixed_as(original, faders)
    assert same(mixed, capture(mixed.network, original.input))


def test_faders_at_one_and_reset_give_back_every_bit(resnet: Capture) -> None:
    before = [tensor.clone() for tensor in resnet.kept.values()]
    assert mixed_as(resnet, {}) is resnet
    assert mixed_as(resnet, {"conv1": {}}) is resnet
    assert mixed_as(resnet, {"conv1": {0: 1.0, 5: 1.0}, "layer4.1.relu_1": {9: 1}}) is resnet
    mixed = mixed_as(resnet, {"layer3.0.relu": {0: 1.0, 1: 0.5}})
    assert torch.equal(mixed.activation("layer3.0.relu")[0], resnet.activation("layer3.0.relu")[0])
    assert same(resnet, capture(resnet.network, resnet.input))
    assert all(torch.equal(one, two) for one, two in zip(before, resnet.kept.values(), strict=True))


def test_only_what_follows_runs_again(resnet: Capture) -> None:
    ran: list[str] = []
    handles = [
        resnet.network.step(node.name).register_forward_hook(lambda *_, name=node.name: ran.append(name))
        for node in resnet.network.nodes
    ]
    mixed = mixed_as(resnet, {"layer4.1.conv2": {0: 0.0}})
    for handle in handles:
        handle.remove()
    after = ["layer4.1.bn2", "layer4.1.add", "layer4.1.relu_1", "avgpool", "flatten", "fc"]
    assert [name for name in ran if name in after] == after
    others = set(ran) - set(after)  # cheap ones before: the block's other branch, from what the capture keeps
    assert all(name not in resnet.kept for name in others)
    assert not any(name.startswith(("layer1", "layer2", "layer3")) for name in others)
    for name in resnet.kept:
        if name not in ("layer4.1.conv2", "avgpool", "fc"):
            assert mixed.kept[name] is resnet.kept[name]
    assert hooks_left(mixed.network) == 0


@pytest.mark.parametrize(
    "layers", [["layer4.1.conv2"], ["layer2.0.conv1"], ["layer1.0.add"], ["layer4.1.add", "layer2.0.conv1"]]
)
def test_with_what_is_read_again_at_hand_nothing_else_runs(resnet: Capture, layers: list[str]) -> None:
    at_hand = resnet.holding(read_again(resnet.network, layers))
    after = set[str]()
    for node in resnet.network.nodes:
        if any(name in after or name in layers for name in node.inputs):
            after.add(node.name)
    ran: list[str] = []
    handles = [
        resnet.network.step(node.name).register_forward_hook(lambda *_, name=node.name: ran.append(name))
        for node in resnet.network.nodes
    ]
    mixed = mix(at_hand, tuple(Fader(layer, 0, 0.5) for layer in layers), holding=["layer4.1.relu_1"])
    for handle in handles:
        handle.remove()
    assert ran == [node.name for node in resnet.network.nodes if node.name in after]
    assert "layer4.1.relu_1" in mixed.kept
    assert same(mixed, mixed_as(resnet, {layer: {0: 0.5} for layer in layers}))


def refusals() -> list[tuple[object, type[Exception], str]]:
    """What somebody may ask wrongly, and what is said."""
    kernel = np.ones((3, 3, 3), np.float32)
    return [
        (lambda c: mixed_as(c, {"layer9": {0: 0.5}}), UnknownName, "no layer called “layer9”"),
        (lambda c: mixed_as(c, {"conv1": {64: 0.5}}), InputError, "has 64 channels, counted from 0; channel 64"),
        (lambda c: mixed_as(c, {"conv1": {-1: 1.0}}), InputError, "channel -1 was asked for"),
        (lambda c: mixed_as(c, {"conv1": {0: 2.5}}), InputError, "from 0 to 2; got 2.5 for channel 0"),
        (lambda c: mixed_as(c, {"conv1": {0: -0.1}}), InputError, "got -0.1"),
        (lambda c: mixed_as(c, {"conv1": {0: float("nan")}}), InputError, "got nan"),
        (lambda c: mixed_as(c, {"conv1": {0: float("inf")}}), InputError, "got inf"),
        (lambda c: mixed_as(c, {"x": {0: 0.5}}), InputError, "x is the photo, which has no faders"),
        (lambda c: mixed_as(mixed_as(c, {"bn1": {0: 0}}), {"bn1": {1: 0}}), InputError, "has faders already"),
        (lambda c: graft(c, Graft(64, kernel)), InputError, "conv1 has 64 channels"),
        (lambda c: graft(c, Graft(0, kernel[0])), InputError, r"shape \(3, kH, kW\); got \(3, 3\)"),
        (lambda c: graft(c, Graft(0, kernel[:, :, :0])), InputError, r"got \(3, 3, 0\)"),
        (lambda c: graft(c, Graft(0, kernel * np.inf)), InputError, "finite"),
        (lambda c: graft(c, Graft(0, kernel, float("nan"))), InputError, "finite"),
        (lambda c: graft(graft(c, Graft(0, kernel)), Graft(1, kernel)), InputError, "a graft in this network already"),
    ]


@pytest.mark.parametrize(("ask", "kind", "sentence"), refusals())
def test_what_cannot_be_done_gets_a_sentence(resnet: Capture, ask, kind, sentence: str) -> None:
    with pytest.raises(kind, match=sentence):
        ask(resnet)


def test_networks_that_take_no_graft_say_so() -> None:
    kernel = Graft(0, np.ones((3, 3, 3), np.float32))
    for module in (
        nn.Sequential(nn.Flatten(), nn.Linear(192, 2)),
        nn.Sequential(nn.Conv2d(3, 3, 1, groups=3), nn.Flatten()),
    ):
        with pytest.raises(InputError, match="reads three maps; this network has none"):
            graft(seen(module.eval(), 8), kernel)
    mirrored = nn.Sequential(nn.Conv2d(3, 2, 3, padding=1, padding_mode="reflect"), nn.Flatten())
    with pytest.raises(InputError, match="A kernel of 31 × 31 reaches too far beyond the photo"):
        graft(seen(mirrored.eval(), 8), Graft(0, np.ones((3, 31, 31), np.float32)))
    with pytest.raises(InputError, match="scale is a parameter of the network"):
        mixed_as(seen(networks.Scaled().eval(), 8), {"scale": {0: 0.5}})


def test_visitors_at_once_hear_their_own_mix_and_leave_no_trace(plain: nn.Module) -> None:
    before = digest(plain)
    original = seen(plain, 64)
    ways = [
        lambda: mixed_as(original, {"layer2.0.conv1": {0: 0.0}}),
        lambda: mixed_as(original, {"layer2.0.conv1": {0: 2.0, 1: 0.5}}),
        lambda: graft(original, Graft(0, np.ones((3, 5, 5), np.float32))),
        lambda: capture(original.network, original.input),
    ]
    expected = [way() for way in ways]
    wrong: list[int] = []

    def visit(number: int) -> None:
        for _ in range(10):
            if not same(ways[number](), expected[number]):
                wrong.append(number)

    threads = [threading.Thread(target=visit, args=(number,)) for number in range(len(ways))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
    assert digest(plain) == before
    assert hooks_left(original.network) == 0
    assert len({tuple(one.logits.tolist()) for one in expected}) == len(ways)


@pytest.mark.gpu
def test_on_cuda_it_stays_there_and_equals_a_hook() -> None:
    torch.manual_seed(0)
    module = networks.randomised(torchvision.models.resnet50()).cuda()
    before = digest(module)
    original = capture(open_network(module, (224, 224)), photo(224))
    faders = {0: 0.0, 7: 1.5}
    mixed = mixed_as(original, {"layer4.2.relu_2": faders, "layer3.0.conv2": faders})
    assert all(value.is_cuda for value in mixed.kept.values())
    with (
        multiplied(module, "layer4.2.relu", 2, faders),
        multiplied(module, "layer3.0.conv2", 0, faders),
        torch.inference_mode(),
    ):
        expected = module(original.input)[0]
    assert (mixed.logits - expected).abs().max() <= 1e-4 * expected.abs().max()
    assert mixed_as(original, {}) is original
    assert digest(module) == before
