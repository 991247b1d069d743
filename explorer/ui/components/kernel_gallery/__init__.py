"""All kernels of a convolution at once: the first layer in colour, later ones as slices of output x input."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import numpy as np

from explorer.render.scale import colour_table
from explorer.ui.components.component import load, trigger
from explorer.ui.components.selection import selection
from explorer.ui.components.wire import pack

WINDOW = 64
"""Outputs and inputs, at most, of the part of a large layer that is sent and shown at once."""

BINS = 61
"""Bars of the histogram over all weights; odd, so that one of them lies around zero."""


@dataclass(frozen=True, eq=False)
class Window:
    """The slices that are shown, and what is known of the whole layer.

    `weights` (outputs, inputs, kH, kW) float32 are those of `outputs`, from `first_input` on; `limits` (outputs,) is
    the largest |weight| of each shown kernel over all its inputs, `limit` that of the layer; `counts` (BINS,)
    are the layer's weights in bins of equal width from -limit to +limit.
    """

    weights: np.ndarray
    outputs: tuple[int, ...]
    first_input: int
    limits: np.ndarray
    limit: float
    counts: np.ndarray
    total: int


def kernel_gallery(
    weights: np.ndarray,
    *,
    layer: str,
    selected: tuple[int, int],
    key: str,
    order: Sequence[int] | None = None,
    start_output: int = 0,
    start_input: int = 0,
) -> tuple[int, int] | None:
    """Shows `weights` (C_out, C_in, kH, kW) float32; returns the (output, input) clicked just now, else None.

    Three input channels are shown in colour, one input channel (depthwise) as wrapped tiles, both with up to
    WINDOW squared slices; everything else as the grid of slices that begins at (start_output, start_input),
    WINDOW outputs by WINDOW inputs at most. `order` are the outputs as they shall stand, None as they are; starts
    count in it. With three input channels the returned input is the plane that
    was clicked, 0 in colour.
    """
    shown = window(weights, start_output, start_input, order)
    state = selection(key, list(selected))
    data = payload(shown, weights.shape, layer, state.header())
    component = load(Path(__file__).parent, "kernel_gallery")
    clicked = trigger(component, "select", key=key, data=data)
    if clicked is None:
        return None
    state.shown = clicked
    return cast("tuple[int, int]", tuple(clicked))


def window(weights: np.ndarray, start_output: int, start_input: int, order: Sequence[int] | None = None) -> Window:
    """The part of `weights` (C_out, C_in, kH, kW) that is shown; a start past the end gives the last window.

    Weights that are not finite count in no limit and no bin.
    """
    outputs, inputs = weights.shape[:2]
    tall = WINDOW * WINDOW // inputs if inputs in (1, 3) else WINDOW
    first_output = max(0, min(start_output, outputs - tall))
    first_input = max(0, min(start_input, inputs - WINDOW))
    chosen = list(order or range(outputs))[first_output : first_output + tall]
    kernels = weights[chosen]
    part = kernels[:, first_input : first_input + WINDOW]
    limit = float(_largest(weights.reshape(1, -1))[0])
    return Window(
        weights=np.ascontiguousarray(part, dtype=np.float32),
        outputs=tuple(chosen),
        first_input=first_input,
        limits=_largest(kernels.reshape(len(part), -1)),
        limit=limit,
        counts=_histogram(weights, limit),
        total=weights.size,
    )


def _largest(rows: np.ndarray) -> np.ndarray:
    """The largest finite |value| of each row, float32; 0 for a row without any."""
    sizes = np.abs(rows)
    largest: np.ndarray = sizes.max(axis=1)
    if not np.isfinite(largest).all():
        largest = np.where(np.isfinite(sizes), sizes, 0).max(axis=1)
    return largest.astype(np.float32, copy=False)


def _histogram(weights: np.ndarray, limit: float) -> np.ndarray:
    """Finite weights in BINS bins of equal width from -limit to +limit; 11 ms for 2.4 million weights."""
    if limit == 0:
        limit = 1.0
    scaled = weights.ravel() * np.float32(BINS / 2 / limit) + np.float32(BINS / 2)
    scaled = scaled if np.isfinite(scaled).all() else scaled[np.isfinite(scaled)]
    bins = np.clip(scaled, 0, BINS - 1).astype(np.uint8)
    return np.bincount(bins, minlength=BINS)


def payload(shown: Window, shape: tuple[int, ...], layer: str, told: dict[str, Any]) -> bytes:
    """The message to the browser; `shape` is that of all weights, `told` what the selection adds."""
    modes = {1: "depthwise", 3: "colour"}
    header = {
        "layer": layer,
        "mode": modes.get(shape[1], "slices"),
        "whole": shape[:2],
        "outputs": shown.outputs,
        "firstInput": shown.first_input,
        "limit": shown.limit,
        "counts": shown.counts.tolist(),
        "total": shown.total,
        **told,
    }
    return pack(
        header,
        weights=shown.weights,
        limits=shown.limits,
        light=colour_table("light"),
        dark=colour_table("dark"),
    )
