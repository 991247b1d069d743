"""Things to take along: sunglasses, water bottle."""

from __future__ import annotations

import numpy as np

from .balls import mixed
from .studio import PAINTED, Shot, colour, glazed, light_softly, metal, satin, soft_box
from .surface import Points, Surface, fillet, grid, revolve, rotation, spline, tube


def rim(side: float) -> Points:
    """The outline (200, 3) of one lens of the sunglasses in the plane y = 0, `side` -1 or 1."""
    angle = np.linspace(0, 2 * np.pi, 200)
    x = np.sign(np.cos(angle)) * np.abs(np.cos(angle)) ** 0.72 * (0.60 + 0.05 * np.sin(angle))
    z = np.sign(np.sin(angle)) * np.abs(np.sin(angle)) ** 0.80 * 0.47
    z = z + 0.07 * x * (z > 0)
    return np.stack([side * (x + 0.74), 0.10 * (np.abs(x + 0.76) / 1.4) ** 2, z], -1)


def lens(outline: Points) -> Surface:
    """The slightly bulging glass within an outline (N, 3)."""
    middle = outline.mean(0)
    share = np.linspace(1, 0, 24)[:, None, None]
    points = middle + share * (outline - middle)
    points[..., 1] -= 0.06 * (1 - share[..., 0] ** 2)
    return grid(points)


def tortoise(vertices: Points) -> Points:
    """Colours (N, 3) of tortoiseshell acetate at places (N, 3): amber with dark clouds."""
    x, y, z = vertices.T * 5.0
    cloud = np.sin(1.7 * x + 1.3 * np.sin(2.1 * z + y))
    cloud = cloud + np.sin(2.3 * y - 1.9 * z + 1.1 * np.sin(1.3 * x + 0.7))
    cloud = cloud + 0.5 * np.sin(4.1 * x + 3.3 * z + 2.7 * y)
    return mixed(1 / (1 + np.exp(-(cloud - 0.1) * 3.5)), "#8a4a17", "#24110a")


def sunglasses() -> Shot:
    """Tortoiseshell sunglasses with dark lenses, open, on sand-yellow paper; landscape format."""
    shot = Shot((640, 480), eye=(-3.2, -6.6, 3.7), target=(0.1, 0.95, 0.30), angle=24)
    light_softly(shot, "#efdca8")
    shot.add(soft_box((1.6, -4.6, 3.4), (0, 0, 0.5), (2.6, 1.6), (5.0, 5.0, 5.0)))
    lift = (0.0, 0.0, 0.545)
    tilt = rotation("x", -6)
    acetate = satin(PAINTED, 0.22)
    parts = [tube(rim(side), 0.062, flat=0.85, up=np.array([0.0, 1.0, 0.0])) for side in (-1.0, 1.0)]
    bridge = spline([(-0.17, 0.0, 0.17), (-0.08, -0.02, 0.23), (0.08, -0.02, 0.23), (0.17, 0.0, 0.17)], 60)
    parts.append(tube(bridge, 0.058))
    for side in (-1.0, 1.0):
        temple = spline(
            [
                (side * 1.36, 0.05, 0.34),
                (side * 1.42, 0.22, 0.345),
                (side * 1.43, 0.9, 0.33),
                (side * 1.38, 1.9, 0.27),
                (side * 1.33, 2.4, 0.14),
                (side * 1.27, 2.85, -0.22),
            ],
            160,
        )
        parts.append(tube(temple, np.linspace(0.052, 0.045, 160), flat=1.7))
        hinge = np.array([[side * 1.30, 0.03, 0.33], [side * 1.34, 0.045, 0.335], [side * 1.38, 0.07, 0.34]])
        parts.append(tube(hinge, 0.085, flat=1.15))
        pin = np.array([[side * x, -0.35 + 0.245 * x, 0.345] for x in (1.20, 1.24, 1.28)])
        shot.put(tube(pin, 0.02).moved(lift, tilt), metal("#e6dcc0", 0.2))
        dark = {"type": "mask", "opacity": 0.95, "bsdf": glazed(colour("#17130f"))}
        shot.put(lens(rim(side)).moved(lift, tilt), dark)
    for part in parts:
        shot.put(part.moved(lift, tilt), acetate, tortoise(part.vertices))
    return shot


def water_bottle() -> Shot:
    """A coral drinking bottle with a steel neck and a black screw lid with a loop, on lilac paper."""
    shot = Shot((640, 640), eye=(0.2, -10.5, 2.7), target=(-0.32, 0, 1.33), angle=18.5)
    light_softly(shot, "#d9d3e4")
    shot.add(soft_box((-2.9, -1.6, 2.0), (0, 0, 2.0), (0.9, 4.0), (8.0, 8.0, 8.0)))
    coat = fillet(
        [
            (0, 0.02),
            (0.33, 0.0, 0.03),
            (0.375, 0.03, 0.03),
            (0.375, 1.72, 0.26),
            (0.23, 1.98, 0.08),
            (0.225, 2.03),
        ],
        20,
    )
    shot.put(revolve(coat), satin(colour("#e2604a"), 0.36))
    steel = fillet([(0.215, 2.0), (0.215, 2.12), (0.1, 2.12)], 8)
    shot.put(revolve(steel), metal("#c9ccd0", 0.22))
    foot = fillet([(0.3, 0.0), (0.3765, 0.0, 0.012), (0.3775, 0.12)], 8)
    shot.put(revolve(foot), metal("#c9ccd0", 0.25))
    angles = np.linspace(0, 2 * np.pi, 721)
    ribs = 0.245 + 0.006 * np.tanh(3 * np.cos(48 * angles))
    side = np.array(
        [[0.90, 2.10], [0.985, 2.105], [1.0, 2.125], [1.0, 2.33], [0.985, 2.352], [0.94, 2.365], [0.0, 2.37]]
    )
    points = np.empty((len(side), len(angles), 3))
    points[..., 0] = side[:, :1] * ribs * np.cos(angles)
    points[..., 1] = side[:, :1] * ribs * np.sin(angles)
    points[..., 2] = side[:, 1:]
    shot.put(grid(points), satin(colour("#1e1f22"), 0.4))
    arc = np.linspace(-0.12, np.pi + 0.12, 90)
    loop = np.stack([0.175 * np.cos(arc), np.zeros(90), 2.40 + 0.20 * np.sin(arc)], -1)
    shot.put(tube(loop, 0.042, flat=0.8).moved((0, 0, 0), rotation("z", 20)), satin(colour("#1e1f22"), 0.4))
    return shot
