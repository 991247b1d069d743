"""Renders the built-in product photos into assets/photos; assets/README.md says what it needs.

python assets/render_photos.py [--draft FOLDER] [PHOTO ...]
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import Any

import mitsuba as mi
import numpy as np
from PIL import Image

mi.set_variant("llvm_ad_rgb", "scalar_rgb")

from scenes import balls, fruit, kitchen, living, outdoors, table  # noqa: E402  (the scenes need a variant)
from scenes.darkroom import denoise, develop, layers  # noqa: E402
from scenes.studio import Shot  # noqa: E402

FOLDER = Path(__file__).parent / "photos"
SEED = 20
SAMPLES = 12
OVERSAMPLING = 2
MOST_BYTES = 150_000
PHOTOS = {
    "coffee-mug.jpg": table.coffee_mug,
    "teapot.jpg": table.teapot,
    "wine-bottle.jpg": table.wine_bottle,
    "soccer-ball.jpg": balls.soccer_ball,
    "basketball.jpg": balls.basketball,
    "granny-smith.jpg": fruit.granny_smith,
    "table-lamp.jpg": living.table_lamp,
    "wall-clock.jpg": living.wall_clock,
    "oranges.jpg": fruit.oranges,
    "golf-ball.jpg": balls.golf_ball,
    "toaster.jpg": kitchen.toaster,
    "sunglasses.jpg": outdoors.sunglasses,
    "water-bottle.jpg": outdoors.water_bottle,
}


def describe(shot: Shot, samples: int, scale: int) -> dict[str, Any]:
    """The renderer's scene of a shot, `scale` times its size in pixels."""
    look = mi.ScalarTransform4f().look_at(origin=list(shot.eye), target=list(shot.target), up=[0, 0, 1])
    camera = {
        "type": "perspective",
        "fov": shot.angle,
        "fov_axis": "larger",
        "to_world": look,
        "film": {
            "type": "hdrfilm",
            "width": shot.size[0] * scale,
            "height": shot.size[1] * scale,
            "rfilter": {"type": "box"},
            "pixel_format": "rgb",
            "component_format": "float32",
        },
        "sampler": {"type": "independent", "sample_count": samples},
    }
    return {"type": "scene", "integrator": layers(bounces=12), "camera": camera, **shot.parts}


def render(shot: Shot, samples: int, scale: int) -> Image.Image:
    """The finished picture of a shot, of its size."""
    # Optimised, a scene holds its shapes in an order that differs from run to run, and so does the noise.
    scene = mi.load_dict(describe(shot, samples, scale), optimize=False)
    pixels = develop(denoise(np.array(mi.render(scene, spp=samples, seed=SEED), dtype=np.float32)))
    height, width = shot.size[1], shot.size[0]
    small = pixels.reshape(height, scale, width, scale, 3).mean(axis=(1, 3))
    # Half a grey level of grain keeps the smooth backdrop from banding in JPEG.
    grain = np.random.default_rng(SEED).normal(0, 0.5, small.shape[:2])[..., None]
    return Image.fromarray(np.clip(small * 255 + grain + 0.5, 0, 255).astype(np.uint8))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("photos", nargs="*", metavar="PHOTO", help="such as coffee-mug.jpg; else all")
    parser.add_argument("--draft", type=Path, metavar="FOLDER", help="quick and rough, into FOLDER")
    arguments = parser.parse_args()
    samples, scale = (24, 1) if arguments.draft else (SAMPLES, OVERSAMPLING)
    for name in arguments.photos or PHOTOS:
        began = time.perf_counter()
        picture = render(PHOTOS[name](), samples, scale)
        target = (arguments.draft or FOLDER) / name
        picture.save(target, quality=92, subsampling=0, optimize=True)
        size = target.stat().st_size
        if size > MOST_BYTES:
            raise SystemExit(f"{name}: expected at most {MOST_BYTES:,} bytes, got {size:,}; calm it.")
        seconds = time.perf_counter() - began
        print(f"{name}: {picture.width} x {picture.height}, {size:,} bytes, {seconds:.0f} s", flush=True)


if __name__ == "__main__":
    main()
