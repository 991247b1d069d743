"""The slip of a receipt: its largest parts, the rest, the bias, the sum, and whether the sum is the captured number."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from explorer.explain.receipt import PHOTO, Receipt, Term
from explorer.render.numbers import count, fixed, number
from explorer.render.slip import decimals
from explorer.ui.components.component import load, mounted
from explorer.ui.components.wire import pack
from explorer.ui.receipt_scene import ReceiptScene

_DIGITS = 10


def receipt_slip(scene: ReceiptScene, *, key: str) -> None:
    """Shows the slip. A chosen line sends its number as "open": [layer, channel, row, column]."""
    mounted(load(Path(__file__).parent, "receipt_slip"), "open", key=key, data=payload(scene))


def payload(scene: ReceiptScene) -> bytes:
    """The message to the browser: every text as it is printed."""
    found = scene.receipt
    return pack(
        {
            "supported": found.supported,
            "heading": _heading(scene),
            "rows": [_row(scene, index, text) for index, text in zip(scene.shown, scene.slip.products, strict=True)],
            "sums": _sums(scene),
            "stages": [[stage.name, number(stage.value)] for stage in found.stages],
            "proof": _proof(found),
            "share": None if not found.bound else min(1.0, found.difference / found.bound),
            "holds": found.holds,
            "verdict": verdict(found),
        }
    )


def verdict(found: Receipt) -> str:
    """One sentence: whether the sum is the captured number."""
    if not found.supported:
        return "There is no receipt for this operation yet."
    if not found.holds:
        return "Out of bound: rounding does not explain the difference. This is a bug."
    if found.bound == 0 or found.difference == 0:
        return "The receipt holds to the last bit."
    share = 100 * found.difference / found.bound
    text = "less than 0.1" if share < 0.1 else fixed(share, 1)
    return f"The receipt holds: {text} % of what rounding may cause."


def _heading(scene: ReceiptScene) -> list[str]:
    if not scene.shown:
        return []
    place = ["layer"] if len(scene.receipt.inputs) > 1 else ["number"] if _is_vector(scene) else ["map", "cell"]
    return [*place, "input", "weight", "product"]


def _is_vector(scene: ReceiptScene) -> bool:
    return all(layer in scene.vectors for layer in scene.receipt.inputs)


def _row(scene: ReceiptScene, index: int, product: str) -> dict[str, Any]:
    term = scene.receipt.terms[index]
    return {
        "term": index,
        "place": None if term.layer == PHOTO else [term.layer, term.channel, *term.cell],
        "cells": [*_where(scene, term), number(term.input), number(term.weight), product],
        "sign": 0 if term.product == 0 else 1 if term.product > 0 else -1,
        "padding": term.padding,
    }


def _where(scene: ReceiptScene, term: Term) -> list[str]:
    row, column = term.cell
    if len(scene.receipt.inputs) > 1:
        return [term.layer]
    if _is_vector(scene) and scene.receipt.inputs:
        labels = scene.labels if term.layer == scene.output_layer else ()
        return [labels[term.channel] if labels else str(term.channel)]
    return [str(term.channel), "beyond the edge" if term.padding else f"{row}, {column}"]


def _sums(scene: ReceiptScene) -> list[list[str]]:
    """The lines below the terms: (name, text), the last being the sum."""
    found, printed = scene.receipt, scene.slip
    if not found.supported:
        return []
    lines = []
    if printed.rest:
        rest = len(found.terms) - len(scene.shown)
        name = f"rest of {count(len(found.terms))} terms, {count(rest)} of them" if rest else "rounding"
        lines.append([name, printed.rest])
    if printed.bias:
        lines.append(["bias", printed.bias])
    return [*lines, ["sum", printed.total]]


def _proof(found: Receipt) -> list[list[str]]:
    captured = ["captured in the forward pass", _long(found.captured)]
    if not found.supported:
        return [captured]
    return [
        captured,
        ["summed again in float64", _long(found.value)],
        ["difference", number(found.difference)],
        ["rounding may cause up to", number(found.bound)],
    ]


def _long(x: float) -> str:
    """As many digits as show a difference of float32 and float64."""
    places = decimals((x,), x)
    return number(x) if places is None or x == 0 else fixed(x, places + _DIGITS - 4)
