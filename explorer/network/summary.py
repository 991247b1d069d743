"""The summary of a network as fastai 1 prints it: one line a module, in the order in which modules are declared."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn


@dataclass(frozen=True)
class Row:
    """One module without parts: its path and type, the shape of what it put out last without the batch axis.

    `trainable` says whether its weight may be trained; it is False for modules without any, as fastai prints it.
    """

    path: str
    type: str
    shape: tuple[int, ...]
    parameters: int
    trainable: bool

    @property
    def text(self) -> str:
        """The line that the post prints: `Conv2d [64, 150, 150] 9,408 False`."""
        return f"{self.type} {list(self.shape)} {self.parameters:,} {self.trainable}"


@dataclass(frozen=True)
class Sums:
    """How many parameters a network has, and how many of them may be trained."""

    parameters: int
    trainable: int

    @property
    def lines(self) -> tuple[str, str, str]:
        """The three lines below the post's table."""
        return (
            f"Total params: {self.parameters:,}",
            f"Total trainable params: {self.trainable:,}",
            f"Total non-trainable params: {self.parameters - self.trainable:,}",
        )


def summary(module: nn.Module, size: tuple[int, int]) -> tuple[Row, ...]:
    """The rows of `module` for photos of `size` (height, width); its weights are not read, and stay as they are.

    A module that is called several times, as the ReLU of a block is, has one row with what it put out last; one that
    is never called has none. Works for any module that takes (1, 3, H, W).
    """
    shadow = copy.deepcopy(module).to("meta").eval()
    leaves = {path: leaf for path, leaf in shadow.named_modules() if not any(leaf.children())}
    shapes: dict[str, tuple[int, ...]] = {}
    for path, leaf in leaves.items():

        def seen(_leaf: nn.Module, _inputs: tuple[Tensor, ...], output: Tensor, path: str = path) -> None:
            shapes[path] = tuple(output.shape[1:])

        leaf.register_forward_hook(seen)
    with torch.no_grad():
        shadow(torch.empty(1, 3, *size, device="meta"))
    return tuple(_row(path, leaf, shapes[path]) for path, leaf in leaves.items() if path in shapes)


def _row(path: str, leaf: nn.Module, shape: tuple[int, ...]) -> Row:
    parameters = list(leaf.parameters())
    trainable = any(parameter.requires_grad for parameter in parameters)
    return Row(path, type(leaf).__name__, shape, sum(each.numel() for each in parameters), trainable)


def sums(rows: Sequence[Row]) -> Sums:
    """Totals over `rows`."""
    return Sums(sum(row.parameters for row in rows), sum(row.parameters for row in rows if row.trainable))
