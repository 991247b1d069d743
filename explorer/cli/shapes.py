"""`shapes`: the table of layers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from explorer.cli.arguments import Options
from explorer.cli.columns import aligned
from explorer.cli.opening import Asked, ask, load
from explorer.errors import InputError
from explorer.network.layers import COLUMNS, Layer, Totals, as_text, describe, total
from explorer.network.registry import LEARNER
from explorer.network.summary import summary, sums
from explorer.network.weights import UNTRAINED
from explorer.render.export import csv_text, markdown_table
from explorer.render.numbers import TIMES, byte_count, count, size


def run(options: Options) -> Iterator[str]:
    """The table in the format asked for. Raises what `ask` and `blank` raise, InputError for no learner."""
    if options.learner is not None:
        options.model = _learner_on(options.model)
    # The table is that of the architecture; only a file may have another number of classes.
    asked = ask(options, default=UNTRAINED)
    classes = len(load(options, asked).network.labels) if asked.choice.kind == "file" else options.learner
    if options.format == "post":
        yield _as_posted(asked, classes)
        return
    layers = describe(asked.blank(classes))
    rows = [COLUMNS, *(as_text(layer) for layer in layers)]
    match options.format:
        case "csv":
            yield csv_text(rows)
        case "markdown":
            yield markdown_table(rows)
        case _:
            yield aligned([COLUMNS, *map(_for_people, layers)], right={6, 8, 9})
            yield f"\n{_sums(total(layers))}\n"


def _learner_on(model: str) -> str:
    if ":" in model:
        raise InputError(f"A learner cannot be made on a network of one’s own, “{model}”.", "Name a listed network.")
    return model.removesuffix(LEARNER) + LEARNER


def _as_posted(asked: Asked, classes: int | None) -> str:
    """The summary in the post's words and order, with its three totals."""
    rows = summary(asked.module(classes), (asked.recipe.crop, asked.recipe.crop))
    return "".join(f"{line}\n" for line in (*(row.text for row in rows), *sums(rows).lines))


def _for_people(layer: Layer) -> tuple[str, ...]:
    sizes = (size(*sides) if sides else "" for sides in (layer.kernel, layer.stride, layer.padding))
    trainable = "" if layer.parameters == 0 else "yes" if layer.trainable else "no"
    seen = (size(*sides) if sides else "" for sides in (layer.field, layer.apart))
    weights = (count(layer.parameters), trainable)
    costs = (count(layer.multiply_adds), byte_count(layer.memory))
    return (layer.name, layer.type, _shape(layer.output_shape), *sizes, *weights, *costs, *seen)


def _shape(sides: Sequence[int]) -> str:
    return f" {TIMES} ".join(map(count, sides))


def _sums(totals: Totals) -> str:
    return (
        f"{count(totals.parameters)} parameters, {count(totals.trainable)} trainable, "
        f"{count(totals.frozen)} frozen; {count(totals.multiply_adds)} multiply-adds; "
        f"{byte_count(totals.memory)} of values; {count(totals.layers)} layer calls"
    )
