"""Bytes -> Photo: the one place where pictures are decoded, safely and right."""

from __future__ import annotations

import hashlib
import io
import os
import struct
import threading
import warnings
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFile
from PIL.BmpImagePlugin import BmpImageFile
from PIL.GifImagePlugin import GifImageFile
from PIL.JpegImagePlugin import jpeg_factory
from PIL.PngImagePlugin import PngImageFile
from PIL.WebPImagePlugin import WebPImageFile

from explorer.errors import PhotoError
from explorer.image import colour, exif, header, heic
from explorer.image.header import Kind

MEGAPIXELS = 40.0

# Each reader by itself instead of Image.open: nothing else is read, whatever is installed or registered.
_READERS: dict[Kind, Callable[[io.BytesIO], ImageFile.ImageFile]] = {
    "JPEG": jpeg_factory,
    "PNG": PngImageFile,
    "WebP": WebPImageFile,
    "GIF": GifImageFile,
    "BMP": BmpImageFile,
}
# What Pillow's readers raise on damaged files, beside OSError.
_FAULTS = (
    OSError, SyntaxError, ValueError, IndexError, KeyError, TypeError, EOFError, AttributeError, RuntimeError,
    OverflowError, MemoryError, struct.error, zlib.error, Image.DecompressionBombError,
)  # fmt: skip
_OPENING = threading.Lock()


@dataclass(frozen=True, eq=False)
class Photo:
    """A photo as people see it: upright, 8-bit sRGB, opaque."""

    name: str
    """The file's name, for people."""
    pixels: NDArray[np.uint8]
    """(H, W, 3), 0 to 255, read-only."""
    digest: str
    """32 hexadecimal digits over size and pixels: equal pictures have equal digests."""
    format: str
    """What the file was: "JPEG", "PNG", "WebP", "GIF", "BMP" or "HEIC"."""
    notes: tuple[str, ...]
    """What decoding did, for people: "turned upright (EXIF orientation 6)"."""

    @property
    def nbytes(self) -> int:
        """Memory that the pixels hold, in bytes."""
        return self.pixels.nbytes

    @property
    def size(self) -> tuple[int, int]:
        """(height, width) in pixels."""
        return self.pixels.shape[0], self.pixels.shape[1]


def read(path: str | os.PathLike[str], megapixels: float = MEGAPIXELS) -> Photo:
    """The photo in a file, see `decode`; PhotoError also when it is missing, a folder or cannot be opened."""
    file = Path(path)
    try:
        if file.is_dir():
            raise PhotoError(f"“{file}” is a folder, not a photo.", "Name a photo inside it.")
        if not file.is_file():
            missing = "is neither a file nor a folder" if file.exists() else "does not exist"
            raise PhotoError(f"“{file}” {missing}.", "Check the name and the folder that it is in.")
        data = _bytes_of(file, megapixels)
    except OSError as error:
        raise PhotoError(
            f"“{file}” cannot be opened: {error.strerror or error}.", "Check that it may be read."
        ) from error
    return decode(data, file.name, megapixels)


def _bytes_of(file: Path, megapixels: float) -> bytes:
    """The bytes of a file that begins as a photo does and is no longer than such a photo can be."""
    most = int(megapixels * 8e6) + (16 << 20)  # 16 bits for each of red, green, blue, alpha, not compressed
    with file.open("rb") as stream:
        head = stream.read(4096)
        header.identify(head, file.name)
        data = head + stream.read(most + 1 - len(head))
    if len(data) > most:
        raise PhotoError(
            f"“{file.name}” is longer than {most >> 20:,} MiB, more than {megapixels:g} megapixels can take.",
            "Save it smaller and open that.",
        )
    return data


def decode(data: bytes, name: str, megapixels: float = MEGAPIXELS) -> Photo:
    """The photo in `data`, the bytes of a picture file: its first frame, upright, sRGB, laid on white.

    Nothing is decoded before the header's size is known to be at most `megapixels` million pixels, and 65,535
    along a side. Raises PhotoError for what is no photo, too large, cut short or damaged. Several threads may
    call it at once.
    """
    kind = header.identify(data, name)
    if (stated := header.stated_size(data, kind)) is not None:
        header.check_size(*stated, name, megapixels)
    with _refusing(data, kind, name):
        image, notes = _decoded(data, kind, name, megapixels)
    image, turned = _upright(image)
    depth = data[24] if kind == "PNG" else 8
    pixels, converted = colour.to_srgb(image, depth, name)
    pixels.setflags(write=False)
    return Photo(name, pixels, _digest(pixels), kind, notes + turned + converted)


def _decoded(data: bytes, kind: Kind, name: str, megapixels: float) -> tuple[Image.Image, tuple[str, ...]]:
    """The first picture in `data`, as stored (HEIC: upright), and a note where it is one of several."""
    if kind == "HEIC":
        return heic.decode(data, name, megapixels), ()
    with _OPENING, warnings.catch_warnings():
        # Pillow warns about metadata that does not matter here. Under a lock, for filters belong to all
        # threads, and for Pillow alone, so that a clash with another thread's can silence nothing else.
        warnings.filterwarnings("ignore", module=r"PIL\.")
        image = _READERS[kind](io.BytesIO(data))
    header.check_size(image.height, image.width, name, megapixels)
    notes = _frames(image)
    image.load()
    return image, notes


@contextmanager
def _refusing(data: bytes, kind: Kind, name: str) -> Iterator[None]:
    """Turns what Pillow raises on a damaged file into a PhotoError that says what is wrong with it."""
    try:
        yield
    except _FAULTS as error:
        if "text chunks" in str(error) or "Decompressed data too large" in str(error):
            raise PhotoError(
                f"“{name}” carries texts that unpack to more than 64 MB beside its picture.",
                "Save the picture again without its texts.",
            ) from error
        if header.ends_early(data, kind) or "truncated" in str(error):
            raise PhotoError(
                f"“{name}” is cut short: after {len(data):,} bytes the {kind} ends before its picture does.",
                "Copy or download it again, whole.",
            ) from error
        raise PhotoError(
            f"“{name}” begins as a {kind} does, but its picture cannot be decoded: it is damaged or of a rare kind.",
            "Open it in a picture program and save it as JPEG or PNG, or take another copy.",
        ) from error


def _frames(image: Image.Image) -> tuple[str, ...]:
    """A note where the file has more than one picture. Counting those of a GIF would read them all."""
    if not getattr(image, "is_animated", False):
        return ()
    if image.format == "GIF":
        return ("first frame of an animation",)
    what = "frames" if image.format in ("WEBP", "PNG") else "pictures in the file"
    return (f"first of {getattr(image, 'n_frames', 1):,} {what}",)


def _upright(image: Image.Image) -> tuple[Image.Image, tuple[str, ...]]:
    """The decoded picture as the camera was held, and a note; as stored where EXIF does not say so."""
    already = image.info.get("original_orientation")  # HEIC: its reader has turned it
    try:
        value = already or exif.orientation(image.info)
    except ValueError:
        return image, ("damaged EXIF ignored, shown as stored",)
    if value is None or value == 1:
        return image, ()
    if value not in exif.TURNS:
        return image, (f"EXIF orientation {value} means nothing, shown as stored",)
    turned = image if already else image.transpose(exif.TURNS[value])
    return turned, (f"turned upright (EXIF orientation {value})",)


def _digest(pixels: NDArray[np.uint8]) -> str:
    digest = hashlib.sha256(f"{pixels.shape}".encode())
    digest.update(pixels.data)
    return digest.hexdigest()[:32]
