"""The rows of the waterfall: the largest terms up and down, what is left of both, the bias and the sum."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from explorer.explain.scores import Contributions
from explorer.explain.terms import Real, Whole, total
from explorer.render.numbers import TIMES, count, fixed, number
from explorer.render.slip import decimals, slip

# Terms that get a row of their own, and how many of each sign at least where there are as many.
SHOWN = 14
LEAST = 5

Kind = Literal["term", "more", "bias", "rounding"]


@dataclass(frozen=True)
class Row:
    """One line: what it is, how it is written, and where the running sum stands before and after it.

    `entry` is the position of a term among all terms, −1 for other lines; `factors` is "81.11 × 0.1224" for a term.
    """

    kind: Kind
    entry: int
    name: str
    factors: str
    product: str
    start: float
    end: float


@dataclass(frozen=True)
class Waterfall:
    """The printed products add up to the printed `total`; `value` is the sum itself."""

    rows: tuple[Row, ...]
    total: str
    value: float


def waterfall(found: Contributions, pools: dict[str, str], places: int | None = None) -> Waterfall:
    """The waterfall of a sum, printed with `places` decimals, None: as many as it takes.

    Terms that come to zero have no part in it. `pools` says in a word what each layer of the terms makes of a map,
    where there are several.
    """
    product = found.terms.product
    up, down = _leading(product)
    more_up, more_down = _others(product > 0, up), _others(product < 0, down)
    rest_up, rest_down = total(product[more_up]), total(product[more_down])
    shown = [*up, *down]
    parts = [float(product[one]) for one in shown]
    # The bias is a line like the others, so that it adds up as printed however small it is.
    printed = slip([*parts, rest_down, found.bias], rest_up, len(more_up), 0.0, found.logit, places)
    texts = dict(zip(shown, printed.products, strict=False))
    factors = dict(zip(shown, _factors(found.terms.input[shown], found.terms.weight[shown]), strict=True))

    def term(one: int) -> tuple[Kind, int, str, str, str, float]:
        return ("term", one, _name(found, pools, one), factors[one], texts[one], float(product[one]))

    lines = [term(one) for one in up]
    if len(more_up):
        lines.append(("more", -1, f"{count(len(more_up))} more that {_add(len(more_up))}", "", printed.rest, rest_up))
    lines += [term(one) for one in down]
    if len(more_down):
        name = f"{count(len(more_down))} more that {_take(len(more_down))} away"
        lines.append(("more", -1, name, "", printed.products[-2], rest_down))
    if found.bias:
        lines.append(("bias", -1, "bias", "", printed.products[-1], found.bias))
    if printed.rest and not len(more_up):
        lines.append(("rounding", -1, "rounding of the lines above", "", printed.rest, 0.0))
    return Waterfall(_running(lines), printed.total, found.logit)


def lead_decimals(lead: float, logits: tuple[float, float]) -> int | None:
    """The decimals of a lead between two logits: theirs, so that their difference comes out as printed, and enough for
    two digits of the lead itself. None where a number is beyond decimals."""
    own, both = decimals((), lead), decimals((), max(map(abs, logits)))
    return None if own is None or both is None else max(both, own - 2)


def _leading(product: Real) -> tuple[list[int], list[int]]:
    """Positions of the terms that get a row: those that add, the largest first, and those that take away."""
    up = [int(one) for one in np.argsort(-product, kind="stable")[:SHOWN] if product[one] > 0]
    down = [int(one) for one in np.argsort(product, kind="stable")[:SHOWN] if product[one] < 0]
    while len(up) + len(down) > SHOWN:
        shorter = len(up) <= LEAST or (len(down) > LEAST and -product[down[-1]] < product[up[-1]])
        (down if shorter else up).pop()
    return up, down


def _others(mask: np.ndarray, shown: Sequence[int]) -> Whole:
    taken = mask.copy()
    taken[list(shown)] = False
    return np.flatnonzero(taken)


def _add(number_of: int) -> str:
    return "adds" if number_of == 1 else "add"


def _take(number_of: int) -> str:
    return "takes" if number_of == 1 else "take"


def _factors(inputs: Real, weights: Real) -> list[str]:
    """ "81.11 × 0.1224": one number of decimals for all inputs, and one for all weights."""
    return [f"{one} {TIMES} {weight}" for one, weight in zip(_column(inputs), _column(weights), strict=True)]


def _column(values: Real) -> list[str]:
    largest = float(np.abs(values).max(initial=0.0))
    places = decimals((), largest) if np.isfinite(largest) else None
    return [number(float(one)) if places is None else fixed(float(one), places) for one in values]


def _name(found: Contributions, pools: dict[str, str], entry: int) -> str:
    """ "340"; "340 max" where there are several pools; "340 at 3, 4" where each cell counts by itself."""
    terms = found.terms
    channel = str(terms.channel[entry])
    if found.head.kind == "cells":
        return f"{channel} at {terms.row[entry]}, {terms.column[entry]}"
    pool = pools.get(terms.layers[terms.source[entry]], "")
    return f"{channel} {pool}".rstrip()


def _running(lines: list[tuple[Kind, int, str, str, str, float]]) -> tuple[Row, ...]:
    rows, before = [], 0.0
    for kind, entry, name, factors, product, part in lines:
        rows.append(Row(kind, entry, name, factors, product, before, before + part))
        before += part
    return tuple(rows)
