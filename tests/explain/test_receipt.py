"""The frame around all operations: where the way ends, what has no receipt, places that are not there."""

from __future__ import annotations

import io
import math

import pytest
import torch
from one_step import INPUT, Doing, adds_up, captured, inputs, last_of, opened
from PIL import Image
from torch import nn

from explorer.errors import InputError, UnknownName
from explorer.explain.receipt import PROBABILITY, Place, open_number, pixel_receipt, probability_receipt, receipt
from explorer.image.photo import decode
from explorer.image.preprocess import STANDARD, preprocess
from explorer.network.capture import capture
from explorer.network.opened import open_network


def test_a_pixel() -> None:
    red = Image.new("RGB", (300, 300), (51, 102, 204))
    prepared = preprocess(decode(_png(red), "red.png"), STANDARD)
    found = pixel_receipt(prepared, 0, (3, 5))
    adds_up(found)
    assert inputs(found) == [51]
    assert [stage.name for stage in found.stages] == ["in", "÷ 255", "− mean", "÷ spread"]
    assert found.value == pytest.approx((0.2 - 0.485) / 0.229)
    assert pixel_receipt(prepared, 2, (0, 0)).terms[0].input == 204
    assert found.sentence.startswith("This number is the red of one pixel, 51 of 255")
    with pytest.raises(InputError, match="photo has 224 × 224 cells, counted from 0,0; cell 224,0 was asked for"):
        pixel_receipt(prepared, 0, (224, 0))


def _png(picture: Image.Image) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    return stream.getvalue()


def test_the_way_ends_at_the_input() -> None:
    seen = captured(nn.Sequential(nn.ReLU(), nn.Flatten()))
    found = receipt(seen, seen.network.input, 2, (3, 1))
    assert (found.operation, found.value, len(found.terms)) == ("Input", 1300, 0)
    adds_up(found)


def test_what_has_no_receipt_says_so_by_name() -> None:
    seen = captured(Doing(lambda x: torch.cumsum(x, 2)))
    name = last_of(seen, "Cumsum")
    found = receipt(seen, name, 1, (1, 1))
    assert not found.supported and not found.holds
    assert (found.operation, found.captured, found.inputs) == ("Cumsum", 60, (seen.network.input,))
    assert found.sentence == f"There is no receipt for Cumsum yet: it reads {seen.network.input}."
    assert math.isnan(found.value) and len(found.terms) == 0


@pytest.mark.parametrize(
    "function",
    [
        lambda x: torch.softmax(torch.cumsum(x, 2), -1),
        lambda x: 1 / (x + 1) / torch.add(x, other=x),
        lambda x: torch.div(x, 2, rounding_mode="floor").mean(1),
        lambda x: x.std((2, 3)),
    ],
)
def test_odd_calls_never_fail(function) -> None:  # type: ignore[no-untyped-def]
    seen = captured(Doing(function))
    for node in seen.network.nodes:
        found = receipt(seen, node.name, 0, (0, 0))
        assert found.holds or not found.supported


def test_numbers_that_are_none_are_out_of_bound_and_not_an_error() -> None:
    photo = INPUT.clone()
    photo[0, 0, 1, 1], photo[0, 0, 1, 2] = math.inf, math.nan
    seen = captured(nn.Sequential(nn.Conv2d(3, 1, 3), nn.MaxPool2d(2), nn.Flatten()), photo)
    for node in seen.network.nodes:
        assert not receipt(seen, node.name, 0, (0, 0)).difference <= 1


def test_the_largest_terms_come_first_and_the_rest_is_summed() -> None:
    conv = nn.Conv2d(3, 1, 2, padding=1, bias=False)
    with torch.no_grad():
        conv.weight[:] = torch.tensor([1.0, -2, 3, -4]).reshape(1, 1, 2, 2)
    found = opened(conv, 0, (1, 1))
    assert [found.terms[int(place)].product for place in found.terms.largest(2)] == [-2000, 1200]
    count, total = found.rest(2)
    assert (count, total) == (10, found.value + 2000 - 1200)
    edge = opened(conv, 0, (0, 0))
    assert all(edge.terms[int(place)].padding for place in edge.terms.largest(12)[3:])
    with pytest.raises(ValueError, match="read-only"):
        found.terms.product[0] = 1


def test_places_that_are_not_there() -> None:
    seen = captured(nn.Sequential(nn.ReLU(), nn.Flatten()))
    with pytest.raises(UnknownName, match="no layer called “9”"):
        receipt(seen, "9", 0, (0, 0))
    with pytest.raises(InputError, match=r"0 has 3 channels, counted from 0; channel 3 was asked for\. Choose 0 to 2"):
        receipt(seen, "0", 3, (0, 0))
    for cell in ((-1, 0), (0, 4)):
        with pytest.raises(InputError, match=r"0 has 4 × 4 cells, counted from 0,0; cell -?\d,\d was asked for"):
            receipt(seen, "0", 0, cell)
    with pytest.raises(InputError, match="1 has 48 channels"):
        receipt(seen, "1", 48, (0, 0))


def test_a_probability_is_a_share_of_the_logits() -> None:
    seen = captured(nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten()))
    found = probability_receipt(seen, 1)
    adds_up(found)
    assert (found.layer, found.operation, found.inputs) == (PROBABILITY, "Softmax", (seen.network.output,))
    logits = [float(one) for one in seen.logits]
    assert inputs(found) == logits
    powers = [math.exp(one - max(logits)) for one in logits]
    assert found.value == pytest.approx(powers[1] / sum(powers))
    assert found.captured == float(seen.probabilities[1])
    with pytest.raises(InputError, match="probability has 3 channels, counted from 0; channel 3 was asked for"):
        probability_receipt(seen, 3)


def test_any_number_between_photo_and_probability_opens() -> None:
    red = Image.new("RGB", (300, 300), (51, 102, 204))
    prepared = preprocess(decode(_png(red), "red.png"), STANDARD)
    network = open_network(
        nn.Sequential(nn.Conv2d(3, 2, 5, stride=4), nn.AdaptiveAvgPool2d(1), nn.Flatten()), (224, 224)
    )
    seen = capture(network, prepared.tensor)
    way = [
        Place(PROBABILITY, 1, (0, 0)),
        Place(network.output, 1, (0, 0)),
        Place("1", 1, (0, 0)),
        Place("0", 1, (5, 6)),
    ]
    for place in (*way, Place(network.input, 2, (7, 8))):
        found = open_number(seen, prepared, place)
        assert Place(found.layer, found.channel, found.cell) == place
        adds_up(found)
    assert inputs(found) == [204]
    with pytest.raises(UnknownName):
        open_number(seen, prepared, Place("9", 0, (0, 0)))
    with pytest.raises(InputError):
        open_number(seen, prepared, Place(PROBABILITY, 0, (0, 1)))
