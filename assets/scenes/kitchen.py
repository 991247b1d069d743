"""Things for the kitchen: toaster."""

from __future__ import annotations

import numpy as np

from .balls import mixed
from .studio import PAINTED, Shot, colour, glazed, light_softly, matt, metal, satin
from .surface import Surface, fillet, grid, revolve, rotation, rounded_box, spline, tube


def slice_of_toast() -> tuple[Surface, np.ndarray]:
    """A slice of toast in the plane y = 0, its foot at z = 0, and its colours (N, 3)."""
    half = [
        (0.0, 0.0),
        (0.52, 0.0),
        (0.60, 0.06),
        (0.60, 0.62),
        (0.67, 0.78),
        (0.65, 0.95),
        (0.48, 1.06),
        (0.0, 1.1),
    ]
    right = spline(half, 100)
    outline = np.concatenate([right, right[::-1][1:] * [-1, 1]])
    middle = np.array([0.0, 0.5])
    arc = np.linspace(-np.pi / 2, np.pi / 2, 11)
    inset = np.concatenate([np.linspace(1, 0.07, 30), 0.07 * (1 - np.cos(arc)), np.linspace(0.07, 1, 30)])
    depth = np.concatenate([np.full(30, -0.09), 0.09 * np.sin(arc), np.full(30, 0.09)])
    flat = middle + (1 - inset)[:, None, None] * (outline - middle)
    points = np.stack([flat[..., 0], np.broadcast_to(depth[:, None], flat.shape[:2]), flat[..., 1]], -1)
    body = grid(points)
    x, _, z = body.vertices.T
    edge = np.repeat(inset, len(outline))
    crumb = 0.22 * np.sin(61 * x + 3 * np.sin(47 * z)) * np.sin(67 * z + 3 * np.sin(53 * x))
    crumb = crumb + 0.25 * np.sin(5 * x + 4 * z)
    crust = 1 / (1 + np.exp((edge - 0.12) / 0.02))
    toasted = mixed(0.45 + crumb, "#d9a55c", "#a9692c")
    return body, toasted * (1 - crust[:, None]) + crust[:, None] * mixed(crust, "#8a4d1e", "#7a3f16")


def toaster() -> Shot:
    """A pale blue toaster with chrome trim and two slices of toast, on rose paper."""
    shot = Shot((640, 640), eye=(-2.9, -7.6, 3.6), target=(0.0, 0, 0.86), angle=25)
    light_softly(shot, "#edd9d4")
    enamel, chrome, black = glazed(colour("#8fb8c9")), metal("#d4d6d9", 0.14), satin(colour("#202124"), 0.4)
    shot.put(rounded_box((2.5, 1.35, 1.42), 0.36, 24).moved((0, 0, 0.88)), enamel)
    shot.put(rounded_box((2.16, 1.02, 0.2), 0.08, 16).moved((0, 0, 0.15)), chrome)
    for x in (-0.85, 0.85):
        for y in (-0.36, 0.36):
            shot.put(rounded_box((0.2, 0.2, 0.14), 0.04).moved((x, y, 0.07)), black)
    body, paint = slice_of_toast()
    for y in (-0.24, 0.24):
        shot.put(rounded_box((1.62, 0.31, 0.05), 0.024).moved((-0.02, y, 1.588)), chrome)
        shot.put(rounded_box((1.50, 0.215, 0.03), 0.012).moved((-0.02, y, 1.606)), matt(colour("#141414")))
        lean = rotation("y", 2 * np.sign(y))
        shot.put(body.moved((-0.02 + 0.02 * np.sign(y), y, 1.12), lean), matt(PAINTED), paint)
    shot.put(rounded_box((0.02, 0.10, 0.74), 0.009).moved((-1.25, 0, 0.95)), matt(colour("#141414")))
    shot.put(rounded_box((0.26, 0.36, 0.11), 0.05).moved((-1.36, 0, 1.20)), black)
    knob = fillet([(0.0, 0.0), (0.17, 0.0), (0.15, 0.12, 0.03), (0.0, 0.12)], 8)
    shot.put(revolve(knob).moved((0.78, -0.675, 0.52), rotation("x", 90)), chrome)
    mark = np.array([[0.78, -0.797, 0.56], [0.78, -0.797, 0.60], [0.78, -0.797, 0.63]])
    shot.put(tube(mark, 0.012), black)
    return shot
