"""Kernels that everybody meets first, each built from what it means.

Sources: the names and the collection, Victor Powell, "Image Kernels Explained Visually", setosa.io, 2015, which the
blog post links to; the Sobel operator, Irwin Sobel and Gary Feldman, "A 3x3 Isotropic Gradient Operator for Image
Processing", 1968; the others, Rafael Gonzalez and Richard Woods, "Digital Image Processing", chapter 3; the post's
two, its chapter "Stride".
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from explorer.errors import UnknownName
from explorer.lab.kernel import Kernel, kernel_of


@dataclass(frozen=True)
class Preset:
    """A kernel under the short name that the command line and addresses use, and what it does, in one sentence."""

    short: str
    kernel: Kernel
    sentence: str


_RISE = np.array([-1.0, 0.0, 1.0])  # the central difference: what comes after less what came before
_BEND = np.array([1.0, -2.0, 1.0])  # the second difference
_SMOOTH = np.array([1.0, 2.0, 1.0])  # binomial: the smallest Gaussian

_SELF = np.outer([0.0, 1.0, 0.0], [0.0, 1.0, 0.0])
_ALL = np.ones((3, 3))
_SLOPE = _RISE[:, None] + _RISE[None, :]  # how far a cell lies towards the lower right corner
_CURVE = np.outer(_BEND, [0.0, 1.0, 0.0]) + np.outer([0.0, 1.0, 0.0], _BEND)
_RIGHT = np.outer(_SMOOTH, _RISE)
_DOWN = np.outer(_RISE, _SMOOTH)

_POST_FIRST = np.array([[0.0, -5 / 3, 1.0], [-5 / 3, -5 / 3, 1.0], [1.0, 1.0, 1.0]])
_POST_SECOND = np.array([[12.0, 2.0, 1.0], [2.0, 2.0, 1.0], [1.0, 1.0, 1.0]])

_LIST = (
    Preset(
        "post-1",
        kernel_of("The post’s first kernel", _POST_FIRST, 6.0),
        "The weights add up to zero: even ground gives zero, edges show.",
    ),
    Preset(
        "post-2",
        kernel_of("The post’s second kernel", _POST_SECOND, 6.0),
        "All weights are positive: a blur that leans to the upper left.",
    ),
    Preset("identity", kernel_of("Identity", _SELF), "Each cell stays what it is."),
    Preset("box-blur", kernel_of("Box blur", _ALL, 9.0), "The average of a cell and the eight around it."),
    Preset(
        "gaussian-blur",
        kernel_of("Gaussian blur", np.outer(_SMOOTH, _SMOOTH), 16.0),
        "An average in which nearer cells count more.",
    ),
    Preset(
        "sharpen",
        kernel_of("Sharpen", _SELF - _CURVE),
        "The cell, and once more what sets it apart from its four neighbours.",
    ),
    Preset(
        "outline",
        kernel_of("Outline", 9 * _SELF - _ALL, 8.0),
        "How much a cell stands out from the eight around it.",
    ),
    Preset(
        "emboss",
        kernel_of("Emboss", _SELF + _SLOPE),
        "The cell, and how much brighter it gets towards the lower right.",
    ),
    Preset(
        "sobel-right",
        kernel_of("Sobel, upright edges", _RIGHT, 4.0),
        "How fast it gets brighter to the right.",
    ),
    Preset(
        "sobel-left",
        kernel_of("Sobel, upright edges, leftwards", -_RIGHT, 4.0),
        "How fast it gets brighter to the left.",
    ),
    Preset(
        "sobel-down",
        kernel_of("Sobel, level edges", _DOWN, 4.0),
        "How fast it gets brighter downwards.",
    ),
    Preset(
        "sobel-up",
        kernel_of("Sobel, level edges, upwards", -_DOWN, 4.0),
        "How fast it gets brighter upwards.",
    ),
    Preset(
        "laplacian",
        kernel_of("Laplacian", _CURVE),
        "How much the four neighbours together are brighter than the cell: zero on even slopes.",
    ),
)

PRESETS: dict[str, Preset] = {preset.short: preset for preset in _LIST}


def preset(name: str) -> Preset:
    """The preset with this short name. Raises UnknownName with the nearest ones."""
    if name not in PRESETS:
        raise UnknownName("preset kernel", name, PRESETS)
    return PRESETS[name]
