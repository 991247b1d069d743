"""Small catalogues of drawn products: each is a coloured shape of its own, seen at places, sizes and lights."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

COLOURS = ("crimson", "royalblue", "seagreen", "goldenrod", "purple", "black")


def draw(kind: int, seed: int, size: tuple[int, int] = (72, 64)) -> Image.Image:
    """One view of product `kind` (0 to 5), a picture of `size` (height, width)."""
    random = np.random.default_rng([kind, seed])
    light = int(random.integers(150, 256))
    picture = Image.new("RGB", size[::-1], (light, light, int(random.integers(150, 256))))
    radius = int(random.integers(12, 22))
    row, column = (int(random.integers(radius, side - radius)) for side in size)
    box = (column - radius, row - radius, column + radius, row + radius)
    pen = ImageDraw.Draw(picture)
    if kind % 2:
        pen.rectangle(box, fill=COLOURS[kind])
    else:
        pen.ellipse(box, fill=COLOURS[kind])
    return picture


def fill(root: Path, products: Sequence[str] = ("007", "07", "8a"), views: int = 5, name: str = "{}.png") -> Path:
    """`root` with one folder a product and `views` photos in each, named by `name` from 1."""
    for kind, product in enumerate(products):
        (root / product).mkdir(parents=True)
        for view in range(1, views + 1):
            draw(kind, view).save(root / product / name.format(view))
    return root
