"""The slip that the browser gets: its texts, what each line opens, and what it says of the bound."""

from __future__ import annotations

import dataclasses
import json
import math
import struct
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from explorer.explain.receipt import PROBABILITY
from explorer.explain.terms import join
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
    assert len({row["over"] for row in header["rows"]} - {""}) == 2
    assert all(row["spoken"].startswith("map 1, row 1, column 1: ") for row in header["rows"])


def test_a_share_shows_its_stages_and_leads_to_its_own_score(open_: Open) -> None:
    scene = open_(PROBABILITY, 3)
    header = header_of(scene)
    assert header["rows"] == []
    assert [name for name, _ in header["sums"]] == ["in", "e^(in − largest)", "sum of all", "share"]
    assert header["largest"] == [scene.output_layer, 3, 0, 0]


def test_of_a_max_pool_the_winner_comes_first(open_: Open) -> None:
    scene = open_("layer2.0.conv1", 5, (3, 3))
    found = scene.receipt
    candidates = found.terms.weighted(np.eye(len(found.terms))[int(found.terms.input.argmax())])
    pooled = dataclasses.replace(
        found, operation="MaxPool2d", terms=candidates, captured=float(found.terms.input.max())
    )
    header = header_of(dataclasses.replace(scene, receipt=pooled, kind="pool"))
    inputs = [found.terms.input[row["term"]] for row in header["rows"]]
    assert inputs == sorted(found.terms.input, reverse=True)[: len(inputs)]
    assert [row["cells"][-1] for row in header["rows"]] == ["the largest", *[""] * (len(inputs) - 1)]
    assert header["largest"] == header["rows"][0]["place"]
    assert header["sums"][0][0] == f"{len(found.terms) - 10} more, none larger"


def test_classes_have_their_names(open_: Open) -> None:
    scene = open_("linear", 2)
    classes = dataclasses.replace(scene, output_layer=scene.receipt.terms[0].layer)
    header = header_of(dataclasses.replace(classes, labels=tuple(f"class {one}" for one in range(64))))
    assert header["heading"][0] == "class"
    assert [row["cells"][0] for row in header["rows"]] == [
        f"class {scene.receipt.terms[one].channel}" for one in scene.shown
    ]


def test_places_beyond_the_edge_open_nothing(open_: Open) -> None:
    scene = open_("conv1", 1, (0, 0))
    outside = np.flatnonzero(scene.receipt.terms.padding)[:2]
    header = header_of(
        dataclasses.replace(
            scene, shown=tuple(outside.tolist()), slip=dataclasses.replace(scene.slip, products=("0.0", "0.0"))
        )
    )
    assert [row["cells"][1] for row in header["rows"]] == ["beyond the edge"] * 2
    assert [row["place"] for row in header["rows"]] == [None, None]
    assert all(row["spoken"].split(":")[0].endswith(", beyond the edge") for row in header["rows"])


def test_the_photo_opens_nothing(open_: Open) -> None:
    header = header_of(open_("x", 1, (3, 4)))
    (row,) = header["rows"]
    assert row["place"] is None and header["largest"] is None
    assert row["cells"][:2] == ["green", "3, 4"]
    assert [name for name, _ in header["sums"]] == ["constant", "sum"]


def test_the_verdict(open_: Open) -> None:
    found = open_("conv1", 1, (5, 5)).receipt
    assert verdict(found).startswith("The receipt holds: ")
    broken = dataclasses.replace(found, difference=2 * found.bound, holds=False)
    assert verdict(broken) == "Out of bound: this is a bug."
    half = dataclasses.replace(found, difference=found.bound / 2)
    assert verdict(half) == "The receipt holds: 50.0 % of what rounding may cause."
    assert verdict(dataclasses.replace(found, difference=0.0)) == "The receipt holds: there is no difference at all."
    assert verdict(dataclasses.replace(found, difference=0.0, bound=0.0)) == "The receipt holds: the same bits."
    odd = dataclasses.replace(found, captured=math.nan, difference=math.nan, holds=False)
    assert verdict(odd).startswith("Not a number")


def test_odd_numbers_can_be_sent(open_: Open) -> None:
    scene = open_("conv1", 1, (5, 5))
    for odd in (math.nan, math.inf, -math.inf):
        found = dataclasses.replace(scene.receipt, captured=odd, value=odd, difference=math.nan, bound=odd, holds=False)
        header = header_of(dataclasses.replace(scene, receipt=found))
        assert header["share"] is None and not header["holds"]


def test_without_a_receipt_there_is_a_sentence_and_no_sum(open_: Open) -> None:
    scene = open_("conv1", 1, (5, 5))
    nothing = dataclasses.replace(
        scene.receipt, supported=False, terms=join([]), value=math.nan, difference=math.nan, bound=math.nan, holds=False
    )
    header = header_of(
        dataclasses.replace(
            scene, receipt=nothing, kind="none", shown=(), slip=dataclasses.replace(scene.slip, products=())
        )
    )
    assert header["rows"] == header["sums"] == []
    assert header["sentence"] == nothing.sentence
    assert [name for name, _ in header["proof"]] == ["captured in the forward pass"]
    assert header["verdict"] == "" and header["largest"] is None


def test_equal_scenes_give_equal_bytes(open_: Open) -> None:
    assert payload(open_("conv1", 1, (5, 5))) == payload(open_("conv1", 1, (5, 5)))
