"""Logits as sums over earlier numbers: weights carried backwards through the steps that are linear where they stand.

A step is *straight* when it is linear, affine, or made of straight pieces through zero, as a ReLU and a max pool are:
for the photo at hand it is then a matrix and a constant. Straight steps one after another are again a matrix and a
constant, so a sum over the logits is, exactly, a sum over the numbers that they were made of.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from explorer.network.capture import Capture
from explorer.network.steps import Faders

# Rows of a linear layer that are turned to float64 at a time: VGG's first one has 400 MB. So few stay within the
# processor's cache, which makes a click on a class of VGG-16 2.7 times as fast as 256 of them do.
_ROWS = 32

# Steps without parameters, in the way in which an opened network calls them. For each, f(x) = f'(x) x + f(0).
_PLAIN = (
    *("ReLU", "LeakyReLU", "MaxPool2d", "AdaptiveMaxPool2d", "Amax"),
    *("AvgPool2d", "AdaptiveAvgPool2d", "Mean", "Sum", "Add", "Subtract", "Concatenate", "Slice"),
    *("Flatten", "View", "Reshape", "Squeeze", "Unsqueeze", "Contiguous", "Permute", "Transpose"),
    *("Identity", "Dropout", "Dropout2d", "StochasticDepth"),
)

Back = Callable[[Any, tuple[Tensor, ...], Tensor], tuple[tuple[Tensor, ...], Tensor]]
"""(step, its inputs, weights of its value (n, *shape)) -> weights of each input (n, *shape), constants (n,)."""


@dataclass(frozen=True, eq=False)
class Pulled:
    """n sums over the logits, as sums over other numbers: Σ weights × numbers + bias.

    `weights` holds for each layer (n, *shape of its value, batch axis included) float64 on the CPU; `bias` is (n,).
    """

    weights: dict[str, Tensor]
    bias: Tensor


def pull(capture: Capture, directions: Tensor, stops: Collection[str]) -> Pulled:
    """Each row of `directions` (n, K), the weights of one sum over the logits, as weights of the values of `stops`.

    Every way from `stops` to the logits must be straight: `explorer.explain.head` finds layers for which it is.
    """
    network = capture.network
    weights = {network.output: directions[:, None].double()}
    bias = torch.zeros(len(directions), dtype=torch.float64)
    for node in reversed(network.nodes):
        if node.name in stops or node.name not in weights:
            continue
        inputs = tuple(value_of(capture, name) for name in node.inputs)
        with network.lock:  # a step that runs must not be taken for part of somebody's pass
            parts, constant = BACK[node.kind](network.step(node.name), inputs, weights.pop(node.name))
        bias += constant
        for name, part in zip(node.inputs, parts, strict=True):
            weights[name] = weights[name] + part if name in weights else part
    return Pulled({name: weights[name] for name in stops}, bias)


def value_of(capture: Capture, layer: str) -> Tensor:
    """The captured value of `layer` as float64 on the CPU, batch axis included."""
    return capture.activation(layer)[None].cpu().double()  # in two steps: Apple's device knows no float64


def slopes(capture: Capture, layer: str, value: Tensor) -> Tensor:
    """How much each number of `value`, the input of `layer`, moves the sum of all that the layer makes of it."""
    leaf = value.clone().requires_grad_()
    with capture.network.lock, torch.enable_grad():
        result = capture.network.step(layer)(leaf).sum()
    return torch.autograd.grad(result, leaf)[0]


def _plain(step: nn.Module, inputs: tuple[Tensor, ...], weights: Tensor) -> tuple[tuple[Tensor, ...], Tensor]:
    leaves = [value.clone().requires_grad_() for value in inputs]
    with torch.enable_grad():
        result = step(*leaves)
    with torch.no_grad():
        constant = _sums(weights * step(*(torch.zeros_like(value) for value in inputs)))
    return torch.autograd.grad(result, leaves, weights, is_grads_batched=True), constant


def _linear(step: nn.Linear, inputs: tuple[Tensor, ...], weights: Tensor) -> tuple[tuple[Tensor, ...], Tensor]:
    matrix, rows = step.weight, weights.reshape(-1, weights.shape[-1])
    found = torch.zeros(len(rows), matrix.shape[1], dtype=torch.float64)
    used = rows.any(dim=0).nonzero()[:, 0]  # a ReLU has closed many of them
    for some in torch.split(used, _ROWS):
        found += rows[:, some] @ _double(matrix[some.to(matrix.device)])
    constant = _sums(weights * _double(step.bias)) if step.bias is not None else torch.zeros(len(weights))
    return (found.reshape(*weights.shape[:-1], -1),), constant


def _convolution(step: nn.Conv2d, inputs: tuple[Tensor, ...], weights: Tensor) -> tuple[tuple[Tensor, ...], Tensor]:
    """A convolution of 1 × 1, which is a linear layer at each cell."""
    used = weights.flatten(3).any(dim=3).any(dim=0)[0].nonzero()[:, 0]
    matrix = _double(step.weight[used.to(step.weight.device), :, 0, 0])
    found = torch.einsum("nbkhw,kc->nbchw", weights[:, :, used], matrix)
    shifts = _double(step.bias)[:, None, None] if step.bias is not None else torch.zeros(())
    return (found,), _sums(weights * shifts)


def _batch_norm(step: Any, inputs: tuple[Tensor, ...], weights: Tensor) -> tuple[tuple[Tensor, ...], Tensor]:
    """Batch norm as it is after training: scale / spread times the number, plus shift − mean × scale / spread."""
    scale = (_double(step.running_var) + step.eps).rsqrt()
    if step.weight is not None:
        scale = scale * _double(step.weight)
    shift = -_double(step.running_mean) * scale
    if step.bias is not None:
        shift = shift + _double(step.bias)
    shape = (-1, *[1] * (inputs[0].dim() - 2))
    return (weights * scale.reshape(shape),), _sums(weights * shift.reshape(shape))


def _faders(step: Faders, inputs: tuple[Tensor, ...], weights: Tensor) -> tuple[tuple[Tensor, ...], Tensor]:
    return (weights * _double(step.gains),), torch.zeros(len(weights), dtype=torch.float64)


def _double(parameter: Tensor) -> Tensor:
    return parameter.detach().cpu().double()


def _sums(weighted: Tensor) -> Tensor:
    return weighted.flatten(1).sum(dim=1)


BACK: dict[str, Back] = {
    **dict.fromkeys(_PLAIN, _plain),
    "Linear": _linear,
    "Conv2d": _convolution,
    "BatchNorm1d": _batch_norm,
    "BatchNorm2d": _batch_norm,
    "Faders": _faders,
}
"""How weights go back through each kind of step that is straight."""


def is_straight(kind: str, step: nn.Module) -> bool:
    """Whether weights can be carried back through `step`."""
    if isinstance(step, nn.Conv2d):
        return (*step.kernel_size, *step.stride, step.groups) == (1, 1, 1, 1, 1) and step.padding in ((0, 0), "valid")
    if isinstance(step, nn.modules.batchnorm._BatchNorm):
        return step.running_mean is not None
    return kind in BACK
