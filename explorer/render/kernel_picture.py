"""All kernels of a convolution as one picture."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from explorer.render.scale import ZERO, Theme, border, colour_table, indices

Floats = npt.NDArray[np.float32]
Bytes = npt.NDArray[np.uint8]

TILE = 48
"""Pixels a side that a tile is enlarged to, by a whole number, where there is room."""
LONGEST = 4096
"""Pixels a side that a picture should not exceed; one pixel a weight is the least."""


def kernel_picture(kernels: Floats, theme: Theme = "light") -> Bytes:
    """(H', W', 3) uint8 of kernels (outputs, inputs, kH, kW) float32, each by its own largest finite |value|.

    Kernels of three inputs are tiles in colour, grey being zero; those of one input are tiles in the colours
    of the scale. All others are a table of slices, one row an output and one column an input.
    """
    outputs, inputs, height, width = kernels.shape
    sizes = np.where(np.isfinite(kernels), np.abs(kernels), 0).reshape(outputs, -1).max(axis=1, initial=0)
    fractions = kernels / np.where(sizes > 0, sizes, np.float32(1))[:, None, None, None]
    if inputs == 3:
        tiles = _colours(fractions)
    else:
        tiles = colour_table(theme)[indices(fractions.reshape(-1, height, width), 1.0)]
    columns = math.ceil(math.sqrt(len(tiles))) if inputs in (1, 3) else inputs
    return _laid_out(tiles, columns, theme)


def _colours(fractions: npt.NDArray[np.floating]) -> Bytes:
    """(N, kH, kW, 3): -1 is black, 0 grey, 1 the full colour; what is not a number is grey."""
    levels = np.rint(127.5 + 127.5 * np.clip(np.nan_to_num(fractions, nan=0.0), -1, 1))
    colours: Bytes = np.moveaxis(levels, 1, -1).astype(np.uint8)
    return colours


def _laid_out(tiles: Bytes, columns: int, theme: Theme) -> Bytes:
    """Tiles (N, kH, kW, 3) in reading order, with borders between them where there is room."""
    number, height, width, _ = tiles.shape
    rows = math.ceil(number / columns)
    scale, gap = _scale(rows, height, columns, width)
    places = np.empty((rows * columns, height, width, 3), dtype=np.uint8)
    places[:number] = tiles
    places[number:] = colour_table(theme)[ZERO]
    large = places.repeat(scale, axis=1).repeat(scale, axis=2)
    tall, wide = height * scale, width * scale
    field = np.empty((rows, tall + gap, columns, wide + gap, 3), dtype=np.uint8)
    field[:] = border(theme)
    field[:, gap:, :, gap:] = large.reshape(rows, columns, tall, wide, 3).swapaxes(1, 2)
    inside = field.reshape(rows * (tall + gap), columns * (wide + gap), 3)
    picture = np.empty((inside.shape[0] + gap, inside.shape[1] + gap, 3), dtype=np.uint8)
    picture[:] = border(theme)
    picture[: inside.shape[0], : inside.shape[1]] = inside
    picture.setflags(write=False)
    return picture


def _scale(rows: int, height: int, columns: int, width: int) -> tuple[int, int]:
    """How many pixels a cell takes and a border is wide, for a picture that is not too large."""
    for scale in range(math.ceil(TILE / max(height, width)), 0, -1):
        gap = 2 if scale > 2 else 1
        if max(rows * (height * scale + gap), columns * (width * scale + gap)) + gap <= LONGEST:
            return scale, gap
    return 1, 0
