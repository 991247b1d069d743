"""Balls: soccer ball, basketball, golf ball."""

from __future__ import annotations

import numpy as np
from scipy.spatial import cKDTree

from .studio import PAINTED, Shot, colour, light_softly, linear, satin
from .surface import ball, icosahedron, icosphere, revolve, rotation, spline, unit


def mixed(share: np.ndarray, first: str, second: str) -> np.ndarray:
    """Linear colours (N, 3) that go from `first` at share 0 to `second` at share 1."""
    share = np.clip(share, 0, 1)[:, None]
    return (1 - share) * np.array(linear(first)) + share * np.array(linear(second))


def panels() -> tuple[np.ndarray, np.ndarray]:
    """The 32 face directions (32, 3) of the truncated icosahedron, pentagons first, and distances (32,)."""
    corners = icosahedron()
    gaps = np.linalg.norm(corners[:, None] - corners[None], axis=-1)
    near = (gaps > 0) & (gaps < 1.1 * np.sort(gaps, axis=1)[:, 1:2])
    hexagons = [
        corners[i] + corners[j] + corners[k]
        for i in range(12)
        for j in range(i + 1, 12)
        for k in range(j + 1, 12)
        if near[i, j] and near[j, k] and near[i, k]
    ]
    # Distances from the centre in units of the edge.
    return np.concatenate([corners, unit(np.array(hexagons))]), np.repeat([2.32744, 2.26728], [12, 20])


def soccer_ball() -> Shot:
    """The classic ball of 12 black pentagons and 20 white hexagons, on soft green paper."""
    shot = Shot((640, 640), eye=(0.6, -6.2, 2.2), target=(0.12, 0, 0.93), angle=25)
    light_softly(shot, "#c6d3bd")
    directions, faces = icosphere(8)
    turned = directions @ (rotation("x", 24) @ rotation("y", -14) @ rotation("z", 33))
    axes, distances = panels()
    nearness = np.sort(turned @ axes.T / distances, axis=1)
    seam = (nearness[:, -1] - nearness[:, -2]) * 2.3 / 0.7
    black = np.argmax(turned @ axes.T / distances, axis=1) < 12
    radius = 1 - 0.022 * np.exp(-((seam / 0.016) ** 2)) - 0.008 * np.exp(-seam / 0.05)
    paint = np.where(black[:, None], linear("#1b1c1f"), linear("#eceae4"))
    dirt = np.exp(-((seam / 0.011) ** 2))[:, None]
    paint = paint * (1 - 0.8 * dirt)
    shot.put(ball(directions, faces, radius).moved((0, 0, 0.975)), satin(PAINTED, 0.38), paint)
    return shot


def pebbles(directions: np.ndarray, count: int) -> np.ndarray:
    """Heights (N,) in 0 to 1 of `count` round bumps on a Fibonacci lattice."""
    gap, _ = cKDTree(fibonacci(count)).query(directions)
    return np.clip(1 - (gap / np.sqrt(4 * np.pi / count) / 0.55) ** 2, 0, 1)


def fibonacci(count: int, shaken: float = 0.12) -> np.ndarray:
    """`count` evenly spread unit directions (count, 3), `shaken` by a share of their gap (no spiral)."""
    index = np.arange(count) + 0.5
    height = 1 - 2 * index / count
    angle = np.pi * (1 + 5**0.5) * index
    level = np.sqrt(1 - height**2)
    points = np.stack([level * np.cos(angle), level * np.sin(angle), height], -1)
    shake = np.random.default_rng(4).normal(0, shaken * np.sqrt(4 * np.pi / count), points.shape)
    return unit(points + shake)


def basketball() -> Shot:
    """An orange basketball with pebbled leather and black seams, low and to the right, on cool grey paper."""
    shot = Shot((640, 640), eye=(-0.7, -6.4, 1.7), target=(-0.22, 0, 1.02), angle=24)
    light_softly(shot, "#cfd4da")
    directions, faces = icosphere(8)
    turned = directions @ (rotation("y", 20) @ rotation("x", -18) @ rotation("z", 38))
    x, _, z = turned.T
    oval = np.abs(np.abs(x) - 0.60 - 0.1 * z**2)
    seam = np.minimum(np.minimum(np.abs(z), np.abs(x)), oval)
    line = 1 / (1 + np.exp((seam - 0.021) / 0.0025))
    bumps = pebbles(directions, 9000) * (1 - line)
    radius = 1 - 0.014 * line + 0.0035 * bumps
    paint = mixed(line, "#c8601f", "#1d1715") * (0.86 + 0.14 * bumps)[:, None]
    shot.put(ball(directions, faces, radius).moved((0, 0, 0.99)), satin(PAINTED, 0.5), paint)
    return shot


def golf_ball() -> Shot:
    """A white golf ball with its dimples on a wooden tee, to the left, on deep green paper."""
    shot = Shot((640, 640), eye=(0.4, -7.0, 2.2), target=(0.42, 0, 1.3), angle=26.5)
    light_softly(shot, "#4e7a55")
    directions, faces = icosphere(8)
    dimples = 380
    gap, _ = cKDTree(fibonacci(dimples, shaken=0.0)).query(directions @ rotation("x", 50))
    reach = 0.46 * np.sqrt(4 * np.pi / dimples)
    hollow = np.clip(1 - (gap / reach) ** 2, 0, 1)
    radius = 1 - 0.030 * hollow**2 / (hollow + 0.12)
    paint = np.tile(linear("#f1f0ec"), (len(directions), 1))
    shot.put(ball(directions, faces, radius).moved((0, 0, 1.62)), satin(PAINTED, 0.22), paint)
    tee = spline(
        [
            (0.13, -0.4),
            (0.13, 0.1),
            (0.15, 0.3),
            (0.24, 0.5),
            (0.36, 0.64),
            (0.38, 0.70),
            (0.34, 0.71),
            (0.0, 0.62),
        ],
        160,
    )
    shot.put(revolve(tee), satin(colour("#d9a768"), 0.4))
    return shot
