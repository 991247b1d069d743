"""Holding photos out: as fastai does it, and by whole groups."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shelves import fill

from explorer.catalogue.dataset import Catalogue, Entry, read_folder
from explorer.catalogue.split import WARNING, group_of, has_groups, split, unlearnt
from explorer.errors import CatalogueError

counts = st.lists(st.integers(1, 9), min_size=2, max_size=8).filter(lambda each: sum(each) >= 5)


def _catalogue(views: list[int], name: str = "{}.jpg") -> Catalogue:
    labels = [f"{kind:02}" for kind in range(len(views))]
    entries = [
        Entry(label, f"{label}/{name.format(view)}", b"")
        for label, several in zip(labels, views, strict=True)
        for view in range(several)
    ]
    return Catalogue("made", tuple(labels), tuple(entries), ())


@given(counts, st.integers(0, 2**32 - 1))
def test_a_split_is_the_one_that_fastai_draws(views: list[int], seed: int) -> None:
    catalogue = _catalogue(views)
    chosen, count = split(catalogue, seed), len(catalogue.entries)
    np.random.seed(seed)  # fastai 1: split_by_rand_pct
    assert set(chosen.held) == set(np.random.permutation(range(count))[: int(0.2 * count)].tolist())
    assert sorted((*chosen.learn, *chosen.held)) == list(range(count))
    assert chosen.warning == WARNING


def test_the_posts_numbers(shared: Path) -> None:
    """The post learns from 336 photos, which is what 420 photos give."""
    chosen = split(_catalogue([10] * 42))
    assert (len(chosen.learn), len(chosen.held)) == (336, 84)


@given(counts, st.integers(0, 99))
def test_groups_stay_whole_and_each_product_keeps_one(views: list[int], seed: int) -> None:
    several = [3 * each for each in views]
    flat = _catalogue(several)
    names = [f"{each.label}/{'abc'[place % 3]}_{place}.jpg" for place, each in enumerate(flat.entries)]
    entries = tuple(Entry(each.label, name, b"") for each, name in zip(flat.entries, names, strict=True))
    catalogue = Catalogue("made", flat.classes, entries, ())
    if not has_groups(catalogue):
        assert max(views) == 1
        return
    try:
        chosen = split(catalogue, seed, by="group", share=0.4)
    except CatalogueError:  # every group is larger than what may be held out
        return
    learnt, held = ({group_of(names[place]) for place in places} for places in (chosen.learn, chosen.held))
    assert not learnt & held and chosen.warning == ""
    assert unlearnt(catalogue, chosen) == []
    assert 0 < len(chosen.held) <= 0.4 * len(entries)


@pytest.mark.parametrize(
    ("name", "group"),
    [
        ("1/kitchen_03.jpg", "1/kitchen"),
        ("1/kitchen 3.jpg", "1/kitchen"),
        ("1/kitchen(12).jpeg", "1/kitchen"),
        ("1/2024-garden-7.png", "1/2024-garden"),
        ("1/7.jpg", "1/7"),
        ("1/front.jpg", "1/front"),
        ("1/shelf/7.jpg", "1/shelf/7"),
    ],
)
def test_the_group_that_a_name_says(name: str, group: str) -> None:
    assert group_of(name) == group


def test_names_without_groups_are_refused(tmp_path: Path) -> None:
    catalogue = read_folder(fill(tmp_path, views=5))
    assert not has_groups(catalogue)
    with pytest.raises(CatalogueError, match="make no groups"):
        split(catalogue, by="group")


def test_too_few_photos_leave_none_to_hold_out() -> None:
    with pytest.raises(CatalogueError, match="4 photos leave none"):
        split(_catalogue([2, 2]))


def test_products_that_are_not_learnt_are_named() -> None:
    catalogue = _catalogue([1] * 10)
    chosen = split(catalogue, seed=3)
    assert list(unlearnt(catalogue, chosen)) == [catalogue.entries[place].label for place in chosen.held]
