"""What two grids in step send to the browser: both photos' maps, none larger than is drawn."""

from __future__ import annotations

import json
import struct

import numpy as np

from explorer.render.sheet import sheet
from explorer.ui.components.grid_pair import payload

NAMES = ("teapot.jpg", "oranges.jpg")


def header(channels: int, side: int) -> dict:
    maps = np.random.default_rng(0).standard_normal((2, channels, side, side)).astype(np.float32)
    message = payload(sheet(maps[0]), sheet(maps[1]), NAMES, "conv1", {"selected": 3, "turn": 0})
    (length,) = struct.unpack_from("<I", message)
    found: dict = json.loads(message[4 : 4 + length])
    return found


def test_small_maps_go_whole() -> None:
    found = header(64, 7)
    assert found["arrays"]["here"]["shape"] == found["arrays"]["there"]["shape"] == [64, 7, 7]
    assert (found["layer"], found["names"], found["selected"]) == ("conv1", list(NAMES), 3)


def test_large_maps_go_as_small_as_they_are_drawn() -> None:
    found = header(4, 300)
    assert found["arrays"]["there"]["shape"] == [4, 100, 100]
    assert (found["height"], found["width"]) == (300, 300)
