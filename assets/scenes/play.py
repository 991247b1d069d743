"""For playing and learning: balls, dumbbell, die, bowling pin, ring tower, toy blocks, traffic cone, globe, book."""

from __future__ import annotations

import numpy as np
from scipy.spatial import cKDTree

from .balls import mixed
from .studio import PAINTED, Shot, colour, linear, matt, metal, on_paper, satin
from .surface import Points, ball, fillet, icosphere, revolve, rotation, rounded_box, spline, unit


def tennis_ball() -> Shot:
    """A yellow-green tennis ball with its white seam, on clay-red paper."""
    shot = on_paper("#b5573c")
    directions, faces = icosphere(7)
    t = np.linspace(0, 2 * np.pi, 2000)
    curve = np.stack([0.75 * np.cos(t) + 0.25 * np.cos(3 * t), 0.75 * np.sin(t) - 0.25 * np.sin(3 * t)], -1)
    seam = unit(np.concatenate([curve, 0.87 * np.sin(2 * t)[:, None]], axis=1))
    gap, _ = cKDTree(seam).query(directions @ rotation("x", 35) @ rotation("z", 20))
    line = 1 / (1 + np.exp((gap - 0.055) / 0.006))
    fuzz = np.random.default_rng(3).normal(0, 0.006, len(directions))
    felt = mixed(line, "#c6d832", "#f1efe6") * (1 + 8 * fuzz)[:, None]
    shot.put(ball(directions, faces, 0.8 * (1 + fuzz * (1 - line) - 0.012 * line)).grounded(), matt(PAINTED), felt)
    return shot


def billiard_ball() -> Shot:
    """A white billiard ball with a red band, on billiard-green paper."""
    shot = on_paper("#2f6b4a")
    directions, faces = icosphere(7)
    turned = directions @ rotation("x", 20) @ rotation("y", 28)
    band = 1 / (1 + np.exp((np.abs(turned[:, 2]) - 0.52) / 0.006))
    disc = 1 / (1 + np.exp((0.93 + turned[:, 1]) / 0.006))
    paint = mixed(band * (1 - disc), "#f3efe2", "#c31d26")
    shot.put(ball(directions, faces, np.full(len(directions), 0.8)).grounded(), satin(PAINTED, 0.08), paint)
    return shot


def beach_ball() -> Shot:
    """A beach ball in six colours with white ends, on sand paper."""
    shot = on_paper("#ead9b4")
    directions, faces = icosphere(7)
    turned = directions @ rotation("x", 40) @ rotation("y", 24)
    part = np.floor((np.arctan2(turned[:, 1], turned[:, 0]) / (2 * np.pi) + 0.5) * 6).astype(int) % 6
    tints = np.array([linear(code) for code in ("#d8322f", "#f3f1ea", "#2f6fc0", "#f2c52c", "#f3f1ea", "#3c9a4c")])
    paint = np.where((np.abs(turned[:, 2]) > 0.965)[:, None], linear("#f3f1ea"), tints[part])
    shot.put(ball(directions, faces, np.full(len(directions), 1.0)).grounded(), satin(PAINTED, 0.25), paint)
    return shot


def dumbbell() -> Shot:
    """A dumbbell with blue ends and a steel bar, on light grey paper."""
    shot = on_paper("#cfcfd2")
    lying = rotation("z", 30) @ rotation("y", 90)
    end = fillet([(0, 0.0), (0.44, 0.0, 0.07), (0.48, 0.22, 0.1), (0.44, 0.44, 0.07), (0, 0.44)])
    for shift in (-1.0, 0.56):
        shot.put(revolve(end + np.array([0, shift]), 8).moved((0, 0, 0.44), lying), satin(colour("#2c4fa3"), 0.5))
    bar = spline([(0.10, -0.6), (0.14, -0.2), (0.15, 0.0), (0.14, 0.2), (0.10, 0.6)], 40)
    shot.put(revolve(bar).moved((0, 0, 0.44), lying), metal("#c9ccd0", 0.25))
    return shot


def die() -> Shot:
    """A white die with black pips, on red paper."""
    shot = on_paper("#b02a35", eye=(-2.6, -5.8, 3.6))
    shot.put(rounded_box((1.3, 1.3, 1.3), 0.16).moved((0, 0, 0.65)), satin(colour("#f4f2ec"), 0.2))
    directions, faces = icosphere(4)
    pip = ball(directions * 1.0, faces, np.full(len(directions), 0.13))
    corners = [(-0.34, -0.34), (0.34, 0.34), (-0.34, 0.34), (0.34, -0.34)]
    sides = (
        (rotation("x", 0), [(0.0, 0.0), *corners]),
        (rotation("x", 90), [(0.0, 0.0), *corners[:2]]),
        (rotation("y", -90), corners[:2]),
        (rotation("y", 90), [*corners, (-0.34, 0.0), (0.34, 0.0)]),
    )
    black = satin(colour("#18181a"), 0.3)
    for turn, places in sides:
        for x, y in places:
            middle = turn @ np.array([x, y, 0.565])
            shot.put(pip.moved((float(middle[0]), float(middle[1]), float(middle[2]) + 0.65)), black)
    return shot


def bowling_pin() -> Shot:
    """A white bowling pin with two red rings, on maple-coloured paper."""
    shot = on_paper("#cfa878")
    line = [(0, 0.0), (0.20, 0.0), (0.30, 0.30), (0.42, 0.80), (0.34, 1.30), (0.17, 1.68), (0.20, 1.98), (0.23, 2.14)]
    body = revolve(spline([*line, (0.16, 2.34), (0.0, 2.40)], 300))
    height = body.vertices[:, 2]
    rings = np.maximum(np.exp(-(((height - 1.62) / 0.055) ** 6)), np.exp(-(((height - 1.84) / 0.055) ** 6)))
    shot.put(body, satin(PAINTED, 0.15), mixed(rings, "#f5f3ee", "#c2202b"))
    return shot


def ring(radius: float, thick: float) -> Points:
    """The profile (41, 2) of a ring of `radius` that is `thick`, its underside at height zero."""
    angle = np.linspace(-np.pi / 2, 1.5 * np.pi, 41)
    return np.stack([radius + thick / 2 * np.cos(angle), thick / 2 * (1 + np.sin(angle))], -1)


def ring_tower() -> Shot:
    """A toddler's tower of five coloured rings, on pale paper."""
    shot = on_paper("#e9e6f0")
    shot.put(revolve(fillet([(0, 0.0), (0.74, 0.0, 0.03), (0.72, 0.12, 0.04), (0, 0.12)])), satin(colour("#e7c79a")))
    tints = ("#cf2f2f", "#ea8a1f", "#f0cb2c", "#3f9a4e", "#2f6cc0")
    height = 0.12
    for place, tint in enumerate(tints):
        thick = 0.36 - 0.02 * place
        shot.put(revolve(ring(0.56 - 0.085 * place, thick) + np.array([0, height])), satin(colour(tint), 0.25))
        height += 0.9 * thick
    shot.put(
        revolve(spline([(0.0, height - 0.1), (0.14, height), (0.12, height + 0.2), (0, height + 0.26)], 40)),
        satin(colour("#e7c79a")),
    )
    return shot


def toy_blocks() -> Shot:
    """Three wooden blocks, green and yellow below a red one, on grey-blue paper."""
    shot = on_paper("#b9c7d1")
    for tint, place, degrees in (
        ("#3a8f4a", (-0.52, 0.0, 0.45), 12),
        ("#edc32e", (0.52, 0.1, 0.45), -18),
        ("#c8332e", (0.02, 0.0, 1.35), 34),
    ):
        shot.put(rounded_box((0.9, 0.9, 0.9), 0.06).moved(place, rotation("z", degrees)), satin(colour(tint), 0.4))
    return shot


def traffic_cone() -> Shot:
    """An orange cone with two white bands, on asphalt-grey paper."""
    shot = on_paper("#85878c")
    shot.put(rounded_box((1.3, 1.3, 0.12), 0.05).moved((0, 0, 0.06), rotation("z", 20)), satin(colour("#e4581c"), 0.5))
    cone = revolve(np.concatenate([np.linspace([0.50, 0.10], [0.10, 1.72], 200), [[0.08, 1.75], [0.0, 1.75]]]))
    height = cone.vertices[:, 2]
    bands = np.maximum(np.exp(-(((height - 0.72) / 0.16) ** 8)), np.exp(-(((height - 1.24) / 0.11) ** 8)))
    shot.put(cone, satin(PAINTED, 0.45), mixed(bands, "#e4581c", "#f3f2ee"))
    return shot


def globe() -> Shot:
    """A globe with green lands and blue seas on a wooden foot, on ivory paper."""
    shot = on_paper("#f1ead8")
    directions, faces = icosphere(7)
    x, y, z = (directions @ rotation("x", 23)).T
    height = np.sin(3.1 * x + 1.7 * np.sin(2.3 * z)) + np.sin(2.7 * y - 1.9 * z) + 0.6 * np.sin(6.1 * x * y + 4.3 * z)
    land = 1 / (1 + np.exp(-(height - 0.35) / 0.03))
    ice = 1 / (1 + np.exp(-(np.abs(z) - 0.92) / 0.01))
    paint = mixed(land, "#2f6fb5", "#6a9a48") * (1 - ice)[:, None] + ice[:, None] * np.array(linear("#f2f4f5"))
    shot.put(ball(directions, faces, np.full(len(directions), 0.72)).moved((0, 0, 1.12)), satin(PAINTED, 0.2), paint)
    angle = np.linspace(-np.pi / 2, np.pi / 2, 40)
    meridian = np.stack([0.80 * np.cos(angle), 0.80 * np.sin(angle) + 1.12], -1)
    brass = metal("#d8a94a", 0.22)
    shot.put(revolve(meridian, 4, start=-33, end=-27), brass)
    foot = spline([(0, 0.0), (0.48, 0.0), (0.48, 0.06), (0.16, 0.13), (0.08, 0.24), (0.06, 0.36), (0.0, 0.36)], 60)
    shot.put(revolve(foot), satin(colour("#5a2f1a"), 0.3))
    return shot


def book() -> Shot:
    """A thick crimson book with a gold band that lies flat, on mint paper."""
    shot = on_paper("#c9e2d2", eye=(-0.8, -6.2, 3.2))
    turn = rotation("z", -16)
    cloth, gold = satin(colour("#8c1c3a"), 0.55), satin(colour("#d8b04e"), 0.3)
    for height in (0.03, 0.47):
        shot.put(rounded_box((1.9, 1.4, 0.06), 0.02).moved((0, 0, height), turn), cloth)
    shot.put(rounded_box((0.07, 1.4, 0.5), 0.03).moved(tuple(turn @ [-0.93, 0, 0.25]), turn), cloth)
    shot.put(rounded_box((1.78, 1.3, 0.40), 0.01).moved(tuple(turn @ [0.02, 0, 0.25]), turn), matt(colour("#efe6cf")))
    shot.put(rounded_box((0.10, 1.41, 0.012), 0.004).moved(tuple(turn @ [-0.55, 0, 0.504]), turn), gold)
    shot.put(rounded_box((0.70, 0.30, 0.012), 0.004).moved(tuple(turn @ [0.25, 0.2, 0.504]), turn), gold)
    return shot
