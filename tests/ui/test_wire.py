"""The wire format, from the Python side; tests/js/wire.test.js reads what pack writes."""

from __future__ import annotations

import json
import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from explorer.ui.components.wire import pack

SHAPES = arrays.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=5)
ARRAYS = st.dictionaries(
    st.text(min_size=1, max_size=4),
    st.one_of(arrays.arrays(np.uint8, SHAPES), arrays.arrays(np.float32, SHAPES)),
    max_size=5,
)


def unpack(payload: bytes) -> tuple[dict[str, object], dict[str, np.ndarray]]:
    """The format read as its description says, without the writer's code."""
    (length,) = struct.unpack_from("<I", payload)
    assert (4 + length) % 8 == 0
    header = json.loads(payload[4 : 4 + length])
    found = {}
    for name, place in header["arrays"].items():
        assert place["offset"] % 8 == 0
        kind = np.dtype(place["dtype"]).newbyteorder("<")
        count = int(np.prod(place["shape"]))
        found[name] = np.frombuffer(payload, kind, count, place["offset"]).reshape(place["shape"])
    return header, found


@given(st.dictionaries(st.text(max_size=4).filter(lambda key: key != "arrays"), st.text(max_size=30)), ARRAYS)
def test_reads_back(header: dict[str, str], given_: dict[str, np.ndarray]) -> None:
    given_ = {name: array for name, array in given_.items() if name != "header"}
    found_header, found = unpack(pack(header, **given_))
    assert {key: value for key, value in found_header.items() if key != "arrays"} == header
    assert list(found) == sorted(given_)
    for name, array in given_.items():
        assert found[name].dtype.name == array.dtype.name
        assert found[name].shape == array.shape
        assert found[name].tobytes() == array.tobytes()


@pytest.mark.parametrize("length", range(90, 110))
def test_headers_of_any_length_are_aligned(length: int) -> None:
    _, found = unpack(pack({"text": "x" * length}, values=np.arange(3, dtype=np.float32)))
    assert found["values"].tolist() == [0, 1, 2]


def test_equal_content_gives_equal_bytes() -> None:
    tile = np.ones((2, 2), dtype=np.uint8)
    assert pack({"a": 1, "b": 2}, tile=tile) == pack({"b": 2, "a": 1}, tile=tile.copy())


def test_views_and_foreign_byte_orders() -> None:
    values = np.arange(6, dtype=">f4").reshape(2, 3).T
    _, found = unpack(pack({}, values=values))
    assert found["values"].tolist() == [[0, 3], [1, 4], [2, 5]]


@pytest.mark.parametrize(
    ("header", "array", "sentence"),
    [
        ({}, np.zeros(2), "values has dtype float64; expected uint8 or float32"),
        ({"arrays": 1}, np.zeros(2, np.uint8), 'already|"arrays"'),
        ({"mean": float("nan")}, np.zeros(2, np.uint8), "JSON"),
    ],
)
def test_what_cannot_be_packed(header: dict[str, object], array: np.ndarray, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        pack(header, values=array)
