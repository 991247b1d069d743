"""The words of the pages: titles that say what was found, and one sentence that says why."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from explorer.image.preprocess import Box
from explorer.image.recipe import Recipe
from explorer.network.layers import Layer, Totals
from explorer.render.figures import MapShape
from explorer.render.numbers import count, large, size

# What a layer of each type does, for somebody who sees its maps for the first time.
REASONS: dict[str, str] = {
    "Conv2d": "Each map is one kernel’s answer, cell by cell. Orange cells found what the kernel looks for,"
    " blue cells found its opposite, and cells in the colour of the page are zero.",
    "BatchNorm2d": "Batch norm moves and stretches each map by two numbers of its own; nothing is mixed.",
    "ReLU": "Below zero becomes zero, all else stays: what remains is where a kernel found what it looks for.",
    "ReLU6": "Below zero becomes zero, above six becomes six; what lies between stays.",
    "MaxPool2d": "Each cell is the largest of the few below it: the maps shrink, the strongest answers stay.",
    "AvgPool2d": "Each cell is the average of the few below it: the maps shrink and grow calm.",
    "AdaptiveAvgPool2d": "Average pooling: each map becomes its average, one number a channel.",
    "Mean": "Average pooling: each map becomes its average, one number a channel.",
    "Add": "The residual sum: what came into the block, plus what the block found.",
    "Multiply": "Two values are multiplied cell by cell: one of them says how much of the other passes.",
    "Concatenate": "The maps of several layers are laid side by side; no number changes.",
    "Flatten": "The same numbers in one row, ready for the linear layer; no number changes.",
    "Dropout": "Dropout does nothing here: it only acts while a network is trained.",
    "StochasticDepth": "Stochastic depth does nothing here: it only acts while a network is trained.",
    "Linear": "Each number is a bias plus a sum: every number of the layer before times a weight.",
    "LayerNorm": "At each cell the channels are brought to mean zero and spread one, then scaled and shifted.",
    "SiLU": "Each value times its own sigmoid: far below zero it fades to zero, far above it stays.",
    "GELU": "A soft ReLU: far below zero it fades to zero, far above it stays.",
    "Hardswish": "A ReLU with a soft start, made of straight lines and one parabola.",
    "Sigmoid": "Each value is pressed between zero and one: here it says how much of a channel passes.",
    "Hardsigmoid": "Each value is pressed between zero and one by three straight lines.",
}
_OTHER = "Orange cells lie above zero, blue cells below, and cells in the colour of the page are zero."

# What Streamlit's Markdown, formulas and colours included, would not show as it stands.
_MARKUP = re.compile(r"([!-/:-@\[-`{-~])")


def plain(text: str) -> str:
    """Markdown that shows `text`, a name that somebody else chose, letter by letter."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))


def _several(number: int, one: str) -> str:
    """How many there are: "1 map", "1,000 maps"."""
    return f"{count(number)} {one}" + ("" if number == 1 else "s")


def layer_finding(shape: tuple[int, int, int]) -> str:
    """The title of the Layers page for maps of `shape` (C, H, W)."""
    channels, height, width = shape
    if height == width == 1:
        return f"This layer answers the photo with {_several(channels, 'number')}."
    return f"This layer answers the photo with {_several(channels, 'map')} of {size(height, width)}."


def layer_reason(layer: Layer) -> str:
    """Why the maps of `layer` look as they do."""
    return REASONS.get(layer.type, _OTHER)


def layer_facts(layer: Layer, shape: tuple[int, int, int], channels_in: int) -> str:
    """One line: what the layer is, its numbers and sizes. `shape` is (C, H, W)."""
    names = {"Conv2d": "Convolution", "BatchNorm2d": "Batch norm", "MaxPool2d": "Max pool", "Add": "Residual sum"}
    facts = names.get(layer.type, layer.type)
    if layer.kernel:
        facts += f" {size(*layer.kernel)}, stride {_side(layer.stride)}, padding {_side(layer.padding)}"
    if layer.groups > 1:
        facts += f", {count(layer.groups)} groups"
    channels = _several(shape[0], "channel")
    if channels_in != shape[0]:
        channels = f"{count(channels_in)} → {channels}"
    parts = [facts, channels, size(shape[1], shape[2])]
    if layer.parameters:
        parts.append(_several(layer.parameters, "parameter"))
    return " · ".join(parts)


def _side(sides: tuple[int, ...]) -> str:
    return str(sides[0]) if len(set(sides)) == 1 else " × ".join(str(side) for side in sides)


def photo_finding(crop: Box, whole: tuple[int, int]) -> str:
    """The title of the Photo page: how much of the photo, (height, width), the network sees."""
    height, width = (min(round(part), side) for part, side in zip((crop.height, crop.width), whole, strict=True))
    if (height, width) == whole:
        return f"The network sees all {size(*whole)} pixels of this photo."
    return f"The network sees {size(height, width)} of this photo’s {size(*whole)} pixels."


def photo_reason(recipe: Recipe) -> str:
    """What happens on the way."""
    return (
        f"It takes squares of {size(recipe.crop, recipe.crop)} pixels, and numbers around zero. Below is every step"
        " from the photo to these numbers; point at a pixel to follow it."
    )


def photo_notes(kind: str, notes: tuple[str, ...]) -> str:
    """What reading the file took."""
    return f"Read from {kind}" + (": " + "; ".join(notes) if notes else "") + "."


def shapes_finding(totals: Totals) -> str:
    """The title of the Shapes page."""
    adds = large(totals.multiply_adds)
    return f"{_several(totals.parameters, 'parameter')}, {adds} multiply-adds for one photo."


def shapes_reason(stops: Sequence[MapShape]) -> str:
    """What to see in the table of shapes; `stops` are the layers with maps, from the first to the last."""
    choose = "Choose a row to open its layer."
    if not stops:
        return choose
    ends = (stops[0].shape, stops[-1].shape)
    first, last = (f"{count(channels)} maps of {size(height, width)}" for channels, height, width in ends)
    return f"Along the way maps shrink and multiply: {first} become {last}. {choose}"


def kernels_finding(shape: tuple[int, ...], is_first: bool) -> str:
    """The title of the Kernels page; `shape` is (C_out, C_in, kH, kW)."""
    outputs, inputs, *_ = shape
    if is_first:
        these = "This one kernel is" if outputs == 1 else f"These {count(outputs)} kernels are"
        return f"{these} all that the first layer can see."
    if inputs == 1:
        return "One kernel looks at one map." if outputs == 1 else f"{count(outputs)} kernels look at one map each."
    weights = large(math.prod(shape))
    return f"{_several(outputs, 'kernel')} of {count(inputs)} slices each: {weights} weights."


def kernels_reason(shape: tuple[int, ...], is_first: bool) -> str:
    """What a kernel is, for the convolution at hand."""
    height, width = shape[2:]
    if is_first:
        return (
            f"A kernel is {size(height, width)} weights for each of red, green and blue. It slides over the photo,"
            " multiplies and adds up: where the photo looks like the kernel, the sum is large."
        )
    if height == width == 1:
        return "A kernel of 1 × 1 looks at a single cell: it mixes the channels below it, one weight each."
    return (
        f"Each kernel has one slice of {size(height, width)} for every input map that it reads; the slices’ products"
        " are added up to one output map."
    )


def kernel_map_note(kernel: int, is_first: bool) -> str:
    """What stands below the kernels."""
    what = "this photo, as the network sees it" if is_first else "the maps that this layer reads of this photo"
    return f"What kernel {kernel} makes of {what}. Choose another kernel above."
