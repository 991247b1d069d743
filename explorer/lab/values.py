"""The numbers of a photo that the lab's kernels see."""

from __future__ import annotations

import dataclasses

import numpy as np
from numpy.typing import NDArray

from explorer.image.photo import Photo
from explorer.image.preprocess import preprocess
from explorer.image.recipe import IMAGENET_MEAN, IMAGENET_STD, POST


def pixels_of(photo: Photo, size: int | None) -> NDArray[np.uint8]:
    """(H, W, 3): the photo as it is, or squished to `size` × `size`. Raises RecipeError outside 32 to 1,024."""
    if size is None:
        return photo.pixels
    squished: NDArray[np.uint8] = (
        preprocess(photo, dataclasses.replace(POST, fit="squish").at_size(size)).steps[2].array
    )
    return squished


def values_of(pixels: NDArray[np.uint8], normalised: bool = False) -> NDArray[np.float32]:
    """(3, H, W) float32 in [0, 1], as in the post's example; `normalised` by ImageNet's mean and spread."""
    unit = np.ascontiguousarray(pixels.transpose(2, 0, 1), dtype=np.float32) / np.float32(255)
    if not normalised:
        return unit
    mean, spread = (np.array(three, dtype=np.float32)[:, None, None] for three in (IMAGENET_MEAN, IMAGENET_STD))
    seen: NDArray[np.float32] = (unit - mean) / spread
    return seen
