"""The orientation of a photo: how the camera was held.

Read here rather than by Pillow, which warns on standard error about damaged blocks and raises many kinds of
errors.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from PIL.Image import Transpose

# EXIF 2.32, 4.6.4, tag 274: what turns the stored picture upright.
TURNS = {
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_270,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_90,
}
_ORIENTATION = 0x0112
_WHOLE_NUMBERS = {1: 1, 3: 2, 4: 4}  # bytes of the TIFF types BYTE, SHORT, LONG


def orientation(info: Mapping[Any, Any]) -> int | None:
    """The orientation in a picture's `info` (Pillow's): from EXIF, else from XMP; None where neither has one.

    What the file says comes back, also where it is none of 1 to 8. Raises ValueError for damaged EXIF.
    """
    block = info.get("exif")
    if block is None and isinstance(profile := info.get("Raw profile type exif"), str):
        block = bytes.fromhex("".join(profile.split("\n")[3:]))  # ImageMagick's way to keep EXIF in a PNG
    found = _from_exif(block) if isinstance(block, bytes) and block else None
    return found if found is not None else _from_xmp(info)


def _from_exif(block: bytes) -> int | None:
    """The orientation in the first directory of an EXIF block, its "Exif" mark optional (TIFF 6.0, 2)."""
    block = block.removeprefix(b"Exif\0\0")
    order = {b"II": "little", b"MM": "big"}.get(block[:2])
    if order is None:
        raise ValueError("no byte order")

    def number(at: int, count: int) -> int:
        if at + count > len(block):
            raise ValueError("an entry outside the block")
        return int.from_bytes(block[at : at + count], "little" if order == "little" else "big")

    first = number(4, 4)
    for entry in range(first + 2, first + 2 + 12 * number(first, 2), 12):
        if number(entry, 2) == _ORIENTATION and (width := _WHOLE_NUMBERS.get(number(entry + 2, 2))):
            return number(entry + 8, width)
    return None


def _from_xmp(info: Mapping[Any, Any]) -> int | None:
    packet = info.get("XML:com.adobe.xmp") or info.get("xmp") or b""
    if isinstance(packet, str):
        packet = packet.encode()
    match = re.search(rb'tiff:Orientation(?:="|>)([0-9])', packet) if isinstance(packet, bytes) else None
    return int(match[1]) if match else None
