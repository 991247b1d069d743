"""Things for the living room: table lamp, wall clock."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from .studio import Shot, colour, glazed, light_softly, matt, metal, picture, satin, shape, soft_box
from .surface import Surface, fillet, grid, revolve, rotation, rounded_box, spline


def table_lamp() -> Shot:
    """A lit lamp with a ceramic foot and a linen shade, on warm grey paper."""
    shot = Shot((640, 640), eye=(0.0, -9.5, 2.2), target=(-0.25, 0, 1.2), angle=19.5)
    light_softly(shot, "#d2c3b2", strength=0.5)
    foot = spline(
        [
            (0, 0.02),
            (0.34, 0.02),
            (0.36, 0.05),
            (0.30, 0.09),
            (0.24, 0.15),
            (0.33, 0.33),
            (0.42, 0.56),
            (0.40, 0.78),
            (0.25, 1.0),
            (0.13, 1.12),
            (0.10, 1.2),
            (0.12, 1.23),
            (0.0, 1.24),
        ],
        220,
    )
    shot.put(revolve(foot), glazed(colour("#274b6d")))
    brass = fillet([(0.055, 1.2), (0.055, 1.30), (0.075, 1.31), (0.075, 1.36), (0.045, 1.38), (0.045, 1.5), (0, 1.5)])
    shot.put(revolve(brass), metal("#d9a94e", 0.2))
    bulb = {"type": "sphere", "center": [0, 0, 1.72], "radius": 0.12}
    bulb["emitter"] = {"type": "area", "radiance": {"type": "rgb", "value": [42.0, 30.0, 18.0]}}
    shot.show(bulb)
    linen = {"type": "principledthin", "base_color": colour("#efe2c8"), "diff_trans": 1.1, "roughness": 0.9}
    shot.put(revolve(np.linspace([0.74, 1.36], [0.46, 2.22], 60)), linen)
    for radius, height in ((0.743, 1.365), (0.463, 2.215)):
        rim = np.array([[radius + 0.006, height - 0.018], [radius + 0.006, height + 0.018]])
        shot.put(revolve(rim), matt(colour("#d8c6a2")))
    return shot


def dial() -> np.ndarray:
    """The face of the wall clock, (1400, 1400, 3) uint8."""
    page = Image.new("RGB", (1400, 1400), "#f7f5ef")
    pen = ImageDraw.Draw(page)
    font = ImageFont.load_default(124)
    for minute in range(60):
        angle = np.radians(minute * 6)
        way = np.array([np.sin(angle), -np.cos(angle)])
        inner, width = (590, 14) if minute % 5 == 0 else (625, 6)
        pen.line([*(700 + way * inner), *(700 + way * 655)], fill="#22242a", width=width)
        if minute % 5 == 0:
            x, y = 700 + way * 500
            pen.text((x, y), str(minute // 5 or 12), font=font, fill="#22242a", anchor="mm", stroke_width=3)
    return np.asarray(page)


def hand(length: float, tail: float, width: float, minutes: float, lift: float) -> Surface:
    """A clock hand in the plane y = 0 that points to `minutes`, `lift` before the face."""
    bar = rounded_box((width, 0.012, length + tail), 0.005).moved((0, 0, (length - tail) / 2))
    return bar.moved((0, -lift, 0), rotation("y", minutes * 6))


def wall_clock() -> Shot:
    """A round clock with a red frame on a pale blue wall, seen a little from the side."""
    shot = Shot((640, 640), eye=(-1.6, -7.0, 0.5), target=(0.05, 0, -0.03), angle=21)
    wall = np.array([[[-9, 0, -9], [9, 0, -9]], [[-9, 0, 9], [9, 0, 9]]], float)
    shot.add(shape(grid(wall), matt(colour("#cfdde6"))))
    shot.add(soft_box((-3.0, -3.6, 3.6), (0, 0, 0), (3.0, 3.0), (14.0, 13.8, 13.4)))
    shot.add(soft_box((4.5, -4.0, -0.5), (0, 0, 0), (2.0, 3.0), (1.2, 1.25, 1.3)))
    shot.add({"type": "constant", "radiance": {"type": "rgb", "value": [0.42, 0.43, 0.44]}})
    upright = rotation("x", 90)
    frame = fillet([(1.0, 0.0), (1.08, 0.0, 0.02), (1.08, 0.17, 0.05), (0.95, 0.17, 0.05), (0.93, 0.05)], 16)
    shot.put(revolve(frame).moved((0, 0, 0), upright), glazed(colour("#c8202d")))
    face = revolve(np.array([[0.96, 0.06], [0.0, 0.06]])).moved((0, 0, 0), upright)
    flat = np.stack([face.vertices[:, 0], face.vertices[:, 2]], -1) / 1.92 + 0.5
    shot.put(Surface(face.vertices, face.faces, face.normals, flat), matt(picture(dial())))
    black, red = satin(colour("#1c1d21"), 0.4), satin(colour("#c22b33"), 0.4)
    shot.put(hand(0.50, 0.12, 0.060, 50.8, 0.085), black)
    shot.put(hand(0.74, 0.14, 0.042, 9.2, 0.105), black)
    shot.put(hand(0.76, 0.20, 0.014, 36, 0.122), red)
    hub = fillet([(0.055, 0.06), (0.055, 0.135, 0.015), (0, 0.135)], 8)
    shot.put(revolve(hub).moved((0, 0, 0), upright), red)
    return shot
