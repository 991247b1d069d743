"""How much of the photo one cell of each layer sees, and how far neighbours look apart: one pass along the graph.

The recurrence of Araujo, Norris and Sim, "Computing Receptive Fields of Convolutional Neural Networks", Distill 2019.
Where paths meet the widest counts, and padding counts as if the maps went on. From where a cell sees the whole photo
on, as behind a squeeze-excitation, its field grows no more. explorer.explain.receptive has the exact field of a number.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import torch
from torch import nn

from explorer.network.arrange import map_shape
from explorer.network.opened import Node, OpenedNetwork
from explorer.network.windows import sliding

WINDOWS = (nn.Conv2d, nn.MaxPool2d, nn.AvgPool2d)
MIXED = ("Mean", "Sum", "Amax", "AdaptiveAvgPool2d", "AdaptiveMaxPool2d", "Softmax")


@dataclass(frozen=True)
class Reach:
    """Along one axis: cell i sees the pixels from `first` + i × `step` to `last` + i × `step`.

    Maps that became one long row of numbers are apart no more in their place, but in their number: all of them
    together see `rest` pixels more than one.
    """

    first: float
    last: float
    step: float
    rest: float = 0

    @property
    def size(self) -> int:
        """How many pixels one cell sees."""
        return round(self.last - self.first + 1)


@dataclass(frozen=True)
class Span:
    """What a cell sees, and what is between neighbours, in pixels, down and across; a step of 0: they see the same."""

    size: tuple[int, int]
    step: tuple[int, int]


def spans(network: OpenedNetwork) -> dict[str, Span | None]:
    """For each layer what one of its cells sees; None for one that sees nothing of the photo."""
    found: dict[str, tuple[Reach, Reach] | None] = {network.input: (Reach(0, 0, 1), Reach(0, 0, 1))}
    for node in network.nodes:
        found[node.name] = _both(network, node, [found[name] for name in node.inputs])
    return {name: reaches and _span(reaches) for name, reaches in found.items() if name != network.input}


def _span(reaches: tuple[Reach, Reach]) -> Span:
    down, across = reaches
    return Span((down.size, across.size), (round(down.step), round(across.step)))


def _both(network: OpenedNetwork, node: Node, inputs: list[tuple[Reach, Reach] | None]) -> tuple[Reach, Reach] | None:
    step, written = network.step(node.name), map_shape(network, node.name)[1:]
    read = [(map_shape(network, name)[1:], reach) for name, reach in zip(node.inputs, inputs, strict=True) if reach]
    if not read:
        return None
    down, across = (
        _around(
            (_through(step, node.kind, reach[axis], sides, written, axis) for sides, reach in read),
            written[axis],
        )
        for axis in (0, 1)
    )
    return down, across


def _through(
    step: nn.Module, kind: str, reach: Reach, read: tuple[int, ...], written: tuple[int, ...], axis: int
) -> Reach:
    """What a cell of the value sees through one input."""
    if isinstance(step, WINDOWS):
        slide = sliding(step, axis)
        return Reach(
            reach.first - slide.before * reach.step,
            reach.last + (slide.dilation * (slide.size - 1) - slide.before) * reach.step,
            reach.step * slide.stride,
        )
    if isinstance(step, nn.ConvTranspose2d):
        return _stamped(step, reach, axis)
    if kind in MIXED and read != written:
        return _whole(reach, read[axis])
    if kind == "Linear" and reach.rest:
        return Reach(reach.first, reach.last + reach.rest, 0)
    if kind in ("Flatten", "View", "Reshape") and written == (1, 1):
        return Reach(reach.first, reach.last, 0, (read[axis] - 1) * reach.step)
    if read[axis] == written[axis]:
        return reach
    if read[axis] == 1:  # spread over all cells
        return Reach(reach.first, reach.last, 0)
    return _copied(step, reach, read, written, axis)


def _stamped(step: Any, reach: Reach, axis: int) -> Reach:
    """Of a transposed convolution: the cells whose stamps may cover one place, the most that any place has."""
    span = step.dilation[axis] * (step.kernel_size[axis] - 1)
    cells = math.ceil((span + 1) / step.stride[axis])
    first = -((span - step.padding[axis]) // step.stride[axis])
    return Reach(
        reach.first + first * reach.step,
        reach.last + (first + cells - 1) * reach.step,
        reach.step / step.stride[axis],
    )


def _whole(reach: Reach, length: int) -> Reach:
    return Reach(reach.first, reach.last + (length - 1) * reach.step, 0)


def _copied(step: nn.Module, reach: Reach, read: tuple[int, ...], written: tuple[int, ...], axis: int) -> Reach:
    """Of a step that moves numbers, such as a slice: which cells it takes, looked up by moving their places."""
    places = torch.arange(read[axis], dtype=torch.float64)
    grid = (places[:, None] if axis == 0 else places[None]).expand(*read)
    try:
        taken = step(grid[None, None])[0, 0].select(1 - axis, 0)
    except Exception:  # a step that wants another number of maps, or reads several values
        return _whole(reach, read[axis])
    even = taken.shape == (written[axis],) and bool(((taken[1:] - taken[:-1]) == taken[1] - taken[0]).all())
    if not even:
        return _whole(reach, read[axis])
    first, apart = float(taken[0]), float(taken[1] - taken[0])
    return Reach(reach.first + first * reach.step, reach.last + first * reach.step, reach.step * apart)


def _around(reaches: Iterable[Reach], length: int) -> Reach:
    """What a cell sees that sees all of these; they look equally far apart, unless one sees the same everywhere."""
    together = list(reaches)
    steps = {reach.step for reach in together}
    if len(steps) > 1:
        together = [_whole(reach, length) for reach in together]
    first, last = min(reach.first for reach in together), max(reach.last for reach in together)
    return Reach(first, last, together[0].step, max(reach.rest for reach in together))
