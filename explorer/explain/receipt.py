"""Receipts: what a number of any layer is made of, summed again in float64 and compared with the captured value."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from torch import Tensor

from explorer.errors import InputError
from explorer.explain import arithmetic, convolution, functions, moves, norms, pools
from explorer.explain.account import EXPLANATIONS, Account, Question, Source, Stage, Window, constant, sum_bound
from explorer.explain.terms import Cell, Place, Term, Terms, index_of, join, terms, total
from explorer.image.preprocess import Preprocessed
from explorer.network.arrange import map_shape
from explorer.network.capture import Capture
from explorer.network.opened import Node, OpenedNetwork
from explorer.network.steps import Constant

__all__ = [
    "PHOTO",
    "PROBABILITY",
    "Place",
    "Receipt",
    "Stage",
    "Term",
    "Terms",
    "Window",
    "check_place",
    "open_number",
    "pixel_receipt",
    "probability_receipt",
    "receipt",
]  # fmt: skip

# Each of them enters its operations into EXPLANATIONS when it is imported.
ROOMS = (arithmetic, convolution, functions, moves, norms, pools)

PHOTO = "photo"
"""The layer that the terms of `pixel_receipt` name: the photo as cut and resized, 0 to 255."""

PROBABILITY = "probability"
"""The layer of `probability_receipt`: what softmax makes of the logits, after the network's own last layer."""


@dataclass(frozen=True, eq=False)
class Receipt:
    """One number of one layer, opened.

    `value` is the float64 sum of all terms' products and `bias`; `captured` is the float32 number of the pass, and
    `difference` how far they are apart, never negative. `bound` is how far float32 may be off, and `holds` says
    whether the difference is within it. `operation` is the module's type (`Conv2d`) or the operation's (`Add`),
    `inputs` are the layers that it reads, `sentence` is one for people. `stages` are the way to a number that is no
    plain sum; `factor` says where the weight of the only term comes from, when that is a layer's value, too;
    `window` is what a convolution or pool reads.

    `supported` is False for an operation without a receipt: then there are no terms, `value`, `difference` and
    `bound` are not a number, and `holds` is False.
    """

    layer: str
    channel: int
    cell: Cell
    operation: str
    inputs: tuple[str, ...]
    value: float
    captured: float
    difference: float
    bound: float
    holds: bool
    bias: float
    terms: Terms
    stages: tuple[Stage, ...]
    sentence: str
    factor: Place | None
    window: Window | None
    supported: bool

    def rest(self, shown: int) -> tuple[int, float]:
        """How many terms there are beside the `shown` largest, and the sum of their products."""
        others = self.terms.product[self.terms.largest(len(self.terms))[shown:]]
        return len(others), total(others)


def receipt(capture: Capture, layer: str, channel: int, cell: Cell) -> Receipt:
    """What the number at `channel` and `cell` (row, column) of `layer` is made of.

    Channels and cells count from 0, as `explorer.network.arrange` arranges the layer's value; a vector's channel
    is its index, its cell (0, 0). The terms name their places in the same way, so each can be asked about in turn,
    until the layer is the network's input: `pixel_receipt` goes on from there.

    Raises UnknownName for a layer that the network does not have, InputError for a channel or cell beyond its ends.
    """
    network = capture.network
    place = Place(layer, channel, cell)
    check_place(network, place)
    index = index_of(network, place)
    if layer == network.input:
        captured = float(capture.input[0][index])
        return _filled(
            place, "Input", (), captured, constant(captured, "This number is a pixel as the network sees it.")
        )
    node = network.node(layer)
    captured = float(capture.activation(layer)[index].detach())
    return _filled(place, node.kind, node.inputs, captured, _account(capture, node, index, captured))


def pixel_receipt(preprocessed: Preprocessed, channel: int, cell: Cell) -> Receipt:
    """How a number of the photo's tensor came from red (0), green (1) or blue (2) of one pixel, 0 to 255.

    The pixel is that of the cut and resized photo; `preprocessed.to_photo` finds it in the original. Raises
    InputError for a channel or cell beyond the ends.
    """
    recipe, tensor = preprocessed.recipe, preprocessed.tensor
    _check(PHOTO, (3, *tensor.shape[2:]), channel, cell)
    row, column = cell
    mean, std = recipe.mean[channel], recipe.std[channel]
    picture = preprocessed.steps[2].array
    colour = float(picture[row, column, channel])
    where = (np.array([channel]), np.array([row]), np.array([column]))
    parts = terms(PHOTO, where, np.array([colour]), 1 / 255 / std)
    stages = (
        Stage("in", colour),
        Stage("÷ 255", colour / 255),
        Stage("− mean", colour / 255 - mean),
        Stage("÷ spread", (colour / 255 - mean) / std),
    )
    name = ("red", "green", "blue")[channel]
    sentence = f"This number is the {name} of one pixel, {colour:.0f} of 255, less the average {name}, over its spread."
    account = Account(parts, -mean / std, sum_bound(parts, mean / std), sentence, stages=stages)
    return _filled(Place(PHOTO, channel, cell), "Normalise", (), float(tensor[0, channel, row, column]), account)


def probability_receipt(capture: Capture, channel: int) -> Receipt:
    """How the probability of class `channel` came from all logits.

    Raises InputError for a class that is not there.
    """
    network = capture.network
    check_place(network, Place(PROBABILITY, channel, (0, 0)))
    source = Source(network, network.output, capture.logits[None], batched=True)
    account = norms.share(source, (channel,), 0)
    captured = float(capture.probabilities[channel])
    return _filled(Place(PROBABILITY, channel, (0, 0)), "Softmax", (network.output,), captured, account)


def open_number(capture: Capture, preprocessed: Preprocessed, place: Place) -> Receipt:
    """The receipt of any number between the photo and the probabilities; `preprocessed` is what was captured.

    Raises UnknownName for a layer that is not there, InputError for a channel or cell beyond its ends.
    """
    network = capture.network
    if place.layer == PROBABILITY:
        check_place(network, place)
        return probability_receipt(capture, place.channel)
    if place.layer == network.input:
        return replace(pixel_receipt(preprocessed, place.channel, place.cell), layer=place.layer)
    return receipt(capture, place.layer, place.channel, place.cell)


def check_place(network: OpenedNetwork, place: Place) -> None:
    """Raises UnknownName for a layer that is not there, InputError for a channel or cell beyond its ends."""
    if place.layer == PROBABILITY:
        _check(place.layer, (map_shape(network, network.output)[0], 1, 1), place.channel, place.cell)
        return
    if place.layer != network.input:
        network.node(place.layer)
    _check(place.layer, map_shape(network, place.layer), place.channel, place.cell)


def _check(layer: str, shape: tuple[int, ...], channel: int, cell: Cell) -> None:
    channels, height, width = shape
    if not 0 <= channel < channels:
        raise InputError(
            f"{layer} has {channels:,} channels, counted from 0; channel {channel:,} was asked for.",
            f"Choose 0 to {channels - 1:,}.",
        )
    if not (0 <= cell[0] < height and 0 <= cell[1] < width):
        raise InputError(
            f"{layer} has {height:,} × {width:,} cells, counted from 0,0; cell {cell[0]:,},{cell[1]:,} was asked for.",
            f"Choose 0,0 to {height - 1},{width - 1}.",
        )


def _account(capture: Capture, node: Node, index: tuple[int, ...], captured: float) -> Account | None:
    network, step = capture.network, capture.network.step(node.name)
    if isinstance(step, Constant):
        return constant(captured, "This number is part of the network: training found it.")
    explain = EXPLANATIONS.get(node.kind)
    if explain is None:
        return None
    values = capture.activations(list(node.inputs))
    sources = tuple(_source(network, name, values[name]) for name in node.inputs)
    return explain(Question(network, node, step, sources, index, captured))


def _source(network: OpenedNetwork, name: str, value: Tensor) -> Source:
    batched = name == network.input or network.node(name).batched
    return Source(network, name, value[None] if batched else value, batched)


def _filled(place: Place, operation: str, inputs: tuple[str, ...], captured: float, account: Account | None) -> Receipt:
    """The receipt for what an operation says about its number, or for one that has nothing to say."""
    supported = account is not None
    if account is None:
        sentence = f"There is no receipt for {operation} yet: it reads {' and '.join(inputs) or 'nothing'}."
        account = Account(join([]), math.nan, math.nan, sentence)
    value = total(np.append(account.terms.product, account.bias))
    difference = 0.0 if value == captured else abs(value - captured)  # infinity less itself is no number
    return Receipt(
        layer=place.layer,
        channel=place.channel,
        cell=place.cell,
        operation=operation,
        inputs=inputs,
        value=value,
        captured=captured,
        difference=difference,
        bound=account.bound,
        holds=difference <= account.bound,
        bias=account.bias,
        terms=account.terms,
        stages=account.stages,
        sentence=account.sentence,
        factor=account.factor,
        window=account.window,
        supported=supported,
    )
