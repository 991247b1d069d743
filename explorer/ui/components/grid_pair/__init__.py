"""All channels of a layer for two photos: two grids in step, each pair of maps on one scale."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from explorer.render.scale import colour_table
from explorer.render.sheet import ChannelSheet
from explorer.render.shrink import shrunk
from explorer.ui.components.component import load, mounted
from explorer.ui.components.selection import selection
from explorer.ui.components.wire import pack

# Longest side of a tile, in cells: two grids share the width of one.
_SIDE = 112


def grid_pair(
    here: ChannelSheet, there: ChannelSheet, names: tuple[str, str], *, layer: str, channel: int, key: str
) -> None:
    """Shows the channels of `layer` for the photos `names`; `channel` is marked in both.

    A click is sent as the trigger "channel".
    """
    data = payload(here, there, names, layer, selection(key, channel).header())
    mounted(load(Path(__file__).parent, "grid_pair"), "channel", key=key, data=data)


def payload(here: ChannelSheet, there: ChannelSheet, names: tuple[str, str], layer: str, told: dict[str, Any]) -> bytes:
    """The message to the browser: the tiles of both in 8 bits, none larger than is drawn, and their limits."""
    _, height, width = here.tiles.shape
    return pack(
        {"layer": layer, "names": list(names), "height": height, "width": width, **told},
        light=colour_table("light"),
        dark=colour_table("dark"),
        here=_small(here.tiles),
        there=_small(there.tiles),
        here_limits=here.limits,
        there_limits=there.limits,
        here_means=here.mean,
        there_means=there.mean,
    )


def _small(tiles: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    return tiles if max(tiles.shape[1:]) <= _SIDE else np.stack([shrunk(tile, _SIDE) for tile in tiles])
