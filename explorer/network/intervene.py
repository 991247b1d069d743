"""Run a network again from a layer on, with some of its maps muted or louder, or one made by another kernel.

What comes back is a capture of a graph that says so: faders and grafts are steps of their own, behind the layer that
they change, and take over its name. So everything that reads a capture reads the changed one, too: receipts open a
fader as the product that it is, sums and class maps count it. Steps, weights and lock are those of the shared network,
into which nothing is written.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as F

from explorer.errors import InputError
from explorer.network.arrange import channel_sides
from explorer.network.capture import Capture, device_of, is_cheap, memory_sentence
from explorer.network.opened import Node, OpenedNetwork
from explorer.network.steps import Faders, Operation, Slot
from explorer.network.windows import sliding

LOUDEST = 2.0
"""The highest fader."""

Part = tuple[Node, nn.Module]


@dataclass(frozen=True)
class Fader:
    """What one channel of a layer is multiplied by: 0 mutes it, 1 leaves it as it is, 2 is the highest."""

    layer: str
    channel: int
    gain: float


Mix = tuple[Fader, ...]
"""Faders of any layers, at most one a channel."""


@dataclass(frozen=True, eq=False)
class Graft:
    """A kernel in place of that of `channel` of the first convolution: `weights` (3, kH, kW) of any size, and `bias`.

    Stride and dilation stay the layer's. A kernel of another size than the layer's looks at windows around the same
    centres, so its map has the same size; where one size is even and the other odd they lie half a pixel further down
    and right, as torch's own "same" padding puts them.
    """

    channel: int
    weights: NDArray[np.float32]
    bias: float = 0.0


def moved(faders: Mix) -> Mix:
    """The faders that stand elsewhere than at 1, in one order whatever the order in which they were moved."""
    return tuple(sorted((one for one in faders if one.gain != 1), key=lambda one: (one.layer, one.channel)))


def mix(capture: Capture, faders: Mix, holding: Collection[str] = ()) -> Capture:
    """`capture` with channels of any layers multiplied.

    Only what follows from these layers is computed again; of that, the values of the layers `holding` are kept,
    whatever they cost. Faders at 1 change nothing; where all are, `capture` itself comes back. Raises UnknownName for a
    layer that is not there, InputError for one without channels, for a channel beyond its ends, and for a fader that is
    no number from 0 to 2.
    """
    network, gains = capture.network, dict[str, dict[int, float]]()
    for fader in faders:
        check_fader(network, fader)
    for fader in moved(faders):
        gains.setdefault(fader.layer, {})[fader.channel] = fader.gain
    steps = {layer: _faded(network, layer, own) for layer, own in gains.items()}
    return _changed(capture, steps, holding) if steps else capture


def read_again(network: OpenedNetwork, layers: Collection[str]) -> list[str]:
    """What is read whenever faders of `layers` move, and is not computed again: the first of these layers, and values
    that lie beside the way from there."""
    stale = _following(network, layers)
    again = [node for node in network.nodes if not stale.isdisjoint(node.inputs)]
    first = stale - {node.name for node in again}
    beside = (name for node in again for name in node.inputs if name not in stale and name != network.input)
    return list(dict.fromkeys([*first, *beside]))


def check_fader(network: OpenedNetwork, fader: Fader) -> None:
    """Raises UnknownName for a layer that is not there, InputError for all else that `mix` refuses."""
    layer, channel, gain = fader.layer, fader.channel, fader.gain
    if not has_faders(network, layer):
        what = "the photo" if layer == network.input else "a parameter of the network"
        raise InputError(f"{layer} is {what}, which has no faders.", "Choose a layer that computes maps.")
    channels = math.prod(channel_sides(network, layer))
    if not 0 <= channel < channels:
        raise InputError(
            f"{layer} has {channels:,} channels, counted from 0; channel {channel:,} was asked for.",
            f"Choose 0 to {channels - 1:,}.",
        )
    if not 0 <= gain <= LOUDEST:  # not true of what is not a number, either
        raise InputError(
            f"A fader goes from 0 to {LOUDEST:g}; got {gain:g} for channel {channel:,}.",
            "0 mutes the channel, 1 leaves it as it is.",
        )


def has_faders(network: OpenedNetwork, layer: str) -> bool:
    """Whether `layer` computes something from the photo. Raises UnknownName for a layer that is not there."""
    return layer != network.input and network.node(layer).batched


def unfaded(capture: Capture, layer: str) -> Tensor:
    """The value of `layer` as its own faders read it, (C, H, W) where it is maps; those before it count."""
    is_faded = layer != capture.network.input and capture.network.node(layer).kind == "Faders"
    return capture.activation(_before(layer) if is_faded else layer)


def graft(capture: Capture, kernel: Graft) -> Capture:
    """`capture` with one map of the first convolution made by `kernel`; only what follows is computed again.

    Raises InputError for a network whose first convolution does not read three maps, for a channel that it does not
    have, for weights that are no (3, kH, kW) finite numbers, and for a capture that has a graft already.
    """
    if any(one.kind == "Graft" for one in capture.network.nodes):
        raise InputError("There is a graft in this network already.", "Graft into the capture as it was.")
    node, step = first_convolution(capture.network)
    _check_graft(node, kernel)
    return _changed(capture, {node.name: _grafted(capture.network, node, step, kernel)})


def first_convolution(network: OpenedNetwork) -> tuple[Node, nn.Conv2d]:
    """The convolution that a kernel can be grafted into. Raises InputError where there is none."""
    for node in network.nodes:
        step = network.step(node.name)
        if isinstance(step, nn.Conv2d):
            if (step.in_channels, step.groups) == (3, 1):
                return node, step
            break
    raise InputError(
        "A kernel can be grafted only into a first convolution that reads three maps; this network has none.",
        "Choose another network.",
    )


def _faded(network: OpenedNetwork, layer: str, gains: Mapping[int, float]) -> list[Part]:
    sides = channel_sides(network, layer)
    factors = torch.ones(math.prod(sides))
    factors[list(gains)] = torch.tensor(list(gains.values()), dtype=torch.float32)
    node, before = network.node(layer), _before(layer)
    return [
        (replace(node, name=before), network.step(layer)),
        (Node(layer, "Faders", "", (before,), node.shape), Faders(factors.reshape(sides).to(device_of(network)))),
    ]


def _before(layer: str) -> str:
    """What a layer is called that its faders have taken the name of."""
    return f"{layer} before the faders"


def _check_graft(node: Node, kernel: Graft) -> None:
    shape = kernel.weights.shape
    if len(shape) != 3 or shape[0] != 3 or 0 in shape:
        raise InputError(f"A graft needs weights of shape (3, kH, kW); got {shape}.", "One plane for each colour.")
    if not (np.isfinite(kernel.weights).all() and math.isfinite(kernel.bias)):
        raise InputError("A graft needs finite weights and a finite bias.", "Replace what is infinite or no number.")
    if not 0 <= kernel.channel < node.shape[0]:
        raise InputError(
            f"{node.name} has {node.shape[0]:,} channels, counted from 0; channel {kernel.channel:,} was asked for.",
            f"Choose 0 to {node.shape[0] - 1:,}.",
        )


def _grafted(network: OpenedNetwork, node: Node, step: nn.Conv2d, kernel: Graft) -> list[Part]:
    """The layer as it was, the photo with an edge such that the sizes fit, the grafted map, and all maps together."""
    layer, n = node.name, kernel.channel
    before, edged, alone = f"{layer} before the graft", f"{layer} graft's edge", f"{layer} graft"
    (read,) = node.inputs
    edge, convolution = _edge(step, kernel), _convolution(step, kernel)
    maps = (3, *network.size) if read == network.input else network.node(read).shape
    try:
        framed = edge(torch.empty(1, *maps, device="meta")).shape[1:]
    except RuntimeError as reason:  # padding with copies cannot repeat more than there is
        raise InputError(
            f"A kernel of {kernel.weights.shape[1]} × {kernel.weights.shape[2]} reaches too far beyond the photo.",
            "Choose a smaller kernel or a larger size.",
        ) from reason
    together = Operation("Graft", _in_place_of, (Slot(0), Slot(1), n))
    return [
        (replace(node, name=before), step),
        (Node(edged, "Pad", "", (read,), tuple(framed)), edge),
        (Node(alone, "Conv2d", "", (edged,), (1, *node.shape[1:])), convolution),
        (Node(layer, "Graft", "", (before, alone), node.shape), together),
    ]


def _edge(step: nn.Conv2d, kernel: Graft) -> Operation:
    """Pads, or crops, so that windows of the kernel's size lie around the centres of the layer's own windows."""
    sides: list[int] = []
    for axis in (1, 0):  # F.pad counts axes from the last
        own = sliding(step, axis)
        more = own.dilation * (kernel.weights.shape[axis + 1] - own.size)
        sides += [own.before + more // 2, own.after + more - more // 2]
    return Operation("Pad", _framed, (Slot(0), sides, sliding(step, 0).mode))


def _framed(maps: Tensor, sides: list[int], mode: str) -> Tensor:
    """`maps` padded by `sides` (left, right, top, bottom), or cropped where one is negative."""
    cropped = F.pad(maps, [min(0, side) for side in sides])
    beyond = [max(0, side) for side in sides]
    return F.pad(cropped, beyond) if mode == "zeros" else F.pad(cropped, beyond, mode)


def _convolution(step: nn.Conv2d, kernel: Graft) -> nn.Conv2d:
    (height, width), (down, across) = kernel.weights.shape[1:], step.dilation
    made = nn.Conv2d(3, 1, (height, width), (step.stride[0], step.stride[1]), 0, (down, across))
    made.weight = nn.Parameter(torch.tensor(kernel.weights)[None].to(step.weight), requires_grad=False)
    made.bias = nn.Parameter(torch.tensor([kernel.bias]).to(step.weight), requires_grad=False)
    return made


def _in_place_of(maps: Tensor, one: Tensor, channel: int) -> Tensor:
    return torch.cat([maps[:, :channel], one, maps[:, channel + 1 :]], dim=1)


def _changed(capture: Capture, parts: Mapping[str, list[Part]], holding: Collection[str] = ()) -> Capture:
    """The capture of a network in which the steps `parts` stand for some layers: what follows runs again."""
    network = _with(capture.network, parts)
    renamed = {layer: steps[0][0].name for layer, steps in parts.items()}
    stale = _following(network, {node.name for steps in parts.values() for node, _ in steps[1:]})
    kept = {renamed.get(name, name): value for name, value in capture.kept.items()}
    known = replace(capture, network=network, kept=MappingProxyType({k: v for k, v in kept.items() if k not in stale}))
    fresh, output = _rerun(known, stale, {*parts, *holding})
    return replace(known, kept=MappingProxyType({**known.kept, **fresh}), logits=output[0])


def _with(network: OpenedNetwork, parts: Mapping[str, list[Part]]) -> OpenedNetwork:
    every = [part for node in network.nodes for part in parts.get(node.name, [(node, network.step(node.name))])]
    steps = {node.name: step for node, step in every}
    if len(steps) < len(every):
        raise InputError("This layer has faders already.", "Start from the capture as it was, with all faders at once.")
    return OpenedNetwork(tuple(node for node, _ in every), steps, network.input, network.size, network.lock)


def _following(network: OpenedNetwork, changed: Collection[str]) -> set[str]:
    stale = set(changed)
    for node in network.nodes:
        if not stale.isdisjoint(node.inputs):
            stale.add(node.name)
    return stale


def _rerun(known: Capture, stale: Collection[str], wanted: Collection[str]) -> tuple[dict[str, Tensor], Tensor]:
    """Run the stale steps: those of their values that a capture keeps, those that are `wanted`, and the output (1, K).

    What was changed is wanted, for it is asked for again and again, and may lie far from what a capture keeps.
    """
    network, kept = known.network, dict[str, Tensor]()
    nodes = [node for node in network.nodes if node.name in stale]
    values = known.values([name for node in nodes for name in node.inputs if name not in stale])
    # A step that runs must not be taken for part of somebody's pass.
    with network.lock, torch.inference_mode(), memory_sentence():
        for node in nodes:
            value = network.step(node.name)(*[values[name] for name in node.inputs])
            values[node.name] = value
            if node.name in wanted or not is_cheap(network, node.name):
                kept[node.name] = value
            for name in network.finished(node.name):
                values.pop(name, None)
    return kept, values[network.output]
