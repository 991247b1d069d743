"""What the kernel gallery sends to the browser."""

from __future__ import annotations

import json
import struct
from typing import Any

import numpy as np
import pytest

from explorer.ui.components.kernel_gallery import BINS, WINDOW, payload, window

RANDOM = np.random.default_rng(0)


def weights(*shape: int) -> np.ndarray:
    return RANDOM.standard_normal(shape).astype(np.float32)


def header(message: bytes) -> dict[str, Any]:
    (length,) = struct.unpack_from("<I", message)
    found: dict[str, Any] = json.loads(message[4 : 4 + length])
    return found


@pytest.mark.parametrize(
    ("shape", "mode", "sent"),
    [
        ((64, 3, 7, 7), "colour", (64, 3, 7, 7)),
        ((96, 3, 7, 7), "colour", (96, 3, 7, 7)),
        ((960, 1, 3, 3), "depthwise", (960, 1, 3, 3)),
        ((512, 256, 3, 3), "slices", (WINDOW, WINDOW, 3, 3)),
        ((20, 512, 1, 1), "slices", (20, WINDOW, 1, 1)),
        ((8, 2, 1, 7), "slices", (8, 2, 1, 7)),
    ],
)
def test_what_is_sent_of_which_layer(shape: tuple[int, ...], mode: str, sent: tuple[int, ...]) -> None:
    shown = window(weights(*shape), 0, 0)
    found = header(payload(shown, shape, "conv", {"selected": None, "turn": 0}))
    assert shown.weights.shape == sent
    assert found["mode"] == mode
    assert found["whole"] == list(shape[:2])
    assert found["arrays"]["weights"]["shape"] == list(sent)


@pytest.mark.parametrize(
    ("start", "first"),
    [((0, 0), (0, 0)), ((100, 30), (100, 30)), ((250, 999), (192, 64)), ((-5, -5), (0, 0))],
)
def test_the_window_lies_where_it_was_asked_for_and_never_past_the_end(
    start: tuple[int, int], first: tuple[int, int]
) -> None:
    whole = weights(256, 128, 3, 3)
    shown = window(whole, *start)
    assert (shown.outputs[0], shown.first_input) == first
    output, input_ = first
    assert np.array_equal(shown.weights, whole[output : output + WINDOW, input_ : input_ + WINDOW])


def test_scales_are_those_of_whole_kernels_and_the_whole_layer_not_of_the_window() -> None:
    whole = np.full((70, 70, 3, 3), 0.5, np.float32)
    whole[2, 69, 0, 0] = -4.0
    whole[69, 0, 1, 1] = 8.0
    shown = window(whole, 0, 0)
    assert shown.limit == 8.0
    assert shown.limits[2] == 4.0
    assert shown.limits[3] == 0.5
    assert shown.counts.sum() == shown.total == whole.size


def test_the_histogram_agrees_with_numpy() -> None:
    whole = weights(64, 3, 7, 7)
    shown = window(whole, 0, 0)
    expected, _ = np.histogram(whole.astype(np.float64), bins=BINS, range=(-shown.limit, shown.limit))
    assert shown.counts.sum() == expected.sum()
    assert np.abs(shown.counts - expected).max() <= 1  # a weight on the edge of two bins
    assert shown.counts[0] + shown.counts[-1] >= 1


def test_a_layer_of_zeros_lies_in_the_middle_bin() -> None:
    shown = window(np.zeros((4, 3, 3, 3), np.float32), 0, 0)
    assert shown.limit == 0.0
    assert shown.counts[BINS // 2] == shown.total == 108


def test_weights_that_are_not_finite_are_sent_but_scale_nothing() -> None:
    whole = weights(4, 3, 3, 3)
    finite = float(np.abs(whole[1:]).max())
    whole[0] = np.nan
    whole[1, 0, 0, 0] = np.inf
    shown = window(whole, 0, 0)
    assert 0 < shown.limit <= finite
    assert shown.limits[0] == 0.0
    assert shown.counts.sum() == whole.size - 28
    assert header(payload(shown, whole.shape, "conv", {}))["limit"] == shown.limit


def test_equal_weights_give_equal_bytes() -> None:
    whole = weights(8, 3, 3, 3)
    one, two = (payload(window(w, 0, 0), w.shape, "conv", {"turn": 0}) for w in (whole, whole.copy()))
    assert one == two


def test_kernels_stand_in_the_order_asked_for_and_keep_their_numbers() -> None:
    whole = weights(6, 3, 2, 2)
    shown = window(whole, 0, 0, [4, 0, 5, 1, 2, 3])
    assert shown.outputs == (4, 0, 5, 1, 2, 3)
    assert np.array_equal(shown.weights[2], whole[5])
    assert shown.limits[0] == np.abs(whole[4]).max()
    later = window(weights(256, 128, 1, 1), 100, 0, list(range(255, -1, -1)))
    assert later.outputs == tuple(range(155, 155 - WINDOW, -1))
