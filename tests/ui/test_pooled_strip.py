"""What the strip of averages sends to the browser."""

from __future__ import annotations

import json
import struct

import numpy as np
import pytest

from explorer.render.sheet import sheet
from explorer.ui.components.pooled_strip import payload


def test_the_averages_are_sent_whole_and_the_maps_in_eight_bits() -> None:
    maps = np.random.default_rng(0).standard_normal((2048, 7, 7)).astype(np.float32)
    pooled = maps.mean(axis=(1, 2), dtype=np.float32)
    message = payload(pooled, sheet(maps), "layer4", {"selected": 5, "turn": 2})
    (length,) = struct.unpack_from("<I", message)
    header = json.loads(message[4 : 4 + length])
    place = header["arrays"]["pooled"]
    assert np.array_equal(np.frombuffer(message, "<f4", 2048, place["offset"]), pooled)
    assert header["arrays"]["tiles"] == {
        "dtype": "uint8",
        "shape": [2048, 7, 7],
        "offset": header["arrays"]["tiles"]["offset"],
    }
    assert (header["layer"], header["selected"], header["turn"]) == ("layer4", 5, 2)
    assert len(message) < 2048 * (49 + 8) + 3000


def test_one_average_for_each_map() -> None:
    with pytest.raises(ValueError, match=r"3 maps and 4 averages; expected one average a map\."):
        payload(np.zeros(4, np.float32), sheet(np.zeros((3, 2, 2), np.float32)), "layer4", {})
