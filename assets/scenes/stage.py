"""Many pictures of one product: the product turned, lamps moved, paper of any colour, the camera walking round."""

from __future__ import annotations

import colorsys
from dataclasses import dataclass
from typing import Any

import mitsuba as mi
import numpy as np

from .studio import Shot, linear, matt, shape, soft_box
from .surface import Points, Surface, fillet, grid, revolve, rotation

# Where the lamps of a set stand, and how large they are: key, fill, top, front.
LAMPS = (
    ((-3.6, -2.4, 3.6), (3.2, 3.2)),
    ((4.2, -1.8, 2.4), (2.4, 3.4)),
    ((0.3, 0.6, 5.2), (3.8, 3.0)),
    ((1.2, -4.6, 4.8), (2.6, 1.6)),
)
# How bright each is at least and at most.
BRIGHTNESS = ((6.0, 15.0), (1.0, 8.0), (2.0, 6.0), (0.0, 4.0))


@dataclass(frozen=True)
class Light:
    """One picture's light and ground: a radiance (3,) for each lamp and for all around, and the paper's colour."""

    lamps: Points
    around: Points
    paper: Points


class Product:
    """What a shot shows, taken out of it: meshes that can be turned about the vertical."""

    def __init__(self, shot: Shot, hangs: bool = False) -> None:
        """`hangs` is for what hangs on a wall in the plane y = 0 and is never turned."""
        self.parts = shot.product
        self.hangs = hangs
        self.way = np.array(shot.eye) - np.array(shot.target)
        self.meshes = [part for part in self.parts if isinstance(part, mi.Mesh)]
        self.places = [self._read(mesh, "vertex_positions") for mesh in self.meshes]
        self.normals = [self._read(mesh, "vertex_normals") for mesh in self.meshes]

    @staticmethod
    def _read(mesh: Any, name: str) -> Points:
        return np.array(mi.traverse(mesh)[name], np.float64).reshape(-1, 3)

    def turn(self, degrees: float) -> None:
        """Turn it to `degrees` from where the shot has it."""
        matrix = rotation("z", degrees).T
        for mesh, places, normals in zip(self.meshes, self.places, self.normals, strict=True):
            parameters = mi.traverse(mesh)
            parameters["vertex_positions"] = np.ravel(places @ matrix).astype(np.float32)
            parameters["vertex_normals"] = np.ravel(normals @ matrix).astype(np.float32)
            parameters.update()

    def bounds(self) -> tuple[Points, float]:
        """The middle (3,) of the box around it, and half the diagonal of the box."""
        every = np.concatenate(self.places)
        low, high = every.min(0), every.max(0)
        return (low + high) / 2, float(np.linalg.norm(high - low) / 2)


def ground(hangs: bool, floor: float) -> Any:
    """White paper: a floor at height `floor` that bends up to a round wall behind; or the wall at y = 0."""
    white = matt({"type": "rgb", "value": [1.0, 1.0, 1.0]})
    if hangs:
        return shape(grid(np.array([[[-9, 0, -9], [9, 0, -9]], [[-9, 0, 9], [9, 0, 9]]], float)), white)
    # From the middle outwards the upper side is the outer one of the turned profile.
    behind = revolve(fillet([(0.0, 0.0), (5.0, 0.0, 2.5), (5.0, 16.0)], 24), 64, start=0, end=180)
    front = revolve(np.array([[0.0, 0.0], [14.0, 0.0]]), 64, start=180, end=360)
    both = np.concatenate([behind.vertices, front.vertices]) + np.array([0.0, 0.0, floor])
    joined = Surface(
        both,
        np.concatenate([behind.faces, front.faces + len(behind.vertices)]),
        np.concatenate([behind.normals, front.normals]),
        np.concatenate([behind.uv, front.uv]),
    )
    return shape(joined, white)


def arrange(product: Product, chance: np.random.Generator) -> dict[str, Any]:
    """A set: the product turned, each lamp somewhere near its place; camera and light are set for each picture."""
    product.turn(0.0 if product.hangs else float(chance.uniform(-50, 50)))
    middle, _ = product.bounds()
    floor = min(float(places[:, 2].min()) for places in product.places)
    parts: dict[str, Any] = {"ground": ground(product.hangs, floor)}
    side = 1.0 if chance.random() < 0.65 else -1.0
    for index, (place, size) in enumerate(LAMPS):
        moved = np.array(place) * [side, 1, 1] + chance.uniform(-0.5, 0.5, 3) + [0, 0, middle[2] - 0.6]
        parts[f"lamp{index}"] = soft_box(tuple(moved), tuple(middle), size, (1.0, 1.0, 1.0))
    parts["around"] = {"type": "constant", "radiance": {"type": "rgb", "value": [0.4, 0.4, 0.4]}}
    return parts | {f"part{index}": part for index, part in enumerate(product.parts)}


def draw_light(chance: np.random.Generator) -> Light:
    """Light and paper of one picture, drawn at random: paper of any hue, mostly pale."""
    warmth = chance.normal(0, 0.03)
    tint = np.array([1 + warmth, 1.0, 1 - warmth])
    strength = chance.uniform(0.75, 1.1)
    lamps = np.array([chance.uniform(*pair) for pair in BRIGHTNESS])
    hue, colourful, value = chance.random(), chance.beta(1.2, 2.2) * 0.75, 1 - chance.beta(1.1, 2.4) * 0.8
    red, green, blue = (round(255 * part) for part in colorsys.hsv_to_rgb(hue, colourful, value))
    paper = np.array(linear(f"#{red:02x}{green:02x}{blue:02x}")) * 0.92
    return Light(strength * lamps[:, None] * tint, strength * chance.uniform(0.3, 0.55) * tint, paper)


def draw_camera(product: Product, chance: np.random.Generator) -> tuple[Any, float]:
    """Where a camera that sees the whole product stands (a transform), and its angle of view in degrees."""
    middle, radius = product.bounds()
    distance = float(np.linalg.norm(product.way))
    height = np.degrees(np.arcsin(product.way[2] / distance)) + chance.uniform(-7, 12)
    height = float(np.clip(height, -12 if product.hangs else 4, 42))
    across = float(chance.uniform(-32, 32))
    level = np.cos(np.radians(height))
    way = np.array(
        [np.sin(np.radians(across)) * level, -np.cos(np.radians(across)) * level, np.sin(np.radians(height))]
    )
    eye = middle + way * distance
    angle = 2 * np.degrees(np.arcsin(min(radius / distance, 0.95))) * chance.uniform(0.80, 1.15)
    slack = 0.15 * distance * np.tan(np.radians(angle / 2))
    target = middle + chance.uniform(-1, 1, 3) * slack
    up = [float(np.sin(np.radians(chance.normal(0, 2.5)))), 0.0, 1.0]
    look = mi.ScalarTransform4f().look_at(origin=list(eye), target=list(target), up=up)
    return look, float(angle)
