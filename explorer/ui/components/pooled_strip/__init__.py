"""The pooled vector as a strip: one average per map, each beside the map that it is the mean of."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from explorer.render.scale import colour_table
from explorer.render.sheet import ChannelSheet
from explorer.ui.components.component import load, trigger
from explorer.ui.components.selection import selection
from explorer.ui.components.wire import pack


def pooled_strip(pooled: np.ndarray, maps: ChannelSheet, *, layer: str, key: str) -> int | None:
    """Shows `pooled` (K,) float32, the means of the K `maps` of `layer`.

    Returns the channel that was clicked just now, None in any other run. Raises ValueError if there is not one
    map for each average.
    """
    state = selection(key, None)
    data = payload(pooled, maps, layer, state.header())
    component = load(Path(__file__).parent, "pooled_strip")
    clicked = trigger(component, "select", key=key, data=data)
    if clicked is None:
        return None
    state.shown = int(clicked)
    return int(clicked)


def payload(pooled: np.ndarray, maps: ChannelSheet, layer: str, told: dict[str, Any]) -> bytes:
    """The message to the browser: the averages whole, the maps as 8-bit tiles with their limits."""
    if pooled.shape != maps.limits.shape:
        counts = f"{maps.limits.size} maps and {pooled.size} averages"
        raise ValueError(f"There are {counts}; expected one average a map.")
    return pack(
        {"layer": layer, **told},
        pooled=pooled.astype(np.float32, copy=False),
        tiles=maps.tiles,
        limits=maps.limits,
        light=colour_table("light"),
        dark=colour_table("dark"),
    )
