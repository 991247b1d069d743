"""What the Map page shows: the whole network as a chain of blocks, with this photo in it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from torch import nn

from explorer.errors import UnknownName
from explorer.explain.receipt import PROBABILITY
from explorer.network.arrange import as_maps, map_shape
from explorer.network.blocks import Block, Stage, blocks, drawn, drawn_edges, stages
from explorer.network.layers import Layer, Totals, total
from explorer.network.opened import OpenedNetwork
from explorer.network.shelf import Resident
from explorer.network.thumbnails import Thumbnail, Wish
from explorer.network.tree import TreeLine, module_tree
from explorer.render.layout import ENTRY, Lane, lane
from explorer.render.scale import indices
from explorer.ui import cache
from explorer.ui.workspace import Workspace

# Of every step four maps, small; of the step that stands for its block as many as its column holds.
_LANE = Wish(count=4, side=28)
_COLUMN_SIDE = 56
_MOST_TILES = 14
_CLASSES = 5
_LONGEST_STRIP = 512


@dataclass(frozen=True, eq=False)
class MapScene:
    """`chain` and `stages` are the blocks, `lanes` where the steps of each stand, `layers` all drawn steps by name.

    `thumbnails` are their strongest maps, `strip` (K,) the colour indices of the numbers that the last maps become,
    `classes` the leading ones as (label, probability), `seen` (h, w, 3) what the network saw of the photo, `times` the
    milliseconds of each layer where they have been measured. `selected` is the layer that is looked at, or empty.
    """

    network: OpenedNetwork
    chain: tuple[Block, ...]
    stages: tuple[Stage, ...]
    lanes: tuple[Lane, ...]
    layers: Mapping[str, Layer]
    totals: Totals
    thumbnails: Mapping[str, Thumbnail]
    strip: NDArray[np.uint8]
    classes: tuple[tuple[str, float], ...]
    seen: NDArray[np.uint8]
    times: Mapping[str, float]
    selected: str

    @property
    def ends(self) -> tuple[tuple[int, int, int], tuple[int, int, int]]:
        """(C, H, W) of the maps of the first block with a convolution, and of the last step that leaves maps."""
        kinds = [[node.kind for node in block.nodes] for block in self.chain]
        first = next((at for at, each in enumerate(kinds) if any(kind.startswith("Conv") for kind in each)), 0)
        begins = map_shape(self.network, self.chain[first].shown.name)
        shapes = [map_shape(self.network, node.name) for block in self.chain[first:] for node in block.nodes]
        maps = [shape for shape in shapes if shape[1] * shape[2] > 1]
        return begins, maps[-1] if maps else shapes[-1]


def map_scene(place: Workspace, resident: Resident) -> MapScene:
    """What the Map page shows; a layer that does not exist is said and left."""
    photo, recipe = place.photo, place.recipe
    size = (recipe.crop, recipe.crop)
    network = resident.opened(size)
    chain = blocks(network)
    layers = {layer.name: layer for layer in resident.layers(size)}
    steps = {node.name: layers[node.name] for node in drawn(network)}
    capture = cache.captured(photo, recipe, resident)
    return MapScene(
        network=network,
        chain=chain,
        stages=stages(network, chain),
        lanes=lanes(network, chain),
        layers=steps,
        totals=total([*layers.values()]),
        thumbnails=cache.thumbnails(photo, recipe, resident, wishes(network, chain)),
        strip=_strip(as_maps(capture, _vector(network, chain)).float().cpu().numpy().ravel()),
        classes=_leading(resident.network.labels, capture.probabilities.cpu().numpy()),
        seen=cache.prepared(photo, recipe).steps[2].array,
        times=cache.known_times(resident, size),
        selected=_selected(place, network, steps),
    )


def lanes(network: OpenedNetwork, chain: tuple[Block, ...]) -> tuple[Lane, ...]:
    """Where the steps of every block stand when it lies open."""
    home = {node.name: at for at, block in enumerate(chain) for node in block.nodes}
    edges: list[list[tuple[str, str]]] = [[] for _ in chain]
    for source, target in drawn_edges(network):
        edges[home[target]].append((source if home.get(source) == home[target] else ENTRY, target))
    return tuple(
        lane([node.name for node in block.nodes], dict.fromkeys(inside))
        for block, inside in zip(chain, edges, strict=True)
    )


def wishes(network: OpenedNetwork, chain: tuple[Block, ...]) -> dict[str, Wish]:
    """Which thumbnails the map needs: columns grow with the square root of the channels, as maps shrink."""
    found = dict.fromkeys((node.name for block in chain for node in block.nodes), _LANE)
    for block in chain:
        channels, *_ = map_shape(network, block.shown.name)
        tiles = min(_MOST_TILES, math.floor(2.5 * math.sqrt(channels / 64) + 0.5))
        found[block.shown.name] = Wish(max(_LANE.count, tiles), _COLUMN_SIDE)
    return found


def tree(module: nn.Module, network: OpenedNetwork) -> tuple[tuple[TreeLine, str], ...]:
    """The modules as torch prints them, each line with the layer that it leads to: the last one inside."""
    last: dict[str, str] = {}
    for node in network.nodes:
        parts = node.module.split(".") if node.module else []
        for depth in range(len(parts) + 1):
            last[".".join(parts[:depth])] = node.name
    # A module that stands in two places computes under the name of the first.
    first = {one: path for path, one in module.named_modules()}
    named = {path: first[one] for path, one in module.named_modules(remove_duplicate=False)}
    return tuple((line, last.get(named.get(line.path, ""), "")) for line in module_tree(module))


def _vector(network: OpenedNetwork, chain: tuple[Block, ...]) -> str:
    """The layer whose numbers the strip shows: those that the last maps become."""
    shown = chain[-1].shown.name
    return shown if map_shape(network, shown)[1:] == (1, 1) else network.output


def _strip(values: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Colour indices of a vector (K,); of a long one every n-th number."""
    every = values[:: math.ceil(len(values) / _LONGEST_STRIP)]
    finite = every[np.isfinite(every)]
    return indices(every, float(np.abs(finite).max()) if finite.size else 0.0)


def _leading(labels: tuple[str, ...], probabilities: NDArray[np.float32]) -> tuple[tuple[str, float], ...]:
    order = np.argsort(-probabilities, kind="stable")[:_CLASSES]
    return tuple((labels[at], float(probabilities[at])) for at in order)


def _selected(place: Workspace, network: OpenedNetwork, steps: Mapping[str, Layer]) -> str:
    wanted = place.view.layer
    if wanted in steps:
        return wanted
    if wanted not in ("", PROBABILITY, network.input, *(node.name for node in network.nodes)):
        place.complain(UnknownName("layer", wanted, [*steps]))
        place.show(place.view.at(""))
    return ""
