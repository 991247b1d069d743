"""A few maps of one size side by side: one scale, one pointer."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from explorer.render.scale import colour_table
from explorer.ui.components.component import load
from explorer.ui.components.wire import pack

WIDEST = 304
"""Pixels across of one map."""


def map_row(maps: Mapping[str, np.ndarray], *, key: str, photo: np.ndarray | None = None) -> None:
    """Shows `maps`, each (H, W) float32 under its title, all of one size; before them `photo` (h, w, 3) uint8."""
    load(Path(__file__).parent, "map_row")(key=key, data=payload(maps, photo))


def payload(maps: Mapping[str, np.ndarray], photo: np.ndarray | None) -> bytes:
    """The message to the browser."""
    return pack(
        {"titles": list(maps), "widest": WIDEST},
        maps=np.stack(list(maps.values())).astype(np.float32, copy=False),
        photo=np.zeros((0, 0, 3), np.uint8) if photo is None else photo,
        light=colour_table("light"),
        dark=colour_table("dark"),
    )
