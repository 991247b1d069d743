"""Why this class, and why not that one: a logit, or the difference of two, as a sum over the pooled numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from explorer.errors import InputError
from explorer.explain.account import sum_bound
from explorer.explain.head import Head, head_of
from explorer.explain.pullback import pull, value_of
from explorer.explain.terms import Real, Terms, Whole, join, places_of, terms, total
from explorer.network.arrange import channel_axis
from explorer.network.capture import Capture
from explorer.network.opened import OpenedNetwork


@dataclass(frozen=True, eq=False)
class Contributions:
    """One logit, or that of `chosen` less that of `against`, as bias + Σ input × weight over `terms`.

    `head` says what the terms are; a term's input is what an issue calls the pooled value. `logit` is the float64 sum,
    `captured` the float32 number of the pass, `difference` how far they are apart, and `bound` how far float32 may
    be off: 16 × 2⁻²⁴ × the sum of all |products| and the |bias|.
    """

    head: Head
    chosen: int
    against: int | None
    logit: float
    captured: float
    difference: float
    bound: float
    bias: float
    terms: Terms

    @property
    def holds(self) -> bool:
        """Whether the sum is the captured logit, as far as float32 can tell."""
        return self.difference <= self.bound

    def rest(self, shown: int) -> tuple[int, float]:
        """How many terms there are beside the `shown` largest, and the sum of their products."""
        others = self.terms.product[self.terms.largest(len(self.terms))[shown:]]
        return len(others), total(others)


def contributions(capture: Capture, chosen: int, against: int | None = None) -> Contributions:
    """What the logit of class `chosen` is the sum of; with `against`, what decides between the two.

    Classes count from 0. A max pool passes on its winner, a ReLU what is above zero: for this photo both are plain
    sums, so the head is one matrix, composed from the output back to the pools. Raises InputError for a class that
    is not there, or is compared with itself.
    """
    head = head_of(capture.network)
    pulled = pull(capture, direction(capture, chosen, against), head.entries)
    parts = join([_terms(capture, head, layer, pulled.weights[layer][0, 0]) for layer in head.entries])
    bias = float(pulled.bias[0])
    logit = total(np.append(parts.product, bias))
    captured = captured_logit(capture, chosen, against)
    return Contributions(
        head, chosen, against, logit, captured, apart(logit, captured), sum_bound(parts, bias), bias, parts
    )


def speaking(found: Contributions) -> Whole:
    """The channels of the last maps that add to the sum, the one that adds most first; a channel that has several
    terms counts with all of them. Empty where the sum is not made of maps."""
    if not found.head.maps or found.head.kind == "hidden":
        return np.zeros(0, dtype=np.int64)
    added = np.bincount(found.terms.channel, weights=found.terms.product)
    order = np.argsort(-added, kind="stable")
    return order[added[order] > 0]


def direction(capture: Capture, chosen: int, against: int | None) -> Tensor:
    """(1, K): the weights that pick one logit, or the difference of two, from all. Raises InputError."""
    classes = len(capture.logits)
    check_classes(classes, chosen, against)
    weights = torch.zeros(1, classes, dtype=torch.float64)
    weights[0, chosen] = 1
    if against is not None:
        weights[0, against] = -1
    return weights


def check_classes(classes: int, chosen: int, against: int | None = None) -> None:
    """Raises InputError for a class that is not among `classes`, or is compared with itself."""
    for asked in (chosen, against):
        if asked is not None and not 0 <= asked < classes:
            raise InputError(
                f"The network has {classes:,} classes, counted from 0; class {asked:,} was asked for.",
                f"Choose 0 to {classes - 1:,}.",
            )
    if chosen == against:
        raise InputError(f"Class {chosen:,} is compared with itself.", "Choose another class to compare it with.")


def captured_logit(capture: Capture, chosen: int, against: int | None) -> float:
    """The logit of the pass, or the difference of two, taken in float64."""
    logit = float(capture.logits[chosen])
    return logit if against is None else logit - float(capture.logits[against])


def apart(value: float, captured: float) -> float:
    """How far a sum is from the captured number; infinity less itself is no number."""
    return 0.0 if value == captured else abs(value - captured)


def channels_first(network: OpenedNetwork, layer: str, numbers: Tensor) -> Tensor:
    """Numbers in the layer's own shape as (C, H, W), where they are maps."""
    return numbers.movedim(channel_axis(network, layer), 0) if numbers.dim() == 3 else numbers


def _terms(capture: Capture, head: Head, layer: str, weights: Tensor) -> Terms:
    value = value_of(capture, layer)[0]
    if head.kind == "class maps":
        return _averages(layer, *(channels_first(capture.network, layer, one) for one in (value, weights)))
    index = np.indices(value.shape).reshape(value.dim(), -1)
    places = places_of(capture.network, layer, tuple(index))
    return terms(layer, places, value.flatten().numpy(), weights.flatten().numpy())


def _averages(layer: str, maps: Tensor, weights: Tensor) -> Terms:
    """One term a map: its average over the cells where the map of the class counts, times the class's weight.

    The sum runs over these cells alone, and the divisor is the number of all cells. Between two classes a cell may
    count for both or for one; then the weight is what the cells of the map have on average, each by its value.
    """
    cells = maps.shape[1] * maps.shape[2]
    counting = weights.ne(0).any(dim=0)
    product = (maps * weights).flatten(1).sum(dim=1)
    pooled = (maps * counting).flatten(1).sum(dim=1) / cells
    plain = weights.flatten(1).sum(dim=1) * cells / max(1, int(counting.sum()))
    weight: Real = torch.where(pooled != 0, product / pooled, plain).numpy()
    nought = np.zeros(len(maps), dtype=np.int64)
    return terms(layer, (np.arange(len(maps)), nought, nought), pooled.numpy(), weight)
