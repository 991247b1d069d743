"""Open a network: any module that torch.fx can trace becomes a graph of named steps, none of them in place.

Everything else reads this graph: the shape table lists it, forward hooks capture along it.
"""

from __future__ import annotations

import operator
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

import torch
from torch import Tensor, fx, nn

from explorer.errors import NetworkError, UnknownName
from explorer.network.steps import TAKES_WEIGHTS, Constant, Slot, kind_of, step_for, twin
from explorer.network.tracing import PathTracer


@dataclass(frozen=True)
class Node:
    """One call of one operation.

    `name` is the dotted path as torchvision's feature extraction gives it, `module` the path of the module that is
    called (empty for a function), `inputs` the names of the nodes whose values come in, `shape` the size of its value
    without the batch axis: (C, H, W), (K,), ... `batched` is False for values that have no batch axis: parameters that
    are read directly, and what follows from these alone.
    """

    name: str
    kind: str
    module: str
    inputs: tuple[str, ...]
    shape: tuple[int, ...]
    batched: bool = True


class OpenedNetwork(nn.Module):
    """A network as a list of steps, each called exactly once and none in place; for evaluation only, as the steps are.

    It shares its weights with the module that it was opened from, and its output has the same bits. `input` is the
    name of the photo's tensor, `output` that of the last value. `lock` is held by whoever has hooks on the steps;
    networks that share steps share it.
    """

    def __init__(
        self,
        nodes: tuple[Node, ...],
        steps: Mapping[str, nn.Module],
        input_name: str,
        size: tuple[int, int],
        lock: threading.Lock | None = None,
    ) -> None:
        super().__init__()
        self.nodes = nodes
        self.input = input_name
        self.output = nodes[-1].name
        self.size = size
        self.lock = lock or threading.Lock()
        self._nodes_by_name = {node.name: node for node in nodes}
        self._steps_by_name = {node.name: steps[node.name] for node in nodes}
        # In place of a ModuleList, which is slow to fill and to look into: every move of a fader makes a network.
        self._modules.update({str(at): steps[node.name] for at, node in enumerate(nodes)})
        self._finished = _last_uses(nodes)

    def forward(self, x: Tensor) -> Tensor:
        """x: (1, 3, H, W) of the size that the network was opened for -> the value of the last node."""
        values = {self.input: x}
        for node in self.nodes:
            values[node.name] = self._steps_by_name[node.name](*[values[name] for name in node.inputs])
            for name in self.finished(node.name):
                del values[name]
        return values[self.output]

    def finished(self, name: str) -> tuple[str, ...]:
        """The values that nobody reads after the node called `name`."""
        return self._finished[name]

    def node(self, name: str) -> Node:
        """The node called `name`; UnknownName with the nearest names otherwise."""
        if name not in self._nodes_by_name:
            raise UnknownName("layer", name, self._nodes_by_name)
        return self._nodes_by_name[name]

    def step(self, name: str) -> nn.Module:
        """The module that computes the node called `name` from its inputs."""
        self.node(name)
        return self._steps_by_name[name]


def open_network(module: nn.Module, size: tuple[int, int]) -> OpenedNetwork:
    """Open `module` for photos of `size` (height, width).

    Shape arithmetic is folded to constants, which is why the size is asked for. Raises NetworkError when the module
    cannot be traced, or does not take one (1, 3, H, W) tensor of that size.
    """
    module.eval()
    tracer = PathTracer()
    try:
        graph = tracer.trace(module)
    except Exception as reason:  # tracing runs the module's own code, which may fail in any way
        raise NetworkError(
            f"{type(module).__name__} cannot be opened: torch.fx cannot trace it ({_first_line(reason)}).",
            "Its forward pass must not branch on values; a look at the torch.fx documentation helps.",
        ) from reason
    return _Opening(module, graph, tracer.paths, size).run()


def check_bits(module: nn.Module, opened: OpenedNetwork) -> None:
    """Make sure, on one photo of noise, that `opened` computes what `module` does, bit for bit.

    For networks of unknown making: what writes into a tensor that others read, as x.relu_() on a value used again, is
    lost when a network is opened. Raises NetworkError where the outputs differ.
    """
    weight = next(module.parameters(), torch.zeros(()))
    noise = torch.rand(1, 3, *opened.size, generator=torch.Generator().manual_seed(0)).to(weight.device)
    with torch.inference_mode():
        ours, theirs = opened(noise.clone()), module(noise.clone())
    # No number equals itself where it is none: a network that overflows computes such numbers, opened or not.
    if not torch.allclose(ours, theirs, rtol=0, atol=0, equal_nan=True):
        raise NetworkError(
            f"{type(module).__name__} writes into tensors that it reads again (in-place operations); opened, it would"
            " compute other numbers.",
            "Write x = relu(x) in place of relu_(x), and x = x + y in place of x += y.",
        )


class _Opening:
    """One pass over the traced graph: fold what is not a tensor, make a step of what is."""

    def __init__(self, module: nn.Module, graph: fx.Graph, paths: Mapping[fx.Node, str], size: tuple[int, int]) -> None:
        self.module = module
        self.graph = graph
        self.paths = paths
        self.size = size
        self.seen: dict[fx.Node, Any] = {}  # each node's value on the meta device: shapes without numbers
        self.last = ""  # the name of the output's node
        self.nodes: list[Node] = []
        self.steps: dict[str, nn.Module] = {}
        self.unbatched: set[str] = set()  # names of values without a batch axis

    def run(self) -> OpenedNetwork:
        inputs = [node for node in self.graph.nodes if node.op == "placeholder"]
        required = [node for node in inputs if not node.args]
        if len(required) != 1:
            raise NetworkError(
                f"{type(self.module).__name__} takes {len(required)} inputs; expected one, the photo's tensor.",
                "Wrap it in a module that takes one (1, 3, H, W) tensor.",
            )
        for node in self.graph.nodes:
            if node.op == "placeholder":
                default = node.args[0] if node.args else None
                self.seen[node] = default if node.args else torch.empty(1, 3, *self.size, device="meta")
            elif node.op != "output":
                self._visit(node)
        self._check_output()
        # Here and not in the constructor: a fader that moves derives a network, and this takes milliseconds.
        return OpenedNetwork(self._needed(), self.steps, self.paths[required[0]], self.size).eval()

    def _visit(self, node: fx.Node) -> None:
        if node.op == "get_attr":
            self.seen[node] = _attribute(self.module, str(node.target)).to("meta")
            return
        try:
            with torch.no_grad():
                self.seen[node] = self._on_meta(node)
        except Exception as reason:  # the module's own code, on a size that it may not accept
            raise NetworkError(
                f"{type(self.module).__name__} does not accept {self.size[0]} × {self.size[1]} pixels:"
                f" {self._name(node)} fails ({_first_line(reason)}).",
                "Choose another size.",
            ) from reason
        if isinstance(self.seen[node], Tensor):
            self._add(node)

    def _on_meta(self, node: fx.Node) -> Any:
        args = fx.node.map_arg(node.args, lambda n: self.seen[n])
        kwargs = fx.node.map_arg(node.kwargs, lambda n: self.seen[n])
        if node.op == "call_module":
            return twin(self.module.get_submodule(str(node.target)), "meta")(*args, **kwargs)
        if node.op == "call_method":
            return getattr(args[0], str(node.target))(*args[1:], **kwargs)
        function: Any = node.target
        return function(*args, **kwargs)

    def _add(self, node: fx.Node) -> None:
        source: fx.Node = node
        pick: int | None = None
        packed = node.args[0] if node.args and node.target is operator.getitem else None
        if isinstance(packed, fx.Node) and isinstance(self.seen[packed], tuple | list):
            # One of chunk's several results: cut it out in one step.
            source, pick = packed, cast(int, node.args[1])
        inputs: list[fx.Node] = []
        args, kwargs = (self._constants(part, source, inputs) for part in (source.args, source.kwargs))
        if source.op == "call_module":
            step = twin(self.module.get_submodule(str(source.target)))
            if pick is not None or kwargs or args != tuple(Slot(i) for i in range(len(inputs))):
                step = step_for(step, args, kwargs, pick)
        else:
            step = step_for(source.target, args, kwargs, pick)
        for parameter in inputs:
            if parameter.op == "get_attr" and self._name(parameter) not in self.steps:
                self._append(parameter, Constant(_attribute(self.module, str(parameter.target))), ())
        self._append(node, step, tuple(self._name(n) for n in inputs))

    def _constants(self, part: Any, source: fx.Node, inputs: list[fx.Node]) -> Any:
        """Arguments with tensors as Slots, whose nodes are appended to `inputs`, and all else as plain values."""

        def one(node: fx.Node) -> Any:
            value = self.seen[node]
            if node.op == "get_attr" and source.target in TAKES_WEIGHTS:
                return _attribute(self.module, str(node.target))
            if not isinstance(value, Tensor):
                return value
            inputs.append(node)
            return Slot(len(inputs) - 1)

        return _thaw(fx.node.map_arg(part, one))

    def _append(self, node: fx.Node, step: nn.Module, inputs: tuple[str, ...]) -> None:
        name = self._name(node)
        batched = any(one not in self.unbatched for one in inputs)
        if not batched:
            self.unbatched.add(name)
        shape = tuple(self.seen[node].shape[1:] if batched else self.seen[node].shape)
        module = str(node.target) if node.op == "call_module" else ""
        self.nodes.append(Node(name, kind_of(step), module, inputs, shape, batched))
        self.steps[name] = step

    def _name(self, node: fx.Node) -> str:
        """The node's path; a tensor that the forward pass writes out itself has none but the name that fx gives it."""
        return self.paths.get(node, str(node.target))

    def _check_output(self) -> None:
        (output,) = (node for node in self.graph.nodes if node.op == "output")
        value = output.args[0]
        shape = self.seen[value].shape if isinstance(value, fx.Node) and isinstance(self.seen[value], Tensor) else None
        if shape is None or len(shape) != 2 or shape[0] != 1:
            got = f"a tensor of shape {tuple(shape)}" if shape is not None else "something else"
            raise NetworkError(
                f"{type(self.module).__name__} returns {got}; expected one row of class scores, (1, K).",
                "Open a classification network, or wrap yours so that it returns the scores alone.",
            )
        self.last = self._name(value)

    def _needed(self) -> tuple[Node, ...]:
        """The nodes that the output depends on, in order: what a network computes and throws away is left out."""
        wanted = {self.last}
        for node in reversed(self.nodes):
            if node.name in wanted:
                wanted.update(node.inputs)
        return tuple(node for node in self.nodes if node.name in wanted)


def _thaw(argument: Any) -> Any:
    """fx's immutable lists and dicts as ordinary ones, which modules take as arguments."""
    if isinstance(argument, dict):
        return {key: _thaw(value) for key, value in argument.items()}
    if isinstance(argument, list):
        return [_thaw(value) for value in argument]
    if isinstance(argument, tuple) and not isinstance(argument, torch.Size):
        return tuple(_thaw(value) for value in argument)
    return argument


def _attribute(module: nn.Module, path: str) -> Tensor:
    value: Tensor = operator.attrgetter(path)(module)
    return value


def _first_line(reason: Exception) -> str:
    return str(reason).strip().splitlines()[0] if str(reason).strip() else type(reason).__name__


def _last_uses(nodes: tuple[Node, ...]) -> dict[str, tuple[str, ...]]:
    """For each node, the values that nobody reads after it: they are let go to keep a pass small."""
    last = {name: node.name for node in nodes for name in node.inputs}
    done: dict[str, list[str]] = {node.name: [] for node in nodes}
    for name, reader in last.items():
        done[reader].append(name)
    return {name: tuple(values) for name, values in done.items()}
