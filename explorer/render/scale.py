"""One colour scale for every map, kernel, product and bar: zero is the page, orange is above, blue below.

Index 128 of a table is zero, 255 is +limit, 1 is -limit; index 0 marks what is not a number. The anchors
are interpolated in OKLab (Björn Ottosson, "A perceptual color space for image processing", 2020), in which
their lightness is linear in |value|.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

Theme = Literal["light", "dark"]
Floats = npt.NDArray[np.float64]
Bytes = npt.NDArray[np.uint8]

ZERO = 128
STEPS = 127
NOT_A_NUMBER = 0

PLUS: dict[Theme, tuple[str, ...]] = {
    "light": ("FFFFFF", "FEC684", "EE842E", "C15511", "873208", "4E1A05"),
    "dark": ("1B1C21", "5C3113", "974D14", "C87322", "F1A34D", "FFDD9B"),
}
MINUS: dict[Theme, tuple[str, ...]] = {
    "light": ("FFFFFF", "B3D5ED", "69A8D6", "2F7BB8", "104C8A", "08264F"),
    "dark": ("1B1C21", "193E65", "26659E", "428FCA", "7DB9EA", "BCE2FF"),
}
BORDER: dict[Theme, str] = {"light": "E3E0DA", "dark": "35363D"}
"""The hairlines around maps and between the lines of a figure."""

_ODD: dict[Theme, str] = {"light": "A8A39B", "dark": "75726D"}

_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


@dataclass(frozen=True)
class Scale:
    """The range that colours span, always symmetric around zero.

    `limit` >= 0 takes the strongest colour. `low` and `high` are the smallest and largest finite value, and
    `signed` says whether both arms of the scale are in use.
    """

    low: float
    high: float

    @property
    def limit(self) -> float:
        """The largest |value|."""
        return max(abs(self.low), abs(self.high))

    @property
    def signed(self) -> bool:
        """Whether any value lies below zero."""
        return self.low < 0


def scale_of(values: npt.ArrayLike) -> Scale:
    """The scale of all finite values of an array of any shape; 0 to 0 when there are none."""
    array = np.asarray(values)
    if array.size and math.isfinite(float(np.sum(array, dtype=np.float64))):
        return Scale(float(array.min()), float(array.max()))
    finite = array[np.isfinite(array)]
    return Scale(float(finite.min()), float(finite.max())) if finite.size else Scale(0.0, 0.0)


@functools.cache
def colour_table(theme: Theme) -> Bytes:
    """(256, 3) uint8 sRGB, read-only: 128 is zero, 255 is +limit, 1 is -limit, 0 is the grey of "not a
    number"."""
    table = np.empty((256, 3), dtype=np.uint8)
    table[NOT_A_NUMBER] = _bytes(_ODD[theme])
    table[1:] = colours(np.arange(-STEPS, STEPS + 1) / STEPS, theme)
    table.setflags(write=False)
    return table


def border(theme: Theme) -> Bytes:
    """(3,) uint8 sRGB of the hairline around a map."""
    return _bytes(BORDER[theme])


def colours(fractions: npt.ArrayLike, theme: Theme) -> Bytes:
    """(..., 3) uint8 sRGB of fractions of the limit, -1 to 1; what lies beyond takes the end."""
    part = np.clip(np.asarray(fractions, dtype=np.float64), -1.0, 1.0)
    return np.where((part < 0)[..., None], _along(MINUS[theme], -part), _along(PLUS[theme], part))


def indices(values: npt.NDArray[np.floating], limit: float) -> Bytes:
    """Colour indices of values of any shape on the scale -limit to +limit: 128 + round(127 value / limit).

    Values beyond the limit, infinity included, take the ends 1 and 255; NaN takes 0. A limit of 0 colours
    every finite value as zero.
    """
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        scaled = values * (STEPS / limit) if limit > 0 else np.where(np.isinf(values), values, 0 * values)
        steps = np.rint(np.clip(scaled, -STEPS, STEPS)) + ZERO
    return np.where(np.isnan(values), NOT_A_NUMBER, steps).astype(np.uint8)


def oklab(srgb: npt.ArrayLike) -> Floats:
    """(..., 3) OKLab lightness, a and b of sRGB in 0..1."""
    encoded = np.asarray(srgb, dtype=np.float64)
    linear = np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)
    lab: Floats = np.cbrt(linear @ _LMS.T) @ _LAB.T
    return lab


def _srgb(lab: Floats) -> Floats:
    """(..., 3) sRGB in 0..1 of OKLab; colours outside sRGB are cut to it."""
    linear = np.clip((lab @ np.linalg.inv(_LAB).T) ** 3 @ np.linalg.inv(_LMS).T, 0.0, 1.0)
    return np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)


def _bytes(code: str) -> Bytes:
    """(3,) uint8 of six hexadecimal digits."""
    return np.frombuffer(bytes.fromhex(code), dtype=np.uint8)


def _along(anchors: tuple[str, ...], part: Floats) -> Bytes:
    """(..., 3) uint8 at `part` (0 to 1) of the way along evenly spaced anchors."""
    stops = oklab(np.stack([_bytes(code) for code in anchors]) / 255)
    places = np.linspace(0.0, 1.0, len(anchors))
    lab = np.stack([np.interp(part, places, stops[:, axis]) for axis in range(3)], axis=-1)
    return np.rint(_srgb(lab) * 255).astype(np.uint8)
