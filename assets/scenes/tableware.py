"""Crockery: espresso cup, striped mug, soup bowl, dinner plate, milk jug, egg cup, vase."""

from __future__ import annotations

import numpy as np

from .balls import mixed
from .studio import PAINTED, Shot, colour, glazed, matt, metal, on_paper, satin
from .surface import Points, Surface, ball, fillet, icosphere, revolve, rotation, spline, tube


def hollow(outside: Points, wall: float) -> Points:
    """The profile (2N, 2) of a vessel: `outside` (N, 2) from foot to rim, and back down `wall` further in."""
    inside = outside[::-1] - [wall, 0]
    floor = outside[:, 1].min() + wall
    return np.concatenate([outside, np.stack([np.maximum(inside[:, 0], 0), np.maximum(inside[:, 1], floor)], -1)])


def stripes(surface: Surface, every: float, first: str, second: str) -> Points:
    """Linear colours (N, 3) of level stripes, each `every` high."""
    return mixed(0.5 + 8 * np.sin(np.pi * surface.vertices[:, 2] / every), first, second)


def ear(points: list[tuple[float, float, float]], radius: float, degrees: float = -24) -> Surface:
    """The handle of a cup through `points`, turned by `degrees` about the vertical."""
    return tube(spline(points, 80), radius, flat=0.7).moved((0, 0, 0), rotation("z", degrees))


def espresso_cup() -> Shot:
    """A white espresso cup on a navy saucer, on sand paper."""
    shot = on_paper("#dccbb0")
    saucer = fillet([(0, 0.03), (0.36, 0.0, 0.02), (0.80, 0.12, 0.05), (0.82, 0.14), (0.36, 0.05, 0.05), (0, 0.05)])
    shot.put(revolve(saucer), glazed(colour("#1f3461")))
    outside = fillet([(0, 0.09), (0.22, 0.06, 0.02), (0.38, 0.16, 0.14), (0.44, 0.70)])
    white = glazed(colour("#f2efe8"))
    shot.put(revolve(hollow(outside, 0.035)), white)
    # Not quite to the middle: of level triangles without area the renderer makes normals that are no numbers.
    shot.put(revolve(np.array([[0.395, 0.58], [0.001, 0.58]])), matt(colour("#4a2a14")))
    shot.put(ear([(0.40, 0, 0.58), (0.60, 0, 0.60), (0.68, 0, 0.44), (0.56, 0, 0.28), (0.39, 0, 0.26)], 0.045), white)
    return shot


def striped_mug() -> Shot:
    """A straight mug in mustard and cream stripes, on slate paper."""
    shot = on_paper("#8b95a0")
    side = np.stack([np.full(120, 0.44), np.linspace(0.02, 1.0, 120)], -1)
    body = revolve(hollow(np.concatenate([[[0, 0.0], [0.42, 0.0]], side]), 0.035))
    shot.put(body, satin(PAINTED, 0.25), stripes(body, 0.125, "#d99a1c", "#f3ead2"))
    handle = ear([(0.42, 0, 0.80), (0.62, 0, 0.82), (0.76, 0, 0.56), (0.62, 0, 0.26), (0.42, 0, 0.24)], 0.055)
    shot.put(handle, glazed(colour("#d99a1c")))
    return shot


def soup_bowl() -> Shot:
    """A wide blue bowl, cream inside, on oat paper."""
    shot = on_paper("#e8dfcd", eye=(0.3, -6.0, 3.4))
    outside = spline([(0, 0.04), (0.36, 0.04), (0.40, 0.0), (0.47, 0.03), (0.80, 0.28), (0.98, 0.62)], 90)
    shot.put(revolve(outside), glazed(colour("#2f6fa8")))
    inside = np.array([0.94, 1.0]) * outside[::-1] + [0.0, 0.02]
    shot.put(revolve(np.concatenate([outside[-1:], inside])), glazed(colour("#f3e8cf")))
    return shot


def dinner_plate() -> Shot:
    """A white plate with two blue rings, leaning, on pink paper."""
    shot = on_paper("#e7c9c4", eye=(0.2, -6.4, 1.9))
    profile = fillet([(0, 0.0), (0.55, 0.0, 0.05), (0.66, 0.08, 0.05), (1.0, 0.14), (1.0, 0.17), (0.62, 0.1, 0.05)])
    line = np.concatenate([profile, [[0.0, 0.03]]])
    cuts = np.linspace(0, len(line) - 1, 400)
    fine = np.stack([np.interp(cuts, np.arange(len(line)), line[:, axis]) for axis in (0, 1)], -1)
    plate = revolve(fine)
    radius = np.hypot(*plate.vertices[:, :2].T)
    rings = np.maximum(np.exp(-(((radius - 0.93) / 0.045) ** 4)), np.exp(-(((radius - 0.72) / 0.015) ** 4)))
    lean = rotation("x", 68)
    shot.put(plate.moved((0, 0, 0), lean).grounded(), satin(PAINTED, 0.2), mixed(rings, "#f4f2ec", "#24509c"))
    return shot


def milk_jug() -> Shot:
    """A mint jug with a pouring lip and a handle, on cocoa paper."""
    shot = on_paper("#a58a78")
    line = [(0, 0.02), (0.36, 0.0), (0.46, 0.10), (0.52, 0.34), (0.44, 0.66), (0.33, 0.90), (0.36, 1.08), (0.42, 1.18)]
    body = revolve(hollow(spline(line, 120), 0.035))
    x, y, z = body.vertices.T
    pull = np.clip((z - 0.86) / 0.32, 0, 1) ** 2 * np.exp(-((np.arctan2(y, -x) / 0.42) ** 2))
    lip = Surface(np.stack([x * (1 + 0.55 * pull), y, z + 0.06 * pull], -1), body.faces, body.normals, body.uv)
    glaze = glazed(colour("#86c5a6"))
    shot.put(lip.moved((0, 0, 0), rotation("z", -20)), glaze)
    points = [(0.33, 0.0, 1.0), (0.58, 0.0, 1.04), (0.80, 0.0, 0.80), (0.72, 0.0, 0.46), (0.49, 0.0, 0.30)]
    shot.put(ear(points, 0.055, degrees=-20), glaze)
    return shot


def egg_cup() -> Shot:
    """A brown egg in a yellow egg cup, on blue-grey paper."""
    shot = on_paper("#b4c0cf")
    cup = spline([(0, 0.0), (0.34, 0.0), (0.35, 0.05), (0.14, 0.16), (0.12, 0.28), (0.34, 0.46), (0.43, 0.72)], 90)
    shot.put(revolve(hollow(cup, 0.03)), glazed(colour("#f0c419")))
    directions, faces = icosphere(6)
    z = directions[:, 2]
    egg = ball(directions, faces, 0.40 * (1 + 0.22 * np.maximum(z, 0) ** 2 + 0.04 * z))
    speckle = 0.25 + 0.12 * np.sin(31 * directions[:, 0] + 5 * np.sin(23 * z)) * np.sin(29 * directions[:, 1])
    shot.put(egg.moved((0, 0, 0.80)), satin(PAINTED, 0.5), mixed(speckle, "#dca878", "#a8693c"))
    return shot


def vase() -> Shot:
    """A tall bottle-green vase with a narrow neck, on cream paper."""
    shot = on_paper("#efe6d0")
    line = [(0, 0.02), (0.30, 0.0), (0.40, 0.14), (0.56, 0.62), (0.48, 1.05), (0.18, 1.45), (0.15, 1.80), (0.29, 2.05)]
    shot.put(revolve(hollow(spline(line, 160), 0.03)), glazed(colour("#1d5b3a")))
    band = revolve(np.array([[0.572, 0.56], [0.574, 0.68]]))
    shot.put(band, satin(colour("#d8b45a"), 0.3))
    return shot


def candlestick() -> Shot:
    """A brass candlestick with a white candle, on plum paper."""
    shot = on_paper("#77566b")
    foot = spline([(0, 0.0), (0.46, 0.0), (0.47, 0.06), (0.20, 0.14), (0.09, 0.26), (0.15, 0.40), (0.08, 0.55)], 90)
    top = spline([(0.08, 0.55), (0.07, 0.78), (0.14, 0.86), (0.25, 0.95), (0.25, 0.99), (0.0, 0.97)], 60)
    shot.put(revolve(np.concatenate([foot, top])), metal("#dcae4c", 0.22))
    wax = fillet([(0, 0.95), (0.135, 0.95), (0.13, 1.98, 0.04), (0.0, 1.95)])
    shot.put(revolve(wax), satin(colour("#f4eede"), 0.5))
    shot.put(tube(np.array([[0, 0, 1.93], [0.01, 0, 2.02], [0.03, 0, 2.10]]), 0.016), matt(colour("#2a2420")))
    return shot
