"""Colour indices and photos made smaller, for tiles and thumbnails."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from explorer.render.scale import NOT_A_NUMBER

Indices = NDArray[np.uint8]


def shrunk(indices: Indices, side: int) -> Indices:
    """`indices` (H, W) by area means over whole blocks, so that no side is longer than `side`.

    What is small enough stays as it is. A block with a cell that is not a number is not one either, so that it
    stays visible. shared/canvas.js does the same in the browser.
    """
    height, width = indices.shape
    factor = -(-max(height, width) // side)
    if factor <= 1:
        return indices
    starts = np.arange(0, height, factor), np.arange(0, width, factor)
    sums = np.add.reduceat(np.add.reduceat(indices.astype(np.int64), starts[0], axis=0), starts[1], axis=1)
    rows, columns = (np.diff(np.append(start, length)) for start, length in zip(starts, (height, width), strict=True))
    means: Indices = np.floor(sums / np.outer(rows, columns) + 0.5).astype(np.uint8)
    odd = np.add.reduceat(np.add.reduceat(indices == NOT_A_NUMBER, starts[0], axis=0), starts[1], axis=1) > 0
    means[odd] = NOT_A_NUMBER
    return means


def within(picture: NDArray[np.uint8], side: int) -> NDArray[np.uint8]:
    """`picture` (H, W, 3), no side longer than `side`; what is small enough stays as it is."""
    height, width = picture.shape[:2]
    scale = side / max(height, width, 1)
    if scale >= 1:
        return picture
    small = Image.fromarray(picture).resize((max(1, round(width * scale)), max(1, round(height * scale))))
    return np.asarray(small)
