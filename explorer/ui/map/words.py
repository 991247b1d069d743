"""The words of the Map page: its title, what stands under each step, and the line about the chosen one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from explorer.network.arrange import map_shape
from explorer.network.blocks import Block, Stage
from explorer.network.layers import Layer
from explorer.network.opened import OpenedNetwork
from explorer.render.numbers import byte_count, count, large, size
from explorer.ui.map.scene import MapScene

_WORD = re.compile(r"\D+(?=\d)")
FIGURES = ("multiply-adds", "parameters", "memory", "time")

# What stands under a step: what it does, in two or three words.
_DOES = {
    "BatchNorm2d": "scale, shift",
    "BatchNorm1d": "scale, shift",
    "LayerNorm": "norm of channels",
    "LayerNorm2d": "norm of channels",
    "GroupNorm": "norm of groups",
    "ReLU": "below 0 → 0",
    "ReLU6": "0 to 6",
    "SiLU": "x · sigmoid",
    "GELU": "soft ReLU",
    "Hardswish": "bent ReLU",
    "Sigmoid": "0 to 1",
    "Hardsigmoid": "0 to 1",
    "Add": "sum of both",
    "Multiply": "product of both",
    "Concatenate": "side by side",
    "Flatten": "one row",
    "Dropout": "as it is",
    "StochasticDepth": "as it is",
    "Identity": "as it is",
    "Linear": "weighted sums",
    "Mean": "averages",
    "AdaptiveAvgPool2d": "averages",
    "Slice": "a part",
    "Chunk": "a part",
    "Permute": "axes turned",
    "Transpose": "axes turned",
    "View": "rearranged",
    "Reshape": "rearranged",
}
# The same of steps that take one value and a number that is always the same.
_WITH_NUMBER = {
    "Add": "plus a number",
    "Subtract": "minus a number",
    "Multiply": "times a number",
    "Divide": "by a number",
}


def finding(scene: MapScene) -> str:
    """The title: what the maps become along the way."""
    first, last = scene.ends
    verbs = {(True, True): "shrink and multiply", (True, False): "shrink", (False, True): "multiply"}
    becomes = verbs.get((last[1] * last[2] < first[1] * first[2], last[0] > first[0]), "change")
    return f"Maps {becomes}: {count(first[0])} of {size(*first[1:])} become {count(last[0])} of {size(*last[1:])}."


def reason(scene: MapScene) -> str:
    """What is what on the picture."""
    arcs = "; the arcs are the skip connections around it" if any(has_skip(block) for block in scene.chain) else ""
    return (
        "The photo enters on the left, the classes leave on the right. Each column is one block with its strongest"
        f" maps{arcs}."
    )


def has_skip(block: Block) -> bool:
    """Whether what comes into the block is added to what it finds."""
    return block.branched and any(node.kind in ("Add", "Subtract") and len(node.inputs) > 1 for node in block.nodes)


def stage_label(stage: Stage, chain: Sequence[Block]) -> str:
    """A stage's name without the modules around it: "layer2", "denseblock1–transition1"; what comes before the first
    branch has none."""
    ends = stage.name.split("–")
    inside = chain[stage.first : stage.last + 1]
    if stage.first == 0 and len(ends) > 1 and not any(block.branched and has_weights(block) for block in inside):
        return "stem" if any(has_weights(block) for block in inside) else "input"
    last = [end.rpartition(".")[2] for end in ends]
    if any(part.isdigit() for part in last):
        return stage.name
    stem = _WORD.match(last[0])
    if len(last) == 2 and stem and last[1].startswith(stem[0]):  # "inception5a–5b"
        last[1] = last[1].removeprefix(stem[0])
    return "–".join(last)


def has_weights(block: Block) -> bool:
    """Whether something in the block is learnt; if not, it only changes the numbers of the photo."""
    return any(node.kind.startswith(("Conv", "Linear")) for node in block.nodes)


def shape_of(network: OpenedNetwork, layer: str) -> str:
    """Channels and sides as short as they go: "512 × 28²", "64 × 54 × 71", "2,048"."""
    channels, height, width = map_shape(network, layer)
    if height == width == 1:
        return count(channels)
    return f"{count(channels)} × " + (f"{count(height)}²" if height == width else size(height, width))


def does(layer: Layer) -> str:
    """What a step does, as it stands under it."""
    if layer.kernel:
        window = size(*layer.kernel)
        stride = "" if set(layer.stride) <= {1} else f", stride {max(layer.stride)}"
        return window + (", pooled" if "Pool" in layer.type else "") + stride
    with_number = len(layer.inputs) == 1 and _WITH_NUMBER.get(layer.type)
    return with_number or _DOES.get(layer.type, layer.type)


def facts(scene: MapScene, layer: Layer) -> str:
    """The line about a step: type, what becomes of height and width, parameters, multiply-adds, what a cell sees."""
    network = scene.network
    said = does(layer)
    parts = [layer.type if said == layer.type else f"{layer.type}: {said}"]
    parts[0] += _resized(network, layer) + "."
    if layer.parameters:
        own = f"{count(layer.parameters)} parameters"
        adds = f", {large(layer.multiply_adds)} multiply-adds" if layer.multiply_adds else ""
        parts.append(f"{own}{adds}, {byte_count(layer.memory)} of values.")
    else:
        parts.append(f"{byte_count(layer.memory)} of values.")
    if layer.field:
        parts.append(f"A cell sees {size(*layer.field)} pixels.")
    if layer.name in scene.times:
        parts.append(f"{scene.times[layer.name]:.2f} ms.")
    return " ".join(parts)


def _resized(network: OpenedNetwork, layer: Layer) -> str:
    if not layer.inputs:
        return ""
    before, after = map_shape(network, layer.inputs[0]), map_shape(network, layer.name)
    if before[1:] == after[1:] or after[1:] == (1, 1) or 1 in before[1:]:
        return ""
    if all(2 * now - 1 <= was <= 2 * now + 1 for was, now in zip(before[1:], after[1:], strict=True)):
        return "; height and width are halved"
    return f"; {size(*before[1:])} becomes {size(*after[1:])}"


def figures(scene: MapScene, layer: Layer) -> tuple[float, ...]:
    """A step's numbers in the order of FIGURES; time is 0 until it has been measured."""
    return layer.multiply_adds, layer.parameters, layer.memory, scene.times.get(layer.name, 0.0)


def figure(name: str, value: float) -> str:
    """One such number as it is read: "373 million", "1.02 MB", "3.1 ms"."""
    if name == "memory":
        return byte_count(int(value))
    return f"{value:.2f} ms" if name == "time" else large(int(value))


def totals(scene: MapScene) -> tuple[str, ...]:
    """What all steps come to, in the order of FIGURES; empty for a time that is not known."""
    sums = (scene.totals.multiply_adds, scene.totals.parameters, scene.totals.memory)
    known = tuple(figure(name, value) for name, value in zip(FIGURES, sums, strict=False))
    return (*known, figure("time", sum(scene.times.values())) if scene.times else "")
