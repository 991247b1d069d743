"""The photo on its way into the network: each step as picture and numbers, one pointer for all."""

from __future__ import annotations

import weakref
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from explorer.image.preprocess import Preprocessed
from explorer.image.recipe import IMAGENET_MEAN
from explorer.render.scale import colour_table
from explorer.ui.components.component import load
from explorer.ui.components.wire import pack

LONGEST = 1024
"""Longer side, in pixels, of the largest picture that is sent whole; larger ones go as a preview."""

_KINDS = ("original", "resized", "cropped", "unit", "normalised")
_TITLES = {"unit": "[0, 1]"}
_packed: weakref.WeakKeyDictionary[Preprocessed, bytes] = weakref.WeakKeyDictionary()


def photo_steps(preprocessed: Preprocessed, *, key: str) -> None:
    """Shows every step of `preprocessed`, its three planes, and the numbers of the pointed pixel."""
    if preprocessed not in _packed:
        _packed[preprocessed] = payload(preprocessed)
    load(Path(__file__).parent, "photo_steps")(key=key, data=_packed[preprocessed])


def payload(preprocessed: Preprocessed) -> bytes:
    """The message to the browser: pictures (H, W, 3) uint8 up to the crop, and how the rest follows.

    [0, 1] and normalised values are not sent: the browser computes them from the cropped bytes in float32, in
    the same order of operations as torch, and gets the same bits.
    """
    original, resized, cropped = (step.array for step in preprocessed.steps[:3])
    limit = max(float(np.abs(plane.values).max()) for plane in preprocessed.planes)
    header = {
        "sentence": _crop_sentence(preprocessed),
        "steps": [
            {
                "kind": kind,
                "title": _TITLES.get(step.name, step.name.capitalize()),
                "sentence": step.sentence,
                "shape": step.array.shape[:2],
                "low": step.low,
                "high": step.high,
            }
            for kind, step in zip(_KINDS, preprocessed.steps, strict=True)
        ],
        "geometry": _geometry(preprocessed),
        "mean": preprocessed.recipe.mean,
        "std": preprocessed.recipe.std,
        "meanName": "ImageNet's mean" if preprocessed.recipe.mean == IMAGENET_MEAN else "the mean",
        "limit": limit,
        "planes": [{"name": p.name, "mean": p.mean, "std": p.std} for p in preprocessed.planes],
    }
    return pack(
        header,
        original=preview(original),
        resized=preview(resized),
        cropped=cropped,
        light=colour_table("light"),
        dark=colour_table("dark"),
    )


def preview(pixels: np.ndarray) -> np.ndarray:
    """`pixels` (H, W, 3) uint8 itself if no side is longer than LONGEST, else their box mean that long."""
    height, width = pixels.shape[:2]
    longer = max(height, width)
    if longer <= LONGEST:
        return pixels
    factor = longer // LONGEST
    size = (max(1, width * LONGEST // longer), max(1, height * LONGEST // longer))
    small = Image.fromarray(pixels).reduce((min(factor, width), min(factor, height)))
    return np.asarray(small.resize(size, Image.Resampling.BOX))


def _geometry(preprocessed: Preprocessed) -> dict[str, Any]:
    """Sizes (height, width) of the photo, resized and cropped pictures, and the crop box in photo pixels."""
    original, resized, cropped = (step.array.shape[:2] for step in preprocessed.steps[:3])
    crop = preprocessed.crop
    box = {"top": crop.top, "left": crop.left, "height": crop.height, "width": crop.width}
    return {"photo": original, "resized": resized, "cropped": cropped, "crop": box}


def _crop_sentence(preprocessed: Preprocessed) -> str:
    """What the frame on the photo means, for this fit."""
    height, width = preprocessed.steps[0].array.shape[:2]
    shown = height * width
    crop = preprocessed.crop
    rows = min(height, crop.top + crop.height) - max(0.0, crop.top)
    columns = min(width, crop.left + crop.width) - max(0.0, crop.left)
    share = rows * columns / shown
    if share > 0.9995:
        return "The network sees the whole photo."
    seen = f"{100 * share:.0f} % of the photo"
    return f"The frame is what the network sees: {seen}. The veiled part is cut off."
