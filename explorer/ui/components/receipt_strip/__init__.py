"""The way from the photo to one number as pictures: its receptive field, an input map, its own; the window slides."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from explorer.explain.receptive import Extent, Field
from explorer.render.numbers import TIMES, count, probability, reading, size
from explorer.render.scale import colour_table
from explorer.ui.components.component import load, mounted
from explorer.ui.components.wire import AnyArray, pack
from explorer.ui.receipt_scene import MapPicture, ReceiptScene


def receipt_strip(scene: ReceiptScene, *, key: str) -> None:
    """Shows the strip. A click on a cell of a map sends "open": [layer, channel, row, column] of its number."""
    mounted(load(Path(__file__).parent, "receipt_strip"), "open", key=key, data=payload(scene))


def payload(scene: ReceiptScene) -> bytes:
    """The message to the browser: the pictures, what stands below each, the places of all terms, and how it slides.

    `seen` and `part` are (h, w, 3) uint8 sRGB, `input` and `output` colour indices (h, w) uint8 or left out; the
    places are columns of float32, one entry for each term, `source` (uint8) counting in `layers`.
    """
    found, field, output = scene.receipt, scene.field, scene.output
    header = {
        "place": (found.layer, found.channel, *found.cell),
        "value": reading(found.captured) if output else probability(found.captured),
        "pool": scene.kind == "pool",
        "captions": _captions(scene),
        "size": scene.size,
        "field": field and {"whole": _box(field.whole), "seen": _box(field.seen)},
        "input": _picture(scene, scene.inputs[0]) if scene.inputs else None,
        "output": output and _picture(scene, output),
        "inputSize": scene.input_shape and scene.input_shape[1:],
        "window": asdict(found.window) if found.window else None,
        "slide": asdict(scene.slide) if scene.slide and _slides(scene) else None,
        "apart": scene.apart,
        "layers": found.terms.layers,
        "photoLayer": scene.photo_layer,
        "outputLayer": scene.output_layer,
        "labels": scene.labels if scene.output_layer in (found.layer, *found.inputs) else (),
    }
    return pack(header, **_arrays(scene), light=colour_table("light"), dark=colour_table("dark"))


def _arrays(scene: ReceiptScene) -> dict[str, AnyArray]:
    terms = scene.receipt.terms
    arrays: dict[str, AnyArray] = {"seen": scene.seen, "part": scene.part, "source": terms.source.astype(np.uint8)}
    arrays |= {name: getattr(terms, name).astype(np.float32) for name in ("channel", "row", "column")}
    if scene.inputs:
        arrays["input"] = scene.inputs[0].indices
    if scene.output:
        arrays["output"] = scene.output.indices
    return arrays


def _captions(scene: ReceiptScene) -> dict[str, str]:
    """What stands below each picture that there is."""
    captions = {"seen": f"What the network saw, {size(*scene.size)}"}
    if scene.field:
        captions["part"] = _part_caption(scene.field)
    if scene.inputs and scene.input_shape:
        captions["input"] = _input_caption(scene, scene.inputs[0], scene.input_shape)
    if scene.output:
        captions["output"] = _output_caption(scene, scene.output)
    return {name: text.replace(f" {TIMES} ", f"\u00a0{TIMES}\u00a0") for name, text in captions.items()}


def _part_caption(field: Field) -> str:
    seen = field.seen
    if seen.height == seen.width == 1:
        return "The pixel that this number is made of, and those around it"
    beyond = "; hatched: beyond the edge" if field.whole != seen else ""
    return f"The part that this number can see, {size(seen.height, seen.width)}{beyond}"


def _input_caption(scene: ReceiptScene, shown: MapPicture, shape: tuple[int, int, int]) -> str:
    terms = scene.receipt.terms
    read = len(set(terms.channel[terms.source == terms.layers.index(shown.layer)].tolist()))
    channels = shape[0]
    several = f"{count(read)} of {count(channels)}" if read < channels else count(channels)
    if shown.folded:
        return f"{several} numbers, row by row"
    if shown.layer == scene.photo_layer:
        return f"The photo’s three colours, {size(shown.height, shown.width)}"
    what = f"{several} input maps" if read > 1 else "Input map"
    return f"{what}, {size(shown.height, shown.width)}"


def _output_caption(scene: ReceiptScene, output: MapPicture) -> str:
    if output.folded:
        return f"All numbers of {output.layer}, row by row"
    if output.layer == scene.photo_layer:
        return f"One colour, as the network reads it, {size(output.height, output.width)}"
    return f"Output map {count(output.channel)}, {size(output.height, output.width)}"


def _box(extent: Extent) -> tuple[int, int, int, int]:
    return extent.top, extent.left, extent.height, extent.width


def _picture(scene: ReceiptScene, picture: MapPicture) -> dict[str, Any]:
    """What belongs to a picture beside its pixels; `numbers` counts those of a vector where that is known."""
    described = {name: getattr(picture, name) for name in ("layer", "channel", "height", "width", "limit", "folded")}
    return described | {"numbers": _numbers(scene, picture.layer) if picture.folded else None}


def _numbers(scene: ReceiptScene, layer: str) -> int | None:
    if layer == scene.output_layer:
        return len(scene.labels)
    return scene.input_shape[0] if scene.input_shape and layer == scene.receipt.inputs[0] else None


def _slides(scene: ReceiptScene) -> bool:
    """Whether there is a map that a window can move over, and a map that it fills."""
    return scene.output is not None and not scene.output.folded and bool(scene.inputs) and not scene.inputs[0].folded
