"""What each operation reads: rectangles of an output, map by map, to rectangles of its inputs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
import torch
from numpy.typing import NDArray

from explorer.explain.account import Source
from explorer.explain.functions import MEANINGS
from explorer.explain.moves import MOVES, origins
from explorer.explain.pools import reduced_axes
from explorer.explain.terms import Whole, arranged, places_of, shape_of
from explorer.explain.windows import Sliding, adaptive_ends, sliding
from explorer.network.arrange import map_shape
from explorer.network.opened import Node, OpenedNetwork

Boxes = NDArray[np.int64]
"""(C, 4): for each map the first row and column and the last row and column; empty where the first are FAR."""

Reach = Callable[[OpenedNetwork, Node, Boxes], list[Boxes]]

FAR = 2**40
"""Farther away than any pixel: the first row of a rectangle without any, and minus its last."""

# Kinds that a rectangle passes unchanged, and moves that keep every number where it is.
UNCHANGED = ("Dropout", "Dropout2d", "StochasticDepth", "Identity", "Contiguous")


def none_of(maps: int) -> Boxes:
    """Rectangles without a cell."""
    return np.tile(np.array([FAR, FAR, -FAR, -FAR], dtype=np.int64), (maps, 1))


def everything(network: OpenedNetwork, node: Node, boxes: Boxes) -> list[Boxes]:
    """Every cell of every map of every input."""
    return [_whole(map_shape(network, name)) for name in node.inputs]


def unchanged(network: OpenedNetwork, node: Node, boxes: Boxes) -> list[Boxes]:
    """The same cells of the same maps."""
    return [boxes]


def window(network: OpenedNetwork, node: Node, boxes: Boxes) -> list[Boxes]:
    """The windows of all cells in the rectangle: each map's own for a pool, those of the group for a convolution."""
    step: Any = network.step(node.name)
    _, height, width = map_shape(network, node.inputs[0])
    read = none_of(len(boxes))
    full = _full(boxes)
    for axis, length in ((0, height), (1, width)):
        read[full, axis], read[full, axis + 2] = _slid(sliding(step, axis), boxes[full], axis, length)
    if node.kind != "Conv2d":
        return [read]
    return [_by_group(step, read)]


def _by_group(step: Any, read: Boxes) -> Boxes:
    """What all outputs of a group read, for each input map of that group."""
    groups = read.reshape(step.groups, -1, 4)
    around = np.concatenate([groups[..., :2].min(axis=1), groups[..., 2:].max(axis=1)], axis=1)
    return np.repeat(around, step.in_channels // step.groups, axis=0)


def _slid(step: Sliding, boxes: Boxes, axis: int, length: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The first and last place that windows read along one axis."""
    first = boxes[:, axis] * step.stride - step.before
    last = boxes[:, axis + 2] * step.stride - step.before + step.dilation * (step.size - 1)
    if step.mode == "zeros":
        return first, last
    # Padding with copies reads cells of the map: all windows are looked at.
    ends = []
    for start, stop in zip(boxes[:, axis], boxes[:, axis + 2], strict=True):
        positions = np.concatenate([step.places(position) for position in range(start, stop + 1)])
        copied = step.copied(positions[(positions >= -step.before) & (positions < length + step.after)], length)
        ends.append((copied.min(initial=FAR), copied.max(initial=-FAR)))
    found = np.array(ends, dtype=np.int64).reshape(-1, 2)
    return found[:, 0], found[:, 1]


def stamped(network: OpenedNetwork, node: Node, boxes: Boxes) -> list[Boxes]:
    """The cells whose stamps of a transposed convolution cover the rectangle, in every map of the group."""
    step: Any = network.step(node.name)
    read, full = none_of(len(boxes)), _full(boxes)
    for axis in (0, 1):
        stride, padding = step.stride[axis], step.padding[axis]
        span = step.dilation[axis] * (step.kernel_size[axis] - 1)
        read[full, axis] = -((span - padding - boxes[full, axis]) // stride)
        read[full, axis + 2] = (boxes[full, axis + 2] + padding) // stride
    return [_by_group(step, read)]


def adaptive_window(network: OpenedNetwork, node: Node, boxes: Boxes) -> list[Boxes]:
    """The parts of the map that fall to the cells of the rectangle."""
    inner, outer = map_shape(network, node.inputs[0]), map_shape(network, node.name)
    read, full = none_of(len(boxes)), _full(boxes)
    for axis in (0, 1):
        length, outputs = inner[axis + 1], outer[axis + 1]
        first, last = (np.clip(boxes[full, end], 0, outputs - 1) for end in (axis, axis + 2))
        read[full, axis] = adaptive_ends(first, length, outputs)[0]
        read[full, axis + 2] = adaptive_ends(last, length, outputs)[1] - 1
    return [read]


def same_place(network: OpenedNetwork, node: Node, boxes: Boxes) -> list[Boxes]:
    """The same cells; an input of one cell or one map is read for all of them."""
    out = map_shape(network, node.name)
    found = []
    for name in node.inputs:
        shape = map_shape(network, name)
        if any(side not in (1, other) for side, other in zip(shape, out, strict=True)):
            found.append(_whole(shape))
            continue
        read = boxes.copy()
        for axis in (0, 1):
            if shape[axis + 1] == 1 < out[axis + 1]:
                read[_full(boxes), axis] = read[_full(boxes), axis + 2] = 0
        found.append(read if shape[0] == out[0] else _merged(read, 1))
    return found


def all_maps(network: OpenedNetwork, node: Node, boxes: Boxes) -> list[Boxes]:
    """The same cells of every map: what mixes along the axis of channels. Along another axis, everything."""
    name, step = node.inputs[0], network.step(node.name)
    shape, out = map_shape(network, name), map_shape(network, node.name)
    dims = len(shape_of(network, name))
    mixed = _mixed_axes(step, node.kind, dims)
    if mixed is None or shape[1:] != out[1:] or not _is_channel(network, name, mixed):
        return everything(network, node, boxes)
    return [_merged(boxes, shape[0])]


def _mixed_axes(step: Any, kind: str, dims: int) -> list[int] | None:
    if kind == "Linear":
        return [dims - 1]
    if kind == "LayerNorm":
        return list(range(dims - len(step.normalized_shape), dims))
    given = getattr(step, "dim", None)
    return None if given is None else [int(given) % (dims + 1) - 1]


def _is_channel(network: OpenedNetwork, name: str, axes: list[int]) -> bool:
    """Whether these axes count the channels, as `arrange` sees them."""
    shape = shape_of(network, name)
    if len(axes) != 1 or len(shape) > 3:
        return False
    one = [
        np.arange(side) if axis == axes[0] else np.zeros(side, dtype=np.int64)[:1] for axis, side in enumerate(shape)
    ]
    channel, row, column = places_of(network, name, tuple(np.broadcast_arrays(*one)))
    return len(np.unique(channel)) == shape[axes[0]] and not row.any() and not column.any()


def reduced(network: OpenedNetwork, node: Node, boxes: Boxes) -> list[Boxes]:
    """Each map whole, for a mean over its positions; everything for one over other axes."""
    name = node.inputs[0]
    shape, dims = map_shape(network, name), len(shape_of(network, name))
    step: Any = network.step(node.name)
    axes = reduced_axes(step, dims)
    if axes is None or dims != 3 or len(axes) != 2 or _is_channel(network, name, axes[:1]):
        return everything(network, node, boxes)
    if _is_channel(network, name, axes[1:]) or shape[0] != len(boxes):
        return everything(network, node, boxes)
    read = none_of(len(boxes))
    read[_full(boxes)] = _whole(shape)[_full(boxes)]
    return [read]


def moved(network: OpenedNetwork, node: Node, boxes: Boxes) -> list[Boxes]:
    """Where the numbers of the rectangle were copied from."""
    copies, full = copied_maps(network, node), _full(boxes)
    read = [none_of(map_shape(network, name)[0]) for name in node.inputs]
    for number, box in enumerate(read):
        taken = full & (copies.source == number)
        _widen(box, copies.channel[taken], boxes[taken, :2], boxes[taken, 2:])
    cut_up = np.flatnonzero(full & (copies.source < 0))
    if cut_up.size:
        _look_up(network, node, boxes, cut_up, read)
    return read


def _look_up(network: OpenedNetwork, node: Node, boxes: Boxes, maps: Whole, read: list[Boxes]) -> None:
    """What is no whole map of an input is looked up number by number."""
    came = arranged(network, node.name, origins(network.step(node.name), _shapes(network, node)))
    copied = np.concatenate([came[number][_cut(boxes[number])].ravel() for number in maps])
    start = 0
    for name, box in zip(node.inputs, read, strict=True):
        size = int(np.prod(map_shape(network, name)))
        own = copied[(copied >= start) & (copied < start + size)] - start
        if own.size:
            channel, row, column = places_of(network, name, np.unravel_index(own, shape_of(network, name)))
            cells = np.stack([row, column], axis=1)
            _widen(box, channel, cells, cells)
        start += size


class Copies(NamedTuple):
    """For each map of a move's value, (M,): the input that it is a whole map of, and which one; −1 where it is none."""

    source: Whole
    channel: Whole


_KNOWN: WeakKeyDictionary[OpenedNetwork, dict[str, Copies]] = WeakKeyDictionary()


def copied_maps(network: OpenedNetwork, node: Node) -> Copies:
    """Which maps a move leaves whole; found once a network, for it takes as long as the largest concatenation."""
    known = _KNOWN.setdefault(network, {})
    if node.name not in known:
        known[node.name] = _copied_maps(network, node)
    return known[node.name]


def _copied_maps(network: OpenedNetwork, node: Node) -> Copies:
    came = arranged(network, node.name, origins(network.step(node.name), _shapes(network, node)))
    copies = Copies(np.full(len(came), -1), np.full(len(came), -1))
    start = 0
    for number, name in enumerate(node.inputs):
        maps = _maps(network, name)
        whole = _whole_maps(came - start, maps)
        copies.source[whole] = number
        copies.channel[whole] = np.searchsorted(maps[:, 0, 0], came[whole, 0, 0] - start)
        start += maps.size
    return copies


def _cut(box: Boxes) -> tuple[slice, slice]:
    """The rows and columns of one rectangle that are on the map."""
    top, left, bottom, right = (max(int(side), 0) for side in (*box[:2], *(box[2:] + 1)))
    return slice(top, bottom), slice(left, right)


def _whole_maps(origin: Whole, maps: Whole) -> NDArray[np.bool_]:
    """Which of the maps in `origin`, (M, H, W), are one of `maps`, each number in its row and column."""
    if origin.shape[1:] != maps.shape[1:]:
        return np.zeros(len(origin), dtype=np.bool_)
    first = origin[:, :1, :1]
    steady = (origin - first == maps[0] - maps[0, 0, 0]).all(axis=(1, 2))
    whole: NDArray[np.bool_] = steady & np.isin(first[:, 0, 0], maps[:, 0, 0])
    return whole


def _widen(read: Boxes, channel: Whole, first: Whole, last: Whole) -> None:
    """Widen the rectangles of these maps by the cells from `first` to `last`, (N, 2) each."""
    np.minimum.at(read[:, :2], channel, first)
    np.maximum.at(read[:, 2:], channel, last)


def _shapes(network: OpenedNetwork, node: Node) -> tuple[Source, ...]:
    """The inputs of a node without their numbers."""
    sources = []
    for name in node.inputs:
        batched = name == network.input or network.node(name).batched
        shape = shape_of(network, name)
        value = torch.empty((1, *shape) if batched else shape, device="meta")
        sources.append(Source(network, name, value, batched))
    return tuple(sources)


def _maps(network: OpenedNetwork, name: str) -> Whole:
    """The positions, counted through the layer's value, of its numbers, (C, H, W)."""
    shape = shape_of(network, name)
    return arranged(network, name, np.arange(int(np.prod(shape))).reshape(shape))


def _full(boxes: Boxes) -> NDArray[np.bool_]:
    return boxes[:, 0] < FAR


def _whole(shape: tuple[int, int, int]) -> Boxes:
    maps, height, width = shape
    return np.tile(np.array([0, 0, height - 1, width - 1], dtype=np.int64), (maps, 1))


def _merged(boxes: Boxes, maps: int) -> Boxes:
    """The rectangle around all of them, for each of `maps` maps."""
    around = np.concatenate([boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)])
    return np.tile(around, (maps, 1))


REACHES: dict[str, Reach] = {
    **dict.fromkeys(("Conv2d", "MaxPool2d", "AvgPool2d"), window),
    **dict.fromkeys(("AdaptiveAvgPool2d", "AdaptiveMaxPool2d"), adaptive_window),
    "ConvTranspose2d": stamped,
    **dict.fromkeys(("BatchNorm2d", "BatchNorm1d", "ReLU", "PReLU", *MEANINGS), unchanged),
    **dict.fromkeys(("Add", "Subtract", "Sub", "Multiply", "Mul", "Divide", "Div"), same_place),
    **dict.fromkeys(("Linear", "LayerNorm", "Softmax"), all_maps),
    **dict.fromkeys(("Mean", "Sum", "Amax"), reduced),
    **dict.fromkeys(MOVES, moved),
    **dict.fromkeys(UNCHANGED, unchanged),
}
"""What each kind of operation reads; one that is not here is taken to read everything."""
