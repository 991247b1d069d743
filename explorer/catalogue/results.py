"""What a trained learner says of its catalogue: right and wrong, mixed up with what, and how sure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from explorer.catalogue.dataset import Catalogue
from explorer.catalogue.features import AT_ONCE
from explorer.catalogue.sources import Photos
from explorer.errors import CatalogueError
from explorer.image.photo import MEGAPIXELS
from explorer.network.capture import device_of, memory_sentence
from explorer.network.weights import Network


@dataclass(frozen=True, eq=False)
class Predictions:
    """What a network says of N photos of a catalogue, K classes.

    `places` are those of the photos in `Catalogue.entries`; `targets` (N,) their classes, `logits` (N, K) float32.
    """

    classes: tuple[str, ...]
    places: tuple[int, ...]
    targets: NDArray[np.int64]
    logits: NDArray[np.float32]

    @property
    def probabilities(self) -> NDArray[np.float64]:
        """(N, K): softmax of the logits, in float64."""
        raised = np.exp(self.logits.astype(np.float64) - self.logits.max(axis=1, keepdims=True))
        probabilities: NDArray[np.float64] = raised / raised.sum(axis=1, keepdims=True)
        return probabilities

    @property
    def predicted(self) -> NDArray[np.int64]:
        """(N,): the class with the largest logit, the first of equals."""
        found: NDArray[np.int64] = self.logits.argmax(axis=1)
        return found

    @property
    def right(self) -> int:
        """How many photos are told right."""
        return int((self.predicted == self.targets).sum())

    @property
    def accuracy(self) -> float:
        """The share of photos that are told right, 0 to 1."""
        return self.right / len(self.places)

    @property
    def losses(self) -> NDArray[np.float64]:
        """(N,): the cross entropy of each photo, minus the logarithm of what its own product is given."""
        logits = self.logits.astype(np.float64)
        top = logits.max(axis=1)
        own = logits[np.arange(len(logits)), self.targets]
        losses: NDArray[np.float64] = np.log(np.exp(logits - top[:, None]).sum(axis=1)) + top - own
        return losses

    def top_losses(self, count: int) -> list[int]:
        """Positions among the N of the `count` photos with the largest loss, the largest first."""
        return [int(each) for each in np.argsort(-self.losses, kind="stable")[:count]]

    def confusion(self) -> NDArray[np.int64]:
        """(K, K): row = what a photo shows, column = what it is taken for; the entries add up to N."""
        table = np.zeros((len(self.classes), len(self.classes)), dtype=np.int64)
        np.add.at(table, (self.targets, self.predicted), 1)
        return table

    def most_confused(self, least: int = 1) -> list[tuple[int, int, int]]:
        """(shown, taken for, how often) of every pair of products that are mixed up `least` times, most often first."""
        table = self.confusion()
        np.fill_diagonal(table, 0)
        pairs = [(int(row), int(column), int(table[row, column])) for row, column in np.argwhere(table >= least)]
        return sorted(pairs, key=lambda pair: (-pair[2], pair[0], pair[1]))

    def by_product(self) -> tuple[Product, ...]:
        """One row a product, in the order of the classes."""
        table = self.confusion()
        shown, taken, right = table.sum(axis=1), table.sum(axis=0), table.diagonal()
        return tuple(
            Product(label, int(shown[index]), int(right[index]), int(taken[index]))
            for index, label in enumerate(self.classes)
        )


@dataclass(frozen=True)
class Product:
    """One product among N photos: how many show it, how many of these are told right, how many are taken for it."""

    label: str
    photos: int
    right: int
    taken: int

    @property
    def recall(self) -> float | None:
        """The share of its photos that are told right; None without photos."""
        return self.right / self.photos if self.photos else None

    @property
    def precision(self) -> float | None:
        """The share of the photos taken for it that do show it; None where none is."""
        return self.right / self.taken if self.taken else None


def predict(
    network: Network,
    catalogue: Catalogue,
    places: Sequence[int],
    told: Callable[[int], None] = lambda _done: None,
    megapixels: float = MEGAPIXELS,
) -> Predictions:
    """What `network`, on its device, says of the photos at `places` of `catalogue`, prepared as its weights expect.

    `told` gets how many photos are done. Raises CatalogueError where the catalogue has a product that the network
    does not know, PhotoError for a photo that has gone, and DeviceError.
    """
    known = {label: index for index, label in enumerate(network.labels)}
    if strange := [label for label in catalogue.classes if label not in known]:
        raise CatalogueError(
            f"The network knows no product “{strange[0]}”"
            + (f", nor {len(strange) - 1:,} others of the catalogue." if len(strange) > 1 else "."),
            "Open the catalogue that it was trained on, or train it on this one.",
        )
    photos = Photos(catalogue, network.recipe, 0, megapixels, room=0)
    parts = [places[start : start + AT_ONCE] for start in range(0, len(places), AT_ONCE)]
    logits, done = [], 0
    for some, batch in zip(parts, photos.batches(parts, None), strict=True):
        with torch.inference_mode(), memory_sentence():
            logits.append(network.module(batch.to(device_of(network.module))).float().cpu())
        done += len(some)
        told(done)
    targets = np.array([known[catalogue.entries[place].label] for place in places], dtype=np.int64)
    return Predictions(network.labels, tuple(places), targets, torch.cat(logits).numpy())
