"""All channels of a layer on one canvas: pointer, colour range, selection and keys answer in the browser."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import numpy as np
import numpy.typing as npt

from explorer.render.scale import colour_table
from explorer.render.sheet import ChannelSheet
from explorer.ui.components.component import load, trigger
from explorer.ui.components.wire import pack


def channel_grid(sheet: ChannelSheet, bars: npt.NDArray[np.int64], *, layer: str, key: str) -> int | None:
    """Shows every channel of `sheet` and returns the one that was just chosen, None in any other run.

    `bars` is the histogram of the whole layer, as explorer.render.statistics.tallied counts it on the layer's scale.

    `layer` names the layer for people and links the grid to the feature_map of the same layer on the page: a
    chosen tile is enlarged at once, in 8 bits, and exactly as soon as the page sends its values.
    """
    component = load(Path(__file__).parent, "channel_grid")
    chosen = trigger(component, "channel", key=key, data=payload(sheet, bars, layer))
    # A choice may arrive after its layer has gone.
    return None if chosen is None or chosen >= len(sheet.tiles) else int(chosen)


def payload(sheet: ChannelSheet, bars: npt.NDArray[np.int64], layer: str) -> bytes:
    """The message to the browser; it does not hold the selection, so that an equal one is sent only once."""
    channels, height, width = sheet.tiles.shape
    return pack(
        {
            "layer": layer,
            "channels": channels,
            "height": height,
            "width": width,
            "signed": sheet.signed,
            "stats": asdict(sheet.whole),
            "bars": bars.tolist(),
        },
        light=colour_table("light"),
        dark=colour_table("dark"),
        limits=sheet.limits,
        low=sheet.low,
        high=sheet.high,
        mean=sheet.mean,
        deviation=sheet.deviation,
        zeros=sheet.zeros,
        odd=sheet.odd.astype(np.float32),
        tiles=sheet.tiles,
    )
