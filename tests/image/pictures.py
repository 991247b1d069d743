"""Pictures, photos and recipes for tests; byte by byte where Pillow cannot write what a test needs."""

from __future__ import annotations

import dataclasses
import io
import struct
import zlib
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms

from explorer.image.photo import Photo, decode
from explorer.image.preprocess import STANDARD, Fit, Recipe

GREY, RGB, GREY_ALPHA, RGB_ALPHA = 0, 2, 4, 6


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(
    samples: NDArray[Any],
    colours: int,
    depth: int,
    before: bytes = b"",
    after: bytes = b"",
    lines: int | None = None,
) -> bytes:
    """A PNG of samples (H, W) or (H, W, C) of `depth` bits, with chunks before and after the pixels.

    `lines` states another height than there are rows.
    """
    height, width = samples.shape[:2]
    flat = samples.reshape(height, -1)
    if depth >= 8:
        rows = flat.astype(f">u{depth // 8}").view(np.uint8).reshape(height, -1)
    else:
        shifts = np.arange(depth - 1, -1, -1)
        rows = np.packbits(((flat[:, :, None] >> shifts) & 1).reshape(height, -1), axis=1)
    data = b"".join(b"\0" + row.tobytes() for row in np.asarray(rows, np.uint8))
    head = struct.pack(">IIBBBBB", width, lines or height, depth, colours, 0, 0, 0)
    return b"".join(
        [
            b"\x89PNG\r\n\x1a\n",
            chunk(b"IHDR", head),
            before,
            chunk(b"IDAT", zlib.compress(data)),
            after,
            chunk(b"IEND", b""),
        ]
    )


def exif(value: int, order: str = ">") -> bytes:
    """An EXIF block with nothing but an orientation."""
    mark = b"MM\0*" if order == ">" else b"II*\0"
    return mark + struct.pack(f"{order}IHHHIHHI", 8, 1, 0x0112, 3, 1, value, 0, 0)


def grey_profile(gamma: float) -> bytes:
    """An ICC profile for grey with the given gamma (ICC.1:2001-04, 6.1 and 6.3.1.2)."""

    def fixed(*numbers: float) -> bytes:
        return b"".join(struct.pack(">i", round(number * 65536)) for number in numbers)

    white = fixed(0.9642, 1.0, 0.8249)
    text = b"hand-made grey\0"
    tags = {
        b"desc": b"desc\0\0\0\0" + struct.pack(">I", len(text)) + text + bytes(78 + 1),
        b"wtpt": b"XYZ \0\0\0\0" + white,
        b"kTRC": b"curv\0\0\0\0" + struct.pack(">IHH", 1, round(gamma * 256), 0),
    }
    at = 128 + 4 + 12 * len(tags)
    table, bodies = struct.pack(">I", len(tags)), b""
    for name, body in tags.items():
        table += name + struct.pack(">II", at + len(bodies), len(body))
        bodies += body + bytes(-len(body) % 4)
    head = struct.pack(">I4xI4s4s4s12x4s", at + len(bodies), 0x02400000, b"mntr", b"GRAY", b"XYZ ", b"acsp")
    return head + bytes(68 - len(head)) + white + bytes(128 - 80) + table + bodies


def srgb_profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def saved(picture: Image.Image, kind: str, **options: Any) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, kind, **options)
    return stream.getvalue()


def random_pixels(seed: int, *shape: int) -> NDArray[np.uint8]:
    return np.random.default_rng(seed).integers(0, 256, shape, np.uint8)


def photo_of(pixels: np.ndarray) -> Photo:
    """The photo that a file of these pixels (H, W, 3) gives."""
    return decode(saved(Image.fromarray(pixels), "PNG", compress_level=0), "x")


def own(crop: int, resize: int, fit: Fit = "crop") -> Recipe:
    """ImageNet's recipe with other sizes."""
    return dataclasses.replace(STANDARD, name="own", resize=resize, crop=crop, fit=fit)
