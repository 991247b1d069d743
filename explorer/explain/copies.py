"""What operations that only move numbers copy, and from where: whole maps, or number by number."""

from __future__ import annotations

from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
import torch
from numpy.typing import NDArray

from explorer.explain.account import Source
from explorer.explain.moves import origins
from explorer.explain.terms import Whole, arranged, places_of, shape_of
from explorer.network.arrange import map_shape
from explorer.network.opened import Node, OpenedNetwork


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


def looked_up(network: OpenedNetwork, node: Node, pieces: list[tuple[int, Whole]]) -> list[tuple[Whole, Whole]]:
    """For each input the maps (N,) and cells (N, 2) that the numbers in `pieces` were copied from.

    A piece is a map of the move's value and a rectangle of it: first row and column, last row and column.
    """
    if not pieces:
        nothing = np.zeros(0, dtype=np.int64)
        return [(nothing, nothing.reshape(0, 2)) for _ in node.inputs]
    came = arranged(network, node.name, origins(network.step(node.name), _shapes(network, node)))
    copied = np.concatenate([came[number][_cut(box)].ravel() for number, box in pieces])
    found, start = [], 0
    for name in node.inputs:
        size = int(np.prod(map_shape(network, name)))
        own = copied[(copied >= start) & (copied < start + size)] - start
        channel, row, column = places_of(network, name, np.unravel_index(own, shape_of(network, name)))
        found.append((channel, np.stack([row, column], axis=1)))
        start += size
    return found


def _cut(box: Whole) -> tuple[slice, slice]:
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
