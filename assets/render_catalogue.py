"""Renders a catalogue of 44 products, many pictures of each; assets/README.md says what it needs.

python assets/render_catalogue.py OUT [--sets FIRST:LAST] [--views N] [--samples N] [PRODUCT ...]

A set is one arrangement of a product and its lamps; its pictures differ in camera, light and paper. The picture
OUT/PRODUCT/setS_V.jpg depends on its name alone, so a run that was stopped goes on where it was.
"""

from __future__ import annotations

import argparse
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import mitsuba as mi
import numpy as np
from PIL import Image

# Every product is a scene of its own: compiling it for LLVM would take longer than it saves.
mi.set_variant("scalar_rgb")

from scenes import (  # noqa: E402  (the scenes need a variant)
    balls,
    fruit,
    harvest,
    kitchen,
    living,
    outdoors,
    pantry,
    play,
    surface,
    table,
    tableware,
)
from scenes.darkroom import denoise, develop, layers  # noqa: E402
from scenes.stage import Light, Product, arrange, draw_camera, draw_light  # noqa: E402
from scenes.studio import Shot  # noqa: E402

SIDE = 112
DETAIL = 7
PRODUCTS: dict[str, Callable[[], Shot]] = {
    shot.__name__.replace("_", "-"): shot
    for shot in (
        *(table.coffee_mug, table.teapot, table.wine_bottle),
        *(balls.soccer_ball, balls.basketball, balls.golf_ball),
        *(fruit.granny_smith, fruit.oranges, kitchen.toaster),
        *(living.table_lamp, living.wall_clock, outdoors.sunglasses, outdoors.water_bottle),
        *(tableware.espresso_cup, tableware.striped_mug, tableware.soup_bowl, tableware.dinner_plate),
        *(tableware.milk_jug, tableware.egg_cup, tableware.vase, tableware.candlestick),
        *(pantry.pepper_mill, pantry.saucepan, pantry.rolling_pin, pantry.vacuum_flask),
        *(pantry.soup_can, pantry.honey_jar),
        *(harvest.lemon, harvest.tomato, harvest.pear, harvest.pumpkin, harvest.aubergine, harvest.cactus),
        *(play.tennis_ball, play.billiard_ball, play.beach_ball, play.dumbbell, play.die, play.bowling_pin),
        *(play.ring_tower, play.toy_blocks, play.traffic_cone, play.globe, play.book),
    )
}
HANGING = ("wall-clock",)


def seed(*names: object) -> int:
    """A number that depends on the names alone."""
    return zlib.crc32("/".join(map(str, names)).encode())


def describe(parts: dict[str, Any], look: Any, angle: float, samples: int) -> dict[str, Any]:
    """The renderer's scene of a set, seen by one camera."""
    film = {"type": "hdrfilm", "width": SIDE, "height": SIDE, "rfilter": {"type": "box"}, "pixel_format": "rgb"}
    camera = {
        "type": "perspective",
        "fov": angle,
        "to_world": look,
        "film": film | {"component_format": "float32"},
        "sampler": {"type": "independent", "sample_count": samples},
    }
    return {"type": "scene", "integrator": layers(bounces=6), "camera": camera, **parts}


def light_up(parameters: Any, lamps: list[np.ndarray], light: Light) -> None:
    """Set the lamps, the light all around and the paper of a scene; `lamps` are the cloths of radiance one."""
    for index, (cloth, radiance) in enumerate(zip(lamps, light.lamps, strict=True)):
        parameters[f"lamp{index}.emitter.radiance.data"] = mi.TensorXf((cloth * radiance).astype(np.float32))
    parameters["around.radiance.value"] = mi.Color3f(*map(float, light.around))
    parameters["ground.bsdf.brdf_0.reflectance.value"] = mi.Color3f(*map(float, light.paper))


def picture(scene: Any, samples: int, number: int) -> Image.Image:
    """The finished picture of a scene, denoised and developed."""
    pixels = develop(denoise(np.array(mi.render(scene, spp=samples, seed=number), dtype=np.float32)))
    grain = np.random.default_rng(number).normal(0, 0.8, pixels.shape[:2])[..., None]
    return Image.fromarray(np.clip(pixels * 255 + grain + 0.5, 0, 255).astype(np.uint8))


def render_set(name: str, product: Product, number: int, views: int, samples: int, out: Path) -> int:
    """Renders what is missing of one set into OUT/PRODUCT; returns how many pictures."""
    paths = [out / name / f"set{number}_{view}.jpg" for view in range(views)]
    if all(path.exists() for path in paths):
        return 0
    parts = arrange(product, np.random.default_rng(seed(name, number)))
    for view, path in enumerate(paths):
        chance = np.random.default_rng(seed(name, number, view))
        look, angle = draw_camera(product, chance)
        if view == 0:
            scene = mi.load_dict(describe(parts, look, angle, samples), optimize=False)
            parameters = mi.traverse(scene)
            cloths = [np.array(parameters[f"lamp{lamp}.emitter.radiance.data"]) for lamp in range(4)]
        parameters["camera.to_world"] = mi.Transform4f(look.matrix)
        parameters["camera.x_fov"] = angle
        light_up(parameters, cloths, draw_light(chance))
        parameters.update()
        path.parent.mkdir(parents=True, exist_ok=True)
        picture(scene, samples, seed(name, number, view)).save(path, quality=90, subsampling=0, optimize=True)
    return len(paths)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path, metavar="OUT", help="folder that gets a folder for each product")
    parser.add_argument("products", nargs="*", metavar="PRODUCT", help="such as coffee-mug; else all 44")
    parser.add_argument("--sets", default="0:9", metavar="FIRST:LAST", help="which sets, LAST not among them")
    parser.add_argument("--views", type=int, default=4, metavar="N", help="pictures of each set")
    parser.add_argument("--samples", type=int, default=6, metavar="N", help="paths of light for each pixel")
    arguments = parser.parse_intermixed_args()
    first, last = map(int, arguments.sets.split(":"))
    surface.finest = DETAIL
    names = arguments.products or list(PRODUCTS)
    products = {name: Product(PRODUCTS[name](), name in HANGING) for name in names}
    for number in range(first, last):
        for name in names:
            began = time.perf_counter()
            made = render_set(name, products[name], number, arguments.views, arguments.samples, arguments.out)
            print(f"set {number}, {name}: {made} pictures, {time.perf_counter() - began:.1f} s", flush=True)


if __name__ == "__main__":
    main()
