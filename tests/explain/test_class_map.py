"""Shares and bias add up to the logit; by hand on 4 × 4 maps, for whole networks, and Grad-CAM against captum's."""

from __future__ import annotations

import captum.attr
import numpy as np
import pytest
import torch
from heads import TwoLayers, linear
from numpy.testing import assert_allclose, assert_array_equal
from one_step import INPUT
from one_step import captured as seen_by
from test_networks import captured
from torch import nn

from explorer.errors import InputError
from explorer.explain.class_map import all_at_once, class_map, class_maps, refusal
from explorer.explain.grad_cam import grad_cam
from explorer.network.capture import Capture

UNIT = 2.0**-24


def check(seen: Capture, chosen: int, against: int | None = None) -> None:
    """Shares and bias are the captured logit, or the difference of two."""
    found = class_map(seen, chosen, against)
    logits = seen.logits.double().numpy()
    wanted = logits[chosen] - (0 if against is None else logits[against])
    assert found.holds and found.captured == wanted
    # Each share may hide larger terms of both signs: the bound is taken over these, and so is at least this large.
    assert found.bound >= 16 * UNIT * np.abs(found.shares).sum()
    assert abs(found.shares.sum() + found.bias - wanted) <= found.bound
    assert not found.shares.flags.writeable


def test_average_pooling_shares_evenly_by_hand() -> None:
    head = nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten(), linear([[2, 0, -1]], [5]))
    found = class_map(seen_by(head), 0)
    square = np.arange(16).reshape(4, 4)
    assert_allclose(found.shares, (2 * square - 100 * square) / 16, rtol=1e-15)
    assert (found.bias, found.logit, found.layer) == (5, 5 + 15 - 750, "input")


def test_max_pooling_gives_all_to_the_winner_by_hand() -> None:
    head = nn.Sequential(nn.AdaptiveMaxPool2d(1), nn.Flatten(), linear([[1, 0, 0]], [1]))
    wanted = np.zeros((4, 4))
    wanted[3, 3] = 15
    found = class_map(seen_by(head), 0)
    assert_array_equal(found.shares, wanted)
    assert (found.bias, found.logit) == (1, 16)


def test_cells_that_are_not_pooled_count_by_themselves_by_hand() -> None:
    weights = [[float(cell) for _ in range(3) for cell in range(16)]]
    found = class_map(seen_by(nn.Sequential(nn.Flatten(), linear(weights, [0]))), 0)
    assert_allclose(found.shares, 111 * np.arange(16.0).reshape(4, 4) ** 2, rtol=1e-15)


@pytest.mark.parametrize(
    ("name", "size"), [("resnet18", 96), ("vgg11", 64), ("densenet121", 64), ("efficientnet_b0", 64), ("tiny_vgg", 64)]
)
def test_shares_add_up_to_the_captured_logit(name: str, size: int) -> None:
    seen = captured(name, size)
    assert refusal(seen.network) == ""
    check(seen, 2)
    check(seen, 2, 8)


def test_shares_of_the_posts_head(post: Capture) -> None:
    for chosen in range(0, 44, 5):
        check(post, chosen)
        check(post, chosen, 43)
    shares, biases = class_maps(post)
    assert shares.shape == (44, 3, 3)
    for chosen in (0, 17):
        one = class_map(post, chosen)
        assert_allclose(shares[chosen], one.shares, rtol=1e-5, atol=1e-4)  # the matrix is rounded to float32
        assert_allclose(biases[chosen], one.bias, rtol=1e-5, atol=1e-4)


def test_shares_of_squeezenet_are_its_class_map(squeezenet: Capture) -> None:
    check(squeezenet, 409)
    check(squeezenet, 409, 892)
    found = class_map(squeezenet, 409)
    bias = float(squeezenet.network.step("classifier.1").bias[409])
    own = squeezenet.activation("classifier.2")[409].double().numpy()
    assert_allclose(found.shares, (own - bias * (own > 0)) / 169, atol=1e-6)
    assert not all_at_once(squeezenet.network)
    with pytest.raises(InputError, match="need maps that are pooled"):
        class_maps(squeezenet)


def test_all_maps_at_once_are_the_maps_one_by_one() -> None:
    seen = captured("resnet18", 96)
    shares, biases = class_maps(seen)
    assert_allclose(shares.sum((1, 2)) + biases, seen.logits, rtol=1e-5, atol=1e-4)
    for chosen in range(10):
        assert_allclose(shares[chosen], class_map(seen, chosen).shares, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("name", ["mobilenet_v3_small", "convnext_tiny"])
def test_a_curved_head_has_no_shares_and_says_why(name: str) -> None:
    seen = captured(name, 64)
    with pytest.raises(InputError, match=r"no exact shares of a score: .* stands (Hardswish|LayerNorm)"):
        class_map(seen, 0)


def test_two_layers_of_maps_have_no_one_map_of_cells() -> None:
    seen = seen_by(TwoLayers(), INPUT)
    assert refusal(seen.network).startswith("The cells have no exact shares of a score: it is made of several layers")
    with pytest.raises(InputError, match="one layer of last maps"):
        grad_cam(seen, 0)


@pytest.mark.parametrize(
    ("name", "layer"), [("mobilenet_v3_small", "features.12.2"), ("resnet18", "layer4.1.relu_1"), ("vgg11", "avgpool")]
)
def test_grad_cam_is_captums(name: str, layer: str) -> None:
    seen = captured(name, 64)
    for chosen in range(4):
        theirs = captum.attr.LayerGradCam(seen.network, seen.network.step(layer))
        wanted = theirs.attribute(seen.input.clone(), target=chosen, relu_attributions=True)[0, 0].detach()
        scale = float(wanted.max()) or 1.0
        assert_allclose(grad_cam(seen, chosen) / scale, wanted / scale, atol=1e-4)


def test_grad_cam_against_another_class_is_that_of_the_difference() -> None:
    seen = captured("resnet18", 64)
    difference = nn.Sequential(seen.network, linear([[0, 0, 1, 0, 0, 0, -1, 0, 0, 0]], [0]))
    theirs = captum.attr.LayerGradCam(difference, seen.network.step("layer4.1.relu_1"))
    wanted = theirs.attribute(seen.input.clone(), target=0, relu_attributions=True)[0, 0].detach()
    assert_allclose(grad_cam(seen, 2, 6), wanted, atol=1e-6)
    assert torch.is_grad_enabled()
