"""The way from the photo to one number as pictures: its field, an input map, its own map; the window slides."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from explorer.explain.receptive import Extent
from explorer.render.numbers import count, size
from explorer.render.scale import colour_table
from explorer.ui.components.component import load, mounted
from explorer.ui.components.wire import AnyArray, pack
from explorer.ui.receipt_scene import MapPicture, ReceiptScene

_COLOURS = ("red", "green", "blue")


def receipt_strip(scene: ReceiptScene, *, key: str) -> None:
    """Shows the strip. A click on a cell of a map sends "open": [layer, channel, row, column] of its number."""
    mounted(load(Path(__file__).parent, "receipt_strip"), "open", key=key, data=payload(scene))


def payload(scene: ReceiptScene) -> bytes:
    """The message to the browser: the pictures, what stands below each, and how the window moves.

    `seen` and `part` are (h, w, 3) uint8 sRGB, `input` and `output` colour indices (h, w) uint8 or left out.
    """
    found = scene.receipt
    field = scene.field
    header = {
        "place": (found.layer, found.channel, *found.cell),
        "captions": _captions(scene),
        "size": scene.size,
        "field": field and {"whole": _extent(field.whole), "seen": _extent(field.seen)},
        "input": _picture(scene.inputs[0]) if scene.inputs else None,
        "output": scene.output and _picture(scene.output),
        "window": _window(scene),
        "slide": _slide(scene),
    }
    return pack(header, **_arrays(scene), light=colour_table("light"), dark=colour_table("dark"))


def _arrays(scene: ReceiptScene) -> dict[str, AnyArray]:
    maps = {"input": scene.inputs[0] if scene.inputs else None, "output": scene.output}
    return {
        "seen": scene.seen,
        "part": scene.part,
        **{name: picture.indices for name, picture in maps.items() if picture is not None},
    }


def _captions(scene: ReceiptScene) -> dict[str, str]:
    """What stands below each picture; the pictures that are there."""
    captions = {"seen": f"What the network saw, {size(*scene.size)}"}
    if scene.field:
        seen = scene.field.seen
        captions["part"] = f"The part that this number can see, {size(seen.height, seen.width)}"
    if scene.inputs and scene.input_shape:
        captions["input"] = _input_caption(scene.inputs[0], scene.input_shape)
    if scene.output:
        captions["output"] = _output_caption(scene, scene.output)
    return captions


def _input_caption(shown: MapPicture, shape: tuple[int, int, int]) -> str:
    channels, height, width = shape
    if shown.folded:
        return f"{count(channels)} numbers, row by row"
    return f"{count(channels)} input maps, {size(height, width)}; map {shown.channel} shown"


def _output_caption(scene: ReceiptScene, output: MapPicture) -> str:
    channel, (row, column) = scene.receipt.channel, scene.receipt.cell
    if output.folded:
        return f"Number {count(channel)} of this layer, row by row"
    if output.layer == scene.photo_layer:
        return f"{_COLOURS[channel].capitalize()} of the photo; row {row}, column {column}"
    return f"Output map {channel}, {size(output.height, output.width)}; row {row}, column {column}"


def _extent(extent: Extent) -> tuple[int, int, int, int]:
    return extent.top, extent.left, extent.height, extent.width


def _picture(picture: MapPicture) -> dict[str, Any]:
    return {
        "layer": picture.layer,
        "channel": picture.channel,
        "height": picture.height,
        "width": picture.width,
        "limit": picture.limit,
        "folded": picture.folded,
    }


def _window(scene: ReceiptScene) -> dict[str, Any] | None:
    window = scene.receipt.window
    if window is None:
        return None
    return {
        "top": window.top,
        "left": window.left,
        "rows": window.rows,
        "columns": window.columns,
        "dilation": window.dilation,
    }


def _slide(scene: ReceiptScene) -> dict[str, Any] | None:
    """How the window moves, where there is a map that it can move over."""
    slide, output = scene.slide, scene.output
    if slide is None or output is None or not scene.inputs or scene.inputs[0].folded or output.folded:
        return None
    return {
        "size": slide.size,
        "stride": slide.stride,
        "before": slide.before,
        "after": slide.after,
        "dilation": slide.dilation,
    }
