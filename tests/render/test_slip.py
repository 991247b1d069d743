"""The slip of a sum: what is printed adds up as printed."""

from __future__ import annotations

import math
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from explorer.render.numbers import MINUS
from explorer.render.slip import decimals, slip

PARTS = st.floats(-1e6, 1e6, allow_nan=False).filter(lambda x: x == 0 or abs(x) > 1e-6)


def number_of(text: str) -> Decimal:
    return Decimal(text.replace(MINUS, "-").replace(",", "").replace("+", "") or "0")


@given(st.lists(PARTS, max_size=30), st.integers(0, 10), PARTS)
def test_printed_lines_add_up_as_printed(parts: list[float], shown: int, bias: float) -> None:
    products, others = parts[:shown], parts[shown:]
    total = math.fsum([*parts, bias])
    made = slip(products, math.fsum(others), len(others), bias, total)
    if decimals((*products, math.fsum(others), bias), total) is None:
        return
    lines = [*made.products, made.rest]
    (places,) = {_places(text) for text in (*made.products, made.total)}
    if _places(made.bias) == places:  # one too small for the column has its own digits and counts for nothing in it
        lines.append(made.bias)
    assert sum(map(number_of, lines)) == number_of(made.total)


def _places(text: str) -> int:
    return len(text.partition(".")[2])


def test_the_slip_of_a_sum_by_hand() -> None:
    made = slip([441.2004, 428.5, -235.6], 904.869, 285, 8.2e-9, 1538.9694)
    assert made.products == ("+441.2", "+428.5", f"{MINUS}235.6")
    assert (made.rest, made.bias, made.total) == ("+904.9", "+8.2 × 10⁻⁹", "1,539.0")


def test_what_nearly_cancels_keeps_its_digits() -> None:
    made = slip([500.0001234, -500.0], 0.0, 0, 0.0, 0.0001234)
    assert made.products == ("+500.00012", f"{MINUS}500.00000")
    assert (made.rest, made.total) == ("", "0.00012")


def test_rounding_has_a_line_where_no_rest_takes_it() -> None:
    made = slip([0.14996, 0.14996], 0.0, 0, 0.0, 0.29992)
    assert made.products == ("+0.1500", "+0.1500")
    assert (made.rest, made.total) == (f"{MINUS}0.0001", "0.2999")


def test_numbers_without_end_are_printed_as_they_are() -> None:
    made = slip([math.inf, 1.0], math.nan, 3, 0.0, math.nan)
    assert made.products == ("+∞", "+1.000")
    assert (made.rest, made.total) == ("not a number", "not a number")


def test_nothing_is_zero() -> None:
    assert slip([], 0.0, 0, 0.0, 0.0).total == "0.0"
