"""Convolutions and linear layers: sums of products."""

from __future__ import annotations

import numpy as np

from explorer.explain.account import Account, Question, Window, as_double, counted, entry, explains, sum_bound
from explorer.network.windows import sliding, stamps


@explains("Conv2d")
def convolution(question: Question) -> Account | None:
    """The window times the kernel, input map by input map of the group, and the bias."""
    step, (source,) = question.step, question.inputs
    output, row, column = question.index
    maps, height, width = source.shape
    down, across = sliding(step, 0), sliding(step, 1)
    rows, columns = down.places(row), across.places(column)
    outside = ((rows < 0) | (rows >= height))[:, None] | ((columns < 0) | (columns >= width))[None]
    kernel = as_double(step.weight[output])
    group = output // (step.out_channels // step.groups)
    channels = group * (maps // step.groups) + np.arange(len(kernel))
    index = (
        channels[:, None, None],
        down.copied(rows, height)[None, :, None],
        across.copied(columns, width)[None, None],
    )
    parts = source.terms(index, kernel, outside[None])
    bias = entry(step.bias, output, 0.0)
    maps_read, height_read, width_read = kernel.shape
    apart = (down.dilation, across.dilation)
    window = Window(source.name, maps_read, height_read, width_read, int(rows[0]), int(columns[0]), apart)
    sentence = _sentence(window, int(outside.sum()), step.bias is not None, down.mode)
    return Account(parts, bias, sum_bound(parts, bias), sentence, window=window)


def _sentence(window: Window, outside: int, biased: bool, mode: str) -> str:
    """What is added up, for people: a mix of maps at one place, or a window in each of them."""
    products = counted(window.channels * window.rows * window.columns, "product")
    total = f"the sum of {products}{' and one bias' if biased else ''}"
    if window.rows == window.columns == 1 and window.channels > 1:
        sentence = f"This number mixes {counted(window.channels, 'map')} at one place: it is {total}."
    else:
        maps = "one map" if window.channels == 1 else f"each of {counted(window.channels, 'map')}"
        sentence = f"This number is {total}: a window of {window.rows} × {window.columns} in {maps}, times the kernel."
    if not outside:
        return sentence
    places = f"{counted(outside, 'place')} of the window {'lies' if outside == 1 else 'lie'} beyond the edge"
    return f"{sentence} {places.capitalize()} and {_padded_with(mode, outside)}."


def _padded_with(mode: str, outside: int) -> str:
    verb = "counts" if outside == 1 else "count"
    return f"{verb} as zero" if mode == "zeros" else f"{'repeats' if outside == 1 else 'repeat'} cells of the map"


@explains("ConvTranspose2d")
def transposed(question: Question) -> Account | None:
    """Each cell of the input stamps the kernel onto the output; the stamps that cover this cell, and the bias."""
    step, (source,) = question.step, question.inputs
    output, row, column = question.index
    maps, height, width = source.shape
    rows, down = stamps(step, 0, row, height)
    columns, across = stamps(step, 1, column, width)
    outputs = step.out_channels // step.groups
    group, own = divmod(output, outputs)
    channels = group * (maps // step.groups) + np.arange(maps // step.groups)
    kernel = as_double(step.weight)[np.ix_(channels, [own], down, across)][:, 0]
    parts = source.terms((channels[:, None, None], rows[None, :, None], columns[None, None]), kernel)
    bias = entry(step.bias, output, 0.0)
    sentence = (
        f"Each number of the layer before stamps the kernel onto this map; {counted(len(parts), 'stamp')}"
        f" {'covers' if len(parts) == 1 else 'cover'} this place, and {'is' if len(parts) == 1 else 'are'} added up."
    )
    return Account(parts, bias, sum_bound(parts, bias), sentence)


@explains("Linear")
def linear(question: Question) -> Account | None:
    """One row of the weights times the vector that stands at the same place."""
    step, (source,) = question.step, question.inputs
    *before, output = question.index
    weights = as_double(step.weight[output])
    parts = source.terms((*before, np.arange(len(weights))), weights)
    bias = entry(step.bias, output, 0.0)
    total = f"{counted(len(weights), 'product')}{'' if step.bias is None else ' and one bias'}"
    sentence = f"This number is the sum of {total}: every number of the layer before, times its weight."
    return Account(parts, bias, sum_bound(parts, bias), sentence)
