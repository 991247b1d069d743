"""Fruit: green apples, oranges."""

from __future__ import annotations

import numpy as np
from scipy.spatial import cKDTree

from .balls import fibonacci, mixed
from .studio import PAINTED, Shot, colour, light_softly, linear, satin
from .surface import Surface, ball, icosphere, rotation, spline, tube, unit


def apple(seed: int) -> tuple[Surface, np.ndarray, Surface]:
    """An apple of radius about one, its colours (N, 3), and its stem."""
    directions, faces = icosphere(7)
    x, y, z = directions.T
    around = np.arctan2(y, x)
    polar = np.arccos(np.clip(z, -1, 1))
    top, bottom = np.exp(-((polar / 0.36) ** 2)), np.exp(-(((np.pi - polar) / 0.30) ** 2))
    lobes = 1 + 0.02 * np.cos(around - 1 + seed)
    lobes = lobes + 0.018 * np.cos(5 * around + seed) * np.sin(polar) * (0.3 + (1 - z) / 2)
    radius = (1 - 0.36 * top - 0.22 * bottom) * lobes * (1 + 0.05 * z)
    radius = radius * np.sqrt(1 - 0.10 * z**2)
    chance = np.random.default_rng(seed)
    gap, nearest = cKDTree(unit(chance.normal(size=(520, 3)))).query(directions)
    dots = 1 / (1 + np.exp((gap - chance.uniform(0.002, 0.009, 520)[nearest]) / 0.0025))
    blush = 0.5 + 0.5 * np.sin(2 * around + 3 * z + seed) * np.sin(polar)
    skin = mixed(0.75 * blush, "#8caf38", "#b4c456")
    for share, tint in ((0.45 * top, "#8a7a35"), (0.55 * dots, "#e6edb4")):
        skin = skin + share[:, None] * (np.array(linear(tint)) - skin)
    stem = tube(
        spline([(0, 0, 0.5), (0.01, 0, 0.75), (0.05, 0.02, 0.95), (0.13, 0.03, 1.12)], 60),
        0.028 + 0.022 * np.linspace(0, 1, 60) ** 6,
    )
    return ball(directions, faces, radius), skin, stem


def granny_smith() -> Shot:
    """Two green apples, one upright and one leaning, on white paper."""
    shot = Shot((640, 640), eye=(0.3, -7.4, 2.9), target=(0.25, 0, 0.86), angle=33)
    light_softly(shot, "#f1eee9")
    for seed, place, turn in (
        (3, (-0.62, 0.15, 0.90), rotation("x", 14) @ rotation("z", 30)),
        (8, (1.26, -0.30, 0.86), rotation("y", 40) @ rotation("x", 42) @ rotation("z", 120)),
    ):
        body, skin, stem = apple(seed)
        shot.put(body.moved(place, turn), satin(PAINTED, 0.34), skin)
        shot.put(stem.moved(place, turn), satin(colour("#5d4a28"), 0.6))
    return shot


def peel(directions: np.ndarray) -> np.ndarray:
    """Depth (N,) in 0 to 1 of the pores of an orange's peel along each direction."""
    gap, nearest = cKDTree(fibonacci(3600)).query(directions)
    size = np.random.default_rng(6).uniform(0.010, 0.024, 3600)
    return np.exp(-((gap / size[nearest]) ** 2))


def cut_face(place: np.ndarray) -> np.ndarray:
    """Colours (N, 3) of a halved orange at places (N, 2) in the unit disc: rind, pith, ten segments."""
    radius, angle = np.hypot(*place.T), np.arctan2(place[:, 1], place[:, 0])
    pieces = 10
    # Segments are never quite equal: the angle is bent a little before it is divided.
    turn = (angle + 0.06 * np.sin(3 * angle + 1) + 0.05 * np.sin(5 * angle)) / (2 * np.pi) * pieces
    wall = np.abs(turn - np.round(turn)) * 2 * np.pi / pieces * radius
    chance = np.random.default_rng(11)
    seeds = np.sqrt(chance.uniform(0.0, 0.9, 1500)) * np.exp(1j * chance.uniform(-np.pi, np.pi, 1500))
    stretched = np.stack([np.angle(seeds) * 0.62, np.abs(seeds) * 0.30], -1)
    gaps, nearest = cKDTree(stretched).query(np.stack([angle * 0.62, radius * 0.30], -1), k=2)
    skin = np.clip((gaps[:, 1] - gaps[:, 0]) / 0.012, 0, 1)
    shade = chance.uniform(0, 1, 1500)[nearest[:, 0]]
    flesh = mixed(0.35 * shade + 0.30 * (1 - skin), "#ee7f0c", "#ffc566")
    rounded = np.exp(-((np.maximum(radius - 0.80, 0) / 0.07) ** 2))
    inside = 1 / (1 + np.exp((radius - 0.895 + 0.05 * (1 - np.clip(wall / 0.11, 0, 1)) ** 2) / 0.006))
    apart = 1 / (1 + np.exp((0.013 - wall) / 0.003)) / (1 + np.exp((0.075 - radius) / 0.008))
    share = (inside * apart * (0.85 + 0.15 * rounded))[:, None]
    face = share * flesh + (1 - share) * np.array(linear("#fbe3b4"))
    rind = 1 / (1 + np.exp((0.955 - radius) / 0.006))[:, None]
    return rind * np.array(linear("#f08a12")) + (1 - rind) * face


def oranges() -> Shot:
    """A whole orange and a half one that shows its segments, on pale blue paper."""
    shot = Shot((640, 640), eye=(-0.2, -7.4, 3.0), target=(0.2, 0, 0.84), angle=32)
    light_softly(shot, "#d3dfe8")
    directions, faces = icosphere(8)
    x, y, z = directions.T
    pores = peel(directions)
    around = np.arctan2(y, x)
    navel = np.exp(-((np.arccos(np.clip(z, -1, 1)) / 0.16) ** 2))
    radius = (1 - 0.05 * z**2 - 0.035 * navel * (1 + 0.2 * np.cos(7 * around))) * (1 - 0.0075 * pores)
    skin = mixed(0.4 * pores + 0.3 * navel + 0.15 * np.sin(2 * x + 3 * y), "#ef8410", "#c9640a")
    whole = ball(directions, faces, radius)
    place, turn = (-0.66, 0.55, 0.95), rotation("x", 22) @ rotation("y", 12)
    shot.put(whole.moved(place, turn), satin(PAINTED, 0.38), skin)
    star = ball(*icosphere(5), 0.085 + 0.025 * np.cos(5 * np.arctan2(*icosphere(5)[0].T[:2])))
    star = Surface(star.vertices * [1, 1, 0.35], star.faces, star.normals, star.uv)
    shot.put(star.moved((0, 0, 0.915)).moved(place, turn), satin(colour("#6b7a35"), 0.6))
    bulge = 0.012 * (1 - np.minimum(np.hypot(x, y), 1) ** 6)
    flat = whole.vertices * np.stack([np.ones_like(z), np.ones_like(z), z < 0], -1) * 0.98
    flat[:, 2] += np.where(z >= 0, bulge, 0)
    half = ball(unit(flat), faces, np.linalg.norm(flat, axis=1))
    paint = np.where((z >= 0)[:, None], cut_face(directions[:, :2]), skin)
    lean = rotation("z", -12) @ rotation("x", 62)
    shot.put(half.moved((0.98, -0.55, 0.86), lean), satin(PAINTED, 0.33), paint)
    return shot
