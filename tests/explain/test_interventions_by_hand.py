"""Faders and grafts have receipts, count in the sums and shares of a score, and are where a cell looks through."""

from __future__ import annotations

import functools

import numpy as np
import pytest
import torch
from captures import mixed_as
from one_step import INPUT, adds_up
from one_step import captured as seen_by
from test_networks import captured
from torch import nn

from explorer.explain.class_map import all_at_once, class_map, class_maps
from explorer.explain.grad_cam import grad_cam
from explorer.explain.receipt import Receipt, receipt
from explorer.explain.receptive import Extent, receptive_field
from explorer.explain.scores import contributions
from explorer.network.arrange import as_maps
from explorer.network.capture import Capture
from explorer.network.intervene import Graft, graft


@functools.cache
def whole(name: str) -> Capture:
    return captured(name, 64)


def only(found: Receipt) -> tuple[str, int, tuple[int, int], float, float]:
    """The one term of a receipt that adds up."""
    adds_up(found)
    (term,) = found.terms
    return term.layer, term.channel, term.cell, term.input, term.weight


def test_a_fader_is_a_product() -> None:
    seen = seen_by(nn.Sequential(nn.ReLU(), nn.Flatten()))
    mixed = mixed_as(seen, {"0": {1: 0.5, 2: 0}})
    before = seen.activation("0")
    for channel, gain in enumerate((1, 0.5, 0)):
        found = receipt(mixed, "0", channel, (2, 3))
        assert only(found) == ("0 before the faders", channel, (2, 3), float(before[channel, 2, 3]), gain)
        assert (found.operation, found.value) == ("Faders", float(before[channel, 2, 3]) * gain)
        assert receipt(mixed, "0 before the faders", channel, (2, 3)).operation == "ReLU"
    vector = mixed_as(seen, {"1": {21: 2.0}})
    assert receipt(vector, "1", 21, (0, 0)).value == 2 * float(seen.activation("1")[21])


def test_a_graft_is_a_copy_of_a_convolution() -> None:
    torch.manual_seed(0)
    seen = seen_by(nn.Sequential(nn.Conv2d(3, 4, 3, padding=1), nn.Flatten()))
    weights = np.zeros((3, 5, 5), np.float32)
    weights[1, 0, 0] = 3  # the green two rows up and two columns to the left
    grafted = graft(seen, Graft(2, weights, 0.5))
    assert only(receipt(grafted, "0", 1, (2, 3)))[:3] == ("0 before the graft", 1, (2, 3))
    assert only(receipt(grafted, "0", 2, (2, 3)))[:3] == ("0 graft", 0, (2, 3))
    assert receipt(grafted, "0", 2, (2, 3)).operation == "Graft"
    found = receipt(grafted, "0 graft", 0, (2, 3))
    adds_up(found)
    assert (found.operation, found.bias, len(found.terms)) == ("Conv2d", 0.5, 75)
    assert found.value == 3 * float(INPUT[0, 1, 0, 1]) + 0.5
    largest = found.terms[int(found.terms.largest(1)[0])]
    assert only(receipt(grafted, largest.layer, largest.channel, largest.cell))[:3] == ("input", 1, (0, 1))


def test_a_cell_looks_through_faders_and_grafts() -> None:
    seen = whole("resnet18")
    wide = graft(seen, Graft(2, np.ones((3, 15, 15), np.float32)))
    for one in (seen, wide):
        assert receptive_field(one.network, "conv1", 0, (16, 16)).seen == Extent(29, 29, 7, 7)
    assert receptive_field(wide.network, "conv1", 2, (16, 16)).seen == Extent(25, 25, 15, 15)
    mixed = mixed_as(seen, {"layer1.0.conv1": {0: 0.5}})
    for layer in ("layer1.0.conv1", "layer4.1.relu_1"):
        assert receptive_field(mixed.network, layer, 3, (1, 1)) == receptive_field(seen.network, layer, 3, (1, 1))


# Where a score can be faded: before its last maps, there, where they are pooled, behind that, and the score itself.
PLACES = {
    "resnet18": ["layer3.1.relu", "layer4.1.relu_1", "avgpool", "flatten", "fc"],
    "squeezenet1_0": ["features.12.cat", "classifier.0", "classifier.1", "classifier.2", "classifier.3"],
    "vgg11": ["features.20", "classifier.1"],
    "densenet121": ["features.norm5", "relu", "adaptive_avg_pool2d", "classifier"],
}


@pytest.mark.parametrize(("name", "layer"), [(name, layer) for name, layers in PLACES.items() for layer in layers])
def test_sums_and_shares_of_a_faded_score_are_exact(name: str, layer: str) -> None:
    seen = whole(name)
    loudest = as_maps(seen, layer).flatten(1).abs().sum(dim=1).argsort(descending=True)[:3].tolist()
    mixed = mixed_as(seen, {layer: dict(zip(loudest, (0.0, 1.9, 0.3), strict=True))})
    for chosen, against in ((2, None), (2, 8), (0, 8)):
        found, shares = contributions(mixed, chosen, against), class_map(mixed, chosen, against)
        assert found.holds and shares.holds
        assert found.captured == shares.captured == captured_logit(mixed, chosen, against)
    assert not torch.equal(mixed.logits, seen.logits)
    if all_at_once(mixed.network):
        maps, biases = class_maps(mixed)
        sums = maps.sum(axis=(1, 2)) + biases
        assert np.abs(sums - mixed.logits.numpy()).max() <= 1e-5 * max(1, float(mixed.logits.abs().max()))


def captured_logit(seen: Capture, chosen: int, against: int | None) -> float:
    logits = seen.logits.double()
    return float(logits[chosen] - (0 if against is None else logits[against]))


def test_a_muted_map_takes_no_part_in_the_sum() -> None:
    mixed = mixed_as(whole("resnet18"), {"layer4.1.relu_1": {7: 0}})
    terms = contributions(mixed, 1).terms
    assert terms.product[7] == 0 and np.count_nonzero(terms.product) > 400


def test_grad_cam_of_a_mix_sees_the_faders() -> None:
    seen = captured("mobilenet_v3_small", 64)
    layer = "features.12.2"
    channels = range(seen.network.node(layer).shape[0])
    chosen = next(one for one in range(10) if grad_cam(seen, one).max() > 0)
    assert grad_cam(mixed_as(seen, {layer: dict.fromkeys(channels, 0.0)}), chosen).max() == 0
