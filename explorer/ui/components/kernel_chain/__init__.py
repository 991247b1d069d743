"""A chain of convolutions, ReLUs and pools on the photo: made and computed in the browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from explorer.image.recipe import IMAGENET_MEAN, IMAGENET_STD
from explorer.render.scale import colour_table
from explorer.ui.components.component import load, mounted
from explorer.ui.components.selection import selection
from explorer.ui.components.wire import pack


def kernel_chain(
    pixels: np.ndarray, *, normalised: bool, state: dict[str, Any], chain: tuple[str, ...], key: str
) -> None:
    """Shows what the stages of `chain` make of `pixels` (H, W, 3) uint8, with the kernels and the setting of `state`.

    Stages are texts such as "AB", "relu", "max2". After a change the browser sends the trigger "chain", their list.
    """
    told = selection(key, list(chain))
    mounted(
        load(Path(__file__).parent, "kernel_chain"),
        "chain",
        key=key,
        data=payload(pixels, normalised, state, told.header()),
    )


def payload(pixels: np.ndarray, normalised: bool, state: dict[str, Any], told: dict[str, Any]) -> bytes:
    """The message to the browser, which computes the maps by itself."""
    header = {"normalised": normalised, "mean": IMAGENET_MEAN, "spread": IMAGENET_STD, **state, **told}
    return pack(header, pixels=pixels, light=colour_table("light"), dark=colour_table("dark"))
