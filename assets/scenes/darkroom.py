"""From light to a picture: what the renderer is asked for, denoising, development to sRGB."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyoidn


def layers(bounces: int) -> dict[str, Any]:
    """An integrator that gives light, albedo and normals side by side; light bounces at most so often."""
    paths = {"type": "path", "max_depth": bounces, "hide_emitters": True}
    return {"type": "aov", "aovs": "albedo:albedo,normal:sh_normal", "image": paths}


def denoise(rendered: np.ndarray) -> np.ndarray:
    """Linear light (H, W, 3) without noise from what `layers` renders, (H, W, 9) float32."""
    colour, albedo, normal = (np.ascontiguousarray(part) for part in np.split(rendered, 3, axis=-1))
    return np.asarray(pyoidn.denoise(colour, albedo=np.clip(albedo, 0, 1), normal=normal, hdr=True))


def develop(light: np.ndarray) -> np.ndarray:
    """Linear light (H, W, 3) to sRGB in 0 to 1: straight up to 0.55, then a shoulder that never clips."""
    knee = 0.55
    over = np.maximum(light - knee, 0) / (1 - knee)
    light = np.where(light > knee, knee + (1 - knee) * (1 - np.exp(-over)), np.maximum(light, 0))
    return np.where(light <= 0.0031308, light * 12.92, 1.055 * np.maximum(light, 1e-9) ** (1 / 2.4) - 0.055)
