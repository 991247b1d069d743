"""What the strip sends to the browser: pictures, the places of the terms, captions, and how the window slides."""

from __future__ import annotations

import dataclasses
import json
import struct
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from explorer.explain.receipt import PROBABILITY
from explorer.network.shelf import Resident
from explorer.ui.components.receipt_strip import payload
from explorer.ui.receipt_scene import ReceiptScene, receipt_scene
from explorer.ui.workspace import Workspace

SMALL = {"model": "cifar_resnet20", "weights": "untrained"}

Open = Callable[..., ReceiptScene]


@pytest.fixture
def open_(place_of: Callable[..., Workspace], resident_of: Callable[[Workspace], Resident]) -> Open:
    def make(layer: str, channel: int = 0, cell: tuple[int, int] = (0, 0)) -> ReceiptScene:
        place = place_of(**SMALL, layer=layer, channel=channel, cell=cell)
        return receipt_scene(place, resident_of(place))

    return make


def read(scene: ReceiptScene) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    message = payload(scene)
    (length,) = struct.unpack_from("<I", message)
    header: dict[str, Any] = json.loads(message[4 : 4 + length])
    arrays = {
        name: np.frombuffer(message, one["dtype"], int(np.prod(one["shape"])), one["offset"]).reshape(one["shape"])
        for name, one in header["arrays"].items()
    }
    return header, arrays


def test_the_places_of_all_terms_arrive_whole(open_: Open) -> None:
    scene = open_("layer2.0.conv1", 5, (3, 3))
    terms = scene.receipt.terms
    header, arrays = read(scene)
    for name in ("source", "channel", "row", "column"):
        assert np.array_equal(arrays[name], getattr(terms, name))
    assert header["layers"] == list(terms.layers)
    assert header["place"] == ["layer2.0.conv1", 5, 3, 3]


def test_the_pictures_are_those_of_the_scene(open_: Open) -> None:
    scene = open_("layer2.0.conv1", 5, (3, 3))
    header, arrays = read(scene)
    assert scene.output is not None
    for name, picture in (("input", scene.inputs[0]), ("output", scene.output)):
        assert np.array_equal(arrays[name], picture.indices)
        assert (header[name]["channel"], header[name]["limit"]) == (picture.channel, picture.limit)
    assert np.array_equal(arrays["seen"], scene.seen) and np.array_equal(arrays["part"], scene.part)


def test_a_convolution_slides_by_its_stride_and_padding(open_: Open) -> None:
    header, _ = read(open_("layer2.0.conv1", 5, (3, 3)))
    assert header["slide"] == {"size": [3, 3], "stride": [2, 2], "before": [1, 1], "after": [1, 1], "dilation": [1, 1]}
    assert header["inputSize"] == [32, 32]
    assert (header["window"]["top"], header["window"]["left"]) == (5, 5)


@pytest.mark.parametrize("layer", ["layer1.0.add", "linear", "avgpool", "x", PROBABILITY])
def test_what_has_no_window_or_no_map_does_not_slide(open_: Open, layer: str) -> None:
    assert read(open_(layer, 1))[0]["slide"] is None


def test_captions_say_what_is_read(open_: Open) -> None:
    spaced = {one: text.replace("\u00a0", " ") for one, text in read(open_("conv1", 1, (0, 0)))[0]["captions"].items()}
    assert spaced["seen"] == "What the network saw, 32 × 32"
    assert spaced["part"] == "The part that this number can see, 2 × 2; hatched: beyond the edge"
    assert spaced["input"] == "The photo’s three colours, 32 × 32"
    assert spaced["output"] == "Output map 1, 32 × 32"
    inner = read(open_("layer2.0.conv1", 5, (3, 3)))[0]["captions"]["input"]
    assert inner.replace("\u00a0", " ") == "16 input maps, 32 × 32"
    assert read(open_("layer1.0.add", 1, (3, 3)))[0]["captions"]["input"].startswith("Input map, ")


def test_the_way_ends_on_the_photo(open_: Open) -> None:
    header, arrays = read(open_("x", 1, (3, 4)))
    assert set(header["captions"]) == {"seen", "part", "output"}
    assert "input" not in arrays and header["input"] is None
    assert header["field"]["whole"] == header["field"]["seen"] == [3, 4, 1, 1]


def test_a_probability_stands_in_no_map(open_: Open) -> None:
    header, arrays = read(open_(PROBABILITY, 3))
    assert header["output"] is None and "output" not in arrays
    assert header["input"]["numbers"] == len(header["labels"]) == 10
    assert header["value"].endswith("%")


def test_of_a_vector_the_browser_knows_how_many_numbers_there_are(open_: Open) -> None:
    header, _ = read(open_("linear", 3))
    assert header["input"]["folded"] and header["input"]["numbers"] == 64
    assert header["output"]["folded"] and header["output"]["numbers"] == 10


def test_odd_numbers_can_be_sent(open_: Open) -> None:
    scene = open_("conv1", 1, (5, 5))
    for odd, text in ((float("nan"), "not a number"), (float("inf"), "∞")):
        broken = dataclasses.replace(scene, receipt=dataclasses.replace(scene.receipt, captured=odd))
        assert read(broken)[0]["value"] == text


def test_equal_scenes_give_equal_bytes(open_: Open) -> None:
    assert payload(open_("conv1", 1, (5, 5))) == payload(open_("conv1", 1, (5, 5)))
