"""From the garden: lemon, tomato, pear, pumpkin, aubergine, potted cactus."""

from __future__ import annotations

import numpy as np

from .balls import mixed
from .studio import PAINTED, Shot, colour, glazed, matt, on_paper, satin
from .surface import Points, Surface, ball, fillet, icosphere, revolve, rotation, spline, tube


def sepals(count: int, reach: float, width: float) -> Surface:
    """A flat star of `count` leaves about the z axis, bent downwards towards its tips."""
    directions, faces = icosphere(5)
    around, level = np.arctan2(directions[:, 1], directions[:, 0]), np.hypot(directions[:, 0], directions[:, 1])
    star = ball(directions, faces, width + (reach - width) * np.maximum(np.cos(count * around), 0) ** 3 * level**2)
    x, y, z = star.vertices.T
    bent = np.stack([x, y, 0.18 * z - 0.35 * np.hypot(x, y) ** 2], -1)
    return Surface(bent, star.faces, star.normals, star.uv)


def lemon() -> Shot:
    """A lemon on its side, on blue paper."""
    shot = on_paper("#8fb0d4")
    directions, faces = icosphere(7)
    z = directions[:, 2]
    bumps = np.sin(40 * directions[:, 0]) * np.sin(43 * directions[:, 1]) * np.sin(37 * z)
    tips = 0.24 * np.exp(-(((1 - np.abs(z)) / 0.035) ** 1.0))
    fruit = ball(directions, faces, 0.62 * (1 + 0.26 * z**2 + tips + 0.006 * bumps))
    lying = rotation("z", 28) @ rotation("y", 82)
    skin = mixed(0.5 + 0.3 * bumps + 0.5 * (np.abs(z) > 0.97), "#f5d327", "#e0b414")
    shot.put(fruit.moved((0, 0, 0), lying).grounded(), satin(PAINTED, 0.35), skin)
    return shot


def tomato() -> Shot:
    """A ripe tomato with its green star, on white paper."""
    shot = on_paper("#eef0ee")
    directions, faces = icosphere(7)
    x, y, z = directions.T
    around, dent = np.arctan2(y, x), np.exp(-(((1 - z) / 0.10) ** 1.0))
    lobes = 1 + 0.03 * np.cos(5 * around + 1) * (1 - z**2)
    body = ball(directions, faces, 0.85 * lobes * (1 - 0.18 * z**2 - 0.16 * dent)).grounded()
    top = body.vertices[:, 2].max()
    shot.put(body, glazed(colour("#c8200f")))
    shot.put(sepals(5, 0.62, 0.16).moved((0, 0, top - 0.01)), satin(colour("#3f7a2a"), 0.6))
    stem = np.array([[0, 0, top - 0.05], [0.01, 0, top + 0.1], [0.05, 0.02, top + 0.24]])
    shot.put(tube(stem, 0.04), satin(colour("#4b7f30"), 0.6))
    return shot


def pear() -> Shot:
    """A yellow-green pear with a brown stem, on wine-red paper."""
    shot = on_paper("#7a3b46")
    line = [(0, 0.03), (0.20, 0.0), (0.52, 0.16), (0.64, 0.46), (0.54, 0.82), (0.34, 1.14), (0.25, 1.40), (0.10, 1.52)]
    body = revolve(np.concatenate([spline(line, 140), [[0.0, 1.50]]]))
    x, y, z = body.vertices.T
    blush = 0.35 + 0.3 * np.sin(3 * x + 2 * z) + 0.12 * np.sin(60 * x) * np.sin(57 * y) * np.sin(49 * z)
    lean = rotation("y", 5)
    shot.put(body.moved((0, 0, 0), lean).grounded(), satin(PAINTED, 0.4), mixed(blush, "#c9cf4a", "#a98f2c"))
    stem = spline([(0, 0, 1.46), (0.01, 0, 1.60), (0.07, 0.02, 1.80)], 30)
    shot.put(tube(stem, 0.035).moved((0, 0, 0.04), lean), satin(colour("#4f3720"), 0.7))
    return shot


def pumpkin() -> Shot:
    """A ribbed orange pumpkin, on dusk-blue paper."""
    shot = on_paper("#6d7f96")
    directions, faces = icosphere(7)
    x, y, z = directions.T
    ribs = np.abs(np.cos(5 * np.arctan2(y, x)))
    dents = np.exp(-((1 - np.abs(z)) / 0.08))
    radius = (0.90 + 0.13 * ribs**0.6 * np.sqrt(1 - z**2)) * (1 - 0.26 * z**2 - 0.18 * dents)
    body = ball(directions, faces, radius).grounded()
    shot.put(body, satin(PAINTED, 0.45), mixed(0.9 * (1 - ribs) ** 2, "#e07a17", "#a34a0a"))
    top = body.vertices[:, 2].max()
    stem = spline([(0, 0, top - 0.2), (0.02, 0, top + 0.05), (0.12, 0.04, top + 0.3)], 40)
    shot.put(tube(stem, np.linspace(0.15, 0.09, 40)), satin(colour("#6f7a3a"), 0.7))
    return shot


def aubergine() -> Shot:
    """A glossy aubergine on its side with its green cap, on butter-yellow paper."""
    shot = on_paper("#f0df9c")
    path = spline([(-1.1, 0, 0.02), (-0.6, 0, -0.06), (0.0, 0, 0.0), (0.6, 0, 0.12), (1.0, 0, 0.26)], 120)
    swell = np.interp(np.linspace(0, 1, 120), [0, 0.12, 0.38, 0.7, 1], [0.22, 0.42, 0.46, 0.29, 0.17])
    turn = rotation("z", 18)
    body = tube(path, swell).moved((0, 0, 0), turn)
    lift = -body.vertices[:, 2].min()
    shot.put(body.moved((0, 0, lift)), glazed(colour("#2b1033")))
    green = satin(colour("#4c7a35"), 0.6)
    cap = tube(path[100:], swell[100:] + np.linspace(0.0, 0.05, 20)).moved((0, 0, 0), turn)
    shot.put(cap.moved((0, 0, lift)), green)
    stem = tube(spline([(1.0, 0, 0.26), (1.25, 0, 0.36), (1.42, 0, 0.48)], 30), 0.075).moved((0, 0, 0), turn)
    shot.put(stem.moved((0, 0, lift)), green)
    return shot


def spines(directions: Points, ribs: int) -> Points:
    """How much (N,) of a cactus' colour is that of its spines: dots along the crests of its ribs."""
    around = np.arctan2(directions[:, 1], directions[:, 0])
    rows = np.sin(9 * np.pi * directions[:, 2])
    return np.clip(6 * (np.cos(ribs * around) * np.abs(rows) - 0.80), 0, 1)


def cactus() -> Shot:
    """A round cactus in a terracotta pot, on sky-blue paper."""
    shot = on_paper("#bfdcea")
    pot = fillet([(0, 0.0), (0.38, 0.0, 0.02), (0.50, 0.58), (0.57, 0.58, 0.01), (0.58, 0.76, 0.01), (0.52, 0.76)])
    shot.put(revolve(np.concatenate([pot, [[0.50, 0.70], [0.0, 0.70]]])), matt(colour("#b9623c")))
    directions, faces = icosphere(7)
    around = np.arctan2(directions[:, 1], directions[:, 0])
    radius = 0.50 * (1 + 0.10 * np.cos(12 * around) * np.sqrt(1 - directions[:, 2] ** 2))
    tall = directions * radius[:, None] * [1, 1, 1.25]
    body = ball(tall / np.linalg.norm(tall, axis=1, keepdims=True), faces, np.linalg.norm(tall, axis=1))
    shot.put(body.moved((0, 0, 1.12)), satin(PAINTED, 0.6), mixed(spines(directions, 12), "#3d7a3f", "#efe7c2"))
    return shot
