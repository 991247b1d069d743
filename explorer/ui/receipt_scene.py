"""What the Receipt page shows: one number, what it was made of, and where on the photo it comes from."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from explorer.errors import InputError, UnknownName
from explorer.explain.receipt import PHOTO, PROBABILITY, Receipt, check_place, open_number
from explorer.explain.receptive import Extent, Field, receptive_field, spacing
from explorer.explain.terms import Place
from explorer.image.preprocess import Preprocessed
from explorer.network.arrange import map_shape
from explorer.network.capture import Capture
from explorer.network.opened import OpenedNetwork
from explorer.network.shelf import Resident
from explorer.network.windows import Slide, slide_of
from explorer.render.sheet import sheet
from explorer.render.shrink import shrunk, within
from explorer.render.slip import Slip, slip
from explorer.ui import cache
from explorer.ui.components.feature_map import peak
from explorer.ui.workspace import Workspace

Kind = Literal["patch", "mix", "pool", "steps", "shares", "parts", "none"]
Pixels = NDArray[np.uint8]
Array = NDArray[np.float32]
Maps = Callable[[str], Array]

# Pictures on their way to the screen are drawn at half their side, so that they stay sharp on dense screens.
PHOTO_SIDE = 256
MAP_SIDE = 256
TILE_SIDE = 56
# Tiles of input maps: those that count most, and the first ones by number.
MOST_TILES = 36
FIRST_TILES = 4
# Terms that the slip lists.
ON_THE_SLIP = 10


@dataclass(frozen=True, eq=False)
class MapPicture:
    """One map as colour indices (h, w) uint8, as in a ChannelSheet: in its own size, or smaller by area means.

    `height` × `width` is its own size; the strongest colour stands for `limit`. A vector (K,) is one picture of its
    K numbers, row by row, the last row filled up with zeros: then `folded` is True and `channel` one of them.
    """

    layer: str
    channel: int
    indices: Pixels
    height: int
    width: int
    limit: float
    folded: bool


@dataclass(frozen=True, eq=False)
class ReceiptScene:
    """One opened number.

    `way` are the numbers through which it was reached, each with its captured value. `field` is its receptive field
    in model pixels, None where no pixel matters. `seen` is what the network saw, (h, w, 3), and `part` the piece of
    it that the field sees. `output` is the map that the number stands in, None for a probability; `inputs` some of
    the maps that it was made of, the one that counts most first, and `input_shape` (C, H, W) that of the first
    layer that it reads. `slide` says how a window moves, None for other operations, and `apart` how many
    pixels of the photo the next cell looks further down and across. `labels` name the classes, `photo_layer` is the
    layer of the photo's tensor and `output_layer` that of the logits; the layers in `vectors` have one number a
    channel.
    """

    receipt: Receipt
    kind: Kind
    slip: Slip
    shown: tuple[int, ...]
    way: tuple[tuple[Place, float], ...]
    size: tuple[int, int]
    field: Field | None
    seen: Pixels
    part: Pixels
    output: MapPicture | None
    inputs: tuple[MapPicture, ...]
    input_shape: tuple[int, int, int] | None
    slide: Slide | None
    apart: tuple[int, int] | None
    labels: tuple[str, ...]
    photo_layer: str
    output_layer: str
    vectors: frozenset[str]

    @property
    def place(self) -> Place:
        """The number that is opened."""
        return Place(self.receipt.layer, self.receipt.channel, self.receipt.cell)


def receipt_scene(place: Workspace, resident: Resident) -> ReceiptScene:
    """What the Receipt page shows. A number that does not exist is said and replaced by the leading class's score."""
    photo, recipe = place.photo, place.recipe
    capture = cache.captured(photo, recipe, resident)
    prepared = cache.prepared(photo, recipe)
    network = capture.network
    maps = functools.partial(_maps, place, resident, network, prepared)
    number = _number(place, capture, maps)
    found = open_number(capture, prepared, number)
    field = _field(network, number)
    seen = prepared.steps[2].array
    slide = slide_of(network.step(number.layer)) if _is_layer(network, number.layer) else None
    order = found.terms.largest(ON_THE_SLIP)
    count, rest = found.rest(ON_THE_SLIP)
    return ReceiptScene(
        receipt=found,
        kind=kind_of(found),
        slip=slip([float(found.terms.product[one]) for one in order], rest, count, found.bias, found.value),
        shown=tuple(int(one) for one in order),
        way=tuple((stop, _captured(capture, maps, stop)) for stop in place.view.way if _exists(network, stop)),
        size=network.size,
        field=field,
        seen=within(seen, PHOTO_SIDE),
        part=within(_cut(seen, field.seen), PHOTO_SIDE) if field else seen[:0],
        output=None if number.layer == PROBABILITY else _picture(maps(number.layer), number, MAP_SIDE),
        inputs=_inputs(found, maps),
        input_shape=map_shape(network, found.inputs[0]) if found.inputs else None,
        slide=slide,
        apart=spacing(network, number.layer, number.channel, number.cell) if slide else None,
        labels=resident.network.labels,
        photo_layer=network.input,
        output_layer=network.output,
        vectors=frozenset(node.name for node in network.nodes if map_shape(network, node.name)[1:] == (1, 1)),
    )


def kind_of(found: Receipt) -> Kind:
    """How a receipt is drawn."""
    window = found.window
    if not found.supported:
        return "none"
    if found.operation == "Softmax":
        return "shares"
    if window is not None and found.operation.startswith("Conv"):
        return "mix" if window.rows * window.columns == 1 else "patch"
    if window is not None:
        return "pool"
    if found.operation == "Linear":
        return "mix"
    return "steps" if found.stages else "parts"


def _number(place: Workspace, capture: Capture, maps: Maps) -> Place:
    """The number that is looked at. One that is not there is said, and replaced by the one before it."""
    network = capture.network
    while (wanted := place.view.place) is not None:
        try:
            check_place(network, wanted)
            return wanted
        except (InputError, UnknownName) as complaint:
            place.complain(complaint)
            if not place.view.way:
                break
            place.go_back(len(place.view.way) - 1)
    number = _start(place, capture, maps)
    place.open_number(number)
    return number


def _start(place: Workspace, capture: Capture, maps: Maps) -> Place:
    """Where a way begins that nobody has chosen: the highest cell of the chosen map, or the leading class."""
    layer, channel, network = place.view.layer, place.view.channel, capture.network
    if any(node.name == layer for node in network.nodes) and channel < map_shape(network, layer)[0]:
        row, column = peak(maps(layer)[channel])
        return Place(layer, channel, (row, column))
    return Place(network.output, int(capture.logits.argmax()), (0, 0))


def _exists(network: OpenedNetwork, stop: Place) -> bool:
    """Whether a stop of the way is still there: another size of the photo has other cells."""
    try:
        check_place(network, stop)
    except (InputError, UnknownName):
        return False
    return True


def _captured(capture: Capture, maps: Maps, stop: Place) -> float:
    if stop.layer == PROBABILITY:
        return float(capture.probabilities[stop.channel])
    return float(maps(stop.layer)[stop.channel][stop.cell])


def _is_layer(network: OpenedNetwork, layer: str) -> bool:
    return layer not in (PROBABILITY, network.input)


def _maps(place: Workspace, resident: Resident, network: OpenedNetwork, prepared: Preprocessed, layer: str) -> Array:
    """All maps of `layer`, (C, H, W)."""
    if layer == network.input:
        return prepared.tensor[0].numpy()
    return cache.shown(place.photo, place.recipe, resident, layer).maps


def _picture(maps: Array, place: Place, side: int) -> MapPicture:
    channels, height, width = maps.shape
    folded = height == width == 1 and channels > 1
    chosen = _fold(maps.ravel()) if folded else maps[place.channel]
    drawn = sheet(chosen[None])
    height, width = chosen.shape
    indices = shrunk(drawn.tiles[0], side)
    return MapPicture(place.layer, place.channel, indices, height, width, float(drawn.limits[0]), folded)


def _fold(vector: Array) -> Array:
    """K numbers as rows of a picture that is about square; the last row is filled up with zeros."""
    columns = math.ceil(math.sqrt(len(vector)))
    rows = -(-len(vector) // columns)
    return np.pad(vector, (0, rows * columns - len(vector))).reshape(rows, columns)


def _inputs(found: Receipt, maps: Maps) -> tuple[MapPicture, ...]:
    """Pictures of the maps that the terms stand in; of a vector one for all its numbers."""
    places = _places_read(found)
    pictures: list[MapPicture] = []
    folded: set[str] = set()
    for number, place in enumerate(places):
        if place.layer in folded or place.layer == PHOTO:
            continue
        picture = _picture(maps(place.layer), place, TILE_SIDE if number else MAP_SIDE)
        pictures.append(picture)
        if picture.folded:
            folded.add(place.layer)
    return tuple(pictures)


def _places_read(found: Receipt) -> list[Place]:
    """One place for each map that is drawn: those that count most, then the first ones by number."""
    terms = found.terms
    if not len(terms):
        return []
    most = int(terms.channel.max()) + 1
    keys = terms.source * most + terms.channel
    maps, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
    counts = np.abs(np.bincount(inverse, weights=np.nan_to_num(terms.product), minlength=len(maps)))
    leading = np.argsort(-counts, kind="stable")[: MOST_TILES - FIRST_TILES]
    chosen = dict.fromkeys([*leading.tolist(), *range(min(FIRST_TILES, len(maps)))])
    places = [Place(term.layer, term.channel, term.cell) for term in (terms[int(first[one])] for one in chosen)]
    return [*places, found.factor] if found.factor is not None else places


def _field(network: OpenedNetwork, number: Place) -> Field | None:
    place = number if number.layer != PROBABILITY else Place(network.output, number.channel, number.cell)
    if place.layer == network.input:
        one = Extent(*place.cell, 1, 1)
        return Field(one, one)
    return receptive_field(network, place.layer, place.channel, place.cell)


def _cut(picture: Pixels, extent: Extent) -> Pixels:
    return picture[extent.top : extent.top + extent.height, extent.left : extent.left + extent.width]
