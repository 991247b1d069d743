"""Numbers for people: the golden table that tests/js/numbers.test.js reads whole, and what always holds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.render import numbers

GOLDEN = json.loads((Path(__file__).parents[1] / "golden/numbers.json").read_text(encoding="utf-8"))
PYTHON = ("number", "reading", "fixed", "probability", "size", "count")
CASES = [(name, given_, wanted) for name in PYTHON for given_, wanted in GOLDEN[name]]
ODD = {"NaN": float("nan"), "Infinity": float("inf"), "-Infinity": float("-inf")}
SINGLES = st.floats(width=32, allow_nan=False, allow_infinity=False)


def value_of(text: str) -> float:
    """The number that a text for people says."""
    plain = text.replace(",", "").replace(numbers.MINUS, "-")
    raised = plain.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789"))
    mantissa, _, exponent = raised.partition(f" {numbers.TIMES} 10")
    return float(f"{mantissa}e{exponent or 0}")


@pytest.mark.parametrize(("name", "arguments", "wanted"), CASES)
def test_golden(name: str, arguments: list[object], wanted: str) -> None:
    values = [ODD.get(value, value) if isinstance(value, str) else value for value in arguments]
    assert getattr(numbers, name)(*values) == wanted


@given(SINGLES)
def test_four_digits_are_near(x: float) -> None:
    bound = 0.05 if abs(x) < 0.001 or abs(x) >= 1e7 else 0.0005
    assert abs(value_of(numbers.number(x)) - x) <= bound * abs(x) * (1 + 1e-9)


@given(SINGLES.filter(lambda x: abs(x) < 1e12), st.integers(0, 6))
def test_fixed_rounds_to_its_last_digit(x: float, decimals: int) -> None:
    text = numbers.fixed(x, decimals)
    assert len(text.partition(".")[2]) == decimals
    assert abs(value_of(text) - x) <= 0.5 * 10**-decimals + 1e-15 * abs(x)


@pytest.mark.parametrize(
    ("n", "wanted"),
    [
        (999_999, "999,999"),
        (116_000_000, "116 million"),
        (4_089_184_256, "4.09 billion"),
        (2_500_000_000_000, "2.50 trillion"),
    ],
)
def test_large(n: int, wanted: str) -> None:
    assert numbers.large(n) == wanted


@pytest.mark.parametrize(
    ("n", "wanted"), [(0, "0 bytes"), (999, "999 bytes"), (97_800_000, "97.8 MB"), (1_400, "1.40 kB")]
)
def test_byte_count(n: int, wanted: str) -> None:
    assert numbers.byte_count(n) == wanted
