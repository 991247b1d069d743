"""The photos on the command line: all are decoded once before anything else, and imports nothing slow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from explorer.image.photo import Photo, read

KEPT_BYTES = 256_000_000
"""Pixels that are kept from the first decoding; photos beyond that are decoded again when their turn comes."""


@dataclass(frozen=True)
class ReadPhoto:
    """A photo that can be decoded: its path as given, its size (height, width), its pixels while there is room."""

    path: str
    size: tuple[int, int]
    megapixels: float
    kept: Photo | None

    def photo(self) -> Photo:
        """The photo. Raises PhotoError where the file has changed since it was read first."""
        return self.kept or read(self.path, self.megapixels)


def read_all(paths: Sequence[str], megapixels: float) -> tuple[ReadPhoto, ...]:
    """The photos at `paths`, of at most `megapixels` million pixels each. Raises PhotoError for the first bad one."""
    read_photos, room = [], KEPT_BYTES
    for path in paths:
        photo = read(path, megapixels)
        room -= photo.nbytes
        read_photos.append(ReadPhoto(path, photo.size, megapixels, photo if room >= 0 else None))
    return tuple(read_photos)
