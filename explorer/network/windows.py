"""Which places of a map a window reads: convolutions and pools, along one axis at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn import functional as F

Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Sliding:
    """A window of `size` places, `dilation` apart, that moves by `stride`; `before` and `after` are padded."""

    size: int
    stride: int
    before: int
    after: int
    dilation: int
    mode: str = "zeros"

    def places(self, position: int) -> Whole:
        """The places that the window of output `position` covers; they may lie outside the map."""
        return position * self.stride - self.before + self.dilation * np.arange(self.size, dtype=np.int64)

    def copied(self, places: Whole, length: int) -> Whole:
        """Where the numbers at `places` of a map `length` long stand, for padding that copies from the map."""
        if self.mode == "zeros":
            return places
        positions = torch.arange(length, dtype=torch.float64)[None, None]
        padded = F.pad(positions, (self.before, self.after), mode=self.mode)[0, 0]
        return padded.long().numpy()[places + self.before]


def sliding(step: nn.Module, axis: int) -> Sliding:
    """How the window of a convolution or pool moves along `axis`, 0 for rows and 1 for columns."""
    before = after = _side(step.padding, axis) if not isinstance(step.padding, str) else 0
    if isinstance(step, nn.Conv2d):
        # Pairs from the last axis to the first; "same" may put one place more behind than before.
        pairs: Any = step._reversed_padding_repeated_twice
        before, after = pairs[2 - 2 * axis], pairs[3 - 2 * axis]
    return Sliding(
        size=_side(step.kernel_size, axis),
        stride=_side(step.stride, axis),
        before=before,
        after=after,
        dilation=_side(getattr(step, "dilation", 1), axis),
        mode=str(getattr(step, "padding_mode", "zeros")),
    )


def stamps(step: nn.Module, axis: int, position: int, length: int) -> tuple[Whole, Whole]:
    """The cells of a map `length` long whose stamps of a transposed convolution cover output `position` along `axis`,
    and the place of the kernel that each puts there.

    Cell i puts place k of its kernel to i × stride − padding + k × dilation.
    """
    one: Any = step
    size, stride, padding, dilation = (
        _side(side, axis) for side in (one.kernel_size, one.stride, one.padding, one.dilation)
    )
    places = np.arange(size, dtype=np.int64)
    reached = position + padding - dilation * places
    cells = reached // stride
    there = (reached % stride == 0) & (cells >= 0) & (cells < length)
    return cells[there][::-1], places[there][::-1]


@dataclass(frozen=True)
class Slide:
    """How a window moves over a map, each pair down and across: the window of output (0, 0) starts at −`before`."""

    size: tuple[int, int]
    stride: tuple[int, int]
    before: tuple[int, int]
    after: tuple[int, int]
    dilation: tuple[int, int]


def slide_of(step: nn.Module) -> Slide | None:
    """How the window of `step` moves; None for operations whose window does not move by strides."""
    if not isinstance(step, nn.Conv2d | nn.MaxPool2d | nn.AvgPool2d):
        return None
    down, across = sliding(step, 0), sliding(step, 1)
    return Slide(
        size=(down.size, across.size),
        stride=(down.stride, across.stride),
        before=(down.before, across.before),
        after=(down.after, across.after),
        dilation=(down.dilation, across.dilation),
    )


def adaptive(position: int, length: int, outputs: int) -> Whole:
    """The places that output `position` of an adaptive pool covers: windows may differ by one and overlap."""
    start, end = adaptive_ends(np.array(position), length, outputs)
    return np.arange(int(start), int(end), dtype=np.int64)


def adaptive_ends(positions: Whole, length: int, outputs: int) -> tuple[Whole, Whole]:
    """The first place that each of these outputs of an adaptive pool covers, and the first behind its last.

    From floor(i × length / outputs) to ceil((i + 1) × length / outputs), as torch cuts them.
    """
    return positions * length // outputs, -(-(positions + 1) * length // outputs)


def _side(value: Any, axis: int) -> int:
    return int(value[axis]) if isinstance(value, tuple | list) else int(value)
