"""`receipt`: what one number of one layer is made of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from explorer.cli.arguments import Options
from explorer.cli.columns import aligned
from explorer.cli.json_lines import json_line, or_null
from explorer.cli.opening import ask, check_photo, load, prepared
from explorer.cli.photos import ReadPhoto
from explorer.explain.receipt import Receipt, Term, check_place, open_number
from explorer.explain.terms import Place
from explorer.network.capture import capture
from explorer.render import numbers

TOP = 20
"""Terms that are printed unless another number is asked for."""


def run(options: Options) -> Iterator[str]:
    """The receipt in the format asked for.

    Raises what `ask` and `load` raise, UnknownName, InputError for a channel or cell that is not there, PhotoError
    and RecipeError.
    """
    asked = ask(options)
    (photo,) = options.photos
    check_photo(photo, asked.recipe)
    place = Place(options.layer, options.channel, options.cell)
    if asked.choice.kind != "file":  # a file may bring another number of classes
        check_place(asked.blank(), place)
    loaded = load(options, asked)
    network = loaded.opened()
    check_place(network, place)
    picture = prepared(photo, loaded.recipe)
    found = open_number(capture(network, picture.tensor), picture, place)
    top = TOP if options.top is None else options.top
    yield _json(photo, found, top) if options.format == "json" else _text(photo, found, top)


def _json(photo: ReadPhoto, found: Receipt, top: int) -> str:
    count, total = found.rest(top)
    line: dict[str, Any] = {
        "photo": photo.path,
        "layer": found.layer,
        "channel": found.channel,
        "cell": found.cell,
        "operation": found.operation,
        "inputs": found.inputs,
        "supported": found.supported,
        "sentence": found.sentence,
        "value": or_null(found.value),
        "captured": or_null(found.captured),
        "difference": or_null(found.difference),
        "bound": or_null(found.bound),
        "holds": found.holds,
        "bias": or_null(found.bias),
        "terms": [_term(term) for term in _largest(found, top)],
        "rest": {"count": count, "sum": or_null(total)},
        "stages": [{"name": stage.name, "value": or_null(stage.value)} for stage in found.stages],
    }
    if found.factor is not None:
        factor = found.factor
        line["factor"] = {"layer": factor.layer, "channel": factor.channel, "cell": factor.cell}
    return json_line(line)


def _term(term: Term) -> dict[str, Any]:
    return {
        "layer": term.layer,
        "channel": term.channel,
        "cell": term.cell,
        "input": or_null(term.input),
        "weight": or_null(term.weight),
        "product": or_null(term.product),
        "padding": term.padding,
    }


def _largest(found: Receipt, top: int) -> list[Term]:
    return [found.terms[int(place)] for place in found.terms.largest(top)]


def _text(photo: ReadPhoto, found: Receipt, top: int) -> str:
    row, column = found.cell
    head = f"{photo.path}: {found.layer} ({found.operation}), channel {found.channel}, cell {row},{column}\n"
    if not found.supported:
        return f"{head}{found.sentence}\ncaptured  {numbers.number(found.captured)}\n"
    return "\n".join(part for part in (head + f"{found.sentence}\n", _terms(found, top), _sums(found, top)) if part)


def _terms(found: Receipt, top: int) -> str:
    rows = [
        (
            term.layer,
            str(term.channel),
            f"{'padding ' if term.padding else ''}{term.cell[0]},{term.cell[1]}",
            numbers.number(term.input),
            numbers.number(term.weight),
            numbers.number(term.product),
        )
        for term in _largest(found, top)
    ]
    heading = ("layer", "channel", "cell", "input", "weight", "product")
    return aligned([heading, *rows], right={1, 2, 3, 4, 5}) if rows else ""


def _sums(found: Receipt, top: int) -> str:
    """The slip: what is not shown, the bias, the stages, the sum and how far it is from the captured number."""
    count, total = found.rest(top)
    rows = [(f"rest of {numbers.count(count)} terms", numbers.number(total))] if count else []
    rows += [("bias", numbers.number(found.bias)), ("sum", numbers.number(found.value))]
    rows += [(stage.name, numbers.number(stage.value)) for stage in found.stages]
    rows += [
        ("captured", numbers.number(found.captured)),
        ("difference", numbers.number(found.difference)),
        ("bound", numbers.number(found.bound)),
    ]
    verdict = "The receipt holds." if found.holds else "Out of bound: this is a bug."
    return f"{aligned(rows, right={1})}\n{verdict}\n"
