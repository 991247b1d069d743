"""The trail's message: paths of layers are parted from places in them, names are not."""

from __future__ import annotations

import json
import struct

import pytest

from explorer.ui.components.way_trail import payload


def stops_of(message: bytes) -> list[dict[str, str]]:
    (length,) = struct.unpack_from("<I", message)
    stops: list[dict[str, str]] = json.loads(message[4 : 4 + length])["stops"]
    return stops


@pytest.mark.parametrize(
    ("where", "path", "place"),
    [
        ("features.5.expand3x3 [59] 15, 33", "features.5.expand3x3", "[59] 15, 33"),
        ("avgpool [7]", "avgpool", "[7]"),
        ("analog clock", "", "analog clock"),
        ("analog clock, probability", "", "analog clock, probability"),
        ("photo, green 100, 100", "", "photo, green 100, 100"),
    ],
)
def test_the_path_of_a_layer_stands_apart(where: str, path: str, place: str) -> None:
    assert stops_of(payload([(where, "1,539.0")])) == [{"path": path, "place": place, "value": "1,539.0"}]


def test_all_stops_are_sent_in_their_order() -> None:
    way = [(f"layer{one} [{one}]", str(one)) for one in range(40)]
    assert [stop["value"] for stop in stops_of(payload(way))] == [value for _, value in way]
    assert payload(way) == payload(tuple(way))
