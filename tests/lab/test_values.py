"""The numbers of the photo that the lab's kernels see."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from PIL import Image

from explorer.errors import RecipeError
from explorer.image.photo import Photo, decode
from explorer.image.preprocess import preprocess
from explorer.image.recipe import POST
from explorer.lab.values import pixels_of, values_of
from explorer.render.export import png_bytes


@pytest.fixture
def photo() -> Photo:
    pixels = np.random.default_rng(0).integers(0, 256, (300, 300, 3), dtype=np.uint8)
    return decode(png_bytes(pixels), "noise.png")


def test_values_are_what_the_network_would_see(photo: Photo) -> None:
    seen = preprocess(photo, POST)  # 300 × 300 already: nothing is resized
    assert torch.equal(torch.from_numpy(values_of(photo.pixels, True)), seen.tensor[0])
    assert np.array_equal(values_of(photo.pixels), seen.steps[3].array.transpose(2, 0, 1))


def test_a_size_squishes(photo: Photo) -> None:
    assert pixels_of(photo, None) is photo.pixels
    small = pixels_of(photo, 64)
    assert small.shape == (64, 64, 3)
    expected = np.asarray(Image.fromarray(photo.pixels).resize((64, 64), Image.Resampling.BILINEAR))
    assert np.array_equal(small, expected)
    with pytest.raises(RecipeError):
        pixels_of(photo, 31)
