"""Batch norm, LayerNorm and softmax."""

from __future__ import annotations

import numpy as np

from explorer.explain.account import (
    ROUNDINGS,
    UNIT,
    Account,
    Question,
    Source,
    Stage,
    counted,
    entry,
    explains,
    in_words,
    sum_bound,
)
from explorer.explain.terms import Real, Whole
from explorer.network.steps import Operation

SMALLEST = 2.0**-126
"""The smallest float32 with all its digits; what is smaller may be rounded to zero."""


@explains("BatchNorm2d", "BatchNorm1d")
def batch_norm(question: Question) -> Account | None:
    """(x − mean) / spread × scale + shift, with the mean and spread that training kept.

    As a sum: x × scale / spread, plus shift − mean × scale / spread. The bound grants roundings to both parts of
    that bias, for they may cancel.
    """
    step, (source,) = question.step, question.inputs
    if step.running_mean is None or step.running_var is None:
        return None
    channel = question.index[0]
    mean, variance = entry(step.running_mean, channel, 0.0), entry(step.running_var, channel, 1.0)
    scale, shift = entry(step.weight, channel, 1.0), entry(step.bias, channel, 0.0)
    spread = float(np.sqrt(variance + step.eps))
    parts = source.terms(question.index, scale / spread)
    moved = -mean * scale / spread
    stages = _stages(float(parts.input[0]), mean, spread, scale, shift)
    return Account(
        parts,
        moved + shift,
        sum_bound(parts, abs(moved) + abs(shift)),
        "This number is one number moved and stretched, nothing mixed.",
        stages=stages,
    )


@explains("LayerNorm")
def layer_norm(question: Question) -> Account | None:
    """(x − mean) / spread × scale + shift, with mean and spread of the numbers that stand together with x."""
    step = question.step
    sides = tuple(step.normalized_shape)
    before, own = question.index[: -len(sides)], question.index[-len(sides) :]
    together = np.indices(sides).reshape(len(sides), -1)
    kind = "map" if len(sides) == 1 else "number"
    return _together(
        question,
        (*before, *together),
        int(np.ravel_multi_index(own, sides)),
        (entry(step.weight, own, 1.0), entry(step.bias, own, 0.0)),
        f"the {counted(together.shape[1], kind)} at this place",
    )


@explains("GroupNorm", "InstanceNorm2d")
def group_norm(question: Question) -> Account | None:
    """(x − mean) / spread × scale + shift, with mean and spread of all numbers of the maps of x's group.

    For an InstanceNorm each map is a group of its own. One that kept statistics in training uses those, and is a
    batch norm.
    """
    step, (source,) = question.step, question.inputs
    if getattr(step, "running_mean", None) is not None:
        return batch_norm(question)
    maps, *sides = source.shape
    groups = getattr(step, "num_groups", maps)
    channel, *cell = question.index
    width = maps // groups
    first = channel // width * width
    together = np.indices((width, *sides)).reshape(1 + len(sides), -1)
    together[0] += first
    what = "this map" if width == 1 else f"these {counted(width, 'map')}"
    return _together(
        question,
        tuple(together),
        int(np.ravel_multi_index((channel - first, *cell), (width, *sides))),
        (entry(step.weight, channel, 1.0), entry(step.bias, channel, 0.0)),
        f"the {together.shape[1]:,} numbers of {what}",
    )


def _together(
    question: Question, index: tuple[Whole | int, ...], here: int, affine: tuple[float, float], what: str
) -> Account:
    """The account of number `here` among those at `index`, which are moved to mean 0 and stretched to spread 1.

    As a sum over all of them: with n numbers, each has the weight −scale / spread / n, and x itself
    scale / spread besides. The bound is derived in docs/receipts.md.
    """
    (source,), (scale, shift) = question.inputs, affine
    parts = source.terms(index, np.zeros(1))
    values = parts.input
    mean = float(values.mean())
    spread = float(np.sqrt(((values - mean) ** 2).mean() + question.step.eps))
    weights = np.full(values.size, -scale / spread / values.size)
    weights[here] += scale / spread
    return Account(
        parts.weighted(weights),
        shift,
        _norm_bound(values, float(values[here]), mean, spread, scale, shift),
        f"This number is one number moved and stretched so that {what} have the mean 0 and the spread 1, then scaled"
        " and shifted.",
        stages=_stages(float(values[here]), mean, spread, scale, shift),
    )


def _norm_bound(values: Real, here: float, mean: float, spread: float, scale: float, shift: float) -> float:
    """How far LayerNorm in float32 may be off: see docs/receipts.md for the derivation."""
    stretch = abs(scale) / spread
    moved = stretch * (abs(here) + abs(mean) + float(np.abs(values).mean()))
    rough = float(np.sqrt((values**2).mean())) / spread
    stretched = stretch * abs(here - mean) * (1 + rough)
    return ROUNDINGS * UNIT * (moved + stretched + abs(shift))


def _stages(value: float, mean: float, spread: float, scale: float, shift: float) -> tuple[Stage, ...]:
    """The way from the input to the number, step by step."""
    centred = value - mean
    stages = (
        ("in", value),
        ("− mean", centred),
        ("÷ spread", centred / spread),
        ("× scale", centred / spread * scale),
        ("+ shift", centred / spread * scale + shift),
    )
    return tuple(Stage(name, number) for name, number in stages)


@explains("Softmax")
def softmax(question: Question) -> Account | None:
    """e^x over the sum of e^x of all along one axis."""
    (source,) = question.inputs
    axis = _softmax_axis(question, len(source.shape))
    return None if axis is None else share(source, question.index, axis)


def share(source: Source, place: tuple[int, ...], axis: int) -> Account:
    """The account of a softmax along `axis` of `source` at `place`, both without the batch axis.

    The terms are all inputs, and only the own one has a weight. A share is no sum of products: that weight is the
    share over the input, so that the product is the share. An input of zero leaves it to the bias. The bound is
    derived in docs/receipts.md.
    """
    side = source.shape[axis]
    index = tuple(np.arange(side) if one == axis else at for one, at in enumerate(place))
    parts = source.terms(index, np.zeros(1))
    own = place[axis]
    logits, here = parts.input, float(parts.input[own])
    powers = np.exp(logits - logits.max())
    value = float(powers[own] / powers.sum())
    weights = np.zeros(side)
    weights[own] = value / here if here else 0.0
    below = logits.max() - logits
    spread = 1 + float(below[own] + (powers / powers.sum() * below).sum())
    stages = (
        Stage("in", here),
        Stage("e^(in − largest)", float(powers[own])),
        Stage("sum of all", float(powers.sum())),
        Stage("÷ sum", value),
    )
    return Account(
        parts.weighted(weights),
        0.0 if here else value,
        ROUNDINGS * UNIT * value * spread + SMALLEST,
        f"This number is a share: e to the power of one number, over the sum of the same for all {in_words(side)}.",
        stages=stages,
    )


def _softmax_axis(question: Question, dims: int) -> int | None:
    """The axis, without the batch axis, that softmax runs over; None where it cannot be told."""
    step = question.step
    given = step.kwargs.get("dim", *step.args[1:2]) if isinstance(step, Operation) else step.dim
    if given is None:
        return None
    axis = int(given) % (dims + 1) - 1
    return axis if axis >= 0 else None
