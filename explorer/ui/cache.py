"""What all visitors share: computed once, kept within budgets of bytes, under digests as keys."""

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
from torch import nn

from explorer.explain.head import head_of
from explorer.explain.receptive import MapFields, map_fields
from explorer.image.photo import Photo, decode, read
from explorer.image.preprocess import Preprocessed, Recipe, preprocess
from explorer.network import device, timing, weights
from explorer.network.arrange import as_maps
from explorer.network.capture import Capture
from explorer.network.intervene import Fader, Mix, mix, moved, read_again
from explorer.network.opened import OpenedNetwork, open_network
from explorer.network.shelf import Loading, Resident, Shelf
from explorer.network.steps import twin
from explorer.network.store import ByteStore
from explorer.network.thumbnails import Thumbnail, Wish
from explorer.network.thumbnails import thumbnails as network_thumbnails
from explorer.render.export import png_bytes
from explorer.render.sheet import sheet
from explorer.ui.choices import model_of, samples, settings
from explorer.ui.scores.explained import Explained, explain
from explorer.ui.shown import Pictured, Shown
from explorer.ui.uploads import Uploads
from explorer.ui.visits import Visits

# Weights that stay loaded; the largest of torchvision's CNNs has 2.6 GB, which alone may exceed it.
MODEL_BYTES = 2_000_000_000
# Captures with faders, of which somebody who moves one leaves a trail: the last few.
MIXED_BYTES = 400_000_000
# Maps on their way to screens: some dozen layers.
SHOWN_BYTES = 400_000_000
# Sums of class scores: some dozens of the largest, VGG's, which has a term for each of 25,088 cells.
EXPLAINED_BYTES = 100_000_000
PICTURED_BYTES = 100_000_000
# Uploaded checkpoints and label files.
UPLOAD_BYTES = 4_000_000_000
# Side of a thumbnail: drawn at half that size, so that it stays sharp on dense screens.
THUMBNAIL = 112

# Digests of the prepared photo and of the network, the device, and the faders that stand elsewhere than at 1.
PassKey = tuple[str, str, str, Mix]


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
    prepared: ByteStore[tuple[str, Recipe], Preprocessed]
    captures: ByteStore[PassKey, Capture]
    mixed: ByteStore[PassKey, Capture]
    shown: ByteStore[tuple[PassKey, str], Shown]
    explained: ByteStore[tuple[PassKey, int, int | None], Explained]
    pictured: ByteStore[PassKey, Pictured]
    shelf: Shelf[NetworkKey]
    visits: Visits
    uploads: Uploads


@st.cache_resource(show_spinner=False)
def server() -> Server:
    """The server's own memory, made once."""
    device.prepare_process()
    chosen = settings()
    captures: ByteStore[PassKey, Capture] = ByteStore(chosen.capture_bytes)
    mixed: ByteStore[PassKey, Capture] = ByteStore(MIXED_BYTES)
    shown: ByteStore[tuple[PassKey, str], Shown] = ByteStore(SHOWN_BYTES)
    explained: ByteStore[tuple[PassKey, int, int | None], Explained] = ByteStore(EXPLAINED_BYTES)
    pictured: ByteStore[PassKey, Pictured] = ByteStore(PICTURED_BYTES)

    def dropped(resident: Resident) -> None:
        # A capture holds its network: with it in the store, the weights would never be freed.
        captures.drop(lambda key: key[1] == resident.network.digest)
        mixed.drop(lambda key: key[1] == resident.network.digest)
        shown.drop(lambda key: key[0][1] == resident.network.digest)
        explained.drop(lambda key: key[0][1] == resident.network.digest)
        pictured.drop(lambda key: key[1] == resident.network.digest)

    return Server(
        photos=ByteStore(chosen.photo_bytes),
        prepared=ByteStore(chosen.photo_bytes),
        captures=captures,
        mixed=mixed,
        shown=shown,
        explained=explained,
        pictured=pictured,
        shelf=Shelf(MODEL_BYTES, dropped),
        visits=Visits(chosen.visit_minutes * 60),
        uploads=Uploads(Path(tempfile.mkdtemp(prefix="convscope-")), UPLOAD_BYTES),
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


def keep_photo(data: bytes, name: str) -> str:
    """Decode an uploaded photo and keep it within the server's budget; its key. Raises PhotoError."""
    photo = decode(data, name, settings().megapixels)
    # The name is part of the key: another visitor's name for the same picture stays theirs.
    key = hashlib.blake2b(f"{photo.digest} {name}".encode(), digest_size=16).hexdigest()
    server().photos.put(key, photo)
    return key


def prepared(photo: Photo, recipe: Recipe) -> Preprocessed:
    """The steps from `photo` to the tensor that the network sees."""
    return server().prepared.get_or_make((photo.digest, recipe), lambda: preprocess(photo, recipe))


def loading(key: NetworkKey) -> Loading[NetworkKey]:
    """The network under `key`, or how far it has come; starts to load it where nobody has yet."""

    def load(progress: Callable[[int, int | None], None]) -> Resident:
        where = device.choose(key.device)
        loaded = weights.load(model_of(key.model), key.weights, key.labels or None, progress)
        return Resident(loaded, where)

    return server().shelf.want(key, load)


def _pass_key(photo: Photo, recipe: Recipe, resident: Resident, faders: Mix = ()) -> PassKey:
    return (prepared(photo, recipe).digest, resident.network.digest, str(resident.device), moved(faders))


def pass_name(photo: Photo, recipe: Recipe, resident: Resident) -> str:
    """What all that `photo` makes the network compute has in common, whatever the faders: a name without meaning."""
    return " ".join(_pass_key(photo, recipe, resident)[:3])


def captured(photo: Photo, recipe: Recipe, resident: Resident, faders: Mix = ()) -> Capture:
    """What `photo` makes the network compute, with these faders; computed once for the same photo, recipe and weights.

    Raises UnknownName and InputError for faders that the network does not have.
    """
    key = _pass_key(photo, recipe, resident, faders)
    if key[-1]:
        layers = tuple(dict.fromkeys(fader.layer for fader in key[-1]))
        store, make = server().mixed, lambda: _mixed(_at_rest(photo, recipe, resident, layers), key[-1])
    else:
        store, make = server().captures, lambda: resident.capture(prepared(photo, recipe))
    made = store.get_or_make(key, make)
    if not server().shelf.holds(resident):
        # Dropped during the pass: what was put into the store since would hold the network.
        store.drop(lambda one: one[:3] == key[:3])
    return made


def _mixed(at_rest: Capture, faders: Mix) -> Capture:
    """With the last maps, of which scores and pictures are made again and again, while somebody waits for them; those
    that are the last without faders, for faders may stand in the head."""
    maps = head_of(at_rest.network).maps
    return mix(at_rest, faders, [maps] if maps else [])


def _at_rest(photo: Photo, recipe: Recipe, resident: Resident, layers: tuple[str, ...]) -> Capture:
    """The capture without faders, holding what is read whenever those of `layers` move, and the last maps."""
    at_rest = tuple(Fader(layer, 0, 1.0) for layer in layers)
    key = (*_pass_key(photo, recipe, resident)[:3], at_rest)

    def make() -> Capture:
        capture = captured(photo, recipe, resident)
        maps = head_of(capture.network).maps
        return capture.holding([*read_again(capture.network, layers), *([maps] if maps else [])])

    return server().mixed.get_or_make(key, make)


def shown(photo: Photo, recipe: Recipe, resident: Resident, layer: str, faders: Mix = ()) -> Shown:
    """All maps of `layer` for `photo`; a vector (K,) as (K, 1, 1)."""

    def make() -> Shown:
        maps: NDArray[np.float32] = as_maps(captured(photo, recipe, resident, faders), layer).float().cpu().numpy()
        maps.setflags(write=False)
        return Shown(maps, sheet(maps))

    return server().shown.get_or_make((_pass_key(photo, recipe, resident, faders), layer), make)


def thumbnails(photo: Photo, recipe: Recipe, resident: Resident, wishes: dict[str, Wish]) -> dict[str, Thumbnail]:
    """The strongest maps of many layers for `photo`; `wishes` follow from the network and its size alone."""
    capture = captured(photo, recipe, resident)
    key = _pass_key(photo, recipe, resident)
    return server().pictured.get_or_make(key, lambda: Pictured(network_thumbnails(capture, wishes))).thumbnails


def fields(resident: Resident, size: tuple[int, int], layer: str, channel: int) -> MapFields | None:
    """The receptive fields of one map; they depend on the network's form and not on the photo."""
    return _fields(resident.network.digest, size, layer, channel, resident.opened(size))


@st.cache_resource(show_spinner=False, max_entries=512)
def _fields(digest: str, size: tuple[int, int], layer: str, channel: int, _network: OpenedNetwork) -> MapFields | None:
    return map_fields(_network, layer, channel)


_TIMES: dict[tuple[str, str, tuple[int, int]], dict[str, float]] = {}


def layer_times(resident: Resident, size: tuple[int, int]) -> dict[str, float]:
    """Milliseconds of each layer for photos of `size`, measured now."""
    times = timing.layer_times(resident.opened(size))
    _TIMES[_timed(resident, size)] = times
    return times


def known_times(resident: Resident, size: tuple[int, int]) -> dict[str, float]:
    """The same where somebody has measured it before; empty otherwise."""
    return _TIMES.get(_timed(resident, size), {})


def _timed(resident: Resident, size: tuple[int, int]) -> tuple[str, str, tuple[int, int]]:
    return resident.network.model.name, str(resident.device), size


def explained(
    photo: Photo, recipe: Recipe, resident: Resident, chosen: int, against: int | None, faders: Mix = ()
) -> Explained:
    """Why `photo` scores what it does for class `chosen`, or for it less the class `against`."""

    def make() -> Explained:
        return explain(captured(photo, recipe, resident, faders), chosen, against)

    return server().explained.get_or_make((_pass_key(photo, recipe, resident, faders), chosen, against), make)


@st.cache_resource(show_spinner=False, max_entries=16)
def _blank_module(model: str, classes: int) -> nn.Module:
    # A twin, for a function of somebody's own may return the very network that others are looking at.
    return twin(model_of(model).build(classes), "meta")


@st.cache_resource(show_spinner=False, max_entries=16)
def blank_network(model: str, size: int, classes: int) -> OpenedNetwork:
    """`model` opened for `size` pixels a side without any weights: for its shapes, which need none."""
    return open_network(_blank_module(model, classes), (size, size))
