"""A batch as the post makes it: 64 photos, each varied by its own draw, with their classes."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import torch
from torchvision.transforms.v2 import functional as F

from explorer.catalogue.augment import Draw, draw, varied
from explorer.catalogue.dataset import Catalogue
from explorer.image.photo import MEGAPIXELS
from explorer.image.preprocess import uncut
from explorer.image.recipe import POST, Recipe

SIZE = 64
"""Photos in a batch, fastai 1's default; the post prints 64 labels."""

# As fast as four on two cores, and the decoder runs outside of Python's lock.
_THREADS = 4


@dataclass(frozen=True, eq=False)
class Batch:
    """N photos as a network is shown them, on the CPU."""

    places: tuple[int, ...]
    """Of each photo in `Catalogue.entries`."""
    drawn: tuple[Draw, ...]
    """What happened to each photo."""
    unit: torch.Tensor
    """(N, 3, S, S) float32 from 0 to 1: what the post prints, for fastai takes the normalising back before it does."""
    labels: torch.Tensor
    """(N,) int64: the class of each photo, counted from 0."""
    recipe: Recipe

    @property
    def nbytes(self) -> int:
        """Memory that the photos hold, in bytes."""
        return self.unit.nbytes

    @property
    def normalised(self) -> torch.Tensor:
        """(N, 3, S, S) float32: what the network is shown."""
        shown: torch.Tensor = F.normalize(self.unit, list(self.recipe.mean), list(self.recipe.std))
        return shown

    @property
    def printed(self) -> str:
        """Both tensors as the post prints them."""
        return f"({self.unit},\n{self.labels})"


def shuffled(places: Sequence[int], seed: int, epoch: int = 0) -> tuple[int, ...]:
    """The same places in the order of `epoch`: another one for each, the same for the same numbers."""
    order = np.random.default_rng([seed, epoch]).permutation(len(places))
    return tuple(places[each] for each in order)


def batch(
    catalogue: Catalogue,
    places: Sequence[int],
    seed: int,
    epoch: int = 0,
    recipe: Recipe = POST,
    is_varied: bool = True,
    megapixels: float = MEGAPIXELS,
) -> Batch:
    """The photos at `places` of `catalogue.entries` as `recipe` prepares them, varied unless `is_varied` is false.

    What happens to a photo depends on seed, place and epoch alone, not on the others in the batch. Raises PhotoError
    for a photo that has changed since the catalogue was read.
    """
    drawn = tuple(draw(seed, place, epoch) if is_varied else Draw() for place in places)

    def make(place: int, one: Draw) -> torch.Tensor:
        return varied(uncut(catalogue.entries[place].photo(megapixels), recipe), recipe.crop, one)

    with ThreadPoolExecutor(_THREADS) as pool:
        unit = torch.stack(list(pool.map(make, places, drawn)))
    targets = catalogue.targets
    return Batch(tuple(places), drawn, unit, torch.tensor([targets[place] for place in places]), recipe)
