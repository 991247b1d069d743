"""Everything that is computed once and shared: every st.cache_* of the project stands here, and keys are digests."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from PIL import Image, ImageOps

from explorer.image.photo import Photo, decode, read
from explorer.image.preprocess import Preprocessed, Recipe, preprocess
from explorer.network import device, weights
from explorer.network.arrange import as_maps
from explorer.network.capture import Capture
from explorer.network.opened import OpenedNetwork, open_network
from explorer.network.shelf import Loading, Resident, Shelf
from explorer.network.store import ByteStore
from explorer.render.export import png_bytes
from explorer.render.sheet import ChannelSheet, sheet
from explorer.ui.choices import model_of, samples, settings
from explorer.ui.visits import Visits

# Weights that stay loaded; the largest of torchvision's CNNs has 2.6 GB, which alone may exceed it.
MODEL_BYTES = 2_000_000_000

# Side of a thumbnail: drawn at half that size, so that it stays sharp on dense screens.
THUMBNAIL = 112


@dataclass(frozen=True)
class NetworkKey:
    """Which network: its name, where its weights come from, its label file, the device it runs on."""

    model: str
    weights: str
    labels: str
    device: str


@dataclass(frozen=True)
class Server:
    """What all visitors share."""

    photos: ByteStore[str, Photo]
    captures: ByteStore[tuple[str, str, str], Capture]
    shelf: Shelf[NetworkKey]
    visits: Visits
    files: Path  # uploaded checkpoints and label files, gone with the server


@st.cache_resource(show_spinner=False)
def server() -> Server:
    """The server's own memory, made once."""
    device.prepare_process()
    chosen = settings()
    return Server(
        photos=ByteStore(chosen.photo_bytes),
        captures=ByteStore(chosen.capture_bytes),
        shelf=Shelf(MODEL_BYTES),
        visits=Visits(chosen.visit_minutes * 60),
        files=Path(tempfile.mkdtemp(prefix="convscope-")),
    )


@st.cache_resource(show_spinner=False, max_entries=64)
def sample_photo(name: str) -> Photo:
    """The built-in photo called `name`."""
    return read(samples()[name].file)


@st.cache_resource(show_spinner=False, max_entries=256)
def _thumbnail(digest: str, _photo: Photo) -> bytes:
    small = ImageOps.fit(Image.fromarray(_photo.pixels), (THUMBNAIL, THUMBNAIL))
    return png_bytes(np.asarray(small))


def thumbnail(photo: Photo) -> bytes:
    """The middle square of `photo` as a small PNG."""
    return _thumbnail(photo.digest, photo)


def keep_photo(data: bytes, name: str) -> Photo:
    """Decode an uploaded photo and keep it within the server's budget. Raises PhotoError."""
    photo = decode(data, name, settings().megapixels)
    server().photos.put(photo.digest, photo)
    return photo


def keep_file(data: bytes, name: str) -> str:
    """Write an uploaded checkpoint or label file into the server's own folder; its path."""
    folder = server().files / hashlib.sha256(data).hexdigest()[:32]
    folder.mkdir(exist_ok=True)
    path = folder / Path(name).name
    path.write_bytes(data)
    return str(path)


@st.cache_resource(show_spinner=False, max_entries=16)
def _prepared(photo_digest: str, recipe: Recipe, _photo: Photo) -> Preprocessed:
    return preprocess(_photo, recipe)


def prepared(photo: Photo, recipe: Recipe) -> Preprocessed:
    """The steps from `photo` to the tensor that the network sees."""
    return _prepared(photo.digest, recipe, photo)


def loading(key: NetworkKey) -> Loading[NetworkKey]:
    """The network under `key`, or how far it has come; starts to load it where nobody has yet."""

    def load(progress: Callable[[int, int | None], None]) -> Resident:
        where = device.choose(key.device)
        loaded = weights.load(model_of(key.model), key.weights, key.labels or None, progress)
        return Resident(loaded, where)

    return server().shelf.want(key, load)


def captured(photo: Photo, recipe: Recipe, resident: Resident) -> Capture:
    """What `photo` makes the network compute, computed once for the same photo, recipe and weights."""
    tensor = prepared(photo, recipe)
    key = (tensor.digest, resident.network.digest, str(resident.device))
    return server().captures.get_or_make(key, lambda: resident.capture(tensor))


@st.cache_resource(show_spinner=False, max_entries=24)
def _maps(capture_key: tuple[str, str, str], layer: str, _capture: Capture) -> NDArray[np.float32]:
    maps: NDArray[np.float32] = as_maps(_capture, layer).float().cpu().numpy()
    maps.setflags(write=False)
    return maps


def maps(photo: Photo, recipe: Recipe, resident: Resident, layer: str) -> NDArray[np.float32]:
    """All maps of `layer` for `photo`: (C, H, W) float32, read-only; a vector as (K, 1, 1)."""
    key = (prepared(photo, recipe).digest, resident.network.digest, str(resident.device))
    return _maps(key, layer, captured(photo, recipe, resident))


@st.cache_resource(show_spinner=False, max_entries=24)
def _sheet(capture_key: tuple[str, str, str], layer: str, _maps: NDArray[np.float32]) -> ChannelSheet:
    return sheet(_maps)


def channel_sheet(photo: Photo, recipe: Recipe, resident: Resident, layer: str) -> ChannelSheet:
    """The maps of `layer` as 8-bit tiles."""
    key = (prepared(photo, recipe).digest, resident.network.digest, str(resident.device))
    return _sheet(key, layer, maps(photo, recipe, resident, layer))


@st.cache_resource(show_spinner=False, max_entries=4)
def blank_network(model: str, size: int, classes: int) -> OpenedNetwork:
    """`model` opened with whatever weights it is built with: for its shapes, which need none."""
    return open_network(model_of(model).build(classes), (size, size))
