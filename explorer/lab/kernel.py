"""A kernel of the lab: its weights as somebody wrote them, and what a convolution takes of them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from explorer.errors import InputError

LARGEST_SIDE = 15
COLOURS = 3
LONGEST_NAME = 80
LARGEST_NUMBER = 1e9
SMALLEST_DIVISOR = 1e-9

Plane = tuple[tuple[float, ...], ...]
Divisor = float | Literal["sum"]


@dataclass(frozen=True)
class Kernel:
    """One kernel. Two with equal numbers and names are equal.

    `planes` are one plane (kH, kW) that is the same for every map it reads, or three, for red, green and blue. Each
    side has 1 to 15 weights. All weights are divided by `divisor`; "sum" stands for the sum of all weights as they are
    written, or 1 where they add up to zero. `bias` is added to each sum.

    Raises InputError for sizes, numbers and names that cannot be used.
    """

    name: str
    planes: tuple[Plane, ...]
    divisor: Divisor = 1.0
    bias: float = 0.0

    def __post_init__(self) -> None:
        _check_name(self.name)
        if len(self.planes) not in (1, COLOURS):
            raise InputError(
                f"A kernel has one plane for all colours or {COLOURS}, one each; this one has {len(self.planes)}.",
                "Give one plane, or one for red, green and blue each.",
            )
        for plane in self.planes:
            _check_plane(plane, self.size)
        if self.divisor != "sum":
            _check_number("divisor", self.divisor)
            if abs(self.divisor) < SMALLEST_DIVISOR:
                raise InputError(
                    f"The divisor is {self.divisor:g}; nothing can be divided by that.", "Write 1 to divide by nothing."
                )
        _check_number("bias", self.bias)

    @property
    def size(self) -> tuple[int, int]:
        """(kH, kW)."""
        return len(self.planes[0]), len(self.planes[0][0]) if self.planes[0] else 0

    @property
    def numbers(self) -> int:
        """How many weights are written: those of one plane, or of three."""
        height, width = self.size
        return len(self.planes) * height * width

    @property
    def weights(self) -> NDArray[np.float64]:
        """The weights as written, (kH, kW) or (3, kH, kW)."""
        written = np.array(self.planes)
        return written if len(self.planes) > 1 else written[0]

    @property
    def divided_by(self) -> float:
        """The number that the weights are divided by, never zero."""
        if self.divisor != "sum":
            return self.divisor
        total = math.fsum(self.weights.ravel())
        return total if abs(total) >= SMALLEST_DIVISOR else 1.0

    def slices(self, channels: int = COLOURS) -> NDArray[np.float32]:
        """What a convolution over `channels` maps takes: (channels, kH, kW) float32, weights / divisor.

        Weights and divisor are rounded to float32 first and then divided, as torch does with `tensor(...) / 6`. A
        single plane is expanded, as the post expands its own. Raises InputError where three planes meet other than
        three maps.
        """
        if len(self.planes) not in (1, channels):
            raise InputError(
                f"“{self.name}” has a plane for each of red, green and blue and cannot read {channels} maps.",
                "Choose a kernel of one plane there.",
            )
        divided = np.array(self.planes, dtype=np.float32) / np.float32(self.divided_by)
        slices: NDArray[np.float32] = np.broadcast_to(divided, (channels, *self.size))
        return slices


def kernel_of(name: str, weights: NDArray[np.floating], divisor: Divisor = 1.0, bias: float = 0.0) -> Kernel:
    """A kernel of an array (kH, kW), or (3, kH, kW). Raises InputError."""
    stacked = weights[None] if weights.ndim == 2 else weights
    planes = tuple(tuple(tuple(float(weight) + 0.0 for weight in row) for row in plane) for plane in stacked)  # no −0
    return Kernel(name, planes, divisor, bias)


def check_side(what: str, number: int) -> None:
    """InputError where a kernel cannot have `number` of `what`, its rows or columns."""
    if not 1 <= number <= LARGEST_SIDE:
        raise InputError(
            f"A kernel of {number:,} {what} was given; 1 to {LARGEST_SIDE} can be used.",
            f"Cut it to at most {LARGEST_SIDE} × {LARGEST_SIDE}.",
        )


def _check_name(name: str) -> None:
    if not name.strip() or len(name) > LONGEST_NAME or not name.isprintable():
        raise InputError(
            f"A kernel's name has 1 to {LONGEST_NAME} letters on one line; this one has {len(name)}.", "Name it anew."
        )


def _check_plane(plane: Sequence[Sequence[float]], size: tuple[int, int]) -> None:
    check_side("rows", len(plane))
    check_side("columns", len(plane[0]))
    if (len(plane), len(plane[0])) != size:
        raise InputError("The planes of the kernel have different sizes.", "Give all three the same rows and columns.")
    for number, row in enumerate(plane, 1):
        if len(row) != size[1]:
            raise InputError(
                f"Row {number} of the kernel has {len(row):,} weights, the first row {size[1]}.",
                "Give each row as many weights.",
            )
        for column, weight in enumerate(row, 1):
            _check_number(f"weight in row {number}, column {column}", weight)


def _check_number(what: str, value: float) -> None:
    if not math.isfinite(value) or abs(value) > LARGEST_NUMBER:
        raise InputError(
            f"The {what} is {value:g}; a finite number of at most {LARGEST_NUMBER:,.0f} is expected.",
            "Write another number there.",
        )
