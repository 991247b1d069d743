"""8-bit sheets: what they keep, what they say about values that are none."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from explorer.render.scale import NOT_A_NUMBER, ZERO, colour_table
from explorer.render.sheet import sheet, to_picture

SHAPES = arrays.array_shapes(min_dims=3, max_dims=3, max_side=6)
FINITE = st.floats(width=32, allow_nan=False, allow_infinity=False, min_value=-(2.0**100), max_value=2.0**100)


@given(arrays.arrays(np.float32, SHAPES, elements=FINITE))
def test_values_come_back_within_half_a_step(activation: np.ndarray) -> None:
    made = sheet(activation)
    for channel, values in enumerate(activation):
        limit = float(made.limits[channel])
        assert limit == np.abs(values).max()
        error = np.abs(made.value(channel).astype(np.float64) - values.astype(np.float64))
        # Steps of the smallest float32, 1.4e-45, are all that a step of a tile has there: 127 of them add up to this.
        assert error.max() <= limit / 254 * (1 + 1e-5) + 1e-43


@given(arrays.arrays(np.float32, SHAPES, elements=FINITE))
def test_low_high_and_mean(activation: np.ndarray) -> None:
    made = sheet(activation)
    assert np.array_equal(made.low, activation.min(axis=(1, 2)))
    assert np.array_equal(made.high, activation.max(axis=(1, 2)))
    assert made.signed == bool((activation < 0).any())
    mean = activation.astype(np.float64).mean(axis=(1, 2))
    assert np.all(np.abs(made.mean - mean) <= 1e-5 * made.limits + 1e-44)


@given(
    arrays.arrays(
        np.float32,
        SHAPES,
        elements=st.one_of(FINITE, st.sampled_from([float("nan"), float("inf"), float("-inf")])),
    )
)
def test_what_is_not_finite_is_counted_and_marked(activation: np.ndarray) -> None:
    made = sheet(activation)
    assert np.array_equal(made.odd, (~np.isfinite(activation)).sum(axis=(1, 2)))
    assert np.array_equal(made.tiles == NOT_A_NUMBER, np.isnan(activation))
    assert np.all(made.tiles[activation == np.inf] == 255)
    assert np.all(made.tiles[activation == -np.inf] == 1)
    assert np.all(np.isfinite(made.limits) & np.isfinite(made.low) & np.isfinite(made.high) & np.isfinite(made.mean))


def test_dead_channels() -> None:
    activation = np.zeros((3, 2, 2), dtype=np.float32)
    activation[1, 0, 1] = -3
    activation[2] = np.nan
    made = sheet(activation)
    assert made.dead == 1
    assert made.limits.tolist() == [0, 3, 0]
    assert made.tiles[0].tolist() == [[ZERO, ZERO], [ZERO, ZERO]]
    assert made.tiles[1].tolist() == [[ZERO, 1], [ZERO, ZERO]]


def test_limits_near_the_smallest_number_do_not_overflow() -> None:
    made = sheet(np.array([[[1e-40, -3e-40, 0]]], dtype=np.float32))
    assert made.tiles.tolist() == [[[170, 1, ZERO]]]


def test_a_vector_becomes_tiles_of_one_cell() -> None:
    made = sheet(np.array([0.5, -2, 0], dtype=np.float32))
    assert made.tiles.shape == (3, 1, 1)
    assert made.tiles.ravel().tolist() == [255, 1, ZERO]
    assert made.mean.tolist() == [0.5, -2, 0]


def test_every_array_is_read_only() -> None:
    made = sheet(np.ones((2, 2, 2), dtype=np.float32))
    for array in (made.tiles, made.limits, made.low, made.high, made.mean, made.odd):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1


def test_the_activation_is_left_alone() -> None:
    activation = np.arange(-8, 8, dtype=np.float32).reshape(4, 2, 2)
    before = activation.copy()
    sheet(activation)
    assert np.array_equal(activation, before)
    assert activation.flags.writeable


def test_picture_places_tiles_in_reading_order() -> None:
    activation = np.zeros((3, 24, 30), dtype=np.float32)
    activation[0], activation[1], activation[2] = 1, -1, 0
    picture = to_picture(sheet(activation), columns=2)
    table = colour_table("light")
    assert picture.shape == (2 * 26 + 2, 2 * 32 + 2, 3)
    assert picture[2, 2].tolist() == table[255].tolist()
    assert picture[2, 34].tolist() == table[1].tolist()
    assert picture[28, 2].tolist() == table[ZERO].tolist()
    assert picture[0, 0].tolist() == [0xE3, 0xE0, 0xDA]
    assert picture[53, 65].tolist() == table[ZERO].tolist()


def test_picture_on_the_range_of_the_layer() -> None:
    activation = np.array([[[4.0]], [[-2.0]], [[np.nan]]], dtype=np.float32)
    picture = to_picture(sheet(activation), columns=3, range_="layer", theme="dark")
    table = colour_table("dark")
    assert picture[4, 4].tolist() == table[255].tolist()
    assert picture[4, 4 + 26].tolist() == table[64].tolist()
    assert picture[4, 4 + 52].tolist() == table[NOT_A_NUMBER].tolist()


@pytest.mark.parametrize("shape", [(1, 1, 1), (2048, 7, 7), (64, 112, 112), (3, 1500, 20), (5, 24, 900)])
def test_picture_of_any_shape_holds_all_tiles(shape: tuple[int, int, int]) -> None:
    picture = to_picture(sheet(np.ones(shape, dtype=np.float32)))
    strongest = (picture == colour_table("light")[255]).all(axis=-1).sum()
    scale = max(1, -(-24 // max(shape[1:])))
    assert strongest == np.prod(shape) * scale**2
