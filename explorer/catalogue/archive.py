"""An uploaded zip of products -> the same catalogue as its unpacked folder; nothing in it is trusted.

How large it says it is, is checked before anything is unpacked; how large it turns out to be, while it is. Files are
written below one folder and nowhere else. What cannot be used is listed by name and reason, as in a folder.
"""

from __future__ import annotations

import lzma
import shutil
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from explorer.catalogue.dataset import LAYOUT, Catalogue, Entry, Fault, assemble
from explorer.errors import CatalogueError, PhotoError
from explorer.image import header
from explorer.image.photo import MEGAPIXELS

# Bytes of the list of files at an archive's end: some 100,000 names. A longer one would fill the memory when read.
LONGEST_LIST = 16 << 20
# What file systems hold.
LONGEST_NAME, LONGEST_PATH = 255, 1000
# The record that ends an archive, its length, and the most of a comment that may follow it.
_END, _END_BYTES, _COMMENT = b"PK\5\6", 22, 65_535
_END_OF_LARGE, _END_OF_LARGE_BYTES = b"PK\6\7", 20
_CHUNK = 1 << 20
_READABLE = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
# What zipfile raises on damaged archives: zlib, bz2 and lzma each have errors of their own, some of them OSErrors.
_FAULTS = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, ValueError, RuntimeError,
    NotImplementedError, struct.error, IndexError, OverflowError,
)  # fmt: skip


@dataclass(frozen=True)
class Budget:
    """The most that one archive may hold: photos, and bytes when unpacked."""

    photos: int
    nbytes: int


# A file of an archive, and the parts of its path from the product's folder on.
Wanted = tuple[zipfile.ZipInfo, tuple[str, ...]]


@dataclass
class _Names:
    """The paths that were given out, so that none stands for two files on a system that does not tell case apart."""

    spelt: dict[str, tuple[str, bool]] = field(default_factory=dict)

    def take(self, parts: Sequence[str]) -> str:
        """Take a file's path; why it cannot be had, or ""."""
        if len(parts) < 2:
            return "It lies in no product’s folder."
        wanted = [("/".join(parts[:length]), length == len(parts)) for length in range(1, len(parts) + 1)]
        for path, is_file in wanted:
            other, was_file = self.spelt.get(_folded(path), (path, is_file))
            if other != path:
                return f"Its name differs from “{other}” in case or accents only; many systems take both for one."
            if was_file != is_file or (was_file and _folded(path) in self.spelt):
                return f"Another file or folder is called “{path}” already."
        self.spelt.update({_folded(path): (path, is_file) for path, is_file in wanted})
        return ""


def unpack(stream: BinaryIO, name: str, folder: Path, budget: Budget, megapixels: float = MEGAPIXELS) -> Catalogue:
    """The catalogue in the zip archive `stream`, called `name`; its photos are written below `folder`, which is new.

    Folders that hold everything, such as "products/" in products.zip, count for nothing. Afterwards
    `read_folder(folder)` finds the same photos. Raises CatalogueError where it is no archive, exceeds `budget`, cannot
    be written or holds no two products; then `folder` is gone.
    """
    folder.mkdir(mode=0o700, parents=True)
    try:
        return _unpacked(stream, name, folder, budget, megapixels)
    except BaseException as error:
        shutil.rmtree(folder, ignore_errors=True)
        if isinstance(error, OSError):
            why = f"“{name}” cannot be unpacked: {error.strerror or error}."
            raise CatalogueError(why, "Make room on the server’s disk.") from error
        raise


def _unpacked(stream: BinaryIO, name: str, folder: Path, budget: Budget, megapixels: float) -> Catalogue:
    with _opened(stream, name) as archive:
        wanted, faults = _sorted(archive, name, budget)
        found = [_written(archive, info, parts, folder) for info, parts in wanted]
    entries = [each for each in found if isinstance(each, Entry)]
    faults += [each for each in found if isinstance(each, Fault)]
    catalogue = assemble(Path(name).stem, entries, faults, megapixels)
    kept = {entry.name for entry in catalogue.entries}
    for entry in entries:
        if entry.name not in kept:
            (folder / entry.name).unlink()
    return catalogue


def _opened(stream: BinaryIO, name: str) -> zipfile.ZipFile:
    """The archive, once its end says that its list of files is short enough to be read."""
    _check_end(stream, name)
    try:
        return zipfile.ZipFile(stream)
    except _FAULTS as error:
        raise CatalogueError(f"“{name}” is a damaged zip archive.", "Copy or make it again, whole.") from error


def _check_end(stream: BinaryIO, name: str) -> None:
    """Raises CatalogueError where the record at the end is missing, or announces a list that is too long."""
    stream.seek(0, 2)
    stream.seek(max(0, stream.tell() - _END_OF_LARGE_BYTES - _END_BYTES - _COMMENT))
    tail = stream.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) < at + _END_BYTES:
        raise CatalogueError(f"“{name}” is no zip archive, or is cut short.", f"{LAYOUT} Pack it as .zip.")
    size = int.from_bytes(tail[at + 12 : at + 16], "little")
    # The record of a large archive replaces this size by another one.
    if size > LONGEST_LIST or tail[:at][-_END_OF_LARGE_BYTES:].startswith(_END_OF_LARGE):
        raise CatalogueError(f"“{name}” lists more files than can be read.", "Pack fewer than 65,000.")


def _sorted(archive: zipfile.ZipFile, name: str, budget: Budget) -> tuple[list[Wanted], list[Fault]]:
    """The files to be unpacked, and those that are left out before that. Raises CatalogueError."""
    # Not ZipInfo.is_dir, which fails for a file without a name.
    packed = [(info, _parts(info)) for info in archive.infolist() if not info.filename.endswith(("/", "\\"))]
    files = [(info, parts) for info, parts in packed if not _is_hidden(parts)]
    total = sum(info.file_size for info, _ in files)
    if len(files) > budget.photos:
        raise CatalogueError(f"“{name}” holds {len(files):,} files; {budget.photos:,} are the most.", "Pack fewer.")
    if total > budget.nbytes:
        most = f"{budget.nbytes / 1e6:,.0f} MB are the most."
        raise CatalogueError(
            f"“{name}” unpacks to {total / 1e6:,.0f} MB; {most}", "Pack fewer photos, or smaller ones."
        )
    refused = [(info, parts, _refusal(info, parts)) for info, parts in files]
    faults = [Fault(_told(info), reason) for info, _, reason in refused if reason]
    sound = [(info, parts) for info, parts, reason in refused if not reason]
    above = _shared_folders([parts for _, parts in sound])
    names, wanted = _Names(), []
    for info, parts in sound:
        if reason := names.take(parts[above:]):
            faults.append(Fault(_told(info), reason))
        else:
            wanted.append((info, parts[above:]))
    return wanted, faults


def _parts(info: zipfile.ZipInfo) -> tuple[str, ...]:
    return tuple(part for part in info.filename.replace("\\", "/").split("/") if part not in ("", "."))


def _is_hidden(parts: Sequence[str]) -> bool:
    """Whether systems hide it, or a Mac has added it: passed over without a word, as in a folder."""
    return any(part == "__MACOSX" or (part.startswith(".") and part != "..") for part in parts)


def _refusal(info: zipfile.ZipInfo, parts: Sequence[str]) -> str:
    """Why a file is left out before it is opened, or ""."""
    path = info.filename.replace("\\", "/")
    if ".." in parts or path.startswith("/") or path[1:2] == ":":
        return "Its path leads out of the archive."
    if not path.isprintable() or not parts:
        return "Its name is not plain text."
    if len(path.encode()) > LONGEST_PATH or any(len(part.encode()) > LONGEST_NAME for part in parts):
        return "Its name is too long to be kept as a file."
    if info.flag_bits & 1:
        return "It is encrypted."
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind not in (0, stat.S_IFREG):
        return "It is a link, expected a photo." if kind == stat.S_IFLNK else "It is no file, expected a photo."
    return "" if info.compress_type in _READABLE else "It is packed in a way that is not known here."


def _shared_folders(paths: Sequence[Sequence[str]]) -> int:
    """How many folders hold everything, above those of the products."""
    depth = 0
    while paths and all(len(path) > depth + 2 and path[depth] == paths[0][depth] for path in paths):
        depth += 1
    return depth


def _written(archive: zipfile.ZipFile, info: zipfile.ZipInfo, parts: Sequence[str], folder: Path) -> Entry | Fault:
    """One file of the archive below `folder`; what does not begin as a photo, an archive for one, is not unpacked."""
    target = folder.joinpath(*parts)
    try:
        with archive.open(info) as packed:
            head = packed.read(4096)
            header.identify(head, _told(info))
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with target.open("xb") as file:
                file.write(head)
                # Never more than the archive said: zipfile stops there, and its checksum is wrong then.
                while chunk := packed.read(_CHUNK):
                    file.write(chunk)
    except PhotoError as error:
        return Fault(_told(info), error.sentence)
    except (*_FAULTS, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:  # of the disk; bz2's have no number
            raise
        target.unlink(missing_ok=True)
        return Fault(_told(info), "It is damaged: what was packed cannot be unpacked whole.")
    return Entry(parts[0], "/".join(parts), target)


def _told(info: zipfile.ZipInfo) -> str:
    """The name of a file for people, in plain text of a length that can be read."""
    name = info.filename if info.filename.isprintable() else ascii(info.filename)[1:-1]
    return (name or "a file without a name") if len(name) <= 200 else f"{name[:100]}…{name[-99:]}"


def _folded(path: str) -> str:
    """One form for all names that some system takes for the same."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())
