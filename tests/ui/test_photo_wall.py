"""What the wall of photos sends to the browser."""

from __future__ import annotations

import json
import struct

from hypothesis import given
from hypothesis import strategies as st

from explorer.ui.components.photo_wall import Tile, payload


@given(st.lists(st.tuples(st.binary(max_size=40), st.text(max_size=8))))
def test_every_file_arrives_whole_beside_its_words(photos: list[tuple[bytes, str]]) -> None:
    message = payload([Tile(data, label, label.upper()) for data, label in photos], "Batch", 120, "Open")
    (length,) = struct.unpack_from("<I", message)
    header = json.loads(message[4 : 4 + length])
    assert [(tile["label"], tile["note"]) for tile in header["tiles"]] == [(text, text.upper()) for _, text in photos]
    at, start = header["arrays"]["files"]["offset"], 0
    for end, (data, _) in zip(header["ends"], photos, strict=True):
        assert message[at + start : at + end] == data
        start = end
