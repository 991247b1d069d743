"""Photos of a catalogue as small pictures, and the way from one of them to every other page."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import streamlit as st
import torch
from PIL import Image, ImageOps

from explorer.catalogue.dataset import Catalogue, Entry
from explorer.errors import PhotoError
from explorer.render.export import jpeg_bytes
from explorer.ui.choices import settings
from explorer.ui.workspace import Workspace

# Twice the side at which they are drawn, so that they stay sharp on dense screens.
THUMBNAIL = 224
ICON = 64


@st.cache_resource(show_spinner=False, max_entries=4000)
def _thumbnail(digest: str, side: int, _entry: Entry) -> bytes:
    photo = _entry.photo(settings().megapixels)
    return jpeg_bytes(np.asarray(ImageOps.contain(Image.fromarray(photo.pixels), (side, side))))


def thumbnails(entries: Sequence[Entry], side: int = THUMBNAIL) -> list[bytes]:
    """Each photo, no side longer than `side`, as a JPEG; decoded by several threads. Raises PhotoError."""
    with ThreadPoolExecutor(4) as pool:
        return list(pool.map(lambda entry: _thumbnail(entry.digest, side, entry), entries))


def icons(entries: Sequence[Entry]) -> list[str]:
    """Each photo, tiny, as an address that a table shows."""
    return [f"data:image/jpeg;base64,{base64.b64encode(one).decode()}" for one in thumbnails(entries, ICON)]


def from_unit(unit: torch.Tensor) -> bytes:
    """A photo (3, S, S) of values from 0 to 1 as a JPEG."""
    return jpeg_bytes((unit * 255).round().to(torch.uint8).permute(1, 2, 0).contiguous().numpy())


def open_photo(place: Workspace, catalogue: Catalogue, index: int) -> None:
    """Look at photo `index` of the catalogue on every page. Says what went wrong where it is gone."""
    entry = catalogue.entries[index]
    try:
        data = entry.source.read_bytes() if isinstance(entry.source, Path) else entry.source
    except OSError as error:
        place.complain(PhotoError(f"“{entry.name}” cannot be read: {error.strerror or error}.", "Open another one."))
        return
    place.add_photo(data, entry.name)
