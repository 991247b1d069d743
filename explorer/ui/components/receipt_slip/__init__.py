"""The slip of a receipt: its largest parts, the rest, the bias, the sum, and whether the sum is the captured number."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np

from explorer.explain.receipt import PHOTO, PROBABILITY, Receipt, Term
from explorer.render.numbers import MINUS, TIMES, count, fixed, number
from explorer.render.slip import decimals
from explorer.ui.components.component import load, mounted
from explorer.ui.components.wire import pack
from explorer.ui.receipt_scene import ON_THE_SLIP, ReceiptScene

_LARGEST_OF = frozenset({"MaxPool2d", "AdaptiveMaxPool2d", "Amax"})
_COLOURS = ("red", "green", "blue")
_DIGITS = 10


def receipt_slip(scene: ReceiptScene, *, key: str) -> None:
    """Shows the slip. A chosen line sends its number as "open": [layer, channel, row, column]."""
    mounted(load(Path(__file__).parent, "receipt_slip"), "open", key=key, data=payload(scene))


def payload(scene: ReceiptScene) -> bytes:
    """The message to the browser: every text as it is printed."""
    found = scene.receipt
    lines = [] if scene.kind == "shares" else _lines(scene)
    largest = int(scene.shown[0]) if scene.kind == "shares" else lines[0][0] if lines else None
    return pack(
        {
            "supported": found.supported,
            "sentence": "" if found.supported else found.sentence,
            "heading": _heading(scene) if lines else [],
            "rows": [_row(scene, index, text) for index, text in lines],
            "largest": None if largest is None else _opens(scene, found.terms[largest]),
            "sums": _sums(scene),
            "proof": _proof(found),
            "share": min(1.0, found.difference / found.bound) if found.bound > 0 and _comparable(found) else None,
            "holds": found.holds,
            "verdict": verdict(found),
        }
    )


def verdict(found: Receipt) -> str:
    """One sentence: whether the sum is the captured number."""
    if not found.supported:
        return ""
    if not _comparable(found):
        return "Not a number, or without end: there is nothing to compare."
    if not found.holds:
        return "Out of bound: this is a bug."
    if found.bound == 0:
        return "The receipt holds: the same bits."
    if found.difference == 0:
        return "The receipt holds: there is no difference at all."
    share = 100 * found.difference / found.bound
    return f"The receipt holds: {'less than 0.1' if share < 0.1 else fixed(share, 1)} % of what rounding may cause."


def _comparable(found: Receipt) -> bool:
    return math.isfinite(found.difference) and math.isfinite(found.captured)


def _lines(scene: ReceiptScene) -> list[tuple[int, str]]:
    """The terms on the slip and their last column, the product; where the largest wins, the winner comes first."""
    found = scene.receipt
    if found.operation not in _LARGEST_OF:
        return [(int(one), text) for one, text in zip(scene.shown, scene.slip.products, strict=True)]
    order = np.lexsort((-found.terms.input, -found.terms.weight))[:ON_THE_SLIP]
    return [(int(one), "" if place else "the largest") for place, one in enumerate(order)]


def _heading(scene: ReceiptScene) -> list[str]:
    layer = scene.receipt.terms[scene.shown[0]].layer
    place = [_kind_of_place(scene, layer)] if layer in scene.vectors else [_kind_of_place(scene, layer), "cell"]
    return [*place, "input", ""] if scene.receipt.operation in _LARGEST_OF else [*place, "input", "weight", "product"]


def _kind_of_place(scene: ReceiptScene, layer: str) -> str:
    if layer in (PHOTO, scene.photo_layer):
        return "colour"
    if layer == scene.output_layer:
        return "class"
    return "number" if layer in scene.vectors else "map"


def _row(scene: ReceiptScene, index: int, last: str) -> dict[str, Any]:
    """One line: `cells` as in the heading; `over` names the layer where there are several, `spoken` says it all."""
    term = scene.receipt.terms[index]
    wins = scene.receipt.operation in _LARGEST_OF
    figures = [number(term.input)] if wins else [number(term.input), number(term.weight)]
    product = last or "not the largest" if wins else f"times {figures[-1]} is {last}"
    return {
        "term": index,
        "place": _opens(scene, term),
        "over": term.layer if len(scene.receipt.terms.layers) > 1 else "",
        "cells": [*_where(scene, term), *figures, last],
        "sign": 0 if term.product == 0 else 1 if term.product > 0 else -1,
        "padding": term.padding,
        "spoken": f"{_spoken(scene, term)}: {figures[0]}, {product}",
        "exact": f"{number(term.input, 9)} {TIMES} {number(term.weight, 9)}",
    }


def _opens(scene: ReceiptScene, term: Term) -> list[Any] | None:
    """The number that a term leads to; none on the photo itself and beyond the edge."""
    beyond = term.padding and term.input == 0 and not _inside(scene, term)
    return None if term.layer == PHOTO or beyond else [term.layer, term.channel, *term.cell]


def _inside(scene: ReceiptScene, term: Term) -> bool:
    if scene.input_shape is None:
        return False
    return all(0 <= at < side for at, side in zip(term.cell, scene.input_shape[1:], strict=True))


def _where(scene: ReceiptScene, term: Term) -> list[str]:
    name = _name(scene, term)
    if term.layer in scene.vectors:
        return [name]
    return [name, "beyond the edge" if term.padding else f"{count(term.cell[0])}, {count(term.cell[1])}"]


def _name(scene: ReceiptScene, term: Term) -> str:
    if term.layer in (PHOTO, scene.photo_layer):
        return _COLOURS[term.channel]
    return scene.labels[term.channel] if term.layer == scene.output_layer else count(term.channel)


def _spoken(scene: ReceiptScene, term: Term) -> str:
    name = f"{_kind_of_place(scene, term.layer)} {_name(scene, term)}"
    if term.layer in scene.vectors:
        return name
    row, column = (count(one) if one >= 0 else f"{MINUS}{count(-one)}" for one in term.cell)
    return f"{name}, row {row}, column {column}{', beyond the edge' if term.padding else ''}"


def _sums(scene: ReceiptScene) -> list[list[str]]:
    """The lines below the terms: (name, text), the last being the number itself."""
    found, printed = scene.receipt, scene.slip
    if not found.supported:
        return []
    if scene.kind == "shares":
        return [*([stage.name, number(stage.value)] for stage in found.stages[:-1]), ["share", printed.total]]
    rest = len(found.terms) - min(len(found.terms), ON_THE_SLIP)
    if found.operation in _LARGEST_OF:
        more = [[f"{count(rest)} more, none larger", ""]] if rest else []
        return [*more, ["largest", printed.total]]
    lines = []
    if printed.rest:
        name = f"rest of {count(len(found.terms))} terms, {count(rest)} of them" if rest else "rounding"
        lines.append([name, printed.rest])
    if printed.bias:
        weighs = found.operation.startswith("Conv") or found.operation == "Linear"
        lines.append(["bias" if weighs else "constant", printed.bias])
    return [*lines, ["sum", printed.total]]


def _proof(found: Receipt) -> list[list[str]]:
    captured = ["captured in the forward pass", _long(found.captured)]
    if not found.supported:
        return [captured]
    again = "copied again" if found.bound == 0 and found.supported else "summed again in float64"
    if found.layer == PROBABILITY:
        again = "computed again in float64"
    return [
        captured,
        [again, _long(found.value)],
        ["difference", number(found.difference)],
        ["rounding may cause up to", number(found.bound)],
    ]


def _long(x: float) -> str:
    """As many digits as show a difference of float32 and float64."""
    places = decimals((x,), x)
    return number(x, _DIGITS + 2) if places is None or x == 0 else fixed(x, places + _DIGITS - 4)
