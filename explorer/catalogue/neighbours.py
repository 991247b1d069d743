"""Photos of a catalogue beside each other: which look alike to a network, and which excite a channel most."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from explorer.catalogue.dataset import Catalogue
from explorer.catalogue.features import pooled
from explorer.catalogue.sources import Photos
from explorer.errors import InputError
from explorer.image.photo import MEGAPIXELS
from explorer.image.preprocess import preprocess
from explorer.network.arrange import as_maps, map_shape
from explorer.network.capture import capture
from explorer.network.opened import OpenedNetwork
from explorer.network.weights import Network


@dataclass(frozen=True, eq=False)
class Vectors:
    """The pooled vector of each photo of a catalogue, (N, D) float32, and each divided by its length."""

    pooled: NDArray[np.float32]

    @property
    def unit(self) -> NDArray[np.float32]:
        """(N, D), each of length 1; one that is zero stays zero."""
        lengths = np.linalg.norm(self.pooled, axis=1, keepdims=True).astype(np.float32)
        return np.divide(self.pooled, np.where(lengths > 0, lengths, np.float32(1)))

    def nearest(self, place: int, count: int) -> list[tuple[int, float]]:
        """The `count` photos most like photo `place`, with the cosine of the angle between the vectors, largest first.

        The photo itself is left out.
        """
        cosines = self.unit @ self.unit[place]
        cosines[place] = -np.inf
        order = np.argsort(-cosines, kind="stable")[: min(count, len(cosines) - 1)]
        return [(int(each), float(cosines[each])) for each in order]

    def nearest_products(self, place: int, catalogue: Catalogue, count: int) -> list[tuple[str, float]]:
        """The `count` products most like photo `place`: the mean cosine to the photos of each, the photo left out."""
        cosines = self.unit @ self.unit[place]
        targets = np.array(catalogue.targets)
        others = np.arange(len(targets)) != place
        means = [
            (label, float(cosines[(targets == index) & others].mean()))
            for index, label in enumerate(catalogue.classes)
            if ((targets == index) & others).any()
        ]
        return sorted(means, key=lambda each: -each[1])[:count]


def vectors(
    network: Network,
    catalogue: Catalogue,
    told: Callable[[int], None] = lambda _done: None,
    megapixels: float = MEGAPIXELS,
) -> Vectors:
    """The vectors that the concat pool of `network`, a learner, makes of all photos. Raises PhotoError, DeviceError."""
    if not isinstance(network.module, torch.nn.Sequential):
        raise InputError(f"{network.model.title} is no learner.", "Train one on this catalogue.")
    found = pooled(network.module, Photos(catalogue, network.recipe, 0, megapixels, room=0), told).numpy()
    found.setflags(write=False)
    return Vectors(found)


@dataclass(frozen=True, eq=False)
class Excitement:
    """How far each photo excites each channel of one layer: the largest value of its map, (N, C), and the cell.

    `cells` (N, C, 2) are (row, column) of that value, the first of equals.
    """

    layer: str
    largest: NDArray[np.float32]
    cells: NDArray[np.int64]

    def most(self, channel: int, count: int) -> list[tuple[int, float, tuple[int, int]]]:
        """The `count` photos that excite `channel` most: place, value, and the cell; the largest first."""
        order = np.argsort(-self.largest[:, channel], kind="stable")[:count]
        return [
            (int(each), float(self.largest[each, channel]), (int(row), int(column)))
            for each in order
            for row, column in (self.cells[each, channel],)
        ]


def excitement(
    opened: OpenedNetwork,
    network: Network,
    catalogue: Catalogue,
    layer: str,
    told: Callable[[int], None] = lambda _done: None,
    megapixels: float = MEGAPIXELS,
) -> Excitement:
    """What every photo of `catalogue` does to `layer` of `network`, opened for the size of its recipe.

    Raises UnknownName for a layer that is not there, PhotoError and DeviceError.
    """
    _, height, width = map_shape(opened, layer)
    largest, cells = [], []
    for done, entry in enumerate(catalogue.entries, start=1):
        seen = capture(opened, preprocess(entry.photo(megapixels), network.recipe).tensor)
        values, places = as_maps(seen, layer).flatten(1).max(dim=1)
        largest.append(values.float().cpu().numpy())
        cells.append(np.stack(np.unravel_index(places.cpu().numpy(), (height, width)), axis=1))
        told(done)
    return Excitement(layer, np.stack(largest), np.stack(cells))
