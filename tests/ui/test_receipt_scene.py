"""What the Receipt page shows is the receipt that the library gives, and odd numbers end at one that exists."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from explorer.explain.receipt import PROBABILITY, Place, receipt
from explorer.explain.receptive import receptive_field
from explorer.network.shelf import Resident
from explorer.ui import cache, receipt_sentences
from explorer.ui.receipt_scene import FIRST_TILES, MOST_TILES, ReceiptScene, receipt_scene
from explorer.ui.workspace import Workspace

SMALL = {"model": "cifar_resnet20", "weights": "untrained"}

PlaceOf = Callable[..., Workspace]
Load = Callable[[Workspace], Resident]


@pytest.fixture
def open_(place_of: PlaceOf, resident_of: Load) -> Callable[..., ReceiptScene]:
    def make(layer: str, channel: int = 0, cell: tuple[int, int] = (0, 0), way: tuple[Place, ...] = ()) -> ReceiptScene:
        place = place_of(**SMALL, layer=layer, channel=channel, cell=cell, way=way)
        scene = receipt_scene(place, resident_of(place))
        assert not place.complaints
        return scene

    return make


def test_a_receipt_scene_holds_the_receipt(place_of: PlaceOf, resident_of: Load) -> None:
    place = place_of(**SMALL, layer="layer2.0.conv1", channel=5, cell=(0, 3))
    resident = resident_of(place)
    scene = receipt_scene(place, resident)
    captured = cache.captured(place.photo, place.recipe, resident)
    expected = receipt(captured, "layer2.0.conv1", 5, (0, 3))
    assert scene.receipt.value == expected.value and scene.receipt.holds
    np.testing.assert_array_equal(scene.receipt.terms.product, expected.terms.product)
    assert scene.field == receptive_field(captured.network, "layer2.0.conv1", 5, (0, 3))
    assert (scene.kind, scene.input_shape, scene.size) == ("patch", (16, 32, 32), (32, 32))
    assert scene.output is not None and (scene.output.height, scene.output.width) == (16, 16)
    assert scene.slide is not None and (scene.slide.stride, scene.slide.before) == ((2, 2), (1, 1))
    assert len(scene.slip.products) == len(scene.shown) == 10


def test_the_map_that_counts_most_comes_first(open_: Callable[..., ReceiptScene]) -> None:
    scene = open_("layer3.0.conv1", 5, (2, 3))
    terms = scene.receipt.terms
    sums = {k: abs(float(terms.product[terms.channel == k].sum())) for k in range(32)}
    assert sums[scene.inputs[0].channel] == max(sums.values())
    assert {picture.channel for picture in scene.inputs} >= set(range(FIRST_TILES))
    assert len(scene.inputs) <= MOST_TILES


@pytest.mark.parametrize(
    ("layer", "kind"),
    [
        ("conv1", "patch"),
        ("bn1", "steps"),
        ("relu", "steps"),
        ("layer1.0.add", "parts"),
        ("avgpool", "pool"),
        ("linear", "mix"),
        (PROBABILITY, "shares"),
        ("x", "steps"),
    ],
)
def test_every_kind_of_number_is_drawn_as_what_it_is(open_: Callable[..., ReceiptScene], layer: str, kind: str) -> None:
    scene = open_(layer, 2)
    assert scene.kind == kind
    assert receipt_sentences.finding(scene).endswith(".")
    assert receipt_sentences.reason(scene).endswith(".")


def test_a_vector_is_one_picture(open_: Callable[..., ReceiptScene]) -> None:
    (picture,) = open_("linear", 3).inputs
    assert picture.folded and (picture.height, picture.width) == (8, 8)


def test_the_photo_of_the_pixel_is_the_end(open_: Callable[..., ReceiptScene]) -> None:
    scene = open_("x", 1, (3, 4))
    assert scene.inputs == () and scene.field is not None
    assert scene.part.shape == (1, 1, 3)
    assert scene.part[0, 0, 1] == scene.receipt.terms[0].input


def test_the_way_says_what_was_passed(open_: Callable[..., ReceiptScene]) -> None:
    way = (Place(PROBABILITY, 3, (0, 0)), Place("linear", 3, (0, 0)), Place("layer1.0.add", 2, (1, 5)))
    scene = open_("x", 1, (3, 4), way)
    names = [name for name, _ in receipt_sentences.trail(scene)]
    assert names == ["cat, probability", "cat", "layer1.0.add [2] 1, 5", "photo, green 3, 4"]
    for stop, value in scene.way:
        assert value == open_(stop.layer, stop.channel, stop.cell).receipt.captured


def test_stops_that_are_gone_are_left_out(open_: Callable[..., ReceiptScene]) -> None:
    scene = open_("linear", 3, way=(Place("conv1", 0, (40, 0)), Place("layer9", 0, (0, 0)), Place("bn1", 1, (2, 3))))
    assert [stop.layer for stop, _ in scene.way] == ["bn1"]


def test_without_a_cell_the_highest_one_is_opened(place_of: PlaceOf, resident_of: Load) -> None:
    place = place_of(**SMALL, layer="layer1.0.conv1", channel=3)
    resident = resident_of(place)
    scene = receipt_scene(place, resident)
    captured = cache.captured(place.photo, place.recipe, resident)
    assert scene.receipt.captured == float(captured.activation("layer1.0.conv1")[3].max())
    assert place.view.place == scene.place


def test_without_a_layer_the_leading_class_is_opened(place_of: PlaceOf, resident_of: Load) -> None:
    place = place_of(**SMALL)
    resident = resident_of(place)
    scene = receipt_scene(place, resident)
    logits = cache.captured(place.photo, place.recipe, resident).logits
    assert scene.receipt.captured == float(logits.max())


@pytest.mark.parametrize(
    ("layer", "channel", "cell"),
    [("layer9", 0, (0, 0)), ("conv1", 16, (0, 0)), ("conv1", 0, (32, 0)), (PROBABILITY, 10, (0, 0))],
)
def test_a_number_that_is_not_there_is_said(
    place_of: PlaceOf, resident_of: Load, layer: str, channel: int, cell: tuple[int, int]
) -> None:
    before = Place("bn1", 1, (2, 3))
    place = place_of(**SMALL, layer=layer, channel=channel, cell=cell, way=(before,))
    scene = receipt_scene(place, resident_of(place))
    (complaint,) = place.complaints
    assert complaint.sentence
    assert scene.place == before and place.view.way == ()
    alone = place_of(**SMALL, layer=layer, channel=channel, cell=cell)
    assert receipt_scene(alone, resident_of(alone)).receipt.holds
