"""What a number was made of: what adds up and what takes away, and every part of it, each opening its own receipt."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np

from explorer.explain.receipt import PHOTO, Receipt
from explorer.explain.terms import Terms
from explorer.render.scale import colour_table
from explorer.render.slip import decimals
from explorer.ui.components.component import load, mounted
from explorer.ui.components.wire import pack
from explorer.ui.receipt_scene import MapPicture, ReceiptScene

_ODD = {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}


def receipt_parts(scene: ReceiptScene, *, key: str) -> None:
    """Shows the parts of the opened number. A click sends "open": [layer, channel, row, column] of a part."""
    mounted(load(Path(__file__).parent, "receipt_parts"), "open", key=key, data=payload(scene))


def payload(scene: ReceiptScene) -> bytes:
    """The message to the browser: all terms as columns, and the pictures of the input maps one after another."""
    found = scene.receipt
    tiles = [picture.indices.ravel() for picture in scene.inputs]
    read = {*found.inputs, *found.terms.layers, *([found.factor.layer] if found.factor else [])}
    header = {
        "kind": scene.kind,
        "layer": found.layer,
        "operation": found.operation,
        "sentence": found.sentence,
        "inputs": found.inputs,
        "shape": scene.input_shape,
        "place": (found.channel, *found.cell),
        "value": _number(found.value),
        "bias": _number(found.bias),
        "decimals": _decimals(scene),
        "stages": [(stage.name, _number(stage.value)) for stage in found.stages],
        "factor": (found.factor.layer, found.factor.channel, *found.factor.cell) if found.factor else None,
        "window": _window(found),
        "layers": found.terms.layers,
        "outputLayer": scene.output_layer,
        "labels": scene.labels if scene.output_layer in found.terms.layers else (),
        "vectors": sorted(scene.vectors.intersection(read)),
        "photoLayer": scene.photo_layer,
        "photo": PHOTO,
        "pixel": scene.part[0, 0].tolist() if found.layer == scene.photo_layer else None,
        "pictures": [_picture(picture) for picture in scene.inputs],
    }
    return pack(
        header,
        **_columns(found.terms),
        tiles=np.concatenate(tiles) if tiles else np.zeros(0, np.uint8),
        light=colour_table("light"),
        dark=colour_table("dark"),
    )


def _columns(terms: Terms) -> dict[str, np.ndarray]:
    """The terms, each column an array. Layers, places and float32 inputs arrive exactly, weights to seven digits."""
    real = ("channel", "row", "column", "input", "weight")
    columns = {name: getattr(terms, name).astype(np.float32) for name in real}
    return columns | {name: getattr(terms, name).astype(np.uint8) for name in ("source", "padding")}


def _window(found: Receipt) -> dict[str, Any] | None:
    window = found.window
    if window is None:
        return None
    return {
        "rows": window.rows,
        "columns": window.columns,
        "top": window.top,
        "left": window.left,
        "dilation": window.dilation,
    }


def _picture(picture: MapPicture) -> dict[str, Any]:
    """What belongs to a picture beside its pixels; `tall` × `wide` of them, colour indices, lie in `tiles`."""
    tall, wide = picture.indices.shape
    return {
        "layer": picture.layer,
        "channel": picture.channel,
        "height": picture.height,
        "width": picture.width,
        "limit": _number(picture.limit),
        "folded": picture.folded,
        "tall": tall,
        "wide": wide,
    }


def _decimals(scene: ReceiptScene) -> int | None:
    """The decimals of the slip, so that the parts are printed as they are there."""
    found = scene.receipt
    _, rest = found.rest(len(scene.shown))
    products = (float(found.terms.product[one]) for one in scene.shown)
    return decimals((*products, rest, found.bias), found.value)


def _number(value: float) -> float | str:
    """`value` as JSON can carry it; JavaScript's Number() reads both."""
    return value if math.isfinite(value) else _ODD[str(value)]
