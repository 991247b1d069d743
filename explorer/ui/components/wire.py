"""One message to a component: a JSON header and arrays, as bytes in which no number is written as text.

uint32 little endian N, then N bytes of UTF-8 JSON padded with spaces so that (4 + N) % 8 == 0, then the
arrays back to back, each aligned to 8 bytes. `header["arrays"]` says for each name its dtype ("uint8" or
"float32"), shape and offset in bytes from the start. shared/wire.js reads it.
"""

from __future__ import annotations

import json
import struct
from typing import Any

import numpy as np
import numpy.typing as npt

AnyArray = npt.NDArray[np.generic]

_ALIGNMENT = 8
_LITTLE_ENDIAN = {"uint8": "u1", "float32": "<f4"}


def pack(header: dict[str, Any], **arrays: AnyArray) -> bytes:
    """The bytes of a header and arrays of uint8 or float32, any shape.

    Equal content gives equal bytes, so that Streamlit sends a repeated payload once: keep counters, times
    and the current selection out of it. Raises ValueError for other dtypes, for numbers that JSON does not
    know (NaN, infinity) in the header, and for a header that already holds the key "arrays".
    """
    if "arrays" in header:
        raise ValueError('The header holds the key "arrays", which pack writes itself; choose another name.')
    places: dict[str, dict[str, Any]] = {}
    parts: list[bytes] = []
    position = 0
    for name, array in arrays.items():
        part = _raw(name, array)
        places[name] = {"dtype": array.dtype.name, "shape": list(array.shape), "offset": position}
        parts.append(part)
        position += len(part)
    return b"".join([_head(header, places), *parts])


def _raw(name: str, array: AnyArray) -> bytes:
    """The bytes of one array, row after row, padded to the alignment."""
    if array.dtype.name not in _LITTLE_ENDIAN:
        raise ValueError(f"{name} has dtype {array.dtype}; expected {' or '.join(_LITTLE_ENDIAN)}: convert it first.")
    data = array.astype(_LITTLE_ENDIAN[array.dtype.name], copy=False).tobytes()
    return data + bytes(-len(data) % _ALIGNMENT)


def _head(header: dict[str, Any], places: dict[str, dict[str, Any]]) -> bytes:
    """The length and the padded JSON; offsets count from the start of the payload, so its own length goes
    in."""
    rest = _json(header)[1:-1]
    start = 0
    while True:
        shifted = {name: {**place, "offset": place["offset"] + start} for name, place in places.items()}
        text = f'{{"arrays": {_json(shifted)}{", " if rest else ""}{rest}}}'.encode()
        text += b" " * (-(4 + len(text)) % _ALIGNMENT)
        if 4 + len(text) <= start:
            text += b" " * (start - 4 - len(text))
            return struct.pack("<I", len(text)) + text
        start = 4 + len(text)


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, sort_keys=True)
