"""Products from the laid table: coffee mug, teapot, wine bottle."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from .studio import Shot, colour, glazed, light_softly, matt, metal, picture, satin, soft_box
from .surface import fillet, revolve, rotation, spline, tube


def coffee_mug() -> Shot:
    """A petrol-blue mug with a cream inside, full of coffee, on warm paper."""
    shot = Shot((640, 640), eye=(-0.5, -5.1, 2.25), target=(0.1, 0, 0.45), angle=19.5)
    light_softly(shot, "#f0e2d2")
    for x, y, wide, light in ((-1.9, -1.1, 0.9, 8.0), (1.9, -1.5, 0.5, 4.0)):
        shot.add(soft_box((x, y, 1.6), (0, 0, 1.6), (wide, 3.2), (light, light, light)))
    glaze = glazed(colour("#0d5c68"))
    outside = fillet(
        [
            (0, 0.03),
            (0.27, 0.03, 0.012),
            (0.285, 0, 0.012),
            (0.36, 0, 0.02),
            (0.45, 0.07, 0.09),
            (0.405, 0.93),
        ],
        14,
    )
    shot.put(revolve(outside), glaze)
    lip = 0.018
    arc = np.linspace(0, np.pi, 25)
    round_lip = np.stack([0.405 - lip + lip * np.cos(arc), 0.93 + 1.3 * lip * np.sin(arc)], -1)
    inside = fillet([(0.405 - 2 * lip, 0.93), (0.41, 0.12, 0.12), (0, 0.07)], 14)
    shot.put(revolve(np.concatenate([round_lip, inside[1:]])), glazed(colour("#f4ecdd")))
    handle = spline(
        [
            (0.38, 0, 0.78),
            (0.45, 0, 0.795),
            (0.61, 0, 0.76),
            (0.70, 0, 0.61),
            (0.69, 0, 0.42),
            (0.59, 0, 0.27),
            (0.48, 0, 0.215),
            (0.42, 0, 0.205),
        ],
        160,
    )
    swell = 0.062 + 0.03 * np.exp(-((np.linspace(-1, 1, 160) ** 2 - 1) ** 2) / 0.03)
    shot.put(tube(handle, swell, flat=0.68).moved((0, 0, 0), rotation("z", -24)), glaze)
    coffee = fillet([(0.372, 0.882), (0.356, 0.87, 0.012), (0, 0.87)], 8)
    brew = {"type": "principled", "base_color": colour("#3a1a0a"), "roughness": 0.2, "specular": 0.15}
    shot.put(revolve(coffee), {"type": "twosided", "bsdf": brew})
    foam = np.array([[0.369, 0.878], [0.359, 0.8735], [0.343, 0.8715]])
    shot.put(revolve(foam), matt(colour("#8a5a33")))
    return shot


def teapot() -> Shot:
    """A round teapot in brick-red glaze with lid, knob, spout and handle, on pale grey-green paper."""
    shot = Shot((640, 640), eye=(0.5, -6.6, 2.6), target=(0.05, 0, 0.6), angle=22.5)
    light_softly(shot, "#e3e9e4")
    glaze = glazed(colour("#b5301c"))
    body = spline(
        [
            (0.0, 0.035),
            (0.38, 0.035),
            (0.43, 0.0),
            (0.5, 0.01),
            (0.62, 0.12),
            (0.74, 0.34),
            (0.755, 0.5),
            (0.70, 0.72),
            (0.57, 0.91),
            (0.47, 0.985),
            (0.44, 1.02),
            (0.40, 1.02),
            (0.38, 0.98),
        ],
        220,
    )
    shot.put(revolve(body), glaze)
    lid = spline(
        [
            (0.405, 0.985),
            (0.425, 1.005),
            (0.41, 1.035),
            (0.34, 1.075),
            (0.2, 1.125),
            (0.09, 1.155),
            (0.065, 1.185),
            (0.085, 1.22),
            (0.125, 1.265),
            (0.12, 1.315),
            (0.07, 1.345),
            (0.0, 1.352),
        ],
        200,
    )
    shot.put(revolve(lid), glaze)
    along = np.linspace(0, 1, 140)
    neck = [(0.45, 0, 0.28), (0.76, 0, 0.42), (0.94, 0, 0.62), (1.06, 0, 0.86), (1.18, 0, 1.03)]
    width = 0.08 + 0.13 * (1 - along) ** 2 + 0.014 * np.exp(-(((along - 1) / 0.06) ** 2))
    shot.put(tube(spline(neck, 140), width, up=np.array([0.0, 1.0, 0.0]), spout=True), glaze)
    handle = spline(
        [
            (-0.58, 0, 0.86),
            (-0.72, 0, 0.93),
            (-0.95, 0, 0.93),
            (-1.09, 0, 0.78),
            (-1.05, 0, 0.55),
            (-0.88, 0, 0.36),
            (-0.68, 0, 0.27),
        ],
        160,
    )
    swell = 0.06 + 0.035 * np.abs(np.linspace(-1, 1, 160)) ** 8
    shot.put(tube(handle, swell, flat=0.8), glaze)
    return shot


def label() -> np.ndarray:
    """The paper label of the wine bottle, (900, 700, 3) uint8."""
    page = Image.new("RGB", (700, 900), "#f3ead6")
    pen = ImageDraw.Draw(page)
    pen.rectangle((28, 28, 671, 871), outline="#7d1f2b", width=5)
    pen.rectangle((42, 42, 657, 857), outline="#b99a55", width=3)
    # Three hills under a sun: the crest.
    pen.ellipse((300, 120, 400, 220), fill="#b99a55")
    x = np.linspace(150, 550, 200)
    for level, tint in ((235, "#9fae8a"), (265, "#6f8560"), (300, "#3f5a40")):
        crest = level - 30 * np.sin((x - 150) / 400 * np.pi * (1.5 + level / 300) + level)
        pen.polygon([*zip(x, crest, strict=True), (550, 350), (150, 350)], fill=tint)
    pen.rectangle((150, 340, 550, 352), fill="#7d1f2b")
    for text, size, height, tint in (
        ("MONTCLAIR", 96, 430, "#4a1620"),
        ("Grand Vin Rouge", 56, 520, "#7d1f2b"),
        ("2 0 1 8", 60, 640, "#4a1620"),
        ("RED WINE · 13 % VOL · 750 ml", 30, 790, "#4a1620"),
    ):
        pen.text((350, height), text, font=ImageFont.load_default(size), fill=tint, anchor="mm")
    pen.line((150, 580, 550, 580), fill="#b99a55", width=3)
    pen.line((150, 705, 550, 705), fill="#b99a55", width=3)
    return np.asarray(page)


def wine_bottle() -> Shot:
    """A Bordeaux bottle of red wine with label and capsule, upright format."""
    shot = Shot((480, 640), eye=(0.0, -11.5, 2.3), target=(0.1, 0, 1.5), angle=18)
    light_softly(shot, "#d8d2cb")
    shot.add(soft_box((-2.2, 1.6, 2.0), (0, 0, 1.4), (0.8, 3.2), (3.0, 3.0, 3.0)))
    shot.add(soft_box((-2.9, -1.6, 1.6), (0, 0, 1.6), (0.7, 5.0), (14.0, 14.0, 14.0)))
    shot.add(soft_box((2.6, -0.9, 1.6), (0, 0, 1.6), (0.4, 5.0), (10.0, 10.0, 10.0)))
    glass = {"type": "dielectric", "int_ior": 1.5, "specular_transmittance": colour("#6f9a5c")}
    outer = fillet(
        [
            (0, 0.03),
            (0.26, 0.0, 0.02),
            (0.385, 0.0, 0.05),
            (0.385, 1.95, 0.34),
            (0.152, 2.25, 0.25),
            (0.142, 2.93, 0.02),
            (0.165, 2.93, 0.01),
            (0.165, 3.0, 0.01),
            (0.15, 3.02, 0.01),
            (0.0, 3.02),
        ],
        20,
    )
    shot.put(revolve(outer), glass)
    wine = fillet(
        [(0, 0.12), (0.34, 0.06, 0.04), (0.355, 1.94, 0.32), (0.118, 2.24, 0.24), (0.113, 2.45), (0, 2.45)],
        20,
    )
    shot.put(revolve(wine), satin(colour("#170407"), 0.2))
    foil = fillet(
        [
            (0.146, 2.36),
            (0.1495, 2.361),
            (0.148, 2.93, 0.02),
            (0.17, 2.93, 0.01),
            (0.17, 3.005, 0.01),
            (0.155, 3.026, 0.01),
            (0, 3.026),
        ],
        10,
    )
    shot.put(revolve(foil), metal("#7c1a26", 0.38))
    band = revolve(np.array([[0.1505, 2.40], [0.1505, 2.43]]))
    shot.put(band, metal("#d8b25a", 0.25))
    paper = revolve(np.array([[0.3865, 0.42], [0.3865, 1.58]]), 128, start=-90 - 66, end=-90 + 66)
    shot.put(paper.moved((0, 0, 0), rotation("z", -9)), matt(picture(label())))
    return shot
