"""The head of a network: the way from its last maps to the logits, read from the graph backwards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from weakref import WeakKeyDictionary

from explorer.explain.pullback import is_straight
from explorer.network.arrange import map_shape
from explorer.network.capture import UNCHANGING
from explorer.network.opened import OpenedNetwork

POOLS = ("AdaptiveAvgPool2d", "AvgPool2d", "Mean", "AdaptiveMaxPool2d", "MaxPool2d", "Amax")
"""What makes one number of a map."""

Kind = Literal["pooled", "class maps", "cells", "hidden"]


@dataclass(frozen=True)
class Head:
    """Which numbers the logits are sums of, exactly, and the maps that those come from.

    `kind` says what the numbers of the layers `entries` are:
    - "pooled": one or more pools make one number of each of the `maps` (ResNet; the concat pool of the post).
    - "class maps": a 1 × 1 convolution makes one map a class of the `maps`, and these are pooled (SqueezeNet); the
      numbers are averages of the `maps` over the cells where the map of the class counts.
    - "cells": nothing is pooled to one number, every cell of the `maps` counts by itself (VGG, AlexNet).
    - "hidden": on the way to the maps stands `curved`, a layer that is no sum; the numbers are what it puts out.

    `maps` is "" where there are none, or more than one layer of them; for "hidden" they lie before the curve.
    """

    kind: Kind
    entries: tuple[str, ...]
    maps: str
    curved: str = ""


_HEADS: WeakKeyDictionary[OpenedNetwork, Head] = WeakKeyDictionary()


def head_of(network: OpenedNetwork) -> Head:
    """The head of `network`: found by walking back from the logits to the first pools, or cells, or curves."""
    if network not in _HEADS:
        _HEADS[network] = _find(network)
    return _HEADS[network]


def _find(network: OpenedNetwork) -> Head:
    entries: list[str] = []
    maps: list[str] = []
    curved: list[str] = []
    straight, bent = {network.output}, set[str]()  # reached by straight steps alone; by others, too
    for node in reversed(network.nodes):
        if node.name not in straight | bent:
            continue
        pooled = _is_pool(network, node.name)
        if pooled or any(_has_cells(network, name) for name in node.inputs):
            maps += node.inputs
            entries += ([node.name] if pooled else node.inputs) if node.name in straight else []
        elif node.name in straight and is_straight(node.kind, network.step(node.name)):
            straight.update(node.inputs)
        else:
            curved += [node.name] if node.name in straight else []
            bent.update(node.inputs)
    one = maps[0] if len(set(maps)) == 1 else ""
    if curved:
        return Head("hidden", tuple(dict.fromkeys([*reversed(entries), *reversed(curved)])), one, curved[0])
    if len(entries) == 1 and (before := _before_class_maps(network, entries[0])):
        return Head("class maps", (before,), before)
    kept = tuple(dict.fromkeys(reversed(entries)))
    if any(_has_cells(network, name) for name in kept):
        return Head("cells", kept, one if len(kept) == 1 else "")
    return Head("pooled", kept, one)


def _is_pool(network: OpenedNetwork, name: str) -> bool:
    """Whether a layer makes one number of each map."""
    if name == network.input or (node := network.node(name)).kind not in POOLS or len(node.inputs) != 1:
        return False
    (before,) = node.inputs
    channels = map_shape(network, before)[0]
    return before == network.input or (
        len(network.node(before).shape) == 3 and map_shape(network, name) == (channels, 1, 1)
    )


def _has_cells(network: OpenedNetwork, layer: str) -> bool:
    return map_shape(network, layer)[1:] != (1, 1)


def _before_class_maps(network: OpenedNetwork, pool: str) -> str:
    """The maps of which a 1 × 1 convolution makes the pooled maps; "" where `pool` gives no logits, or none of it."""
    places = [node.name for node in network.nodes]
    later = network.nodes[places.index(pool) + 1 :] if pool in places else ()
    if not _is_pool(network, pool) or any(node.kind not in UNCHANGING for node in later):
        return ""
    name = network.node(pool).inputs[0]
    while name != network.input:
        node = network.node(name)
        if len(node.inputs) != 1 or not is_straight(node.kind, network.step(name)) or node.kind in POOLS:
            return ""
        name = node.inputs[0]
        if node.kind == "Conv2d":
            return _unchanged(network, name)
    return ""


def _unchanged(network: OpenedNetwork, name: str) -> str:
    """The layer whose numbers `name` only passes on."""
    while name != network.input and network.node(name).kind in UNCHANGING:
        before = network.node(name).inputs[0]
        if map_shape(network, before) != map_shape(network, name):
            break
        name = before
    return name
