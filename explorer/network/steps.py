"""The steps of an opened network: modules that read tensors only and never write into one."""

from __future__ import annotations

import copy
import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torchvision.ops import stochastic_depth


@dataclass(frozen=True)
class Slot:
    """The place of the `index`-th input tensor among a step's arguments."""

    index: int


def fill(argument: Any, tensors: Sequence[Tensor]) -> Any:
    """`argument` with every Slot in it, however deep in lists and tuples, replaced by its tensor."""
    if isinstance(argument, Slot):
        return tensors[argument.index]
    if isinstance(argument, tuple | list):
        return type(argument)(fill(item, tensors) for item in argument)
    if isinstance(argument, slice):
        return slice(fill(argument.start, tensors), fill(argument.stop, tensors), fill(argument.step, tensors))
    return argument


class Operation(nn.Module):
    """A function or tensor method as a module: its numbers are fixed, its tensors come in by position."""

    def __init__(
        self,
        kind: str,
        function: Callable[..., Any],
        args: tuple[Any, ...] = (),
        kwargs: Mapping[str, Any] | None = None,
        pick: int | None = None,
    ) -> None:
        """`pick` chooses one tensor where the function returns several (chunk, split)."""
        super().__init__()
        self.kind = kind
        self.function = function
        self.args = args
        self.kwargs = dict(kwargs or {})
        self.pick = pick

    def forward(self, *tensors: Tensor) -> Any:
        """The function's result for these tensors."""
        kwargs = {name: fill(value, tensors) for name, value in self.kwargs.items()}
        result = self.function(*fill(self.args, tensors), **kwargs)
        return result if self.pick is None else result[self.pick]


class Constant(nn.Module):
    """A parameter or buffer that the forward pass reads directly, such as ConvNeXt's layer scale."""

    kind = "Parameter"

    def __init__(self, value: Tensor) -> None:
        """Shares `value`, does not copy it."""
        super().__init__()
        if isinstance(value, nn.Parameter):
            self.value = value
        else:
            self.register_buffer("value", value)

    def forward(self) -> Tensor:
        """The parameter itself."""
        return self.value


class Faders(nn.Module):
    """Multiplies each channel of a layer by a number of its own."""

    gains: Tensor

    def __init__(self, gains: Tensor) -> None:
        """`gains` has the axes of the layer's value without the batch axis, and one entry a channel."""
        super().__init__()
        self.register_buffer("gains", gains)

    def forward(self, maps: Tensor) -> Tensor:
        """The value, faded."""
        return maps * self.gains


def kind_of(step: nn.Module) -> str:
    """The field's name for what a step does: its module's type, or the operation's (`Conv2d`, `Add`)."""
    return step.kind if isinstance(step, Operation | Constant) else type(step).__name__


def twin(module: nn.Module, device: str | None = None) -> nn.Module:
    """A copy that shares the weights (or has them on `device`) and is never in place.

    The same network calls one ReLU module several times; each call needs a module, and hooks, of its own.
    """
    tensors = [*module.parameters(), *module.buffers()]
    shared = {id(tensor): tensor if device is None else _moved(tensor, device) for tensor in tensors}
    double = copy.deepcopy(module, memo=shared)
    for part in double.modules():
        if getattr(part, "inplace", False) is True:
            part.inplace = False  # type: ignore[assignment]  # nn.Module types every attribute as a tensor or module
    return double


def _moved(tensor: Tensor, device: str) -> Tensor:
    """`tensor` on `device`; a parameter stays one, for torch.fx names a parameter by its path and nothing else."""
    moved = tensor.detach().to(device)
    return nn.Parameter(moved, tensor.requires_grad) if isinstance(tensor, nn.Parameter) else moved


# What a function is called in the tables, where its own name would not say it.
KINDS: dict[Any, str] = {
    operator.add: "Add",
    operator.iadd: "Add",
    torch.add: "Add",
    operator.sub: "Subtract",
    operator.mul: "Multiply",
    operator.imul: "Multiply",
    torch.mul: "Multiply",
    operator.truediv: "Divide",
    operator.getitem: "Slice",
    torch.cat: "Concatenate",
    torch.concat: "Concatenate",
    stochastic_depth: "StochasticDepth",
}

# In-place operators and methods, and the ordinary ones that compute the same bits.
ORDINARY: dict[Any, Any] = {
    operator.iadd: operator.add,
    operator.isub: operator.sub,
    operator.imul: operator.mul,
    operator.itruediv: operator.truediv,
}


def _flatten(start_dim: int = 0, end_dim: int = -1) -> nn.Module:
    return nn.Flatten(start_dim, end_dim)


def _relu(inplace: bool = False) -> nn.Module:
    return nn.ReLU()


def _max_pool2d(
    kernel_size: Any,
    stride: Any = None,
    padding: Any = 0,
    dilation: Any = 1,
    ceil_mode: bool = False,
    return_indices: bool = False,
) -> nn.Module:
    # The function and the module take these in different orders.
    return nn.MaxPool2d(kernel_size, stride, padding, dilation, return_indices, ceil_mode)


def _layer_norm(
    normalized_shape: Sequence[int], weight: nn.Parameter, bias: nn.Parameter, eps: float = 1e-5
) -> nn.Module:
    norm = nn.LayerNorm(list(normalized_shape), eps=eps, device="meta")
    norm.weight, norm.bias = weight, bias
    return norm


# Functions with a module of the same meaning: tables and receipts then know one name for both.
MODULES: dict[Any, Callable[..., nn.Module]] = {
    torch.flatten: _flatten,
    "flatten": _flatten,
    F.relu: _relu,
    torch.relu: _relu,
    "relu": _relu,
    torch.sigmoid: nn.Sigmoid,
    F.adaptive_avg_pool2d: nn.AdaptiveAvgPool2d,
    F.avg_pool2d: nn.AvgPool2d,
    F.max_pool2d: _max_pool2d,
    F.layer_norm: _layer_norm,
    F.softmax: nn.Softmax,
}

# Functions whose weights come in as arguments; the weights then belong to the step and are no input of it.
TAKES_WEIGHTS = (F.layer_norm,)


@dataclass(frozen=True)
class Method:
    """A tensor method by name, called on the first argument."""

    name: str

    def __call__(self, tensor: Tensor, *args: Any, **kwargs: Any) -> Any:
        """What the method returns."""
        return getattr(tensor, self.name)(*args, **kwargs)


def step_for(function: Any, args: tuple[Any, ...], kwargs: Mapping[str, Any], pick: int | None = None) -> nn.Module:
    """The module that does what one traced function call or method call (its name as text) did.

    `args` and `kwargs` hold Slots where tensors go and constants elsewhere; `pick` chooses among several results.
    """
    function = _never_in_place(function)
    if pick is None and function in MODULES and args[:1] == (Slot(0),):
        try:
            return MODULES[function](*args[1:], **kwargs)
        except TypeError:  # arguments that the module form does not take: it stays a function
            pass
    name = function if isinstance(function, str) else getattr(function, "__name__", type(function).__name__)
    kind = KINDS.get(function) or name.title().replace("_", "")
    kwargs = {key: False if key == "inplace" else value for key, value in kwargs.items()}
    return Operation(kind, Method(function) if isinstance(function, str) else function, args, kwargs, pick)


def _never_in_place(function: Any) -> Any:
    if isinstance(function, str):  # torch's in-place methods end in an underscore: x.add_(y)
        return function if function.startswith("_") else function.removesuffix("_")
    name = getattr(function, "__name__", "")
    if name.endswith("_") and not name.startswith("_"):  # torch.relu_, F.relu_: the same without the underscore
        function = getattr(torch, name[:-1], getattr(F, name[:-1], function))
    return ORDINARY.get(function, function)
