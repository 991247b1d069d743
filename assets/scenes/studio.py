"""The studio: a seamless backdrop, soft boxes, a camera, and the materials that the products are made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import mitsuba as mi
import numpy as np

from .surface import Surface, fillet, grid

Colour = tuple[float, float, float]
Place = tuple[float, float, float]


@dataclass
class Shot:
    """One photo in the making: the size in pixels, the camera, and the parts of the scene."""

    size: tuple[int, int]
    eye: Place
    target: Place
    angle: float
    parts: dict[str, Any] = field(default_factory=dict)
    product: list[Any] = field(default_factory=list)
    """Those of the parts that are the product, without paper and lamps."""

    def add(self, part: Any) -> None:
        """Puts a shape, an emitter or the like into the scene."""
        self.parts[f"part{len(self.parts)}"] = part

    def put(self, surface: Surface, material: dict[str, Any], colours: np.ndarray | None = None) -> None:
        """Puts a surface into the scene, with one linear colour a vertex (N, 3) where `colours` is given."""
        self.show(shape(surface, material, colours))

    def show(self, part: Any) -> None:
        """Puts a part of the product into the scene."""
        self.add(part)
        self.product.append(part)


def linear(code: str) -> list[float]:
    """The linear components of an sRGB colour such as "#b4126b" (IEC 61966-2-1)."""
    values = np.array([int(code[k : k + 2], 16) for k in (1, 3, 5)]) / 255
    return [float(v) for v in np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)]


def colour(code: str) -> dict[str, Any]:
    """A reflectance from an sRGB colour such as "#b4126b"."""
    return {"type": "rgb", "value": linear(code)}


def picture(pixels: np.ndarray) -> dict[str, Any]:
    """A texture from (H, W, 3) uint8 sRGB pixels; the first row lies at v = 1."""
    return {"type": "bitmap", "bitmap": mi.Bitmap(pixels[::-1].copy()), "wrap_mode": "clamp"}


PAINTED = {"type": "mesh_attribute", "name": "vertex_color"}


def glazed(tint: dict[str, Any]) -> dict[str, Any]:
    """Ceramic or lacquer: a coloured body under a clear, mirror-smooth coat."""
    return {"type": "twosided", "bsdf": {"type": "plastic", "diffuse_reflectance": tint, "nonlinear": True}}


def satin(tint: dict[str, Any], roughness: float = 0.45) -> dict[str, Any]:
    """Plastic, leather, peel: a coloured body under a coat with soft highlights."""
    inner = {"type": "principled", "base_color": tint, "roughness": roughness, "specular": 0.5}
    return {"type": "twosided", "bsdf": inner}


def matt(tint: dict[str, Any]) -> dict[str, Any]:
    """Paper, plaster, cloth."""
    return {"type": "twosided", "bsdf": {"type": "diffuse", "reflectance": tint}}


def metal(code: str, roughness: float = 0.15) -> dict[str, Any]:
    """Metal of the given colour, brushed or polished by its roughness."""
    inner = {"type": "principled", "base_color": colour(code), "metallic": 1.0, "roughness": roughness}
    return {"type": "twosided", "bsdf": inner}


def shape(surface: Surface, material: dict[str, Any], colours: np.ndarray | None = None) -> Any:
    """The renderer's mesh of a surface."""
    properties = mi.Properties()
    properties["material"] = mi.load_dict(material)
    mesh = mi.Mesh(
        "surface",
        vertex_count=len(surface.vertices),
        face_count=len(surface.faces),
        has_vertex_normals=True,
        has_vertex_texcoords=True,
        props=properties,
    )
    parameters = mi.traverse(mesh)
    parameters["vertex_positions"] = np.ravel(surface.vertices).astype(np.float32)
    parameters["vertex_normals"] = np.ravel(surface.normals).astype(np.float32)
    parameters["vertex_texcoords"] = np.ravel(surface.uv).astype(np.float32)
    parameters["faces"] = np.ravel(surface.faces).astype(np.uint32)
    parameters.update()
    if colours is not None:
        mesh.add_attribute("vertex_color", 3, np.ravel(colours).astype(np.float32))
    return mesh


def soft_box(place: Place, target: Place, size: tuple[float, float], light: Colour) -> dict[str, Any]:
    """A rectangular lamp of `size` at `place` that shines towards `target`, `light` bright in its middle.

    Like the cloth of a real soft box it fades towards its edges, down to about what surrounds it, so that
    highlights end softly and without a dark border.
    """
    transform = mi.ScalarTransform4f().look_at(origin=list(place), target=list(target), up=[0.02, 0.1, 1])
    transform = transform @ mi.ScalarTransform4f().scale([size[0] / 2, size[1] / 2, 1])
    edge = np.minimum(np.linspace(0, 1, 65), np.linspace(1, 0, 65)) / 0.32
    fade = np.where(edge < 1, edge**2 * (3 - 2 * edge), 1.0)
    inner = (fade[:, None] * fade[None, :])[..., None]
    cloth = inner * np.asarray(light) + (1 - inner) * 0.5
    radiance = {"type": "bitmap", "bitmap": mi.Bitmap(cloth.astype(np.float32)), "raw": True}
    emitter = {"type": "area", "radiance": radiance}
    return {"type": "rectangle", "to_world": transform, "emitter": emitter}


def backdrop(code: str) -> Any:
    """A sheet of paper that lies in front, bends up and stands behind the product."""
    line = fillet([(-14.0, 0.0), (3.5, 0.0, 3.0), (3.5, 16.0)], steps=48)
    wide = np.linspace(-16.0, 16.0, 3)
    points = np.empty((len(line), len(wide), 3))
    points[..., 0] = wide[None, :]
    points[..., 1] = line[:, :1]
    points[..., 2] = line[:, 1:]
    return shape(grid(points), matt(colour(code)))


def light_softly(shot: Shot, paper: str, strength: float = 1.0) -> None:
    """The usual set: backdrop, a large key light from the left, a weak fill from the right, a top light."""
    shot.add(backdrop(paper))
    middle = (0.0, 0.0, 0.5)
    for place, size, light in (
        ((-3.6, -2.4, 3.6), (3.2, 3.2), (11.5, 11.3, 10.9)),
        ((4.2, -1.8, 2.2), (2.0, 3.8), (2.0, 2.05, 2.15)),
        ((0.3, 0.6, 5.2), (3.8, 3.0), (4.6, 4.6, 4.6)),
    ):
        red, green, blue = (strength * value for value in light)
        shot.add(soft_box(place, middle, size, (red, green, blue)))
    ambient = [strength * value for value in (0.36, 0.365, 0.375)]
    shot.add({"type": "constant", "radiance": {"type": "rgb", "value": ambient}})


def on_paper(paper: str, eye: Place = (0.3, -6.6, 2.6)) -> Shot:
    """A shot for a product of the usual size, in the usual light on `paper`."""
    shot = Shot((640, 640), eye=eye, target=(0, 0, 0.7), angle=24)
    light_softly(shot, paper)
    return shot
