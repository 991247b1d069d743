"""What the parts of a receipt send to the browser."""

from __future__ import annotations

import dataclasses
import json
import math
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from explorer.explain.terms import join
from explorer.network.shelf import Resident
from explorer.ui.components.component import join as joined
from explorer.ui.components.receipt_parts import __file__ as component_file
from explorer.ui.components.receipt_parts import payload
from explorer.ui.receipt_scene import ReceiptScene, receipt_scene
from explorer.ui.workspace import Workspace

Opener = Callable[..., ReceiptScene]


@pytest.fixture
def opened(place_of: Callable[..., Workspace], resident_of: Callable[[Workspace], Resident]) -> Opener:
    """`opened(layer, channel, cell)`: the scene of a number of an untrained SqueezeNet."""

    def make(layer: str, channel: int, cell: tuple[int, int]) -> ReceiptScene:
        place = place_of(model="squeezenet1_0", weights="untrained", layer=layer, channel=channel, cell=cell)
        return receipt_scene(place, resident_of(place))

    return make


def read(message: bytes) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    (length,) = struct.unpack_from("<I", message)
    header = json.loads(message[4 : 4 + length])
    kinds = {"uint8": "u1", "float32": "<f4"}
    arrays = {
        name: np.frombuffer(message, kinds[place["dtype"]], math.prod(place["shape"]), place["offset"])
        for name, place in header["arrays"].items()
    }
    return header, arrays


@pytest.mark.parametrize("cell", [(15, 33), (0, 0)])
def test_a_convolutions_terms_and_pictures_arrive_whole(opened: Opener, cell: tuple[int, int]) -> None:
    scene = opened("features.5.expand3x3", 59, cell)
    header, arrays = read(payload(scene))
    terms = scene.receipt.terms
    for name in ("channel", "row", "column", "input", "weight", "source", "padding"):
        assert np.array_equal(arrays[name], getattr(terms, name)), name
    assert arrays["padding"].any() == (cell == (0, 0))
    product = arrays["input"].astype(np.float64) * arrays["weight"]
    assert math.fsum([*product, header["bias"]]) == header["value"] == scene.receipt.value
    assert (header["kind"], header["window"]["rows"], header["window"]["columns"]) == ("patch", 3, 3)
    assert header["shape"] == list(scene.input_shape or ())
    sizes = [picture["tall"] * picture["wide"] for picture in header["pictures"]]
    assert sum(sizes) == len(arrays["tiles"])
    first = arrays["tiles"][: sizes[0]].reshape(scene.inputs[0].indices.shape)
    assert np.array_equal(first, scene.inputs[0].indices)


def test_the_parts_have_the_decimals_of_the_slip(opened: Opener) -> None:
    scene = opened("features.5.expand3x3", 59, (15, 33))
    header, _ = read(payload(scene))
    assert header["decimals"] == len(scene.slip.total.partition(".")[2])


def test_equal_scenes_give_equal_bytes(opened: Opener) -> None:
    first, second = (payload(opened("features.5.expand3x3", 59, (15, 33))) for _ in range(2))
    assert first == second


def test_labels_go_along_only_where_scores_are_parts(opened: Opener) -> None:
    scores, _ = read(payload(opened("probability", 504, (0, 0))))
    assert (scores["kind"], len(scores["labels"]), scores["place"]) == ("shares", 1000, [504, 0, 0])
    inner, _ = read(payload(opened("features.5.cat", 3, (1, 1))))
    assert (inner["kind"], inner["labels"]) == ("parts", [])


def test_a_pixel_brings_its_colour_and_reads_the_photo(opened: Opener) -> None:
    scene = opened(opened("features.0", 0, (0, 0)).photo_layer, 1, (100, 90))
    header, _ = read(payload(scene))
    assert header["layers"] == ["photo"]
    assert header["pixel"][1] == scene.receipt.stages[0].value
    assert [name for name, _ in header["stages"]] == ["in", "÷ 255", "− mean", "÷ spread"]


def test_a_number_without_a_receipt_says_so(opened: Opener) -> None:
    scene = opened("features.5.expand3x3", 59, (15, 33))
    unknown = dataclasses.replace(scene.receipt, supported=False, terms=join([]), value=math.nan, bias=math.inf)
    header, arrays = read(payload(dataclasses.replace(scene, receipt=unknown, kind="none", inputs=(), shown=())))
    assert (header["value"], header["bias"], header["decimals"]) == ("NaN", "Infinity", None)
    assert len(arrays["input"]) == len(arrays["tiles"]) == 0


def test_the_files_of_the_script_fit_together() -> None:
    assert "function receiptParts" in joined(Path(component_file).parent / "receipt_parts.js")
