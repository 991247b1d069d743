"""A logit is bias + Σ pooled × weight: by hand on 4 × 4 maps, and for whole networks against the captured logits."""

from __future__ import annotations

import heads
import numpy as np
import pytest
import torch
from numpy.testing import assert_allclose, assert_array_equal
from one_step import INPUT
from one_step import captured as seen_by
from test_networks import captured
from torch import nn

from explorer.errors import InputError
from explorer.explain.class_map import all_at_once, class_map, class_maps, refusal
from explorer.explain.grad_cam import grad_cam
from explorer.explain.head import Head, head_of
from explorer.explain.scores import Contributions, contributions
from explorer.network.capture import Capture

UNIT = 2.0**-24

HEADS = {
    "resnet50": (64, "pooled"),
    "vgg11": (64, "cells"),
    "densenet121": (64, "pooled"),
    "mobilenet_v2": (64, "pooled"),
    "mobilenet_v3_small": (64, "hidden"),
    "efficientnet_b0": (64, "pooled"),
    "convnext_tiny": (64, "hidden"),
    "shufflenet_v2_x0_5": (64, "pooled"),
    "cifar_resnet20": (32, "pooled"),
    "tiny_vgg": (64, "cells"),
}


def check(found: Contributions, seen: Capture) -> None:
    """The terms add up to the captured logit within the bound that the issue sets, each product being what it says."""
    logits = seen.logits.double().cpu().numpy()
    wanted = logits[found.chosen] - (0 if found.against is None else logits[found.against])
    size = np.abs(found.terms.product).sum()
    assert abs(found.bias + found.terms.product.sum() - wanted) <= 16 * UNIT * size
    assert found.holds and found.captured == wanted
    assert abs(found.logit - found.bias - found.terms.product.sum()) <= 1e-12 * size
    assert_array_equal(found.terms.product, found.terms.input * found.terms.weight)


def test_averages_times_weights_by_hand() -> None:
    """The maps 0 … 15, tenfold and hundredfold have the averages 7.5, 75 and 750."""
    head = nn.Sequential(
        nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Dropout(), heads.linear([[2, 0, -1], [1, 1, 1]], [5, 7])
    )
    found = contributions(seen_by(head), 0)
    assert (list(found.terms.input), list(found.terms.weight)) == ([7.5, 75, 750], [2, 0, -1])
    assert (found.bias, found.logit, found.captured) == (5, 5 + 15 - 750, -730)
    assert found.rest(1) == (2, 15)
    lead = contributions(seen_by(head), 0, against=1)
    assert list(lead.terms.weight) == [1, -1, -2]
    assert (lead.bias, lead.logit) == (-2, -2 + 7.5 - 75 - 1500)


def test_a_hidden_layer_by_hand() -> None:
    """Of the two hidden numbers the ReLU closes one; the open one's weights reach through."""
    head = nn.Sequential(
        nn.AdaptiveAvgPool2d(1),
        nn.Flatten(),
        heads.linear([[1, 1, 0], [-1, 0, 0]], [0.5, 1]),
        nn.ReLU(),
        heads.linear([[2, 9]], [3]),
    )
    found = contributions(seen_by(head), 0)
    assert list(found.terms.weight) == [2, 2, 0]
    assert (found.bias, found.logit) == (3 + 2 * 0.5, 4 + 2 * 82.5)


def test_a_batch_norm_is_folded_by_hand() -> None:
    norm = nn.BatchNorm1d(3, eps=0.0)
    norm.running_mean, norm.running_var = torch.tensor([1.0, 2, 3]), torch.tensor([4.0, 25, 100])
    with torch.no_grad():
        norm.weight.copy_(torch.tensor([2.0, 1, 1]))
        norm.bias.copy_(torch.tensor([0.0, 0, 8]))
    head = nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten(), norm, heads.linear([[1, 1, 1]], [0]))
    found = contributions(seen_by(head), 0)
    assert_allclose(found.terms.weight, [1, 0.2, 0.1], rtol=1e-15)
    assert found.bias == pytest.approx(-1 - 0.4 - 0.3 + 8, rel=1e-15)


def test_class_maps_by_hand() -> None:
    """The class's map is 0 … 15 less 10: five cells count, 11 to 15, and they are divided by all 16."""
    conv = nn.Conv2d(3, 2, 1)
    with torch.no_grad():
        conv.weight.copy_(torch.tensor([[1.0, 0, 0], [0.0, 0, 1 / 128]])[:, :, None, None])
        conv.bias.copy_(torch.tensor([-10.0, -5]))
    net = nn.Sequential(nn.Dropout(), conv, nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten())
    found = contributions(seen_by(net), 0)
    assert found.head == Head("class maps", ("input",), "input")
    assert_allclose(found.terms.input, [65 / 16, 650 / 16, 6500 / 16], rtol=1e-15)
    assert_allclose(found.terms.weight, [1, 0, 0], atol=1e-15)
    assert (found.bias, found.logit) == (-10 * 5 / 16, 15 / 16)
    lead = contributions(seen_by(net), 0, against=1)  # the other counts from 7 on, where 700 / 128 is more than 5
    assert_allclose(lead.terms.product, [65 / 16, 0, -99 * 100 / 128 / 16], rtol=1e-12)
    assert lead.logit == pytest.approx(15 / 16 - (99 * 100 / 128 - 9 * 5) / 16, rel=1e-12)


@pytest.mark.parametrize("name", HEADS)
def test_the_sum_is_the_captured_logit(name: str) -> None:
    size, kind = HEADS[name]
    seen = captured(name, size)
    assert head_of(seen.network).kind == kind
    for chosen, against in ((0, None), (3, None), (3, 7)):
        check(contributions(seen, chosen, against), seen)


def test_the_sum_of_the_posts_head_is_the_captured_logit(post: Capture) -> None:
    head = head_of(post.network)
    assert (head.kind, head.entries, head.maps) == ("pooled", ("1.0.mp", "1.0.ap"), "0.7.1.relu_1")
    for chosen in range(44):
        found = contributions(post, chosen)
        check(found, post)
        check(contributions(post, chosen, (chosen + 7) % 44), post)
    assert len(found.terms) == 1024 and found.terms.layers == ("1.0.mp", "1.0.ap")
    maps = post.activation(head.maps)
    assert_array_equal(found.terms.input[:512], maps.amax((1, 2)))
    assert_allclose(found.terms.input[512:], maps.double().mean((1, 2)), rtol=1e-5)


def test_the_weights_are_the_slopes_that_autograd_finds(post: Capture) -> None:
    """The head runs on its own in float64, and each pooled number's slope is what stands in the waterfall."""
    found = contributions(post, 5, 9)
    pooled = torch.tensor(found.terms.input)[None].requires_grad_()
    x = pooled
    for name in ("1.2", "1.3", "1.4", "1.5", "1.6", "1.7", "1.8"):
        x = torch.func.functional_call(
            post.network.step(name),
            {key: value.double() for key, value in post.network.step(name).state_dict().items()},
            (x,),
        )
    (x[0, 5] - x[0, 9]).backward()
    assert_allclose(found.terms.weight, pooled.grad[0], rtol=1e-9, atol=1e-12)


def test_squeezenet_with_its_genuine_weights(squeezenet: Capture) -> None:
    rightly = squeezenet.network.step("classifier.1").weight[409, :, 0, 0].detach().double()
    found = contributions(squeezenet, 409)
    check(found, squeezenet)
    assert_allclose(found.terms.weight, rightly, rtol=1e-12, atol=1e-15)
    assert [round(float(found.terms.product[one]), 2) for one in found.terms.largest(3)] == [9.93, 6.89, 2.77]
    for against in (892, 685, 0):
        check(contributions(squeezenet, 409, against), squeezenet)


def test_weights_are_those_of_the_linear_layer() -> None:
    seen = captured("resnet18", 64)
    found = contributions(seen, 4)
    fc = seen.network.step("fc")
    assert_array_equal(found.terms.weight, fc.weight[4].detach())
    assert found.bias == fc.bias[4].item()
    assert_array_equal(found.terms.input, seen.activation("avgpool")[:, 0, 0])


def test_a_curved_head_is_summed_over_what_the_curve_puts_out() -> None:
    seen = captured("mobilenet_v3_small", 64)
    found = contributions(seen, 2)
    assert found.head == Head("hidden", ("classifier.1",), "features.12.2", "classifier.1")
    assert_array_equal(found.terms.weight, seen.network.step("classifier.3").weight[2].detach())


def test_two_layers_of_maps_are_one_sum() -> None:
    found = contributions(seen_by(heads.TwoLayers(), INPUT), 1)
    assert found.head.maps == ""
    assert found.terms.layers == found.head.entries and len(found.terms) == 7
    assert found.holds


@pytest.mark.parametrize(("chosen", "against"), [(44, None), (-1, None), (0, 44), (3, 3)])
def test_classes_that_are_not_there_are_refused(post: Capture, chosen: int, against: int | None) -> None:
    with pytest.raises(InputError, match=r"classes, counted from 0|compared with itself"):
        contributions(post, chosen, against)


@pytest.mark.gpu
@pytest.mark.parametrize("name", ["resnet50", "vgg11", "efficientnet_b0", "mobilenet_v3_small", "densenet121"])
def test_sums_of_what_cuda_computes(name: str) -> None:
    seen = captured(name, 224, "cuda")
    for chosen, against in ((0, None), (3, 7)):
        check(contributions(seen, chosen, against), seen)
        assert grad_cam(seen, chosen, against).min() >= 0
        if not refusal(seen.network):
            assert class_map(seen, chosen, against).holds
    if all_at_once(seen.network):
        shares, biases = class_maps(seen)
        assert_allclose(shares.sum((1, 2)) + biases, seen.logits.cpu(), rtol=1e-4, atol=1e-4)
