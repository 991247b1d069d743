"""The receptive field: the pixels that a number can depend on, found backwards along every path of the graph."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from explorer.explain.reach import REACHES, Boxes, everything, none_of
from explorer.explain.receipt import check_place
from explorer.explain.terms import Cell, Place, Whole
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
    return receptive_fields(network, layer, channel, [cell])[0]


def receptive_fields(network: OpenedNetwork, layer: str, channel: int, cells: list[Cell]) -> list[Field | None]:
    """`receptive_field` of several cells of one map, found together: hardly slower than one."""
    for cell in cells:
        check_place(network, Place(layer, channel, cell))
    both = (_extents(network, layer, channel, cells, cut) for cut in (False, True))
    return [None if whole is None or seen is None else Field(whole, seen) for whole, seen in zip(*both, strict=True)]


@dataclass(frozen=True, eq=False)
class MapFields:
    """The receptive fields of all cells of one map: that of a cell is where its row's and its column's meet.

    `rows` (H, 4) int64 hold, for each row of the map, the first row of the whole field and how many it has, then the
    same of what is seen; `columns` (W, 4) likewise.
    """

    rows: Whole
    columns: Whole


def map_fields(network: OpenedNetwork, layer: str, channel: int) -> MapFields | None:
    """The fields of every cell of map `channel` of `layer`; None where no pixel matters, or rows and columns mix.

    They are found for the cells of the diagonal, and compared with some beside it: only an operation that swaps rows
    and columns makes them differ. Raises UnknownName and InputError as `receipt` does.
    """
    _, height, width = map_shape(network, layer)
    cells = [(min(step, height - 1), min(step, width - 1)) for step in range(max(height, width))]
    others = [(0, width - 1), (height - 1, 0), (height // 3, width // 2), (height // 2, width // 3)]
    found = receptive_fields(network, layer, channel, cells + others)
    fields = [field for field in found if field is not None]
    if len(fields) < len(found):
        return None
    rows = np.array([_along(field, "top", "height") for field in fields])
    columns = np.array([_along(field, "left", "width") for field in fields])
    made = MapFields(rows[:height], columns[:width])
    where = np.array(cells + others)
    same = (made.rows[where[:, 0]] == rows).all() and (made.columns[where[:, 1]] == columns).all()
    return made if same else None


def _along(field: Field, start: str, length: str) -> list[int]:
    return [getattr(extent, side) for extent in (field.whole, field.seen) for side in (start, length)]


def spacing(network: OpenedNetwork, layer: str, channel: int, cell: Cell) -> tuple[int, int] | None:
    """How many pixels further the neighbour below and the neighbour beside a cell look; None if no pixel matters.

    On a map of one row or column there is no such neighbour, and 0 stands for it. Raises as `receptive_field` does.
    """
    sides = map_shape(network, layer)[1:]
    row, column = (at + 1 if at + 1 < side else max(at - 1, 0) for at, side in zip(cell, sides, strict=True))
    here, there = receptive_fields(network, layer, channel, [cell, (row, column)])
    if here is None or there is None:
        return None
    return abs(there.whole.top - here.whole.top), abs(there.whole.left - here.whole.left)


def _extents(network: OpenedNetwork, layer: str, channel: int, cells: list[Cell], cut: bool) -> list[Extent | None]:
    """The rectangle around all pixels that each cell reaches; with `cut`, each map on the way ends at its edge."""
    asked = none_of(len(cells), map_shape(network, layer)[0])
    asked[:, channel] = [(*cell, *cell) for cell in cells]
    boxes: dict[str, Boxes] = {layer: asked}
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
        return [None] * len(cells)
    if cut:
        found = _within(found, map_shape(network, network.input))
    ends = np.concatenate([found[..., :2].min(axis=1), found[..., 2:].max(axis=1)], axis=1)
    return [_extent(*end) for end in ends.tolist()]


def _extent(top: int, left: int, bottom: int, right: int) -> Extent | None:
    return Extent(top, left, bottom - top + 1, right - left + 1) if bottom >= top and right >= left else None


def _around(first: Boxes, second: Boxes) -> Boxes:
    """Map by map the smallest rectangle around two."""
    return np.concatenate(
        [np.minimum(first[..., :2], second[..., :2]), np.maximum(first[..., 2:], second[..., 2:])], axis=2
    )


def _within(boxes: Boxes, shape: tuple[int, int, int]) -> Boxes:
    """Each rectangle cut to a map of this shape; one that lies outside is empty."""
    _, height, width = shape
    ends = [np.maximum(boxes[..., :2], 0), np.minimum(boxes[..., 2:], (height - 1, width - 1))]
    cut = np.concatenate(ends, axis=2)
    cut[(cut[..., :2] > cut[..., 2:]).any(axis=2)] = none_of(1, 1)[0, 0]
    return cut
