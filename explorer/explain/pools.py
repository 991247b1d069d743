"""Pools and means: the largest, the average or the sum of many numbers."""

from __future__ import annotations

from typing import Any

import numpy as np

from explorer.explain.account import Account, Question, Source, Window, counted, explains, in_words, sum_bound
from explorer.explain.terms import Terms, Whole
from explorer.network.arrange import channel_axis
from explorer.network.steps import Operation, Slot
from explorer.network.windows import Sliding, adaptive, sliding


@explains("MaxPool2d")
def max_pool(question: Question) -> Account | None:
    """The largest number in the window; places beyond the edge take no part."""
    (source,), step = question.inputs, question.step
    return _largest_of(source, question, *(_inside(source, step, question, axis) for axis in (0, 1)))


@explains("AdaptiveMaxPool2d")
def adaptive_max_pool(question: Question) -> Account | None:
    """The largest number in the part of the map that falls to this cell."""
    (source,) = question.inputs
    return _largest_of(source, question, *_adaptive(source, question))


@explains("AvgPool2d")
def average_pool(question: Question) -> Account | None:
    """The window's sum over its count: padding counts unless the pool leaves it out."""
    (source,), step = question.inputs, question.step
    rows, columns = (_within_padding(source, sliding(step, axis), question, axis) for axis in (0, 1))
    height, width = source.shape[1:]
    outside = ((rows < 0) | (rows >= height))[:, None] | ((columns < 0) | (columns >= width))[None]
    if not step.count_include_pad:
        rows, columns = rows[(rows >= 0) & (rows < height)], columns[(columns >= 0) & (columns < width)]
        outside = np.zeros((len(rows), len(columns)), dtype=bool)
    divisor = step.divisor_override or rows.size * columns.size
    return _average_of(source, question, rows, columns, divisor, outside)


@explains("AdaptiveAvgPool2d")
def adaptive_average_pool(question: Question) -> Account | None:
    """The average of the part of the map that falls to this cell."""
    (source,) = question.inputs
    rows, columns = _adaptive(source, question)
    outside = np.zeros((len(rows), len(columns)), dtype=bool)
    return _average_of(source, question, rows, columns, rows.size * columns.size, outside)


@explains("Mean", "Sum", "Amax")
def reduction(question: Question) -> Account | None:
    """A mean, sum or maximum over whole axes, such as the mean over all positions of a map."""
    step, (source,) = question.step, question.inputs
    axes = reduced_axes(step, len(source.shape))
    if axes is None:
        return None
    rest = list(question.index)
    index: list[Any] = []
    for axis, side in enumerate(source.shape):
        if axis in axes:
            shape = [1] * len(axes)
            shape[axes.index(axis)] = side
            index.append(np.arange(side).reshape(shape))
            if len(question.index) == len(source.shape):
                rest.pop(0)
        else:
            index.append(rest.pop(0))
    number = int(np.prod([source.shape[axis] for axis in axes]))
    window = _whole_map(source, axes)
    if step.kind == "Amax":
        return _winner(source.terms(tuple(index), np.zeros(1)), window)
    weight = 1 / number if step.kind == "Mean" else 1.0
    parts = source.terms(tuple(index), np.full(1, weight))
    what = "average" if step.kind == "Mean" else "sum"
    sentence = f"This number is the {what} of the {counted(number, 'number')} below."
    return Account(parts, 0.0, sum_bound(parts), sentence, window=window)


def _whole_map(source: Source, axes: list[int]) -> Window | None:
    """The window of a reduction over all positions of one map."""
    if axes != [1, 2] or len(source.shape) != 3 or channel_axis(source.network, source.name) != 0:
        return None
    _, height, width = source.shape
    return Window(source.name, 1, height, width, 0, 0, (1, 1))


def reduced_axes(step: Operation, dims: int) -> list[int] | None:
    """The axes, without the batch axis, that a reduction runs over; None for one over the batch, or unreadable."""
    kwargs = dict(step.kwargs)
    given = [*step.args[1:2], *(kwargs.pop(name) for name in ("dim", "axis") if name in kwargs)]
    kwargs.pop("keepdim", None)
    if kwargs or len(given) != 1 or step.args[0] != Slot(0) or given[0] is None:
        return None
    chosen = given[0] if isinstance(given[0], tuple | list) else [given[0]]
    axes = sorted(int(axis) % (dims + 1) - 1 for axis in chosen)
    return axes if axes and axes[0] >= 0 else None


def _inside(source: Source, step: Any, question: Question, axis: int) -> Whole:
    places = sliding(step, axis).places(question.index[axis + 1])
    return places[(places >= 0) & (places < source.shape[axis + 1])]


def _within_padding(source: Source, window: Sliding, question: Question, axis: int) -> Whole:
    """The window's places, cut where the padding ends: ceil_mode lets windows stick out, and that never counts."""
    places = window.places(question.index[axis + 1])
    return places[places < source.shape[axis + 1] + window.after]


def _adaptive(source: Source, question: Question) -> tuple[Whole, Whole]:
    _, row, column = question.index
    (_, height, width), (_, rows, columns) = source.shape, question.node.shape
    return adaptive(row, height, rows), adaptive(column, width, columns)


def _window(source: Source, rows: Whole, columns: Whole) -> Window:
    apart = tuple(int(places[1] - places[0]) if len(places) > 1 else 1 for places in (rows, columns))
    return Window(source.name, 1, len(rows), len(columns), int(rows[0]), int(columns[0]), (apart[0], apart[1]))


def _largest_of(source: Source, question: Question, rows: Whole, columns: Whole) -> Account:
    index = (np.array(question.index[0]), rows[:, None], columns[None])
    return _winner(source.terms(index, np.zeros(1)), _window(source, rows, columns))


def _winner(candidates: Terms, window: Window | None = None) -> Account:
    """All candidates with weight 0 but the first of the largest: nothing is computed, so nothing may be off."""
    weights = np.zeros(len(candidates))
    weights[int(np.argmax(candidates.input))] = 1.0
    parts = candidates.weighted(weights)
    return Account(parts, 0.0, 0.0, f"This number is the largest of the {in_words(len(parts))} below.", window=window)


def _average_of(source: Source, question: Question, rows: Whole, columns: Whole, divisor: int, outside: Any) -> Account:
    index = (np.array(question.index[0]), rows[:, None], columns[None])
    parts = source.terms(index, np.full(outside.shape, 1 / divisor), outside)
    number = counted(len(parts), "cell")
    if divisor == len(parts):
        sentence = f"This number is the average of the {number} below: their sum divided by {divisor:,}."
    else:
        sentence = f"This number is the sum of the {number} below, divided by {divisor:,}."
    if outside.any():
        padded = int(outside.sum())
        sentence += f" {counted(padded, 'place').capitalize()} beyond the edge {_counts(padded)} as zero."
    return Account(parts, 0.0, sum_bound(parts), sentence, window=_window(source, rows, columns))


def _counts(number: int) -> str:
    return "counts" if number == 1 else "count"
