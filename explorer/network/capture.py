"""Run a photo through an opened network and keep what its layers computed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from types import MappingProxyType

import torch
from torch import Tensor, nn
from torch.utils.hooks import RemovableHandle

from explorer.errors import DeviceError, NetworkError
from explorer.network.opened import OpenedNetwork
from explorer.network.steps import Constant, Faders, Operation

# Steps whose value follows from their inputs so cheaply that it is computed again when somebody asks for it: the
# same module on the same input gives the same bits. Everything else is kept: convolutions, pools, linear layers,
# and whatever a network of one's own brings along.
CHEAP_MODULES = (
    nn.BatchNorm2d,
    nn.BatchNorm1d,
    nn.LayerNorm,
    nn.Flatten,
    nn.Identity,
    nn.Softmax,
    nn.Dropout,
    nn.Dropout1d,
    nn.Dropout2d,
    nn.ReLU,
    nn.ReLU6,
    nn.LeakyReLU,
    nn.ELU,
    nn.GELU,
    nn.SiLU,
    nn.Mish,
    nn.Sigmoid,
    nn.Tanh,
    nn.Hardswish,
    nn.Hardsigmoid,
    nn.Hardtanh,
    Constant,
    Faders,
)
CHEAP_OPERATIONS = frozenset(
    {
        "Add",
        "Subtract",
        "Multiply",
        "Divide",
        "Slice",
        "Concatenate",
        "StochasticDepth",
        "Chunk",
        "Permute",
        "Transpose",
        "View",
        "Reshape",
        "Unsqueeze",
        "Squeeze",
        "Contiguous",
        "Graft",
    }
)


# Steps that change no number in evaluation.
UNCHANGING = ("Flatten", "Dropout", "Identity", "View", "Reshape", "Squeeze", "Contiguous")


@dataclass(frozen=True, eq=False)
class Capture:
    """What one photo made a network compute.

    `input` is (1, 3, H, W); `kept` holds the values that cannot be derived cheaply, batch axis included, on the
    network's device; `logits` is (K,), the values before softmax.
    """

    network: OpenedNetwork
    input: Tensor
    kept: MappingProxyType[str, Tensor]
    logits: Tensor

    def activation(self, layer: str) -> Tensor:
        """The value of `layer` without the batch axis, (C, H, W) or (K,), bit for bit as in the pass.

        Raises UnknownName for a layer that the network does not have.
        """
        return self.activations([layer])[layer]

    def activations(self, layers: list[str]) -> dict[str, Tensor]:
        """The values of several layers, computing once what they share."""
        values = self.values(layers)
        return {
            layer: value[0] if layer == self.network.input or self.network.node(layer).batched else value
            for layer, value in values.items()
        }

    def values(self, layers: list[str]) -> dict[str, Tensor]:
        """The same as steps read them: with the batch axis, where a value has one."""
        known: dict[str, Tensor] = {}
        with torch.inference_mode():
            return {layer: self._value(layer, known) for layer in layers}

    def holding(self, layers: Iterable[str]) -> Capture:
        """The same, with the values of these layers kept, whatever they cost to compute again."""
        return replace(self, kept=MappingProxyType({**self.kept, **self.values(list(layers))}))

    def walk(self) -> Iterator[tuple[str, Tensor]]:
        """Name and value, without the batch axis, of every layer in order, computing each once and holding few."""
        values = {self.network.input: self.input}
        with torch.inference_mode():
            for node in self.network.nodes:
                kept = self.kept.get(node.name)
                if kept is None:
                    kept = self.network.step(node.name)(*[values[name] for name in node.inputs])
                values[node.name] = kept
                yield node.name, kept[0] if node.batched else kept
                for name in self.network.finished(node.name):
                    del values[name]

    @property
    def probabilities(self) -> Tensor:
        """Softmax of the logits, (K,): e^logit over the sum of all e^logit."""
        return torch.softmax(self.logits, dim=0)

    @property
    def nbytes(self) -> int:
        """Memory that the capture keeps, in bytes."""
        return sum(value.nbytes for value in self.kept.values()) + self.input.nbytes

    def _value(self, layer: str, known: dict[str, Tensor]) -> Tensor:
        # A stack of our own, for a dense network is deeper than Python's.
        pending = [layer]
        while pending:
            name = pending[-1]
            if (value := self._held(name, known)) is not None:
                known[name] = value
                pending.pop()
                continue
            inputs = self.network.node(name).inputs
            missing = [one for one in inputs if self._held(one, known) is None]
            if missing:
                pending.extend(missing)
            else:
                held = [self._held(one, known) for one in inputs]
                known[name] = self.network.step(name)(*held)
        return known[layer]

    def _held(self, name: str, known: dict[str, Tensor]) -> Tensor | None:
        if name == self.network.input:
            return self.input
        return self.kept.get(name, known.get(name))


def capture(network: OpenedNetwork, tensor: Tensor) -> Capture:
    """Run `tensor`, (1, 3, H, W) of the size that the network was opened for, and keep every layer's value.

    The tensor goes to the network's device, and what is kept stays there. One capture at a time per network.
    Raises NetworkError for a tensor of another size, DeviceError when memory runs out.
    """
    expected = (1, 3, *network.size)
    if tuple(tensor.shape) != expected:
        raise NetworkError(
            f"The network was opened for a tensor of shape {expected}; got {tuple(tensor.shape)}.",
            "Open it for the size of the photo's tensor.",
        )
    on_device = tensor.to(device_of(network))
    kept: dict[str, Tensor] = {}
    with network.lock, recording(network, kept), torch.inference_mode(), memory_sentence():
        output = network(on_device)
    return Capture(network, on_device, MappingProxyType(kept), output[0])


@contextmanager
def recording(network: OpenedNetwork, kept: dict[str, Tensor]) -> Iterator[None]:
    """While inside, every step that is not cheap writes its output into `kept`; the hooks go in any case."""
    handles = [
        _record(network.step(node.name), node.name, kept) for node in network.nodes if not is_cheap(network, node.name)
    ]
    try:
        yield
    finally:
        for handle in handles:
            handle.remove()


def _record(step: nn.Module, name: str, kept: dict[str, Tensor]) -> RemovableHandle:
    def hook(_module: nn.Module, _inputs: tuple[Tensor, ...], output: Tensor) -> None:
        kept[name] = output  # no clone: no step of an opened network writes into its input

    return step.register_forward_hook(hook)


def is_cheap(network: OpenedNetwork, layer: str) -> bool:
    """Whether the value of `layer` is computed again when asked for, rather than kept."""
    step = network.step(layer)
    if isinstance(step, Operation):
        return step.kind in CHEAP_OPERATIONS
    return isinstance(step, CHEAP_MODULES)


@contextmanager
def memory_sentence() -> Iterator[None]:
    """Turn a device's running out of memory into a sentence."""
    try:
        yield
    except torch.OutOfMemoryError as reason:
        raise DeviceError(
            "The device ran out of memory for this photo.", "Choose a smaller size, or the CPU."
        ) from reason


def device_of(network: nn.Module) -> torch.device:
    """Where the network's weights are; the CPU for one without weights."""
    weight = next(network.parameters(), None)
    return weight.device if weight is not None else torch.device("cpu")


def pooled_layer(network: OpenedNetwork) -> str | None:
    """The layer that averages each of the last maps to one number, or None where there is no such layer.

    It is the last pool or mean whose input has height and width and whose output has one value a channel.
    """
    for node in reversed(network.nodes):
        if node.kind not in ("AdaptiveAvgPool2d", "AvgPool2d", "Mean"):
            continue
        before = _shape(network, node.inputs[0])
        one_each = node.shape[:1] == before[:1] and all(side == 1 for side in node.shape[1:])
        if len(before) == 3 and one_each:
            return node.name
    return None


def _shape(network: OpenedNetwork, name: str) -> tuple[int, ...]:
    if name == network.input:
        return (3, *network.size)
    return network.node(name).shape
