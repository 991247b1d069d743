"""`contributions`: which channels make the score of a class."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from explorer.cli.arguments import Options
from explorer.cli.columns import aligned
from explorer.cli.json_lines import json_line, or_null
from explorer.cli.opening import ask, check_photo, load, tensor
from explorer.cli.photos import ReadPhoto
from explorer.explain.scores import Contributions, check_classes, contributions
from explorer.explain.terms import Term
from explorer.network.capture import capture
from explorer.render import numbers

TOP = 20
"""Terms that are printed unless another number is asked for."""


def run(options: Options) -> Iterator[str]:
    """The sum in the format asked for.

    Raises what `ask` and `load` raise, InputError for a class that is not there, PhotoError and RecipeError.
    """
    asked = ask(options)
    (photo,) = options.photos
    check_photo(photo, asked.recipe)
    if asked.choice.kind != "file":  # a file may bring another number of classes
        blank = asked.blank()
        check_classes(blank.node(blank.output).shape[0], options.chosen, options.against)
    loaded = load(options, asked)
    labels = loaded.network.labels
    check_classes(len(labels), options.chosen, options.against)
    seen = capture(loaded.opened(), tensor(photo, loaded.recipe))
    found = contributions(seen, options.chosen, options.against)
    top = TOP if options.top is None else options.top
    yield _json(photo, found, labels, top) if options.format == "json" else _text(photo, found, labels, top)


def _json(photo: ReadPhoto, found: Contributions, labels: tuple[str, ...], top: int) -> str:
    count, total = found.rest(top)
    line: dict[str, Any] = {"photo": photo.path, "class": found.chosen, "label": labels[found.chosen]}
    if found.against is not None:
        line |= {"against": found.against, "against_label": labels[found.against]}
    line |= {
        "logit": or_null(found.logit),
        "bias": or_null(found.bias),
        "kind": found.head.kind,
        "terms": [_term(term) for term in _largest(found, top)],
        "rest": {"count": count, "sum": or_null(total)},
        "captured": or_null(found.captured),
        "difference": or_null(found.difference),
        "bound": or_null(found.bound),
        "holds": found.holds,
    }
    return json_line(line)


def _term(term: Term) -> dict[str, Any]:
    return {
        "layer": term.layer,
        "channel": term.channel,
        "cell": term.cell,
        "pooled": or_null(term.input),
        "weight": or_null(term.weight),
        "product": or_null(term.product),
    }


def _largest(found: Contributions, top: int) -> list[Term]:
    return [found.terms[int(place)] for place in found.terms.largest(top)]


def _text(photo: ReadPhoto, found: Contributions, labels: tuple[str, ...], top: int) -> str:
    what = labels[found.chosen] if found.against is None else f"{labels[found.chosen]} − {labels[found.against]}"
    rows = [
        (
            term.layer,
            str(term.channel),
            f"{term.cell[0]},{term.cell[1]}",
            *(numbers.number(one) for one in (term.input, term.weight, term.product)),
        )
        for term in _largest(found, top)
    ]
    table = aligned([("layer", "channel", "cell", "pooled", "weight", "product"), *rows], right={1, 2, 3, 4, 5})
    count, total = found.rest(top)
    sums = [(f"rest of {numbers.count(count)} terms", total)] if count else []
    sums += [("bias", found.bias), ("sum", found.logit), ("captured", found.captured)]
    sums += [("difference", found.difference), ("bound", found.bound)]
    slip = aligned([(name, numbers.number(value)) for name, value in sums], right={1})
    return f"{photo.path}: {what}\n\n{table}\n{slip}"
