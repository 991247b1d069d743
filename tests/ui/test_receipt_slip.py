"""The slip that the browser gets: its texts, what each line opens, and what it says of the bound."""

from __future__ import annotations

import dataclasses
import json
import struct
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from explorer.explain.receipt import PROBABILITY
from explorer.network.shelf import Resident
from explorer.render.numbers import MINUS
from explorer.ui.components.receipt_slip import payload, verdict
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


def header_of(scene: ReceiptScene) -> dict[str, Any]:
    data = payload(scene)
    (length,) = struct.unpack_from("<I", data)
    header: dict[str, Any] = json.loads(data[4 : 4 + length])
    return header


def number_of(text: str) -> Decimal:
    return Decimal(text.replace(MINUS, "-").replace(",", "").removeprefix("+"))


@pytest.mark.parametrize(("layer", "cell"), [("conv1", (0, 0)), ("layer3.0.conv1", (2, 3)), ("linear", (0, 0))])
def test_the_lines_add_up_as_printed(open_: Open, layer: str, cell: tuple[int, int]) -> None:
    header = header_of(open_(layer, 2, cell))
    *others, (name, total) = header["sums"]
    assert name == "sum"
    lines = [row["cells"][-1] for row in header["rows"]] + [text for _, text in others]
    assert sum(map(number_of, lines)) == number_of(total)


def test_a_line_opens_its_input(open_: Open) -> None:
    scene = open_("layer2.0.conv1", 5, (3, 3))
    header = header_of(scene)
    assert header["heading"] == ["map", "cell", "input", "weight", "product"]
    for row in header["rows"]:
        term = scene.receipt.terms[row["term"]]
        assert row["place"] == [term.layer, term.channel, *term.cell]
        assert row["sign"] == (term.product > 0) - (term.product < 0)
    assert header["holds"] and header["share"] <= 1


def test_two_branches_are_named(open_: Open) -> None:
    header = header_of(open_("layer1.0.add", 1, (1, 1)))
    assert header["heading"][0] == "layer"
    assert len({row["cells"][0] for row in header["rows"]}) == 2


def test_classes_have_their_names(open_: Open) -> None:
    header = header_of(open_(PROBABILITY, 3))
    assert {row["cells"][0] for row in header["rows"]} >= {"cat"}
    assert [name for name, _ in header["stages"]] == ["in", "e^(in − largest)", "sum of all", "÷ sum"]


def test_the_photo_opens_nothing(open_: Open) -> None:
    (row,) = header_of(open_("x", 1, (3, 4)))["rows"]
    assert row["place"] is None


def test_the_verdict(open_: Open) -> None:
    found = open_("conv1", 1, (5, 5)).receipt
    assert verdict(found).startswith("The receipt holds: ")
    broken = dataclasses.replace(found, difference=2 * found.bound, holds=False)
    assert "bug" in verdict(broken)
    half = dataclasses.replace(found, difference=found.bound / 2)
    assert verdict(half) == "The receipt holds: 50.0 % of what rounding may cause."
    assert verdict(dataclasses.replace(found, supported=False, holds=False)).startswith("There is no receipt")
    assert verdict(dataclasses.replace(found, difference=0.0)) == "The receipt holds to the last bit."
