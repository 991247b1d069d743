"""Colour indices made smaller."""

from __future__ import annotations

import numpy as np
import pytest

from explorer.render.shrink import shrunk


def test_blocks_become_their_means() -> None:
    indices = np.array([[128, 130, 10], [132, 134, 20], [1, 255, 7]], np.uint8)
    assert shrunk(indices, 2).tolist() == [[131, 15], [128, 7]]


def test_what_is_small_enough_stays() -> None:
    indices = np.arange(12, dtype=np.uint8).reshape(3, 4)
    assert np.array_equal(shrunk(indices, 4), indices)


def test_what_is_not_a_number_stays_visible() -> None:
    indices = np.full((4, 4), 200, np.uint8)
    indices[0, 3] = 0
    assert shrunk(indices, 2).tolist() == [[200, 0], [200, 200]]


@pytest.mark.parametrize("shape", [(1, 9), (9, 1), (57, 56), (300, 300), (255, 256)])
def test_no_side_is_longer(shape: tuple[int, int]) -> None:
    made = shrunk(np.full(shape, 77, np.uint8), 56)
    assert max(made.shape) <= 56
    assert (made == 77).all()
