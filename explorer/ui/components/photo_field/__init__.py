"""The photo that the network saw, with the receptive field of the cell that is pointed at, and the map laid over it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from explorer.explain.receptive import MapFields
from explorer.render.scale import colour_table
from explorer.ui.components.component import load
from explorer.ui.components.wire import pack


def photo_field(seen: npt.NDArray[np.uint8], fields: MapFields | None, *, layer: str, key: str) -> None:
    """Shows `seen` (h, w, 3), what the network saw; `fields` are those of the cells of the feature_map of `layer`.

    It follows that map on the same page: its cell, and its picture.
    """
    load(Path(__file__).parent, "photo_field")(key=key, data=payload(seen, fields, layer))


def payload(seen: npt.NDArray[np.uint8], fields: MapFields | None, layer: str) -> bytes:
    """The message to the browser: the photo, and of each row and column of the map the four numbers of MapFields."""
    sides = {} if fields is None else {"rows": fields.rows, "columns": fields.columns}
    return pack(
        {"layer": layer},
        light=colour_table("light"),
        dark=colour_table("dark"),
        seen=seen,
        **{name: numbers.astype(np.float32) for name, numbers in sides.items()},
    )
