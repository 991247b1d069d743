"""Several kernels on one photo, side by side: written, computed and compared in the browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from explorer.image.recipe import IMAGENET_MEAN, IMAGENET_STD
from explorer.lab.kernel_file import to_json
from explorer.lab.presets import PRESETS
from explorer.render.scale import colour_table
from explorer.ui.components.component import load, mounted
from explorer.ui.components.selection import selection
from explorer.ui.components.wire import pack


def kernel_lab(pixels: np.ndarray, *, normalised: bool, state: dict[str, Any], key: str) -> None:
    """Shows what the kernels of `state` make of `pixels` (H, W, 3) uint8.

    `state` is {"kernels": as kernel files have them, "setting": {"stride", "padding", "edge", "dilation"}}. After a
    change the browser sends the trigger "state" of the same form.
    """
    told = selection(key, state)
    mounted(
        load(Path(__file__).parent, "kernel_lab"), "state", key=key, data=payload(pixels, normalised, told.header())
    )


def payload(pixels: np.ndarray, normalised: bool, told: dict[str, Any]) -> bytes:
    """The message to the browser, which turns the bytes into values by itself."""
    kernels = to_json(preset.kernel for preset in PRESETS.values())
    header = {
        "presets": [
            {"short": preset.short, "sentence": preset.sentence, "kernel": kernel}
            for preset, kernel in zip(PRESETS.values(), kernels, strict=True)
        ],
        "normalised": normalised,
        "mean": IMAGENET_MEAN,
        "spread": IMAGENET_STD,
        **told,
    }
    return pack(header, pixels=pixels, light=colour_table("light"), dark=colour_table("dark"))
