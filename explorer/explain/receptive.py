"""The receptive field: the pixels that a number can depend on, found backwards along every path of the graph."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from explorer.explain.reach import REACHES, Boxes, everything, none_of
from explorer.explain.receipt import check_place
from explorer.explain.terms import Cell, Place
from explorer.network.arrange import map_shape
from explorer.network.opened import OpenedNetwork


@dataclass(frozen=True)
class Extent:
    """A rectangle of model pixels: its first row and column, and how many of each."""

    top: int
    left: int
    height: int
    width: int


@dataclass(frozen=True)
class Field:
    """The receptive field of one number.

    `whole` counts the padding of every layer on the way as if the maps went on there, so it may lie partly outside
    the picture; `seen` is the rectangle around the pixels that can change the number. It is the smallest one unless
    a window with gaps, by dilation or by a stride beyond its size, reaches into padding: then it may begin in a gap.
    """

    whole: Extent
    seen: Extent


def receptive_field(network: OpenedNetwork, layer: str, channel: int, cell: Cell) -> Field | None:
    """The field of the number at `channel` and `cell` of `layer`, named as in a receipt; None if no pixel matters.

    Each path from the number back to the photo widens a rectangle by each window on it, and where paths meet again
    the rectangle around both is kept, map by map: a map that was concatenated behind others has its own field. For
    windows alone this is the recurrence of Araujo, Norris and Sim, "Computing Receptive Fields of Convolutional
    Neural Networks", Distill 2019. A layer of an unknown kind is taken to read everything.

    Raises UnknownName and InputError as `receipt` does.
    """
    check_place(network, Place(layer, channel, cell))
    whole, seen = (_extent(network, layer, channel, cell, cut) for cut in (False, True))
    return None if whole is None or seen is None else Field(whole, seen)


def spacing(network: OpenedNetwork, layer: str, channel: int, cell: Cell) -> tuple[int, int] | None:
    """How many pixels further the neighbour below and the neighbour beside a cell look; None if no pixel matters.

    On a map of one row or column there is no such neighbour, and 0 stands for it. Raises as `receptive_field` does.
    """
    here = receptive_field(network, layer, channel, cell)
    sides = map_shape(network, layer)[1:]
    row, column = (at + 1 if at + 1 < side else max(at - 1, 0) for at, side in zip(cell, sides, strict=True))
    there = receptive_field(network, layer, channel, (row, column))
    if here is None or there is None:
        return None
    return abs(there.whole.top - here.whole.top), abs(there.whole.left - here.whole.left)


def _extent(network: OpenedNetwork, layer: str, channel: int, cell: Cell, cut: bool) -> Extent | None:
    """The rectangle around all pixels that are reached; with `cut`, what lies outside a map is left at its edge."""
    boxes: dict[str, Boxes] = {layer: none_of(map_shape(network, layer)[0])}
    boxes[layer][channel] = (*cell, *cell)
    for node in reversed(network.nodes):
        reached = boxes.pop(node.name, None)
        if reached is None or not node.batched:
            continue
        if cut:
            reached = _within(reached, map_shape(network, node.name))
        reach = REACHES.get(node.kind, everything)
        for name, box in zip(node.inputs, reach(network, node, reached), strict=True):
            boxes[name] = _around(boxes[name], box) if name in boxes else box
    found = boxes.get(network.input)
    if found is None:
        return None
    if cut:
        found = _within(found, map_shape(network, network.input))
    top, left = (int(found[:, axis].min()) for axis in (0, 1))
    bottom, right = (int(found[:, axis].max()) for axis in (2, 3))
    return Extent(top, left, bottom - top + 1, right - left + 1) if bottom >= top and right >= left else None


def _around(first: Boxes, second: Boxes) -> Boxes:
    """Map by map the smallest rectangle around two."""
    return np.hstack([np.minimum(first[:, :2], second[:, :2]), np.maximum(first[:, 2:], second[:, 2:])])


def _within(boxes: Boxes, shape: tuple[int, int, int]) -> Boxes:
    """Each rectangle cut to a map of this shape; one that lies outside is empty."""
    _, height, width = shape
    cut = np.hstack([np.maximum(boxes[:, :2], 0), np.minimum(boxes[:, 2:], (height - 1, width - 1))])
    empty = (cut[:, :2] > cut[:, 2:]).any(axis=1)
    cut[empty] = none_of(1)
    return cut
