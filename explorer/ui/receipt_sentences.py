"""The words of the Receipt page: a title for the opened number, and how to go on."""

from __future__ import annotations

from explorer.explain.receipt import PROBABILITY, Place
from explorer.render.numbers import count, number, probability, reading
from explorer.ui.receipt_scene import Kind, ReceiptScene

_HOW_ON: dict[Kind, str] = {
    "patch": "Any of these inputs opens its own receipt.",
    "mix": "Any of these inputs opens its own receipt.",
    "pool": "Any of these cells opens its own receipt.",
    "steps": "The number that comes in opens its own receipt.",
    "shares": "Any class opens the receipt of its score.",
    "parts": "Each part opens its own receipt.",
    "none": "Open one of the layers that it reads.",
}
_COLOURS = ("red", "green", "blue")


def finding(scene: ReceiptScene) -> str:
    """The title: the number, and in a few words what it is made of."""
    found = scene.receipt
    value = _value(scene.place, found.captured)
    terms, inputs = len(found.terms), found.terms.input
    if scene.kind == "none":
        return f"{value} comes from {found.operation}, which has no receipt yet."
    if found.layer == PROBABILITY:
        return f"{value} is the share of {scene.labels[found.channel]} among {count(terms)} classes."
    if found.layer == scene.photo_layer:
        return f"{value} is the {_COLOURS[found.channel]} of one pixel, {inputs[0]:.0f} of 255."
    if not terms:
        return f"{value} is a number of the network’s own." if not found.inputs else f"{value} is padding."
    if scene.kind in ("patch", "mix"):
        return f"{value} is the sum of {_several(terms, 'product')}{' and one bias' if found.bias else ''}."
    if scene.kind == "pool":
        what = "largest" if "largest" in found.sentence else "average"
        return f"{value} is the {what} of {count(terms)}."
    if scene.kind == "steps":
        return _step(scene, value, float(inputs[0]))
    if terms == 1 and found.factor is None and found.terms.weight[0] == 1 and not found.bias:
        return f"{value} is copied from {_layer(scene, found.terms[0].layer)}."
    if terms == 2:
        return f"{value} is the sum of {number(found.terms[0].product)} and {number(found.terms[1].product)}."
    if terms == 1 and found.factor is not None:
        return f"{value} is {number(float(inputs[0]))} times {number(found.terms[0].weight)}."
    return f"{value} is made of {_several(terms, 'number')}."


def _step(scene: ReceiptScene, value: str, before: float) -> str:
    found = scene.receipt
    if found.operation.startswith("BatchNorm"):
        return f"{value} is {number(before)}, moved and stretched."
    if found.operation.endswith("Norm") or found.operation.startswith("InstanceNorm"):
        return f"{value} is one of {count(len(found.terms))} numbers, moved and stretched together."
    if found.operation.startswith("ReLU"):
        return f"{value} is what {found.operation} leaves of {number(before)}."
    return f"{value} is what {found.operation} makes of {number(before)}."


def reason(scene: ReceiptScene) -> str:
    """The line below the title: the receipt's own sentence, and how to go on."""
    if scene.receipt.layer == scene.photo_layer:
        return f"{scene.receipt.sentence} Here the way ends: on the photo."
    return f"{scene.receipt.sentence} {_HOW_ON[scene.kind]}" if scene.receipt.inputs else scene.receipt.sentence


def trail(scene: ReceiptScene) -> list[tuple[str, str]]:
    """The way to the number and the number itself: for each stop where it stands, and its value."""
    stops = [*scene.way, (scene.place, scene.receipt.captured)]
    return [(_where(scene, place), _value(place, value)) for place, value in stops]


def _where(scene: ReceiptScene, place: Place) -> str:
    if place.layer == PROBABILITY:
        return f"{scene.labels[place.channel]}, probability"
    if place.layer == scene.output_layer:
        return scene.labels[place.channel]
    row, column = place.cell
    if place.layer == scene.photo_layer:
        return f"photo, {_COLOURS[place.channel]} {row}, {column}"
    return f"{place.layer} [{place.channel}]" + ("" if place.layer in scene.vectors else f" {row}, {column}")


def _layer(scene: ReceiptScene, layer: str) -> str:
    return "the photo" if layer == scene.photo_layer else layer


def _value(place: Place, value: float) -> str:
    return probability(value) if place.layer == PROBABILITY else reading(value)


def _several(many: int, what: str) -> str:
    return f"{count(many)} {what}{'' if many == 1 else 's'}"
