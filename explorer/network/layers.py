"""The layers of an opened network as a table: one row per call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from torch import nn

from explorer.network.cost import memory, multiply_adds
from explorer.network.opened import Node, OpenedNetwork
from explorer.network.spans import Span, spans

Sides = tuple[int, ...]

COLUMNS = (
    "layer",
    "type",
    "output_shape",
    "kernel",
    "stride",
    "padding",
    "parameters",
    "trainable",
    "multiply_adds",
    "memory",
    "receptive_field",
    "apart",
)
"""What `as_text` gives, as the headings of CSV and Markdown name it."""


@dataclass(frozen=True)
class Layer:
    """One call of one operation.

    `type` is the module's type (`Conv2d`) or the operation's (`Add`); `output_shape` is (C, H, W) or (K,), without the
    batch axis; `kernel`, `stride`, `padding` and `dilation` are (height, width) or empty where the operation has none;
    `inputs` are the names of the layers that it reads. `parameters` are counted where a module is called first, so
    that the column adds up to the network's own number; `trainable` says whether any of them may be trained.
    `multiply_adds` are those of convolutions and linear layers, `memory` the bytes of the value in float32. One cell
    sees `field` pixels of the photo (height, width), padding counted as if the maps went on, and neighbours look
    `apart` pixels apart (down, across); both are empty for what sees nothing of the photo.
    """

    name: str
    type: str
    output_shape: tuple[int, ...]
    kernel: Sides
    stride: Sides
    padding: Sides
    dilation: Sides
    groups: int
    parameters: int
    trainable: bool
    inputs: tuple[str, ...]
    multiply_adds: int
    memory: int
    field: Sides
    apart: Sides

    @property
    def stage(self) -> str:
        """The outermost module that the layer stands in (`layer1`), or the layer itself (`conv1`)."""
        return self.name.split(".")[0]

    @property
    def block(self) -> str:
        """The block within the stage (`layer1.0`); the stage where there is none."""
        parts = self.name.split(".")
        return ".".join(parts[:2]) if len(parts) > 2 else parts[0]


@dataclass(frozen=True)
class Totals:
    """Sums over a table of layers: how many parameters there are and how many of them may be trained, multiply-adds,
    and the bytes of all values."""

    layers: int
    parameters: int
    trainable: int
    multiply_adds: int
    memory: int

    @property
    def frozen(self) -> int:
        """Parameters that training leaves alone."""
        return self.parameters - self.trainable


def describe(network: OpenedNetwork) -> tuple[Layer, ...]:
    """Every call of the network in order of execution."""
    counted: set[int] = set()
    seen = spans(network)
    return tuple(_layer(network, node, seen[node.name], counted) for node in network.nodes)


def total(layers: Sequence[Layer]) -> Totals:
    """Totals over `layers`; a layer's parameters count as trainable when any of them is."""
    return Totals(
        layers=len(layers),
        parameters=sum(layer.parameters for layer in layers),
        trainable=sum(layer.parameters for layer in layers if layer.trainable),
        multiply_adds=sum(layer.multiply_adds for layer in layers),
        memory=sum(layer.memory for layer in layers),
    )


def share(part: int, whole: int) -> float:
    """A layer's part of a total, 0 to 1; 0 of a total of nothing."""
    return part / whole if whole else 0.0


@dataclass(frozen=True)
class Group:
    """The layers of one block or stage: how many calls, the last one's output, the parameters of all."""

    name: str
    layers: tuple[Layer, ...]
    totals: Totals

    @property
    def output_shape(self) -> tuple[int, ...]:
        """What leaves the group: (C, H, W) or (K,)."""
        return self.layers[-1].output_shape


def grouped(layers: Sequence[Layer], by: Literal["block", "stage"]) -> tuple[Group, ...]:
    """`layers` by block or by stage, in the order in which each is entered first."""
    members: dict[str, list[Layer]] = {}
    for layer in layers:
        members.setdefault(layer.block if by == "block" else layer.stage, []).append(layer)
    return tuple(Group(name, tuple(group), total(group)) for name, group in members.items())


def as_text(layer: Layer) -> tuple[str, ...]:
    """One row as plain text in the order of COLUMNS: sizes joined by "x", numbers without separators."""
    shape, kernel, stride, padding, field, apart = (
        "x".join(str(side) for side in sides)
        for sides in (layer.output_shape, layer.kernel, layer.stride, layer.padding, layer.field, layer.apart)
    )
    costs = (str(layer.multiply_adds), str(layer.memory), field, apart)
    return (layer.name, layer.type, shape, kernel, stride, padding, str(layer.parameters), str(layer.trainable), *costs)


def _layer(network: OpenedNetwork, node: Node, span: Span | None, counted: set[int]) -> Layer:
    step = network.step(node.name)
    own = [parameter for parameter in step.parameters() if id(parameter) not in counted]
    counted.update(id(parameter) for parameter in own)
    return Layer(
        name=node.name,
        type=node.kind,
        output_shape=node.shape,
        kernel=_sides(step, "kernel_size"),
        stride=_sides(step, "stride"),
        padding=_sides(step, "padding"),
        dilation=_sides(step, "dilation"),
        groups=getattr(step, "groups", 1),
        parameters=sum(parameter.numel() for parameter in own),
        trainable=any(parameter.requires_grad for parameter in own),
        inputs=node.inputs,
        multiply_adds=multiply_adds(step, _read(network, node), node.shape),
        memory=memory(node.shape),
        field=span.size if span else (),
        apart=span.step if span else (),
    )


def _read(network: OpenedNetwork, node: Node) -> tuple[int, ...]:
    """The shape of the value that the node reads first, (0,) where it reads none."""
    if not node.inputs:
        return (0,)
    return (3, *network.size) if node.inputs[0] == network.input else network.node(node.inputs[0]).shape


def _sides(step: nn.Module, attribute: str) -> Sides:
    """A size as (height, width), whether the module holds one number or two."""
    value = getattr(step, attribute, None)
    if isinstance(value, int):
        return (value, value)
    if isinstance(value, str):  # padding="same" or "valid"
        before_after: list[int] = getattr(step, "_reversed_padding_repeated_twice", [])
        return tuple(reversed(before_after[::2])) if value == "same" else (0, 0)
    return tuple(value) if isinstance(value, tuple | list) else ()
