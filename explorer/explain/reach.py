"""What each operation reads: rectangles of an output, map by map, to rectangles of its inputs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explorer.explain.copies import copied_maps, looked_up
from explorer.explain.functions import MEANINGS
from explorer.explain.moves import MOVES
from explorer.explain.pools import reduced_axes
from explorer.explain.terms import Whole, places_of, shape_of
from explorer.network.arrange import map_shape
from explorer.network.opened import Node, OpenedNetwork
from explorer.network.windows import Sliding, adaptive_ends, sliding

Boxes = NDArray[np.int64]
"""(Q, C, 4): for each question and each map the first row and column and the last row and column; empty where the first
are FAR. (Q, 1, 4) where they are the same in all maps, as before every convolution without groups."""

Reach = Callable[[OpenedNetwork, Node, Boxes], list[Boxes]]

FAR = 2**40
"""Farther away than any pixel: the first row of a rectangle without any, and minus its last."""

# Kinds that a rectangle passes unchanged, and moves that keep every number where it is.
UNCHANGED = ("Dropout", "Dropout2d", "StochasticDepth", "Identity", "Contiguous")


def none_of(questions: int, maps: int) -> Boxes:
    """Rectangles without a cell."""
    return np.tile(np.array([FAR, FAR, -FAR, -FAR], dtype=np.int64), (questions, maps, 1))


def everything(network: OpenedNetwork, node: Node, boxes: Boxes) -> list[Boxes]:
    """Every cell of every map of every input, where anything is asked for."""
    return [_all_of(map_shape(network, name), boxes) for name in node.inputs]


def unchanged(network: OpenedNetwork, node: Node, boxes: Boxes) -> list[Boxes]:
    """The same cells of the same maps."""
    return [boxes]


def window(network: OpenedNetwork, node: Node, boxes: Boxes) -> list[Boxes]:
    """The windows of all cells in the rectangle: each map's own for a pool, those of the group for a convolution."""
    step: Any = network.step(node.name)
    _, height, width = map_shape(network, node.inputs[0])
    read, full = none_of(*boxes.shape[:2]), full_of(boxes)
    for axis, length in ((0, height), (1, width)):
        read[full, axis], read[full, axis + 2] = _slid(sliding(step, axis), boxes[full], axis, length)
    if node.kind != "Conv2d":
        return [read]
    return [_by_group(step, read)]


def _by_group(step: Any, read: Boxes) -> Boxes:
    """What all outputs of a group read, for each input map of that group."""
    if step.groups == 1:
        return _merged(read)
    groups = spread(read, step.out_channels).reshape(len(read), step.groups, -1, 4)
    around = np.concatenate([groups[..., :2].min(axis=2), groups[..., 2:].max(axis=2)], axis=2)
    return np.repeat(around, step.in_channels // step.groups, axis=1)


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
    read, full = none_of(*boxes.shape[:2]), full_of(boxes)
    for axis in (0, 1):
        stride, padding = step.stride[axis], step.padding[axis]
        span = step.dilation[axis] * (step.kernel_size[axis] - 1)
        read[full, axis] = -((span - padding - boxes[full, axis]) // stride)
        read[full, axis + 2] = (boxes[full, axis + 2] + padding) // stride
    return [_by_group(step, read)]


def adaptive_window(network: OpenedNetwork, node: Node, boxes: Boxes) -> list[Boxes]:
    """The parts of the map that fall to the cells of the rectangle."""
    inner, outer = map_shape(network, node.inputs[0]), map_shape(network, node.name)
    read, full = none_of(*boxes.shape[:2]), full_of(boxes)
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
            found.append(_all_of(shape, boxes))
            continue
        read = boxes.copy()
        for axis in (0, 1):
            if shape[axis + 1] == 1 < out[axis + 1]:
                read[full_of(boxes), axis] = read[full_of(boxes), axis + 2] = 0
        found.append(read if shape[0] == out[0] else _merged(read))
    return found


def moved(network: OpenedNetwork, node: Node, boxes: Boxes) -> list[Boxes]:
    """Where the numbers of the rectangle were copied from; what is no whole map is looked up number by number."""
    copies, boxes = copied_maps(network, node), spread(boxes, map_shape(network, node.name)[0])
    full = full_of(boxes)
    read = [none_of(len(boxes), map_shape(network, name)[0]) for name in node.inputs]
    for number, box in enumerate(read):
        question, taken = np.nonzero(full & (copies.source == number))
        ends = boxes[question, taken]
        _widen(box, question, copies.channel[taken], ends[:, :2], ends[:, 2:])
    for asked, cut_up in enumerate(full & (copies.source < 0)):
        pieces = [(int(number), boxes[asked, number]) for number in np.flatnonzero(cut_up)]
        for box, (channel, cells) in zip(read, looked_up(network, node, pieces), strict=True):
            _widen(box, np.full(len(channel), asked), channel, cells, cells)
    return read


def _widen(read: Boxes, question: Whole, channel: Whole, first: Whole, last: Whole) -> None:
    """Widen the rectangles of these maps by the cells from `first` to `last`, (N, 2) each."""
    np.minimum.at(read[..., :2], (question, channel), first)
    np.maximum.at(read[..., 2:], (question, channel), last)


def all_maps(network: OpenedNetwork, node: Node, boxes: Boxes) -> list[Boxes]:
    """The same cells of every map: what mixes along the axis of channels. Along another axis, everything."""
    name, step = node.inputs[0], network.step(node.name)
    shape, out = map_shape(network, name), map_shape(network, node.name)
    dims = len(shape_of(network, name))
    mixed = _mixed_axes(step, node.kind, dims)
    if mixed is None or shape[1:] != out[1:] or not _is_channel(network, name, mixed):
        return everything(network, node, boxes)
    return [_merged(boxes)]


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
    if _is_channel(network, name, axes[1:]) or shape[0] != map_shape(network, node.name)[0]:
        return everything(network, node, boxes)
    read = none_of(*boxes.shape[:2])
    read[full_of(boxes)] = (0, 0, shape[1] - 1, shape[2] - 1)
    return [read]


def full_of(boxes: Boxes) -> NDArray[np.bool_]:
    """Which rectangles hold a cell, (Q, C)."""
    return boxes[..., 0] < FAR


def spread(boxes: Boxes, maps: int) -> Boxes:
    """One rectangle for each of `maps` maps, also where it is the same for all."""
    return np.broadcast_to(boxes, (len(boxes), maps, 4))


def _all_of(shape: tuple[int, int, int], boxes: Boxes) -> Boxes:
    """Every cell of maps of this shape for each question that asks for any."""
    _, height, width = shape
    read = none_of(len(boxes), 1)
    read[full_of(boxes).any(axis=1)] = (0, 0, height - 1, width - 1)
    return read


def _merged(boxes: Boxes) -> Boxes:
    """The rectangle around all of them, for every map."""
    return np.concatenate(
        [boxes[..., :2].min(axis=1, keepdims=True), boxes[..., 2:].max(axis=1, keepdims=True)], axis=2
    )


REACHES: dict[str, Reach] = {
    **dict.fromkeys(("Conv2d", "MaxPool2d", "AvgPool2d"), window),
    **dict.fromkeys(("AdaptiveAvgPool2d", "AdaptiveMaxPool2d"), adaptive_window),
    "ConvTranspose2d": stamped,
    **dict.fromkeys(("BatchNorm2d", "BatchNorm1d", "ReLU", "PReLU", "Faders", *MEANINGS), unchanged),
    **dict.fromkeys(("Add", "Subtract", "Sub", "Multiply", "Mul", "Divide", "Div"), same_place),
    **dict.fromkeys(("Linear", "LayerNorm", "Softmax"), all_maps),
    **dict.fromkeys(("Mean", "Sum", "Amax"), reduced),
    **dict.fromkeys(MOVES, moved),
    **dict.fromkeys(UNCHANGED, unchanged),
}
"""What each kind of operation reads; one that is not here is taken to read everything."""
