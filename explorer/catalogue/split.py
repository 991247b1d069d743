"""Which photos of a catalogue are learnt from, and which are held out to see what was learnt."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from explorer.catalogue.dataset import Catalogue
from explorer.errors import CatalogueError

By = Literal["photo", "group"]

HELD_OUT = 0.2
"""The share of photos that the post holds out."""

WARNING = (
    "Photos of one product share a scene, so a photo held out at random looks much like those learnt from: "
    "expect fewer right answers on photos taken elsewhere."
)


@dataclass(frozen=True)
class Split:
    """Places of photos in `Catalogue.entries`, ascending: those to learn from, and those held out."""

    learn: tuple[int, ...]
    held: tuple[int, ...]
    seed: int
    by: By

    @property
    def warning(self) -> str:
        """What the figures on the held-out photos do not say; "" where whole groups are held out."""
        return WARNING if self.by == "photo" else ""


def split(catalogue: Catalogue, seed: int = 0, by: By = "photo", share: float = HELD_OUT) -> Split:
    """Holds out `share` of the photos: single photos at random as fastai does, or whole groups of files.

    fastai 1 (`split_by_rand_pct`): a random order of all photos, of which the first int(share × photos) are held out.
    By "group", groups are held out in random order while they fit into that number, and each product keeps one
    group to learn from. Raises CatalogueError where nothing would be held out, or names make no groups.
    """
    count = int(share * len(catalogue.entries))
    # RandomState and not a newer generator: numpy keeps its numbers the same for good, and fastai draws from it.
    random = np.random.RandomState(seed)
    if by == "photo":
        held = set(random.permutation(len(catalogue.entries))[:count].tolist())
    else:
        held = _groups_held(catalogue, count, random)
    if not held:
        raise CatalogueError(
            f"{len(catalogue.entries):,} photos leave none to hold out at a share of {share:.0%}.",
            "Add photos.",
        )
    learn = tuple(place for place in range(len(catalogue.entries)) if place not in held)
    return Split(learn, tuple(sorted(held)), seed, by)


def has_groups(catalogue: Catalogue) -> bool:
    """Whether names allow whole groups to be held out: a product has two groups, one of them of two photos."""
    found = _groups(catalogue)
    return any(len(groups) > 1 and max(map(len, groups)) > 1 for groups in found.values())


def group_of(name: str) -> str:
    """The group that a file's name says: what is left without its ending and its last number.

    "0004637/kitchen_03.jpg" is of the group "0004637/kitchen". A name that is a number alone is a group by itself.
    """
    folder, _, file = name.rpartition("/")
    stem = file.rpartition(".")[0] or file
    group = re.sub(r"[\s_.()-]*[0-9]+[\s_.()-]*$", "", stem)
    return f"{folder}/{group or stem}"


def _groups(catalogue: Catalogue) -> dict[str, list[list[int]]]:
    """For each product its groups, each as places of photos."""
    found: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for place, entry in enumerate(catalogue.entries):
        found[entry.label][group_of(entry.name)].append(place)
    return {label: list(groups.values()) for label, groups in found.items()}


def _groups_held(catalogue: Catalogue, count: int, random: np.random.RandomState) -> set[int]:
    if not has_groups(catalogue):
        raise CatalogueError(
            "The names of the photos make no groups: no product has two, one of them of several photos.",
            "Name files as kitchen_1.jpg, kitchen_2.jpg, garden_1.jpg, or hold out single photos.",
        )
    groups = [(label, group) for label, several in _groups(catalogue).items() for group in several]
    left = {label: len(several) for label, several in _groups(catalogue).items()}
    held: set[int] = set()
    for place in random.permutation(len(groups)).tolist():
        label, group = groups[place]
        if left[label] > 1 and len(held) + len(group) <= max(count, 1):
            held.update(group)
            left[label] -= 1
    return held


def unlearnt(catalogue: Catalogue, chosen: Split) -> Sequence[str]:
    """Classes of which no photo is learnt from: a random split may leave a product with few photos so."""
    learnt = {catalogue.entries[place].label for place in chosen.learn}
    return [label for label in catalogue.classes if label not in learnt]
