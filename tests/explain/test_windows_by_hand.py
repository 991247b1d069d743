"""Convolutions and pools on a map of 0 to 15, worked out on paper, and against torch for all their settings."""

from __future__ import annotations

import pytest
import torch
from hypothesis import assume, given
from hypothesis import strategies as st
from one_step import INPUT, adds_up, captured, cells, convolution, inputs, opened, weights
from torch import nn

from explorer.explain.receipt import Window, receipt

KERNEL = [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0]]


def test_convolution() -> None:
    found = opened(convolution(KERNEL, bias=0.5), 0, (1, 0))
    # 1·4 + 2·5 + 3·6 + 4·8 + 5·9 + 6·10 + 7·12 + 8·13 + 9·14, and the bias
    assert found.value == 483.5
    assert found.bias == 0.5
    assert (found.operation, len(found.terms)) == ("Conv2d", 27)
    assert inputs(found)[:9] == [4, 5, 6, 8, 9, 10, 12, 13, 14]
    assert weights(found)[:9] == [1, 2, 3, 4, 5, 6, 7, 8, 9]
    assert cells(found)[:4] == [(1, 0), (1, 1), (1, 2), (2, 0)]
    assert [term.channel for term in found.terms[8:10]] == [0, 1]
    assert found.bound == pytest.approx(16 * 2**-24 * 483.5, rel=1e-12)
    assert found.window == Window(found.inputs[0], 3, 3, 3, 1, 0, (1, 1))
    assert found.sentence == (
        "This number is the sum of 27 products and one bias: a window of 3 × 3 in each of three maps, times the kernel."
    )


def test_convolution_with_padding_stride_and_dilation() -> None:
    found = opened(convolution(KERNEL, padding=(2, 1), stride=(1, 3), dilation=(2, 1), bias=False), 0, (0, 1))
    # Rows −2, 0, 2 and columns 2, 3, 4: only 2, 3 and 10, 11 are on the map.
    assert cells(found)[:9] == [(-2, 2), (-2, 3), (-2, 4), (0, 2), (0, 3), (0, 4), (2, 2), (2, 3), (2, 4)]
    assert [term.padding for term in found.terms[:9]] == [True, True, True, False, False, True, False, False, True]
    assert inputs(found)[:9] == [0, 0, 0, 2, 3, 0, 10, 11, 0]
    assert found.value == 4 * 2 + 5 * 3 + 7 * 10 + 8 * 11
    assert (found.window.top, found.window.left, found.window.dilation) == (-2, 2, (2, 1))
    assert found.sentence.endswith("Five places of the window lie beyond the edge and count as zero.")


@pytest.mark.parametrize(("mode", "row"), [("reflect", [1, 0, 1]), ("replicate", [0, 0, 1]), ("circular", [3, 0, 1])])
def test_padding_with_copies(mode: str, row: list[float]) -> None:
    found = opened(convolution([[1.0, 1.0, 1.0]], padding=(0, 1), padding_mode=mode), 0, (0, 0))
    assert inputs(found)[:3] == row
    assert cells(found)[:3] == [(0, int(column)) for column in row]
    assert [term.padding for term in found.terms[:3]] == [True, False, False]
    assert "One place of the window lies beyond the edge and repeats cells of the map." in found.sentence


def test_string_padding_puts_the_odd_place_behind() -> None:
    found = opened(convolution([[1.0, 1.0, 1.0, 1.0]], padding="same"), 0, (0, 0))
    assert cells(found)[:4] == [(0, -1), (0, 0), (0, 1), (0, 2)]
    assert found.value == 3
    assert opened(convolution([[1.0, 1.0]], padding="valid"), 0, (3, 2)).value == 29


def test_groups_read_their_own_maps() -> None:
    conv = nn.Conv2d(3, 6, 1, groups=3, bias=False)
    with torch.no_grad():
        conv.weight[:] = torch.arange(1.0, 7).reshape(6, 1, 1, 1)
    found = opened(conv, 3, (1, 2))
    assert [(term.channel, term.input, term.weight) for term in found.terms] == [(1, 60, 4)]
    assert found.sentence == "This number is the sum of one product: a window of 1 × 1 in one map, times the kernel."


def test_a_1_x_1_convolution_is_a_mix_of_maps() -> None:
    conv = nn.Conv2d(3, 1, 1, bias=False)
    with torch.no_grad():
        conv.weight[0, :, 0, 0] = torch.tensor([1.0, 2.0, 3.0])
    found = opened(conv, 0, (0, 1))
    assert (found.value, inputs(found)) == (1 + 20 + 300, [1, 10, 100])
    assert found.sentence == "This number mixes three maps at one place: it is the sum of three products."


def test_max_pool_has_a_winner() -> None:
    found = opened(nn.MaxPool2d(3, stride=1), 0, (1, 1))
    assert inputs(found) == [5, 6, 7, 9, 10, 11, 13, 14, 15]
    assert weights(found) == [0] * 8 + [1]
    assert (found.value, found.bound, found.difference) == (15, 0, 0)
    assert found.sentence == "This number is the largest of the nine below."


def test_padding_never_wins_a_max_pool() -> None:
    found = opened(nn.MaxPool2d(3, stride=2, padding=1), 0, (0, 0), -1 - INPUT)
    assert inputs(found) == [-1, -2, -5, -6]
    assert found.value == -1
    assert found.sentence == "This number is the largest of the four below."
    dilated = opened(nn.MaxPool2d(2, stride=1, dilation=3), 0, (0, 0))
    assert cells(dilated) == [(0, 0), (0, 3), (3, 0), (3, 3)]


def test_the_first_of_equals_wins() -> None:
    found = opened(nn.MaxPool2d(2), 0, (0, 0), torch.ones(1, 3, 4, 4))
    assert weights(found) == [1, 0, 0, 0]


def test_average_pool_counts_padding_or_not() -> None:
    counted = opened(nn.AvgPool2d(3, 1, 1), 0, (0, 0))
    assert inputs(counted) == [0, 0, 0, 0, 0, 1, 0, 4, 5]
    assert counted.value == pytest.approx(10 / 9)
    assert counted.sentence.endswith("Five places beyond the edge count as zero.")
    left_out = opened(nn.AvgPool2d(3, 1, 1, count_include_pad=False), 0, (0, 0))
    assert inputs(left_out) == [0, 1, 4, 5]
    assert left_out.value == 2.5
    assert left_out.sentence == ("This number is the average of the four cells below: their sum divided by 4.")
    assert opened(nn.AvgPool2d(2, divisor_override=3), 0, (0, 0)).value == pytest.approx(10 / 3)


def test_average_pool_that_sticks_out() -> None:
    found = opened(nn.AvgPool2d(3, stride=2, ceil_mode=True), 0, (1, 1))
    assert inputs(found) == [10, 11, 14, 15]
    assert found.value == 12.5


def test_adaptive_pools_cut_uneven_parts() -> None:
    # Three parts of four rows: rows 0 to 1, 1 to 2, 2 to 3; columns in two halves.
    found = opened(nn.AdaptiveAvgPool2d((3, 2)), 0, (1, 1))
    assert cells(found) == [(1, 2), (1, 3), (2, 2), (2, 3)]
    assert found.value == (6 + 7 + 10 + 11) / 4
    assert opened(nn.AdaptiveMaxPool2d((3, 2)), 0, (1, 1)).value == 11
    assert opened(nn.AdaptiveAvgPool2d((None, 1)), 1, (2, 0)).value == 95


def test_a_transposed_convolution_stamps_its_kernel() -> None:
    step = nn.ConvTranspose2d(3, 2, 3, stride=2, padding=1)
    with torch.no_grad():
        step.weight.zero_()
        step.weight[0, 1] = torch.tensor([[1.0, 2, 3], [4, 5, 6], [7, 8, 9]])
        step.bias[1] = 0.5
    # Output 1, 3 lies between rows 0 and 1 and between columns 1 and 2: four stamps meet there, with their corners.
    found = opened(step, 1, (1, 3))
    first = [(term.cell, term.input, term.weight) for term in found.terms if term.channel == 0]
    assert first == [((0, 1), 1, 9), ((0, 2), 2, 7), ((1, 1), 5, 3), ((1, 2), 6, 1)]
    assert (found.value, found.bias) == (9 + 14 + 15 + 6 + 0.5, 0.5)
    assert found.sentence.startswith(
        "Each number of the layer before stamps the kernel onto this map; twelve stamps cover"
    )
    # Output 0, 0 lies in the middle of the stamp of cell 0, 0 alone.
    corner = opened(step, 1, (0, 0))
    assert [(term.cell, term.weight) for term in corner.terms if term.channel == 0] == [((0, 0), 5)]


@st.composite
def windows(draw: st.DrawFn) -> nn.Module:
    """Any convolution or pool."""
    size = (draw(st.integers(1, 3)), draw(st.integers(1, 3)))
    stride = (draw(st.integers(1, 3)), draw(st.integers(1, 3)))
    padding = (draw(st.integers(0, size[0] // 2)), draw(st.integers(0, size[1] // 2)))
    dilation = (draw(st.integers(1, 2)), draw(st.integers(1, 2)))
    ceil = draw(st.booleans())
    match draw(st.sampled_from(["convolution", "transposed", "max", "average", "adaptive"])):
        case "max":
            return nn.MaxPool2d(size, stride, padding, dilation, ceil_mode=ceil)
        case "average":
            divisor = draw(st.none() | st.integers(1, 5))
            return nn.AvgPool2d(size, stride, padding, ceil, draw(st.booleans()), divisor)
        case "adaptive":
            return draw(st.sampled_from([nn.AdaptiveAvgPool2d, nn.AdaptiveMaxPool2d]))(stride)
        case "transposed":
            groups = draw(st.sampled_from([1, 2, 3, 6]))
            return nn.ConvTranspose2d(6, 6, size, stride, padding, groups=groups, dilation=dilation)
    mode = draw(st.sampled_from(["zeros", "reflect", "replicate", "circular"]))
    text = draw(st.sampled_from(["same", "valid", ""]))
    return nn.Conv2d(
        6,
        6,
        size,
        (1, 1) if text else stride,
        text or padding,
        dilation,
        groups=draw(st.sampled_from([1, 2, 3, 6])),
        bias=draw(st.booleans()),
        padding_mode=mode,
    )


@given(windows(), st.integers(5, 9), st.integers(5, 9), st.data())
def test_any_window_agrees_with_torch(step: nn.Module, height: int, width: int, data: st.DataObject) -> None:
    torch.manual_seed(0)
    first = nn.Conv2d(3, 6, 1)
    photo = torch.randn(1, 3, height, width)
    try:
        with torch.no_grad():
            shape = step(first(photo)).shape
    except RuntimeError:  # the window is larger than the map
        assume(False)
    seen = captured(nn.Sequential(first, step, nn.Flatten()), photo)
    row, column = data.draw(st.integers(0, shape[2] - 1)), data.draw(st.integers(0, shape[3] - 1))
    found = receipt(seen, "1", data.draw(st.integers(0, 5)), (row, column))
    adds_up(found)
    for term in found.terms:
        if not term.padding:
            assert term.input == float(seen.activation("0")[term.channel][term.cell])
