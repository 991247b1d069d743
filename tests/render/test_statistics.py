"""Statistics and histograms of values, some of them no numbers."""

from __future__ import annotations

from dataclasses import asdict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from explorer.render.sheet import sheet
from explorer.render.statistics import statistics, tallied

SHAPES = arrays.array_shapes(min_dims=3, max_dims=3, max_side=6)
MODEST = st.floats(width=32, min_value=-1000, max_value=1000, allow_subnormal=False)


def test_statistics_of_a_map() -> None:
    values = np.array([[-1, 0], [3, np.nan]], dtype=np.float32)
    assert asdict(statistics(values)) == {
        "low": -1.0,
        "high": 3.0,
        "mean": pytest.approx(2 / 3),
        "deviation": pytest.approx(np.std([-1, 0, 3])),
        "below": 0.25,
        "zero": 0.25,
        "odd": 1,
    }


def test_statistics_are_summed_in_float64() -> None:
    values = np.full((1, 4_000_000), 0.1, dtype=np.float32)
    assert statistics(values).mean == pytest.approx(float(np.float32(0.1)), rel=1e-12)


def test_nothing_finite_is_all_zero() -> None:
    nothing = np.full((2, 2, 2), np.nan, dtype=np.float32)
    assert asdict(statistics(nothing)) == asdict(sheet(nothing).whole)
    assert statistics(nothing).odd == 8


@given(arrays.arrays(np.float32, SHAPES, elements=st.one_of(MODEST, st.sampled_from([np.nan, np.inf, -np.inf, 0.0]))))
def test_a_layer_adds_up_from_its_channels(activation: np.ndarray) -> None:
    whole, plain = sheet(activation).whole, statistics(activation)
    assert (whole.low, whole.high, whole.odd) == (plain.low, plain.high, plain.odd)
    assert (whole.zero, whole.below) == (pytest.approx(plain.zero, abs=1e-6), pytest.approx(plain.below, abs=1e-6))
    largest = max(abs(plain.low), abs(plain.high))
    assert whole.mean == pytest.approx(plain.mean, abs=1e-5 * largest + 1e-30)
    assert whole.deviation == pytest.approx(plain.deviation, abs=1e-4 * largest + 1e-30)


def test_deviation_of_very_small_values_is_not_lost() -> None:
    activation = np.array([[[0.0]], [[7.8e-25]]], dtype=np.float32)
    assert sheet(activation).whole.deviation == pytest.approx(3.9e-25, rel=1e-6)


def test_bars_hold_every_value_on_the_scale() -> None:
    values = np.array([-2, -1, -0.5, 0, 0, 0.1, 1, 3, np.nan, np.inf], dtype=np.float32)
    assert tallied(values, 1.0, True, 5).tolist() == [1, 1, 3, 0, 1]
    assert tallied(values, 3.0, False, 3).tolist() == [3, 1, 1]
    assert tallied(np.zeros(6, dtype=np.float32), 0.0, True, 3).tolist() == [0, 6, 0]
    for size in (1e-45, 1.1754944e-38, 3e38):
        assert tallied(np.array([-size, 0, size], dtype=np.float32), float(np.float32(size)), True, 3).tolist() == [
            1,
            1,
            1,
        ]


@given(arrays.arrays(np.float32, SHAPES, elements=MODEST), st.integers(1, 60))
def test_bars_agree_with_numpy_but_for_values_on_an_edge(values: np.ndarray, bars: int) -> None:
    limit = float(np.abs(values).max())
    counts = tallied(values, limit, True, bars)
    assert counts.sum() == values.size
    if limit > 0:
        place = (values.astype(np.float64) + limit) * bars / (2 * limit)
        clear = np.abs(place - np.rint(place)) > 1e-4
        expected = np.bincount(np.minimum(place[clear], bars - 1).astype(int), minlength=bars)
        assert np.all(counts >= expected)
