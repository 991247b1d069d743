"""One map enlarged: the exact value of the cell under the pointer, statistics, a histogram as legend."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import numpy as np
import numpy.typing as npt

from explorer.render.scale import colour_table, scale_of
from explorer.render.statistics import statistics
from explorer.ui.components.component import load, trigger
from explorer.ui.components.wire import pack


def feature_map(
    values: npt.NDArray[np.float32],
    *,
    layer: str,
    channel: int,
    layer_limit: float,
    signed: bool,
    caption: str,
    pinned: tuple[int, int] | None,
    key: str,
) -> tuple[int, int] | None:
    """Shows `values` (H, W) float32 and returns the cell (row, column) just pinned, None in any other run.

    `layer` and `channel` link the map to the channel_grid of the same layer on the page, whose colour range
    it follows. `layer_limit` is the largest |value| of the layer: a map of a single cell is coloured by it.
    `signed`, the layer's ChannelSheet.signed, gives the legend two arms. `caption` stands at the right above
    the map: "kernel 32 × 3 × 3". `pinned` is the cell that a layer starts with; None for its highest.
    """
    component = load(Path(__file__).parent, "feature_map")
    data = payload(values, layer, channel, layer_limit, signed, caption, pinned)
    cell = trigger(component, "cell", key=key, data=data)
    return None if cell is None else (int(cell[0]), int(cell[1]))


def payload(
    values: npt.NDArray[np.float32],
    layer: str,
    channel: int,
    layer_limit: float,
    signed: bool,
    caption: str,
    pinned: tuple[int, int] | None,
) -> bytes:
    """The message to the browser: the values themselves, float32 bit by bit, and what they come to."""
    header = {
        "layer": layer,
        "channel": int(channel),
        "caption": caption,
        "height": values.shape[0],
        "width": values.shape[1],
        "limit": float(layer_limit) if values.size == 1 else scale_of(values).limit,
        "signed": signed,
        "peak": peak(values),
        "stats": asdict(statistics(values)),
        "pinned": pinned,
    }
    return pack(
        header,
        light=colour_table("light"),
        dark=colour_table("dark"),
        values=values.astype(np.float32),
    )


def peak(values: npt.NDArray[np.float32]) -> tuple[int, int]:
    """(row, column) of the highest finite value; the first cell when there is none."""
    place = int(np.argmax(np.where(np.isfinite(values), values, -np.inf)))
    return place // values.shape[1], place % values.shape[1]
