"""From kitchen and pantry: pepper mill, saucepan, rolling pin, vacuum flask, soup can, honey jar."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from .balls import mixed
from .studio import PAINTED, Shot, colour, glazed, matt, metal, on_paper, picture, satin
from .surface import Points, Surface, fillet, revolve, rotation, spline, tube
from .tableware import hollow


def grain(places: Points, light: str, dark: str) -> Points:
    """Linear colours (N, 3) of wood whose fibres run along z, at places (N, 3)."""
    x, y, z = places.T
    rings = np.sin(38 * np.hypot(x - 0.4, y - 0.2) + 1.6 * np.sin(2.3 * z) + 0.8 * np.sin(9 * x))
    return mixed(0.45 + 0.35 * rings + 0.10 * np.sin(90 * x + 70 * y), light, dark)


def pepper_mill() -> Shot:
    """A turned pepper mill of dark wood with a steel knob, on pale yellow paper."""
    shot = on_paper("#ece2b4")
    line = [(0, 0.0), (0.36, 0.0), (0.37, 0.14), (0.27, 0.34), (0.20, 0.70), (0.25, 1.02), (0.29, 1.16), (0.18, 1.22)]
    head = [(0.18, 1.22), (0.31, 1.34), (0.33, 1.50), (0.24, 1.66), (0.07, 1.72), (0.0, 1.72)]
    body = revolve(np.concatenate([spline(line, 140), spline(head, 80)[1:]]))
    shot.put(body, satin(PAINTED, 0.3), grain(body.vertices, "#7a4526", "#4a2412"))
    shot.put(revolve(spline([(0, 1.70), (0.08, 1.72), (0.09, 1.80), (0.0, 1.86)], 40)), metal("#d4d6d9", 0.15))
    return shot


def saucepan() -> Shot:
    """A steel saucepan with a long black handle, on terracotta paper."""
    shot = on_paper("#c98566", eye=(0.2, -6.2, 3.2))
    side = fillet([(0, 0.0), (0.72, 0.0, 0.08), (0.74, 0.62), (0.77, 0.64)])
    shot.put(revolve(hollow(side, 0.02)), metal("#cfd1d4", 0.2))
    path = spline([(0.72, -0.1, 0.50), (0.95, -0.18, 0.55), (1.4, -0.32, 0.62), (1.95, -0.5, 0.66)], 60)
    shot.put(tube(path, np.linspace(0.06, 0.10, 60), flat=0.6), satin(colour("#1c1d20"), 0.4))
    return shot


def rolling_pin() -> Shot:
    """A rolling pin of light wood that lies aslant, on teal paper."""
    shot = on_paper("#4f8f8f", eye=(0.2, -6.2, 3.0))
    handle = [(0.0, -1.62), (0.10, -1.60), (0.13, -1.42), (0.08, -1.22), (0.07, -1.06)]
    half = np.concatenate([spline(handle, 60), fillet([(0.07, -1.05), (0.26, -1.05, 0.05), (0.27, 0.0)])])
    pin = revolve(np.concatenate([half, half[::-1][1:] * [1, -1]]))
    lying = rotation("z", 24) @ rotation("y", 90)
    shot.put(
        pin.moved((0, 0, 0), lying).grounded(), satin(PAINTED, 0.45), grain(pin.vertices * 0.6, "#e3bd86", "#c79558")
    )
    return shot


def vacuum_flask() -> Shot:
    """A steel flask with a racing-green belly and a cup for a lid, on pale grey paper."""
    shot = on_paper("#dadcdc")
    green, steel = satin(colour("#1f5a44"), 0.3), metal("#cdd0d3", 0.22)
    shot.put(revolve(fillet([(0, 0.0), (0.39, 0.0, 0.03), (0.40, 0.16)])), steel)
    shot.put(revolve(fillet([(0.40, 0.16), (0.405, 1.36), (0.36, 1.46, 0.05)])), green)
    shot.put(
        revolve(fillet([(0.36, 1.42), (0.36, 1.52), (0.33, 1.54), (0.35, 1.56), (0.31, 2.0, 0.06), (0, 2.0)])), steel
    )
    handle = spline([(0.40, 0, 1.16), (0.62, 0, 1.14), (0.66, 0, 0.80), (0.62, 0, 0.46), (0.40, 0, 0.44)], 60)
    shot.put(tube(handle, 0.055).moved((0, 0, 0), rotation("z", -30)), satin(colour("#1c1d20"), 0.4))
    return shot


def paper_label(ground: str, band: str, title: str, line: str) -> np.ndarray:
    """A printed label that goes round a can, (500, 1600, 3) uint8."""
    page = Image.new("RGB", (1600, 500), ground)
    pen = ImageDraw.Draw(page)
    pen.rectangle((0, 0, 1600, 46), fill=band)
    pen.rectangle((0, 454, 1600, 500), fill=band)
    for middle in (400, 1200):
        pen.ellipse((middle - 270, 90, middle + 270, 410), fill="#f7efdc")
        pen.text((middle, 220), title, font=ImageFont.load_default(112), fill=band, anchor="mm")
        pen.text((middle, 330), line, font=ImageFont.load_default(52), fill="#3a2a20", anchor="mm")
    return np.asarray(page)


def wrapped(radius: float, low: float, high: float, turn: float) -> Surface:
    """A sheet round a can, its middle towards the camera."""
    sheet = revolve(np.array([[radius, low], [radius, high]]), 128)
    # Row 0 of the grid is the lower edge; a picture has its first row at v = 1.
    return sheet.moved((0, 0, 0), rotation("z", turn))


def soup_can() -> Shot:
    """A can of tomato soup in a red and cream label, on lime paper."""
    shot = on_paper("#cdd6a0")
    tin = metal("#d0d2d4", 0.2)
    low = fillet([(0, 0.02), (0.44, 0.0, 0.01), (0.455, 0.02, 0.01), (0.455, 0.07, 0.01), (0.44, 0.09)])
    high = fillet([(0.44, 1.19), (0.455, 1.21, 0.01), (0.455, 1.26, 0.01), (0.44, 1.27), (0.42, 1.22), (0, 1.22)])
    shot.put(revolve(np.concatenate([low, high])), tin)
    label = paper_label("#c4272b", "#8f1519", "TOMATO", "soup · 400 ml")
    shot.put(wrapped(0.447, 0.09, 1.19, -180), satin(picture(label), 0.35))
    return shot


def honey_jar() -> Shot:
    """A jar of honey with a white lid and a small label, on lavender paper."""
    shot = on_paper("#c5bdd8")
    honey = fillet([(0, 0.0), (0.50, 0.0, 0.10), (0.50, 0.92, 0.16), (0.38, 1.0), (0.38, 1.06)])
    shot.put(revolve(honey), glazed(colour("#c9780f")))
    lid = fillet([(0.42, 1.03), (0.43, 1.03), (0.43, 1.26, 0.03), (0, 1.26)])
    shot.put(revolve(lid), satin(colour("#f1efe9"), 0.35))
    band = revolve(np.array([[0.503, 0.28], [0.503, 0.72]]), 96, start=-140, end=-40)
    shot.put(band, matt(colour("#f6edc9")))
    stamp = revolve(np.array([[0.506, 0.42], [0.506, 0.58]]), 48, start=-112, end=-68)
    shot.put(stamp, matt(colour("#b3541e")))
    return shot
