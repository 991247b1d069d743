"""The slip of a sum: its largest terms, the rest, the bias and the sum, printed so that they add up as printed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from explorer.render.numbers import fixed, number

# Significant digits of the sum, and how many more its largest part may take.
_DIGITS = 4
_MORE = 4
# What needs more decimals than these is printed by powers of ten, and then nothing adds up digit by digit.
_MOST_DECIMALS = 10


@dataclass(frozen=True)
class Slip:
    """The texts of one sum, top to bottom, all with the same decimals and a "+" before what adds.

    `rest` is what the terms that are not shown come to. It takes the rounding of the other lines, so that the
    printed lines add up to the printed `total`; it is empty where nothing is left and nothing was rounded. `bias` is
    empty where there is none; one too small for the column is printed by its own digits.
    """

    products: tuple[str, ...]
    rest: str
    bias: str
    total: str


def slip(
    products: Sequence[float], rest: float, rest_count: int, bias: float, total: float, places: int | None = None
) -> Slip:
    """The slip of `products`, `rest` (the sum of `rest_count` more) and `bias`, which come to `total`.

    All lines have `places` decimals, None: as many as `decimals` says.
    """
    wanted = decimals((*products, rest, bias), total)
    places = wanted if places is None or wanted is None else places
    if places is None:
        shown = tuple(signed(one, number(one)) for one in products)
        return Slip(shown, signed(rest, number(rest)) if rest_count else "", _bias(bias, number(bias)), number(total))
    lines = [_rounded(one, places) for one in (*products, bias)]
    left = _rounded(total, places) - sum(lines, Decimal(0))
    texts = [signed(line, fixed(float(line), places)) for line in lines]
    return Slip(
        tuple(texts[:-1]),
        signed(left, fixed(float(left), places)) if rest_count or left else "",
        _bias(bias, texts[-1] if lines[-1] else signed(bias, number(bias))),
        fixed(float(_rounded(total, places)), places),
    )


def decimals(parts: Sequence[float], total: float) -> int | None:
    """How many decimals a column of `parts` and their `total` takes; None where powers of ten are due.

    At least one, and enough for four digits of the total; where large parts nearly cancel, so many that the largest
    has eight digits.
    """
    largest = max((abs(one) for one in (*parts, total)), default=0.0)
    if not all(map(math.isfinite, (*parts, total))):
        return None
    if largest == 0:
        return 1
    wanted = _DIGITS - 1 - _exponent(abs(total) or largest)
    places = max(1, min(wanted, _DIGITS - 1 + _MORE - _exponent(largest)))
    return places if places <= _MOST_DECIMALS and largest < 1e12 else None


def signed(x: float | Decimal, text: str) -> str:
    """`text`, which is how `x` was printed, with a "+" where it adds."""
    return f"+{text}" if x > 0 else text


def _bias(bias: float, text: str) -> str:
    return text if bias else ""


def _exponent(x: float) -> int:
    return math.floor(math.log10(x))


def _rounded(x: float, places: int) -> Decimal:
    return Decimal(x).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
