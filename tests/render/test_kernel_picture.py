"""All kernels of a convolution as one picture."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.render.kernel_picture import LONGEST, kernel_picture
from explorer.render.scale import ZERO, colour_table


def test_three_inputs_are_colours_around_grey() -> None:
    kernels = np.zeros((1, 3, 2, 2), np.float32)
    kernels[0, :, 0, 0] = (0.5, -0.5, 0.25)
    picture = kernel_picture(kernels)
    assert picture.shape == (52, 52, 3)  # 2 cells of 24 pixels, and a border of 2 on each side
    assert picture[2, 2].tolist() == picture[25, 25].tolist() == [255, 0, 191]
    assert picture[26, 2].tolist() == picture[49, 49].tolist() == [128, 128, 128]
    assert picture[0, 0].tolist() == picture[51, 51].tolist() == [0xE3, 0xE0, 0xDA]


def test_others_are_slices_output_by_input_each_kernel_on_its_own_scale() -> None:
    kernels = np.zeros((3, 2, 1, 1), np.float32)
    kernels[:, :, 0, 0] = [[1, -1], [10, 5], [0, 0]]
    picture = kernel_picture(kernels)
    table = colour_table("light")
    assert picture.shape == (3 * 50 + 2, 2 * 50 + 2, 3)
    seen = [[picture[2 + 50 * row, 2 + 50 * column].tolist() for column in range(2)] for row in range(3)]
    indices = [[255, 1], [255, 192], [ZERO, ZERO]]
    assert seen == [[table[index].tolist() for index in row] for row in indices]


def test_one_input_is_wrapped_into_a_square() -> None:
    picture = kernel_picture(np.ones((5, 1, 3, 3), np.float32))
    assert picture.shape == (2 * 50 + 2, 3 * 50 + 2, 3)
    assert picture[60, 110].tolist() == [255, 255, 255], "the empty place has the colour of the page"


def test_what_is_not_a_number_has_its_own_colour_and_touches_no_scale() -> None:
    kernels = np.array([1, np.nan, -np.inf, 0.5], np.float32).reshape(1, 4, 1, 1)
    picture, table = kernel_picture(kernels), colour_table("light")
    seen = [picture[2, 2 + 50 * column].tolist() for column in range(4)]
    assert seen == [table[index].tolist() for index in (255, 0, 1, 192)]


@pytest.mark.parametrize(("outputs", "inputs", "side"), [(512, 512, 3), (2048, 512, 1), (2048, 1, 7), (6000, 9, 1)])
def test_large_layers_give_pictures_that_can_be_opened(outputs: int, inputs: int, side: int) -> None:
    picture = kernel_picture(np.ones((outputs, inputs, side, side), np.float32))
    assert max(picture.shape[:2]) <= max(LONGEST, outputs)
    assert picture.shape[0] >= (outputs if inputs > 1 else 46) * side


@given(
    shape=st.tuples(st.integers(1, 9), st.integers(1, 5), st.integers(1, 5), st.integers(1, 5)),
    seed=st.integers(0, 99),
    theme=st.sampled_from(["light", "dark"]),
)
def test_every_slice_is_in_its_place(shape, seed, theme) -> None:
    kernels = np.random.default_rng(seed).normal(size=shape).astype(np.float32)
    outputs, inputs, height, width = shape
    picture = kernel_picture(kernels, theme)
    scale = -(-48 // max(height, width))
    columns = inputs if inputs not in (1, 3) else int(np.ceil(np.sqrt(outputs)))
    table = colour_table(theme)
    for output in range(outputs):
        limit = np.abs(kernels[output]).max()
        for entry in range(1 if inputs == 3 else inputs):
            place = output if inputs in (1, 3) else output * inputs + entry
            top = 2 + place // columns * (height * scale + 2)
            left = 2 + place % columns * (width * scale + 2)
            seen = picture[top : top + height * scale : scale, left : left + width * scale : scale]
            if inputs == 3:
                expected = 127.5 + 127.5 * kernels[output].transpose(1, 2, 0) / limit
                assert np.abs(seen - expected).max() <= 0.5001
            else:
                steps = np.rint(kernels[output, entry] / limit * 127).astype(int) + 128
                assert np.abs(table[steps].astype(int) - seen).max() <= 12  # half a step of the scale
