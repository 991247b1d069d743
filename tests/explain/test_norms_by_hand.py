"""Norms and softmax, with answers worked out by hand on inputs of 4 × 4."""

from __future__ import annotations

import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from one_step import Doing, adds_up, captured, inputs, opened, weights
from torch import nn
from torch.nn import functional as F

from explorer.explain.receipt import receipt


def test_batch_norm() -> None:
    norm = nn.BatchNorm2d(3, eps=0.0)
    norm.running_mean[:], norm.running_var[:] = torch.tensor([3.0, 0, 0]), torch.tensor([4.0, 1, 1])
    with torch.no_grad():
        norm.weight[:], norm.bias[:] = torch.tensor([6.0, 1, 1]), torch.tensor([0.5, 0, 0])
    found = opened(norm, 0, (1, 3))
    # (7 − 3) / 2 × 6 + 0.5
    assert [(stage.name, stage.value) for stage in found.stages] == [
        ("in", 7), ("− mean", 4), ("÷ spread", 2), ("× scale", 12), ("+ shift", 12.5),
    ]  # fmt: skip
    assert (found.value, weights(found), found.bias) == (12.5, [3], 0.5 - 9)
    assert found.bound == 16 * 2**-24 * (21 + 9 + 0.5)
    assert found.sentence == "This number is one number moved and stretched, nothing mixed."
    plain = opened(nn.BatchNorm2d(3, affine=False, eps=0.0), 1, (0, 1))
    assert (plain.value, plain.bias) == (10, 0)


def test_layer_norm_over_channels() -> None:
    norm = nn.LayerNorm(3, eps=0.0)
    with torch.no_grad():
        norm.weight[:], norm.bias[:] = torch.tensor([1.0, 2, 1]), torch.tensor([0.0, 1, 0])
    photo = torch.tensor([1.0, 4.0, 7.0])[None, :, None, None].repeat(1, 1, 4, 4)
    network = Doing(lambda x, norm: norm(x.permute(0, 2, 3, 1)), norm)
    found = receipt(captured(network, photo), "parts.0", 1, (2, 3))
    adds_up(found)
    # Mean 4, spread √6: the middle one stays at the mean, so its shift alone is left.
    assert found.value == pytest.approx(1, abs=1e-12)
    assert [term.channel for term in found.terms] == [0, 1, 2]
    assert [term.cell for term in found.terms] == [(2, 3)] * 3
    third = 2 / math.sqrt(6) / 3
    assert weights(found) == pytest.approx([-third, 2 * third, -third])
    last = receipt(captured(network, photo), "parts.0", 2, (0, 0))
    assert last.value == pytest.approx(3 / math.sqrt(6))
    assert found.sentence.startswith("This number is one number moved and stretched so that the three maps at this")


def test_group_norm_over_the_maps_of_a_group() -> None:
    norm = nn.GroupNorm(2, 4, eps=0.0)
    with torch.no_grad():
        norm.weight[:], norm.bias[:] = torch.tensor([1.0, 1, 6, 1]), torch.tensor([0.0, 0, 0.5, 0])
    # The second group: one map of 1, one map of 5, so the mean is 3 and the spread 2.
    spread = nn.Conv2d(3, 4, 1, bias=False)
    with torch.no_grad():
        spread.weight[:] = torch.tensor([[2.0, 0, 0], [0, 3, 0], [1, 0, 0], [0, 5, 0]])[..., None, None]
    found = receipt(captured(nn.Sequential(spread, norm, nn.Flatten()), torch.ones(1, 3, 4, 4)), "1", 2, (1, 3))
    adds_up(found)
    assert [(stage.name, stage.value) for stage in found.stages] == [
        ("in", 1), ("− mean", -2), ("÷ spread", -1), ("× scale", -6), ("+ shift", -5.5),
    ]  # fmt: skip
    assert {(term.channel, term.input) for term in found.terms} == {(2, 1), (3, 5)}
    assert len(found.terms) == 32
    assert found.sentence.startswith(
        "This number is one number moved and stretched so that the 32 numbers of these two"
    )


def test_instance_norm_over_one_map() -> None:
    found = opened(nn.InstanceNorm2d(3, eps=0.0), 1, (0, 0))
    # 0, 10 … 150: mean 75, and sixteen numbers in steps of ten deviate by 10 √((16² − 1) / 12).
    assert found.value == pytest.approx(-75 / (10 * math.sqrt(255 / 12)))
    assert {term.channel for term in found.terms} == {1} and len(found.terms) == 16
    kept = nn.InstanceNorm2d(3, eps=0.0, track_running_stats=True)
    assert opened(kept, 1, (0, 1)).value == 10  # as a batch norm that has seen nothing yet


@given(st.integers(2, 40), st.floats(-100, 100), st.integers(0, 2**31))
def test_layer_norm_and_softmax_stay_far_within_their_bounds(size: int, offset: float, seed: int) -> None:
    """docs/receipts.md: of the 16 roundings granted, 1.9 and 5.4 were needed."""
    torch.manual_seed(seed)
    photo = torch.randn(1, 3, 1, size) * 10 + offset
    norm = nn.LayerNorm(size, eps=1e-6)
    nn.init.normal_(norm.weight)
    group = nn.GroupNorm(1, 3)
    for step, kind in ((norm, "LayerNorm"), (nn.Softmax(3), "Softmax"), (group, "GroupNorm")):
        found = opened(Doing(lambda x, step: step(x), step), 1, (0, size // 2), photo, kind)
        assert found.difference <= found.bound * 10 / 16


def test_softmax() -> None:
    photo = torch.zeros(1, 3, 4, 4)
    photo[0, 0, 0, 0] = math.log(4)
    found = opened(lambda x: F.softmax(x[:, 0, 0], dim=1), 0, (0, 0), photo, "Softmax")
    # e^log 4 = 4 over 4 + 1 + 1 + 1
    assert found.value == pytest.approx(4 / 7, rel=1e-7)
    assert inputs(found) == pytest.approx([math.log(4), 0, 0, 0])
    assert weights(found) == pytest.approx([4 / 7 / math.log(4), 0, 0, 0])
    assert opened(lambda x: F.softmax(x[:, 0, 0], dim=1), 1, (0, 0), photo, "Softmax").bias == pytest.approx(1 / 7)
    assert found.stages[-1].value == pytest.approx(4 / 7, rel=1e-7)
    assert found.sentence.endswith("over the sum of the same for all four.")


def test_a_softmax_that_vanishes_holds() -> None:
    photo = torch.zeros(1, 3, 4, 4)
    photo[0, 0, 0, 0] = -200
    assert opened(lambda x: torch.softmax(x[:, 0, 0], dim=1), 0, (0, 0), photo, "Softmax").captured == 0
