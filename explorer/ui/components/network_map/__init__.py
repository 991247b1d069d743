"""The whole network for this photo: columns of maps above, the steps of one block below. Drawn, panned, zoomed, walked
and searched in the browser."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explorer.network.arrange import map_shape
from explorer.network.blocks import Block
from explorer.render.numbers import probability
from explorer.render.scale import colour_table
from explorer.render.shrink import within
from explorer.ui.components.component import load, mounted, sent
from explorer.ui.components.selection import selection, shows
from explorer.ui.components.wire import pack
from explorer.ui.map import words
from explorer.ui.map.scene import MapScene

_PHOTO = 192
EVENTS = ("select", "open", "kernels", "measure", "photo", "scores")
"""What the map sends: a layer was chosen, or is to be opened in Layers or in Kernels; times are wanted; the photo or
the classes were clicked."""


def network_map(scene: MapScene, *, key: str) -> None:
    """Draws the map. What is clicked waits for `taken` in the next run."""
    told = selection(key, scene.selected)
    component = load(Path(__file__).parent, "network_map")
    mounted(component, "act", key=key, data=payload(scene, told.header()))


def taken(key: str) -> tuple[str, str] | None:
    """(event, layer) that the map has sent since the last run; the layer is empty where none is meant."""
    act = sent(key, "act")
    if not isinstance(act, dict) or act.get("event") not in EVENTS:
        return None
    event, layer = str(act["event"]), str(act.get("layer", ""))
    if event == "select":
        shows(key, layer)
    return event, layer


def payload(scene: MapScene, told: dict[str, Any]) -> bytes:
    """The message to the browser: everything in words and numbers, and all thumbnails as one row of 8-bit cells."""
    names = [*scene.layers]
    place = {name: at for at, name in enumerate(names)}
    sheet: list[NDArray[np.uint8]] = []
    nodes = _nodes(scene, sheet)
    totals = words.totals(scene)
    header = {
        **told,
        "blocks": [_block(scene, block, at, place) for at, block in enumerate(scene.chain)],
        "stages": [
            {
                "label": words.stage_label(stage, scene.chain),
                "first": stage.first,
                "last": stage.last,
                "shape": words.shape_of(scene.network, scene.chain[stage.last].shown.name),
            }
            for stage in scene.stages
        ],
        "nodes": nodes,
        "figures": [{"name": name, "total": text} for name, text in zip(words.FIGURES, totals, strict=True)],
        "classes": [{"label": label, "share": share, "text": probability(share)} for label, share in scene.classes],
        "photo": words.shape_of(scene.network, scene.network.input),
        "head": f"{words.shape_of(scene.network, scene.network.output)} classes",
    }
    return pack(
        header,
        sheet=np.concatenate(sheet) if sheet else np.zeros(0, np.uint8),
        strip=scene.strip,
        seen=within(scene.seen, _PHOTO),
        light=colour_table("light"),
        dark=colour_table("dark"),
    )


def _block(scene: MapScene, block: Block, at: int, place: dict[str, int]) -> dict[str, Any]:
    lane = scene.lanes[at]
    sums = [sum(each) for each in zip(*(words.figures(scene, scene.layers[n.name]) for n in block.nodes), strict=True)]
    channels, height, width = map_shape(scene.network, block.shown.name)
    return {
        "name": block.name,
        "skip": words.has_skip(block),
        "shown": place[block.shown.name],
        "shape": words.shape_of(scene.network, block.shown.name),
        "channels": channels,
        "sides": [height, width],
        "first": place[block.nodes[0].name],
        "last": place[block.nodes[-1].name],
        "figures": sums,
        "texts": [words.figure(name, value) for name, value in zip(words.FIGURES, sums, strict=True)],
        "lane": [lane.columns, lane.rows, lane.tracks],
        "routes": [
            [place.get(route.source, -1), place[route.target], route.course, route.track] for route in lane.routes
        ],
    }


def _nodes(scene: MapScene, sheet: list[NDArray[np.uint8]]) -> list[dict[str, Any]]:
    """Every step, and its tiles appended to `sheet`."""
    found, start = [], 0
    for at, (block, lane) in enumerate(zip(scene.chain, scene.lanes, strict=True)):
        short = _short([node.name for node in block.nodes])
        for node in block.nodes:
            layer, tiles = scene.layers[node.name], scene.thumbnails[node.name].tiles
            found.append(
                {
                    "name": node.name,
                    "short": short[node.name],
                    "type": node.kind,
                    "does": words.does(layer),
                    "shape": words.shape_of(scene.network, node.name),
                    "facts": words.facts(scene, layer),
                    "block": at,
                    "place": list(lane.places[node.name]),
                    "tiles": [start, *tiles.shape],
                    "figures": list(words.figures(scene, layer)),
                    "kernels": node.kind == "Conv2d",
                }
            )
            sheet.append(tiles.ravel())
            start += tiles.size
    return found


def _short(names: Sequence[str]) -> dict[str, str]:
    """Each name without the modules that all of them stand in."""
    if len(names) == 1:
        return {names[0]: names[0].rpartition(".")[2]}
    parts = [name.split(".") for name in names]
    shared = 0
    while all(len(each) > shared + 1 and each[shared] == parts[0][shared] for each in parts):
        shared += 1
    return {name: ".".join(each[shared:]) for name, each in zip(names, parts, strict=True)}
