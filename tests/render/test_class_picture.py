"""Shares over the photo: zero leaves it as it is, the largest has the strongest colour, cells cover it evenly."""

from __future__ import annotations

import numpy as np
from numpy.testing import assert_array_equal

from explorer.render.class_picture import class_picture
from explorer.render.scale import colour_table

WHITE = np.full((6, 8, 3), 255, np.uint8)


def test_cells_cover_a_white_photo_in_the_colours_of_the_table() -> None:
    picture = class_picture(WHITE, np.array([[0.0, 2.0], [-2.0, 1.0]]))
    table = colour_table("light")
    assert picture.shape == (6, 8, 3)
    assert_array_equal(picture[:3, :4].reshape(-1, 3), np.full((12, 3), 255))
    assert_array_equal(picture[0, 4], table[255])
    assert_array_equal(picture[5, 0], table[1])


def test_zero_leaves_the_photo_pale_and_grey() -> None:
    photo = np.zeros((4, 4, 3), np.uint8)
    photo[0, 0] = (255, 0, 0)
    picture = class_picture(photo, np.zeros((2, 2)))
    assert_array_equal(picture[1, 1], [128, 128, 128])
    assert len(set(picture[0, 0].tolist())) == 1


def test_uneven_cells_differ_by_one_pixel_at_most() -> None:
    shares = np.arange(1.0, 10).reshape(3, 3)
    picture = class_picture(np.full((10, 11, 3), 255, np.uint8), shares)
    across = np.unique(picture[0], axis=0, return_counts=True)[1]
    assert sorted(across.tolist()) == [3, 4, 4]


def test_what_is_no_number_is_left_out() -> None:
    assert_array_equal(class_picture(WHITE, np.array([[np.nan, 0.0]]))[0, 0], [255, 255, 255])
