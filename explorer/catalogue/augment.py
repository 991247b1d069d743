"""The post's transforms as fastai 1's get_transforms makes them: one photo, seen a little differently each time.

A `Draw` says what happens to one photo in one epoch; `varied` does it. The photo is sampled once, however many of flip,
warp, rotation and zoom were drawn: they are one homography. What comes in over the edge is the photo's reflection, as
in fastai; torchvision's own perspective and affine would fill with one colour, so the sampling is torch's.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn.functional import grid_sample
from torchvision.transforms.functional import convert_image_dtype
from torchvision.transforms.v2 import functional as F

# What the post asks for: get_transforms(do_flip=True, max_zoom=1.2, max_rotate=10.0).
FLIPPED = 0.5
MAX_ZOOM = 1.2
MAX_DEGREES = 10.0
# What it does not name, fastai 1's defaults: how far, and how often each of the others happens at all.
MAX_WARP = 0.2
MAX_LIGHTING = 0.2
HAPPENS = 0.75

_CORNERS = ((-1, -1), (-1, 1), (1, -1), (1, 1))  # (x, y) of a photo that reaches from -1 to 1
_NEAREST_TO_ZERO = 1e-7


@dataclass(frozen=True)
class Draw:
    """What was drawn for one photo in one epoch; as it stands here, nothing happens and the middle is cut out."""

    flip: bool = False
    """Left becomes right."""
    warp: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    """By how much the right, left, bottom and top side grow at either end, in halves of a side: −0.2 to 0.2."""
    degrees: float = 0.0
    """Rotation, counter-clockwise on the screen."""
    zoom: float = 1.0
    """1 to 1.2: the photo is enlarged by it."""
    focus: tuple[float, float] = (0.5, 0.5)
    """(row, column), each 0 to 1: where in the photo the part lies that stays in sight; 0 is its upper left."""
    brightness: float = 0.5
    """0.4 to 0.6: what a medium grey of 0.5 becomes."""
    contrast: float = 1.0
    """0.8 to 1.25: a value's distance from medium grey, in logits, is multiplied by it."""
    corner: tuple[float, float] | None = None
    """(row, column), each 0 to 1: where the square is cut out; None for the middle."""


def draw(seed: int, index: int, epoch: int = 0) -> Draw:
    """What happens to photo `index` in `epoch`: the same for the same three numbers, from 0 up, on every machine.

    Ranges and probabilities are fastai 1's: zoom and rotation uniform, brightness uniform from 0.5 × 0.8 to 0.5 × 1.2,
    contrast uniform in its logarithm from 0.8 to 1 / 0.8.
    """
    stream = np.random.default_rng([seed, index, epoch])
    # Numbers are drawn for all, whether they happen or not: so that one does not depend on the others.
    flips, *chances = stream.random(6)
    warps, turns, zooms, brightens, contrasts = (chance < HAPPENS for chance in chances)
    right, left, bottom, top = stream.uniform(-MAX_WARP, MAX_WARP, 4).tolist()
    degrees, zoom = stream.uniform(-MAX_DEGREES, MAX_DEGREES), stream.uniform(1, MAX_ZOOM)
    focus_row, focus_column, row, column = stream.random(4).tolist()
    brightness = 0.5 * stream.uniform(1 - MAX_LIGHTING, 1 + MAX_LIGHTING)
    contrast = math.exp(stream.uniform(math.log(1 - MAX_LIGHTING), -math.log(1 - MAX_LIGHTING)))
    return Draw(
        flip=bool(flips < FLIPPED),
        warp=(right, left, bottom, top) if warps else Draw.warp,
        degrees=degrees if turns else Draw.degrees,
        zoom=zoom if zooms else Draw.zoom,
        focus=(focus_row, focus_column) if zooms else Draw.focus,
        brightness=brightness if brightens else Draw.brightness,
        contrast=contrast if contrasts else Draw.contrast,
        corner=(row, column),
    )


def varied(uncut: torch.Tensor, side: int, drawn: Draw) -> torch.Tensor:
    """A square of `side` pixels of a photo as `drawn` says: (3, side, side) float32 from 0 to 1.

    `uncut` is explorer.image.preprocess.uncut of the photo, (3, H, W) uint8. `Draw()` gives, bit by bit, what
    explorer.image.preprocess.preprocess calls "unit".
    """
    unit = convert_image_dtype(uncut, torch.float32)  # divides by 255; v2 multiplies by 1 / 255, other bits
    top, left = _corner(unit, side, drawn.corner)
    matrix = homography(drawn, (unit.shape[1], unit.shape[2]))
    if np.array_equal(matrix, np.eye(3)):
        square = F.crop(unit, top, left, side, side)
    else:
        square = _sampled(unit, matrix, (top, left), side)
    return _lit(square, drawn)


def homography(drawn: Draw, size: tuple[int, int]) -> NDArray[np.float64]:
    """(3, 3): where on the photo, of `size` (height, width), a place (x, y, 1) of the varied photo comes from.

    Both reach from -1 to 1. As fastai 1 composes it: the warp first, then rotation times zoom, the flip last.
    """
    angle, scale = math.radians(drawn.degrees), 1 / drawn.zoom
    row, column = ((1 - scale) * (2 * place - 1) for place in drawn.focus)
    cos, sin = math.cos(angle), math.sin(angle)
    affine = np.array([[cos, -sin, 0], [sin, cos, 0], [0, 0, 1]]) @ [[scale, 0, column], [0, scale, row], [0, 0, 1]]
    affine[0, 1] *= size[0] / size[1]
    affine[1, 0] *= size[1] / size[0]
    flip = np.diag([-1.0 if drawn.flip else 1.0, 1, 1])
    return affine @ _warp(drawn.warp) @ flip


def _warp(grown: tuple[float, float, float, float]) -> NDArray[np.float64]:
    """The homography that takes the corners of the photo with grown sides to its own corners: 8 equations."""
    if not any(grown):
        return np.eye(3)
    right, left, bottom, top = grown
    moved = ((-1 - top, -1 - left), (-1 - bottom, 1 + left), (1 + top, -1 - right), (1 + bottom, 1 + right))
    rows = []
    for (x, y), (to_x, to_y) in zip(moved, _CORNERS, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -to_x * x, -to_x * y], [0, 0, 0, x, y, 1, -to_y * x, -to_y * y]]
    solved = np.linalg.solve(np.array(rows), np.array(_CORNERS).ravel())
    return np.append(solved, 1.0).reshape(3, 3)


def _corner(picture: torch.Tensor, side: int, place: tuple[float, float] | None) -> tuple[int, int]:
    """(row, column) of the upper left pixel of a square in a picture (C, H, W), rounded as torchvision and fastai."""
    spare = (picture.shape[1] - side, picture.shape[2] - side)
    if place is None:
        return round(spare[0] / 2), round(spare[1] / 2)
    return int((spare[0] + 1) * place[0]), int((spare[1] + 1) * place[1])


def _sampled(picture: torch.Tensor, matrix: NDArray[np.float64], corner: tuple[int, int], side: int) -> torch.Tensor:
    """The square at `corner` of the picture (C, H, W) that `matrix` makes: bilinear, reflected at the edges."""
    height, width = picture.shape[1:]
    y, x = ((2 * (start + np.arange(side)) + 1) / full - 1 for start, full in zip(corner, (height, width), strict=True))
    columns, rows = np.meshgrid(x, y)
    places = np.stack([columns, rows, np.ones_like(rows)], axis=-1) @ matrix.T
    grid = torch.from_numpy((places[..., :2] / places[..., 2:]).astype(np.float32))
    return grid_sample(picture[None], grid[None], "bilinear", "reflection", align_corners=False)[0]


def _lit(unit: torch.Tensor, drawn: Draw) -> torch.Tensor:
    """Brightness, then contrast, both on the logit of each value, which keeps them between 0 and 1."""
    if drawn.brightness == Draw.brightness and drawn.contrast == Draw.contrast:
        return unit
    moved = torch.logit(unit, _NEAREST_TO_ZERO) + math.log(drawn.brightness / (1 - drawn.brightness))
    return torch.sigmoid(moved * drawn.contrast)
