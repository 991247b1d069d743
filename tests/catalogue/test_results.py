"""What a learner says of its catalogue, against torch and against counting one by one."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from shelves import draw, fill
from torch.nn.functional import cosine_similarity, cross_entropy

from explorer.catalogue.dataset import read_folder
from explorer.catalogue.neighbours import Vectors, excitement, vectors
from explorer.catalogue.results import Predictions, predict
from explorer.catalogue.trained import read_card
from explorer.errors import CatalogueError, InputError, UnknownName
from explorer.image.preprocess import preprocess
from explorer.network import weights
from explorer.network.capture import capture
from explorer.network.opened import open_network

made = arrays.arrays(np.float32, (7, 4), elements=st.floats(-30, 30, width=32))
shown = arrays.arrays(np.int64, 7, elements=st.integers(0, 3))


@given(made, shown)
def test_losses_and_probabilities_are_torchs(logits: np.ndarray, targets: np.ndarray) -> None:
    found = Predictions(tuple("abcd"), tuple(range(7)), targets, logits)
    exact = torch.from_numpy(logits).double()
    losses = cross_entropy(exact, torch.from_numpy(targets), reduction="none").numpy()
    np.testing.assert_allclose(found.losses, losses, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(found.probabilities, exact.softmax(1).numpy(), rtol=1e-9, atol=1e-300)
    top = found.top_losses(3)
    assert len(top) == 3 and losses[top[0]] == pytest.approx(losses.max())


@given(made, shown)
def test_the_confusion_matrix_counts_every_photo_once(logits: np.ndarray, targets: np.ndarray) -> None:
    found = Predictions(tuple("abcd"), tuple(range(7)), targets, logits)
    pairs = Counter(zip(targets.tolist(), logits.argmax(1).tolist(), strict=True))
    table = found.confusion()
    assert {(r, c): int(table[r, c]) for r, c in np.argwhere(table)} == dict(pairs) and table.sum() == 7
    assert found.right == sum(count for (row, column), count in pairs.items() if row == column)
    assert found.accuracy == found.right / 7
    mixed_up = found.most_confused()
    assert dict(((r, c), n) for r, c, n in mixed_up) == {pair: n for pair, n in pairs.items() if pair[0] != pair[1]}
    products = found.by_product()
    assert sum(each.photos for each in products) == sum(each.taken for each in products) == 7
    for index, product in enumerate(products):
        assert (product.recall is None) == (index not in targets)
        assert product.precision is None or 0 <= product.precision <= 1


def test_a_trained_learner_is_as_good_as_its_card_says(shop, one_thread: None) -> None:
    card = read_card(shop.file)
    found = predict(shop.network, shop.catalogue, shop.chosen.held)
    assert card is not None and found.accuracy == card.accuracy >= 0.75
    assert tuple(shop.catalogue.entries[place].name for place in found.places) == card.held_names
    for position, place in enumerate(found.places):
        tensor = preprocess(shop.catalogue.entries[place].photo(), shop.network.recipe).tensor
        with torch.inference_mode():
            one = shop.network.module(tensor)[0]
        np.testing.assert_allclose(found.logits[position], one.numpy(), rtol=1e-4, atol=1e-4)


def test_a_catalogue_with_other_products_is_refused(shop, tmp_path: Path) -> None:
    other = read_folder(fill(tmp_path, ("007", "new", "newer"), views=1))
    with pytest.raises(CatalogueError, match="knows no product “new”, nor 1 others"):
        predict(shop.network, other, [0])


def test_a_part_of_the_products_is_told_by_name(shop, tmp_path: Path, one_thread: None) -> None:
    part = read_folder(fill(tmp_path, ("8a", "b"), views=1))  # other drawings than those that were learnt
    found = predict(shop.network, part, [0, 1])
    assert found.targets.tolist() == [2, 3] and found.classes == shop.catalogue.classes


@given(arrays.arrays(np.float32, (6, 5), elements=st.integers(-9, 9).map(float)))
def test_nearest_are_those_with_the_smallest_angle(pooled: np.ndarray) -> None:
    near = Vectors(pooled).nearest(2, 5)
    cosines = cosine_similarity(torch.from_numpy(pooled).double(), torch.from_numpy(pooled[2]).double()[None])
    assert sorted(place for place, _ in near) == [0, 1, 3, 4, 5]
    for place, cosine in near:
        assert cosine == pytest.approx(float(cosines[place]), abs=1e-5)
    assert [cosine for _, cosine in near] == sorted((cosine for _, cosine in near), reverse=True)


def test_the_nearest_of_two_equal_photos_is_the_other(shop, tmp_path: Path, one_thread: None) -> None:
    root = fill(tmp_path, ("007", "8a"), views=3)
    draw(0, 2).save(root / "8a" / "same.png")
    catalogue = read_folder(root)
    found = vectors(shop.network, catalogue)
    names = [entry.name for entry in catalogue.entries]
    place, cosine = found.nearest(names.index("8a/same.png"), 1)[0]
    assert names[place] == "007/2.png" and cosine == pytest.approx(1, abs=1e-6)
    assert found.pooled.shape == (7, 128)
    products = found.nearest_products(names.index("007/1.png"), catalogue, 2)
    assert {label for label, _ in products} == {"007", "8a"} and products[0][1] >= products[1][1]


def test_only_learners_have_the_vectors(shop) -> None:
    with pytest.raises(InputError, match="is no learner"):
        vectors(weights.load("cifar_resnet20", "untrained:0"), shop.catalogue)


def test_the_photos_that_excite_a_channel_most(shop, one_thread: None) -> None:
    opened = open_network(shop.network.module, (32, 32))
    found = excitement(opened, shop.network, shop.catalogue, "layer2.0.relu")
    values = []
    for entry in shop.catalogue.entries:
        seen = capture(opened, preprocess(entry.photo(), shop.network.recipe).tensor)
        values.append(seen.activation("layer2.0.relu")[5].numpy())
    most = found.most(5, 3)
    ranked = sorted(range(len(values)), key=lambda place: -values[place].max())
    assert [place for place, _, _ in most] == ranked[:3]
    for place, value, (row, column) in most:
        assert values[place][row, column] == value == values[place].max()
    with pytest.raises(UnknownName):
        excitement(opened, shop.network, shop.catalogue, "layer9")


def test_a_card_is_json_that_others_can_read(shop) -> None:
    header = shop.file.read_bytes()
    length = int.from_bytes(header[:8], "little")
    metadata = json.loads(header[8 : 8 + length])["__metadata__"]
    assert json.loads(metadata["labels"]) == list(shop.catalogue.classes)
    assert metadata["architecture"] == "cifar_resnet20-learner"
    assert len(json.loads(metadata["training"])["history"]) == 8
