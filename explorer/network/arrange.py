"""Arrange any layer's value as maps: channels first, whatever order the network itself keeps them in."""

from __future__ import annotations

from weakref import WeakKeyDictionary

import torch
from torch import Tensor

from explorer.network.capture import Capture
from explorer.network.opened import Node, OpenedNetwork
from explorer.network.steps import Operation

# Asked for every number of a receipt: found once a network, and dropped with it.
_AXES: WeakKeyDictionary[OpenedNetwork, dict[str, int]] = WeakKeyDictionary()

ONE_MAP = -1
"""The channel axis of a value of two axes, rows and columns, as where a network takes its three colours apart."""

# Operations that put the axes of one tensor into another order.
_REORDERING = ("Permute", "Transpose", "Swapaxes", "Swapdims", "Movedim", "Moveaxis")


def channel_axis(network: OpenedNetwork, layer: str) -> int:
    """Which axis of `layer`'s value, without the batch axis, counts the channels: 0, unless the network permuted it.

    ConvNeXt normalises and mixes channels with the channel axis last, (H, W, C); its permutes say so. One channel that
    was cut out is one map: it has no such axis, and ONE_MAP stands for it.
    """
    if network not in _AXES:
        axes = {network.input: 0}
        for node in network.nodes:
            axes[node.name] = _axis_after(network, node, axes)
        _AXES[network] = axes
    return _AXES[network][layer]


def as_maps(capture: Capture, layer: str) -> Tensor:
    """The value of `layer` as (C, H, W): a vector (K,) becomes (K, 1, 1), groups (G, C, H, W) become G × C maps, one
    channel that was cut out (1, H, W).

    Raises UnknownName for a layer that the network does not have.
    """
    return arranged(capture.network, layer, capture.activation(layer))


def arranged(network: OpenedNetwork, layer: str, value: Tensor) -> Tensor:
    """A value of `layer`, without the batch axis, as maps (C, H, W)."""
    if value.dim() == 3:
        return value.movedim(channel_axis(network, layer), 0)
    if value.dim() == 2 and channel_axis(network, layer) == ONE_MAP:
        return value[None]
    if value.dim() > 3:
        return value.flatten(0, value.dim() - 3)
    return value.flatten()[:, None, None] if value.dim() < 2 else value[:, :, None]


def map_shape(network: OpenedNetwork, layer: str) -> tuple[int, int, int]:
    """(C, H, W) as `as_maps` arranges the value of `layer`, without computing it."""
    if layer == network.input:
        return (3, *network.size)
    shape = list(network.node(layer).shape)
    if len(shape) == 3:
        shape.insert(0, shape.pop(channel_axis(network, layer)))
    if len(shape) == 2 and channel_axis(network, layer) == ONE_MAP:
        return 1, shape[0], shape[1]
    while len(shape) > 3:
        shape[:2] = [shape[0] * shape[1]]
    channels, height, width = [*shape, 1, 1, 1][:3] if len(shape) < 3 else shape
    return channels, height, width


def channel_sides(network: OpenedNetwork, layer: str) -> tuple[int, ...]:
    """The shape of one number a channel, in the order of `as_maps`, that goes with the value of `layer` by
    broadcasting: (C, 1, 1) for maps, (1, 1, C) where the network keeps the channels last."""
    shape = network.node(layer).shape
    if len(shape) == 3:
        axis = channel_axis(network, layer)
        return tuple(side if place == axis else 1 for place, side in enumerate(shape))
    if len(shape) == 2 and channel_axis(network, layer) == ONE_MAP:
        return 1, 1
    return (*shape[:-2], 1, 1) if len(shape) > 3 else (*shape[:1], *[1] * (len(shape) - 1))


def _axis_after(network: OpenedNetwork, node: Node, axes: dict[str, int]) -> int:
    if len(node.shape) == 2 and any(_leaves_one_map(network, node, name, axes) for name in node.inputs):
        return ONE_MAP
    same = [axes[name] for name in node.inputs if _dims(network, name) == len(node.shape)]
    axis = same[0] if same else 0
    step = network.step(node.name)
    if isinstance(step, Operation) and step.kind in _REORDERING and same:
        # No two axes of this tensor are of one length, which tells where each of them went.
        lengths = range(2, 2 + len(node.shape) + node.batched)
        moved: int = step(torch.empty(*lengths, device="meta")).shape.index(lengths[axis + node.batched])
        return max(0, moved - node.batched)  # channels that took the place of the batch axis: the first are as good
    return axis


def _leaves_one_map(network: OpenedNetwork, node: Node, name: str, axes: dict[str, int]) -> bool:
    """Whether a value of two axes is one map: it has height and width of all maps before, or is made of one map."""
    shape = (3, *network.size) if name == network.input else network.node(name).shape
    if len(shape) == 2:
        return axes[name] == ONE_MAP
    if len(shape) != 3:
        return False
    sides = list(shape)
    channels = sides.pop(axes[name])
    return tuple(sides) == node.shape and channels != node.shape[0]


def _dims(network: OpenedNetwork, name: str) -> int:
    return 3 if name == network.input else len(network.node(name).shape)
