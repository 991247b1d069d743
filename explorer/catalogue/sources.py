"""Where training takes its batches from: pooled vectors that are kept, or photos that are varied anew each time."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Protocol

import torch
from torch import Tensor
from torchvision.transforms import functional as F

from explorer.catalogue.augment import Draw, draw, varied
from explorer.catalogue.dataset import Catalogue
from explorer.image.preprocess import Recipe, uncut

KEPT_BYTES = 2_000_000_000
"""Memory for photos that are decoded and resized; a catalogue beyond it is read anew in each epoch."""

AHEAD = 2
"""Batches that are made ready while one is learnt from."""


class Source(Protocol):
    """Gives batches; `epoch` from 0 says which variation of each photo, None the photo as it is."""

    def batches(self, places: Sequence[Sequence[int]], epoch: int | None) -> Iterator[Tensor]:
        """One tensor for each of `places`, lists of places in the catalogue, in their order."""


class Vectors:
    """Pooled vectors (N, 2C): the same in every epoch."""

    def __init__(self, vectors: Tensor) -> None:
        self._vectors = vectors

    def batches(self, places: Sequence[Sequence[int]], epoch: int | None) -> Iterator[Tensor]:
        """(n, 2C) for each of `places`."""
        return (self._vectors[list(some)] for some in places)


class Photos:
    """Photos of a catalogue as the network sees them, varied by `seed`, made ready by several threads.

    What one photo becomes depends on its place, the epoch and the seed alone, never on the threads. Resized photos
    stay in memory while there is `room` for them, in bytes.
    """

    def __init__(
        self, catalogue: Catalogue, recipe: Recipe, seed: int, megapixels: float, room: int = KEPT_BYTES
    ) -> None:
        self._catalogue, self._recipe, self._seed, self._megapixels = catalogue, recipe, seed, megapixels
        self._kept: dict[int, Tensor] = {}
        self._room = room

    def __len__(self) -> int:
        return len(self._catalogue.entries)

    def batches(self, places: Sequence[Sequence[int]], epoch: int | None) -> Iterator[Tensor]:
        """(n, 3, side, side) float32, normalised, for each of `places`. Raises PhotoError for a photo that has gone."""
        with ThreadPoolExecutor(torch.get_num_threads()) as pool:
            waiting: deque[list[Future[Tensor]]] = deque()
            for some in places:
                waiting.append([pool.submit(self._one, place, epoch) for place in some])
                if len(waiting) > AHEAD:
                    yield torch.stack([each.result() for each in waiting.popleft()])
            for ready in waiting:
                yield torch.stack([each.result() for each in ready])

    def _one(self, place: int, epoch: int | None) -> Tensor:
        drawn = Draw() if epoch is None else draw(self._seed, place, epoch)
        unit = varied(self._pixels(place), self._recipe.crop, drawn)
        normalised: Tensor = F.normalize(unit, mean=list(self._recipe.mean), std=list(self._recipe.std))
        return normalised

    def _pixels(self, place: int) -> Tensor:
        if (held := self._kept.get(place)) is not None:
            return held
        pixels = uncut(self._catalogue.entries[place].photo(self._megapixels), self._recipe)
        if pixels.nbytes <= self._room:
            self._room -= pixels.nbytes
            self._kept[place] = pixels
        return pixels
