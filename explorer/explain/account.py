"""The table of operations that have a receipt: one function each.

A new operation is one function that takes a Question and gives an Account, under `@explains` with the names of
the operation: the type of its module (`Conv2d`), or that of a functional step (`Add`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor

from explorer.explain.terms import Place, Real, Terms, Whole, join, places_of, terms
from explorer.network.opened import Node, OpenedNetwork

UNIT = 2.0**-24
"""Half the distance from 1 to the next float32: how far one rounding can be off, relative to the result."""

ROUNDINGS = 16
"""How many roundings a bound grants; the largest need measured for a convolution is 7.0 (docs/receipts.md)."""


@dataclass(frozen=True, eq=False)
class Source:
    """One input of an operation: `value` is what the step read, with a batch axis unless it is a parameter."""

    network: OpenedNetwork
    name: str
    value: Tensor
    batched: bool

    @property
    def shape(self) -> tuple[int, ...]:
        """The size of the value without the batch axis."""
        return tuple(self.value.shape[1:] if self.batched else self.value.shape)

    def read(self, index: tuple[Whole, ...]) -> Real:
        """The numbers at these positions as float64; zero where a position lies outside the value."""
        where = np.broadcast_arrays(*index) if index else []
        value = self.value[0] if self.batched else self.value
        inside = np.ones(where[0].shape if index else (), dtype=bool)
        for axis, side in zip(where, self.shape, strict=True):
            inside &= (axis >= 0) & (axis < side)
        near = [np.clip(axis, 0, side - 1) for axis, side in zip(where, self.shape, strict=True)]
        picked = value[tuple(torch.from_numpy(axis).to(value.device) for axis in near)]
        read: Real = picked.detach().cpu().double().numpy()
        return np.where(inside, read, 0.0)

    def terms(self, index: tuple[Any, ...], weights: Any, padding: Any = False) -> Terms:
        """The numbers at these positions times `weights`; positions and weights are broadcast together."""
        shape = np.broadcast_shapes(*(np.shape(one) for one in (*index, weights, padding)), (1,))
        where = tuple(np.broadcast_to(np.asarray(one, dtype=np.int64), shape).copy() for one in index)
        read = np.broadcast_to(self.read(where), shape)
        return terms(self.name, places_of(self.network, self.name, where), read, weights, padding)

    def place(self, index: tuple[int, ...]) -> Place:
        """The name of one position."""
        channel, row, column = places_of(self.network, self.name, tuple(np.array([one]) for one in index))
        return Place(self.name, int(channel[0]), (int(row[0]), int(column[0])))


@dataclass(frozen=True, eq=False)
class Question:
    """Which number is asked about: position `index` (without the batch axis) of the value of `node`."""

    network: OpenedNetwork
    node: Node
    step: Any
    inputs: tuple[Source, ...]
    index: tuple[int, ...]
    captured: float


@dataclass(frozen=True)
class Stage:
    """One stage on the way to a number that is no plain sum: what is done in words, and what it gives."""

    name: str
    value: float


@dataclass(frozen=True)
class Window:
    """The window that an operation reads: `rows` × `columns` places in each of `channels` maps of `layer`.

    It starts at (top, left), which may lie outside the map; neighbours are `dilation` (down, across) apart.
    """

    layer: str
    channels: int
    rows: int
    columns: int
    top: int
    left: int
    dilation: tuple[int, int]


@dataclass(frozen=True, eq=False)
class Account:
    """What an operation says about one of its numbers.

    The number is the sum of the terms' products and `bias`; `sentence` says so to people who know no network.
    `bound` is how far float32 may be off. `factor` is where the weight of the only term comes from, when that is
    the value of a layer, too.
    """

    terms: Terms
    bias: float
    bound: float
    sentence: str
    stages: tuple[Stage, ...] = ()
    factor: Place | None = None
    window: Window | None = None


Explanation = Callable[[Question], Account | None]
"""None: the operation is called in a way that it has no account for."""

EXPLANATIONS: dict[str, Explanation] = {}
"""The function for each operation, by the kind of its node."""


def explains(*kinds: str) -> Callable[[Explanation], Explanation]:
    """Enter a function into the table under these kinds."""

    def enter(function: Explanation) -> Explanation:
        EXPLANATIONS.update(dict.fromkeys(kinds, function))
        return function

    return enter


def sum_bound(parts: Terms, bias: float = 0.0) -> float:
    """How far a sum of products in float32 may be off: 16 × 2⁻²⁴ × the sum of all |products| and the |bias|."""
    return ROUNDINGS * UNIT * (float(np.abs(parts.product).sum()) + abs(bias))


def constant(value: float, sentence: str) -> Account:
    """The account of a number that is made of no others."""
    return Account(join([]), value, 0.0, sentence)


def as_double(parameter: Tensor) -> Real:
    """A parameter as float64."""
    numbers: Real = parameter.detach().cpu().double().numpy()
    return numbers


def entry(parameter: Tensor | None, index: int | tuple[int, ...], absent: float) -> float:
    """One number of a parameter; `absent` for None."""
    return absent if parameter is None else float(parameter[index].detach())


_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def in_words(number: int) -> str:
    """ "nine", from thirteen on "13", "4,608"."""
    return _WORDS[number] if number < len(_WORDS) else f"{number:,}"


def counted(number: int, what: str) -> str:
    """ "nine products", "288 products", "one product"."""
    return f"{in_words(number)} {what}{'' if number == 1 else 's'}"
