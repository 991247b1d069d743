"""The parts that a number is made of, and how a place in a layer is named."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from explorer.network.arrange import ONE_MAP, channel_axis, map_shape
from explorer.network.opened import OpenedNetwork

Whole = NDArray[np.int64]
Real = NDArray[np.float64]
Cell = tuple[int, int]
"""(row, column), counted from 0."""


@dataclass(frozen=True)
class Place:
    """One number of one layer: channel and cell as `explorer.network.arrange` arranges its value."""

    layer: str
    channel: int
    cell: Cell


@dataclass(frozen=True)
class Term:
    """One part of a number: `product` is `input` times `weight`.

    `layer`, `channel` and `cell` say where the input stands. `padding` marks a place beyond the edge of the map:
    its cell lies outside and its input is zero, or, where the layer pads with copies, it is the cell copied.
    """

    layer: str
    channel: int
    cell: Cell
    input: float
    weight: float
    product: float
    padding: bool


@dataclass(frozen=True, eq=False)
class Terms(Sequence[Term]):
    """All terms of one number as read-only columns of N entries, in the order in which the operation meets them.

    For a window that is input map by input map, in each row by row. `layers[source[n]]` is the layer of term n.
    """

    layers: tuple[str, ...]
    source: Whole
    channel: Whole
    row: Whole
    column: Whole
    input: Real
    weight: Real
    product: Real
    padding: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.input)

    @overload
    def __getitem__(self, index: int) -> Term: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Term, ...]: ...
    def __getitem__(self, index: int | slice) -> Term | tuple[Term, ...]:
        if isinstance(index, slice):
            return tuple(self._term(one) for one in range(*index.indices(len(self))))
        return self._term(index)

    def __iter__(self) -> Iterator[Term]:
        return (self._term(index) for index in range(len(self)))

    @property
    def nbytes(self) -> int:
        """Memory held, in bytes."""
        columns = (
            self.source,
            self.channel,
            self.row,
            self.column,
            self.input,
            self.weight,
            self.product,
            self.padding,
        )
        return sum(column.nbytes for column in columns)

    def weighted(self, weights: Real) -> Terms:
        """The same inputs with other weights."""
        product = self.input * weights
        for column in (weights, product):
            column.setflags(write=False)
        return replace(self, weight=weights, product=product)

    def largest(self, most: int) -> Whole:
        """Positions of the `most` terms with the largest |product|, the largest first, ties in their order.

        Padding comes after everything else.
        """
        size = np.where(self.padding & (self.product == 0), -1.0, np.abs(self.product))
        return np.argsort(-size, kind="stable")[:most]

    def _term(self, index: int) -> Term:
        return Term(
            self.layers[self.source[index]],
            int(self.channel[index]),
            (int(self.row[index]), int(self.column[index])),
            float(self.input[index]),
            float(self.weight[index]),
            float(self.product[index]),
            bool(self.padding[index]),
        )


def terms(layer: str, places: tuple[Whole, Whole, Whole], inputs: Real, weights: Any, padding: Any = False) -> Terms:
    """Terms that all come from `layer`; `places` are channels, rows and columns, all arrays of one shape."""
    shape = inputs.shape
    columns = [np.broadcast_to(one, shape).ravel() for one in (*places, inputs, weights, padding)]
    channel, row, column, values, factors, padded = columns
    source = np.zeros(values.size, dtype=np.int64)
    factors = factors.astype(np.float64)
    return _terms((layer,), source, channel, row, column, values, factors, values * factors, padded.astype(np.bool_))


def join(parts: Sequence[Terms]) -> Terms:
    """The terms of several layers one after another; none of none."""
    if not parts:
        empty = np.zeros(0)
        whole = empty.astype(np.int64)
        return _terms((), whole, whole, whole, whole, empty, empty, empty, empty.astype(np.bool_))
    before = np.cumsum([0, *(len(part.layers) for part in parts)])
    return _terms(
        tuple(name for part in parts for name in part.layers),
        np.concatenate([part.source + shift for part, shift in zip(parts, before, strict=False)]),
        *(
            np.concatenate([getattr(part, name) for part in parts])
            for name in ("channel", "row", "column", "input", "weight", "product", "padding")
        ),
    )


def _terms(layers: tuple[str, ...], *columns: Any) -> Terms:
    kept = [np.array(column) for column in columns]
    for column in kept:
        column.setflags(write=False)
    return Terms(layers, *kept)


def total(numbers: Real) -> float:
    """The sum rounded once; fsum refuses to add infinities of both signs."""
    return math.fsum(numbers.tolist()) if np.isfinite(numbers).all() else float(numbers.sum())


def index_of(network: OpenedNetwork, place: Place) -> tuple[int, ...]:
    """The position in the layer's value, without the batch axis, of the number at `place`."""
    shape = shape_of(network, place.layer)
    row, column = place.cell
    if len(shape) == 3:
        index = [row, column]
        index.insert(channel_axis(network, place.layer), place.channel)
        return tuple(index)
    if len(shape) > 3:
        return (*(int(one) for one in np.unravel_index(place.channel, shape[:-2])), row, column)
    if len(shape) == 2 and channel_axis(network, place.layer) == ONE_MAP:
        return row, column
    return (place.channel, row)[: len(shape)]


def places_of(network: OpenedNetwork, layer: str, index: Sequence[Whole]) -> tuple[Whole, Whole, Whole]:
    """`index_of` backwards for many: channels, rows and columns of positions given axis by axis.

    Positions may lie outside the map.
    """
    axes = [np.asarray(one, dtype=np.int64) for one in index]
    if len(axes) == 3:
        channel = axes.pop(channel_axis(network, layer))
        return channel, axes[0], axes[1]
    if len(axes) > 3:
        leading = shape_of(network, layer)[:-2]
        channel = np.zeros_like(axes[0])
        for axis, side in zip(axes[:-2], leading, strict=True):
            channel = channel * side + axis
        return channel, axes[-2], axes[-1]
    nought = np.zeros(np.broadcast_shapes(*(axis.shape for axis in axes)), dtype=np.int64)
    if len(axes) == 2 and channel_axis(network, layer) == ONE_MAP:
        return nought, axes[0] + nought, axes[1] + nought
    channel, row = [*axes, nought, nought][:2]
    return channel, row, nought


def arranged(network: OpenedNetwork, layer: str, numbers: Whole) -> Whole:
    """Numbers in the layer's own shape as (C, H, W), in the way in which `arrange.as_maps` arranges its value."""
    if numbers.ndim == 3:
        return np.moveaxis(numbers, channel_axis(network, layer), 0)
    return numbers.reshape(map_shape(network, layer))


def shape_of(network: OpenedNetwork, layer: str) -> tuple[int, ...]:
    """The size of the layer's value as the network keeps it, without the batch axis."""
    return map_shape(network, layer) if layer == network.input else network.node(layer).shape
