"""Kernels on a photo: whole maps in float32, and any cell of one in float64 with its products.

The convolution is torch's: at each place the window's numbers times the kernel's, added up (deep learning's
cross-correlation: the kernel is not turned round).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional as F

from explorer.errors import InputError
from explorer.lab.kernel import Kernel
from explorer.network.windows import Sliding

Edge = Literal["zeros", "reflect", "replicate"]
EDGES: tuple[Edge, ...] = get_args(Edge)
LARGEST_STEP = 32
LARGEST_PADDING = 64

Maps = NDArray[np.float32]


@dataclass(frozen=True)
class Setting:
    """How a kernel moves, down and across alike: `stride` and `dilation` 1 to 32, `padding` 0 to 64 cells at each edge.

    `edge` says what is laid there: zeros, the map reflected at its outermost cells, or these repeated. Raises
    InputError.
    """

    stride: int = 1
    padding: int = 0
    edge: Edge = "zeros"
    dilation: int = 1

    def __post_init__(self) -> None:
        for what, value, low, high in (
            ("stride", self.stride, 1, LARGEST_STEP),
            ("padding", self.padding, 0, LARGEST_PADDING),
            ("dilation", self.dilation, 1, LARGEST_STEP),
        ):
            if not low <= value <= high:
                raise InputError(f"A {what} of {value:,} was asked for; {low} to {high} can be used.")
        if self.edge not in EDGES:
            raise InputError(f"“{self.edge[:40]}” cannot be laid around a map.", f"Choose {', '.join(EDGES)}.")

    def sliding(self, size: int) -> Sliding:
        """How a window of `size` weights moves along one axis."""
        return Sliding(size, self.stride, self.padding, self.padding, self.dilation, self.edge)


def output_side(side: int, size: int, setting: Setting) -> int:
    """Cells of the output along an axis of `side` cells under a kernel of `size`; below 1 where it does not fit.

    torch.nn.Conv2d's formula: floor((side + 2 padding − dilation (size − 1) − 1) / stride) + 1.
    """
    return (side + 2 * setting.padding - setting.dilation * (size - 1) - 1) // setting.stride + 1


def in_numbers(side: int, size: int, setting: Setting) -> str:
    """`output_side` as people work it out: "(300 + 2·1 − 1·(3 − 1) − 1) / 2 + 1 = 150", rounded down where it must."""
    above = side + 2 * setting.padding - setting.dilation * (size - 1) - 1
    left = f"({side} + 2·{setting.padding} − {setting.dilation}·({size} − 1) − 1) / {setting.stride}"
    whole = f"⌊{left}⌋" if above % setting.stride else left
    return f"{whole} + 1 = {output_side(side, size, setting)}".replace("-", "−")


def output_size(size: tuple[int, int], kernel: Kernel, setting: Setting) -> tuple[int, int]:
    """(H', W') that `kernel` makes of maps of `size` (H, W). Raises InputError where it does not fit."""
    height, width = (output_side(side, weights, setting) for side, weights in zip(size, kernel.size, strict=True))
    for side, weights, outputs in zip(size, kernel.size, (height, width), strict=True):
        if setting.edge == "reflect" and setting.padding >= side:
            raise InputError(
                f"{side} cells cannot be reflected {setting.padding} cells far.", "Choose less padding, or zeros."
            )
        if outputs < 1:
            raise InputError(
                f"“{kernel.name}” does not fit: {in_numbers(side, weights, setting)}.",
                "Choose more padding, less dilation or a smaller kernel.",
            )
    return height, width


def convolve(maps: Maps, kernels: Sequence[Kernel], setting: Setting) -> Maps:
    """What `kernels` make of `maps` (C, H, W) float32: (kernels, H', W') float32, one map each.

    Raises InputError where a kernel does not fit, and where kernels give maps of different sizes.
    """
    size = (maps.shape[1], maps.shape[2])
    sizes = [output_size(size, kernel, setting) for kernel in kernels]
    if len(set(sizes)) > 1:
        told = " and ".join(f"{height} × {width}" for height, width in dict.fromkeys(sizes))
        raise InputError(f"These kernels give maps of {told}.", "Choose kernels of one size, or one at a time.")
    padded = _padded(torch.from_numpy(np.array(maps, dtype=np.float32)), setting)
    return np.concatenate([_convolved(padded, kernel, setting) for kernel in kernels])


def _padded(maps: torch.Tensor, setting: Setting) -> torch.Tensor:
    """(1, C, H + 2 padding, W + 2 padding)."""
    mode = "constant" if setting.edge == "zeros" else setting.edge
    return F.pad(maps[None], (setting.padding,) * 4, mode=mode)


def _convolved(padded: torch.Tensor, kernel: Kernel, setting: Setting) -> Maps:
    weight = torch.from_numpy(kernel.slices(padded.shape[1]).copy())[None]
    bias = torch.tensor([kernel.bias], dtype=torch.float32)
    with torch.inference_mode():
        made: Maps = F.conv2d(padded, weight, bias, setting.stride, 0, setting.dilation)[0].numpy()
    return made


@dataclass(frozen=True, eq=False)
class Window:
    """What one cell is made of, float64: `inputs` and `products` (C, kH, kW), read-only; `total` with the bias."""

    inputs: NDArray[np.float64]
    products: NDArray[np.float64]
    bias: float
    total: float


def window(maps: Maps, kernel: Kernel, setting: Setting, row: int, column: int) -> Window:
    """The window of cell (row, column) of the map that `kernel` makes of `maps` (C, H, W).

    What lies outside the maps is what the padding puts there. Raises InputError for a cell that is not there.
    """
    channels, *size = maps.shape
    height, width = output_size((size[0], size[1]), kernel, setting)
    if not (0 <= row < height and 0 <= column < width):
        raise InputError(f"There is no cell {row}, {column}; the map has {height} × {width}.")
    rows, columns = (
        _read(setting.sliding(weights), position, side)
        for weights, position, side in zip(kernel.size, (row, column), size, strict=True)
    )
    inputs = maps[:, rows.clip(0)][:, :, columns.clip(0)].astype(np.float64)
    inputs[:, rows < 0] = 0
    inputs[:, :, columns < 0] = 0
    products = inputs * kernel.slices(channels).astype(np.float64)
    for array in (inputs, products):
        array.setflags(write=False)
    return Window(inputs, products, kernel.bias, math.fsum([*products.ravel(), kernel.bias]))


def _read(sliding: Sliding, position: int, length: int) -> NDArray[np.int64]:
    """The places of the map that the window reads along one axis; −1 for zeros around it."""
    places = sliding.copied(sliding.places(position), length)
    return np.where((places >= 0) & (places < length), places, -1)
