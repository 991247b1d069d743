"""Small networks around one operation, and their receipts."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import torch
from torch import Tensor, nn

from explorer.explain.receipt import Receipt, receipt
from explorer.network.capture import Capture, capture
from explorer.network.opened import open_network

# The first map of every input made by hand: 0 to 15, row by row; the others are ten and a hundred times as large.
SQUARE = torch.arange(16.0).reshape(4, 4)
INPUT = torch.stack([SQUARE, 10 * SQUARE, 100 * SQUARE])[None]


class Doing(nn.Module):
    """A network of one function, and a flatten, so that it returns one row of scores."""

    def __init__(self, function: Callable[..., Tensor], *parts: nn.Module, parameter: Tensor | None = None) -> None:
        super().__init__()
        self.function = function
        self.parts = nn.ModuleList(parts)
        if parameter is not None:
            self.scale = nn.Parameter(parameter)

    def forward(self, x: Tensor) -> Tensor:
        given = [*self.parts, *([self.scale] if hasattr(self, "scale") else [])]
        return self.function(x, *given).flatten(1)


def captured(network: nn.Module, x: Tensor = INPUT) -> Capture:
    """What `network`, opened for the size of `x`, makes of it."""
    return capture(open_network(network, (x.shape[2], x.shape[3])), x)


def last_of(seen: Capture, kind: str) -> str:
    """The name of the last step of this kind."""
    return [node.name for node in seen.network.nodes if node.kind == kind][-1]


def opened(
    step: nn.Module | Callable[..., Tensor], channel: int, cell: tuple[int, int], x: Tensor = INPUT, kind: str = ""
) -> Receipt:
    """The receipt of one number of one operation on `x`; it must hold, and its parts must add up."""
    network = nn.Sequential(step, nn.Flatten()) if isinstance(step, nn.Module) else Doing(step)
    seen = captured(network, x)
    found = receipt(seen, last_of(seen, kind) if kind else seen.network.nodes[0].name, channel, cell)
    adds_up(found)
    return found


def adds_up(found: Receipt) -> None:
    """Terms and bias are the value, each product is input times weight, and the captured number is within bounds."""
    assert found.supported, found.sentence
    assert found.holds, (found.layer, found.value, found.captured, found.bound)
    total = found.bias + sum(term.product for term in found.terms)
    size = abs(found.bias) + sum(abs(term.product) for term in found.terms)
    assert abs(total - found.value) <= 1e-12 * size
    assert all(term.product == term.input * term.weight for term in found.terms[:50])
    assert found.sentence.endswith(".")


def inputs(found: Receipt) -> list[float]:
    """What comes in, term by term."""
    return [term.input for term in found.terms]


def weights(found: Receipt) -> list[float]:
    """The weights, term by term."""
    return [term.weight for term in found.terms]


def cells(found: Receipt) -> list[tuple[int, int]]:
    """Where the inputs stand."""
    return [term.cell for term in found.terms]


def convolution(kernel: Sequence[Sequence[float]], bias: float = 0.0, **settings: object) -> nn.Conv2d:
    """A convolution of three maps to one that looks at the first map alone, with this kernel."""
    values = torch.tensor(kernel)
    conv = nn.Conv2d(3, 1, tuple(values.shape), **settings)  # type: ignore[arg-type]
    with torch.no_grad():
        conv.weight.zero_()
        conv.weight[0, 0] = values
        if conv.bias is not None:
            conv.bias.fill_(bias)
    return conv
