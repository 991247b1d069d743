"""Results as files and as bytes for downloads: PNG, NPZ, CSV, Markdown."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from explorer.errors import ExportError

PathLike = str | os.PathLike[str]
Rows = Iterable[Sequence[object]]


def png_bytes(picture: npt.NDArray[np.uint8]) -> bytes:
    """A picture (H, W, 3) or (H, W) uint8 as PNG.

    Compression level 1 takes a tenth of the default's time for a fifth more bytes.
    """
    buffer = io.BytesIO()
    Image.fromarray(picture).save(buffer, "PNG", compress_level=1)
    return buffer.getvalue()


def jpeg_bytes(picture: npt.NDArray[np.uint8]) -> bytes:
    """A picture (H, W, 3) uint8 as JPEG: for small photos to be looked at, never for numbers."""
    buffer = io.BytesIO()
    Image.fromarray(picture).save(buffer, "JPEG", quality=90)
    return buffer.getvalue()


def npz_bytes(**arrays: npt.NDArray[np.generic]) -> bytes:
    """Arrays by name as an uncompressed NPZ, the same bytes each time."""
    buffer = io.BytesIO()
    np.savez(buffer, allow_pickle=False, **arrays)
    return buffer.getvalue()


def csv_text(rows: Rows) -> str:
    """Rows, the heading first, as CSV with line feeds; fields are quoted where they must be (RFC 4180)."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows(rows)
    return buffer.getvalue()


def markdown_table(rows: Rows) -> str:
    """Rows, the heading first, as a Markdown table, "" without rows.

    Columns that hold numbers below their heading are aligned to the right. Raises ValueError for rows of
    unequal length.
    """
    kept = [list(row) for row in rows]
    if not kept:
        return ""
    rights = [_is_numeric(column) for column in zip(*kept, strict=True)]
    ruler = ["---:" if right else "---" for right in rights]
    table = [[_markdown(value) for value in row] for row in kept]
    return "".join(f"| {' | '.join(row)} |\n" for row in [table[0], ruler, *table[1:]])


def write_npz(path: PathLike, **arrays: npt.NDArray[np.generic]) -> None:
    """Writes arrays by name to a file that ends in .npz. Raises ExportError."""
    _write(path, ".npz", npz_bytes(**arrays))


def write_png(path: PathLike, picture: npt.NDArray[np.uint8]) -> None:
    """Writes a picture (H, W, 3) or (H, W) uint8 to a file that ends in .png. Raises ExportError."""
    _write(path, ".png", png_bytes(picture))


def check_target(path: PathLike, suffixes: Sequence[str]) -> Path:
    """The path, when its suffix is one of `suffixes` and its folder is there and can be written to.

    To be asked before any long work. Raises ExportError that says which of these fails.
    """
    target = Path(path)
    if target.suffix.lower() not in suffixes:
        wanted = " or ".join(suffixes)
        raise ExportError(f"“{target.name}” does not end in {wanted}.", f"Choose a name that ends in {wanted}.")
    folder = target.parent
    if not os.path.isdir(folder):  # Path's own question raises for names that no folder can have
        raise ExportError(f"The folder “{folder}” for “{target.name}” does not exist.", "Make it first.")
    if os.path.isdir(target):
        raise ExportError(f"“{target}” is a folder.", "Choose the name of a file.")
    if not os.access(folder, os.W_OK):
        raise ExportError(f"The folder “{folder}” cannot be written to.", "Choose another folder.")
    return target


def _write(path: PathLike, suffix: str, content: bytes) -> None:
    """Writes all or nothing: to a file beside the target, then renamed over it."""
    target = check_target(path, (suffix,))
    try:
        handle, beside = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    except OSError as error:
        raise _refused(target, error) from error
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            os.fchmod(file.fileno(), 0o666 & ~_umask())
        os.replace(beside, target)
    except OSError as error:
        raise _refused(target, error) from error
    finally:
        Path(beside).unlink(missing_ok=True)


def _refused(target: Path, error: OSError) -> ExportError:
    """What the operating system said, as a sentence."""
    return ExportError(f"“{target}” could not be written: {error.strerror}.", "Choose another place.")


def _umask() -> int:
    """The permissions that new files lack; the system tells only by setting them."""
    os.umask(mask := os.umask(0o077))
    return mask


def _is_numeric(column: Sequence[object]) -> bool:
    """Whether all fields below the heading are numbers."""
    return len(column) > 1 and all(isinstance(field, int | float) for field in column[1:])


def _markdown(value: object) -> str:
    """One field: a bar would end it, a line break the row."""
    return str(value).replace("|", "\\|").replace("\n", " ")
