from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from shelves import fill

from explorer.catalogue.augment import draw
from explorer.catalogue.batch import SIZE, batch, shuffled
from explorer.catalogue.dataset import Catalogue, read_folder
from explorer.catalogue.split import split
from explorer.image.preprocess import POST, preprocess

SMALL = POST.at_size(32)


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    return read_folder(fill(tmp_path_factory.mktemp("catalogue"), ("a", "b", "c"), views=4))


def test_a_batch_of_the_shared_products_prints_as_the_posts_does(shared: Path) -> None:
    products = read_folder(shared / "data" / "products")
    places = shuffled(split(products, 0).learn, 0)[:SIZE]
    made = batch(products, places, 0)
    assert made.unit.shape == (64, 3, 300, 300) and made.unit.dtype == torch.float32
    assert float(made.unit.min()) >= 0 and float(made.unit.max()) <= 1
    assert [products.classes[label] for label in made.labels.tolist()] == [products.entries[p].label for p in places]
    mean, std = (torch.tensor(each).reshape(3, 1, 1) for each in (POST.mean, POST.std))
    torch.testing.assert_close(made.normalised * std + mean, made.unit, rtol=0, atol=1e-6)
    lines = made.printed.splitlines()
    assert re.fullmatch(r"\(tensor\(\[\[\[\[\d\.\d{4}(, +\d\.\d{4}){2}, +\.\.\.(, +\d\.\d{4}){3}\],", lines[0])
    assert lines[-4].startswith("tensor([") and re.fullmatch(r" *(\d+, +)*\d+\]\)\)", lines[-1])
    assert len(re.findall(r"\d+", " ".join(lines[-4:]))) == 64


def test_what_is_not_varied_is_what_the_network_sees(catalogue: Catalogue) -> None:
    made = batch(catalogue, (0, 5, 11), 3, recipe=SMALL, is_varied=False)
    for place, shown in zip(made.places, made.normalised, strict=True):
        assert torch.equal(shown, preprocess(catalogue.entries[place].photo(), SMALL).tensor[0])


def test_a_photo_is_varied_alike_whatever_stands_beside_it(catalogue: Catalogue) -> None:
    first = batch(catalogue, (0, 5, 11), 3, 2, SMALL)
    second = batch(catalogue, (5, 1), 3, 2, SMALL)
    assert torch.equal(first.unit[1], second.unit[0])
    assert first.drawn[1] == draw(3, 5, 2)
    for other in (batch(catalogue, (5,), 4, 2, SMALL), batch(catalogue, (5,), 3, 1, SMALL)):
        assert not torch.equal(other.unit[0], second.unit[0])


@given(st.lists(st.integers(0, 10**6), unique=True, max_size=200), st.integers(0, 2**32), st.integers(0, 99))
def test_shuffling_loses_and_repeats_nothing(places: list[int], seed: int, epoch: int) -> None:
    order = shuffled(places, seed, epoch)
    assert sorted(order) == sorted(places)
    assert order == shuffled(places, seed, epoch)
    if len(places) > 20:
        assert order != shuffled(places, seed, epoch + 1)


def test_a_squished_batch_shows_whole_photos(catalogue: Catalogue) -> None:
    squished = dataclasses.replace(SMALL, fit="squish")
    made = batch(catalogue, (2,), 0, recipe=squished, is_varied=False)
    assert torch.equal(made.normalised[0], preprocess(catalogue.entries[2].photo(), squished).tensor[0])
