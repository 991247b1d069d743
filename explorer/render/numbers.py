"""Numbers as people read them; ui/components/shared/numbers.js has the same rules, and more functions.

Four significant digits, "−" (U+2212) for minus, commas for thousands. Halves round away from zero, as JavaScript's
toFixed does, and not to even, as Python's format does.
"""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal

MINUS = "\u2212"
TIMES = "\u00d7"

_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_SMALLEST = 0.001
_LARGEST = 1e7


def number(x: float, digits: int = 4) -> str:
    """`digits` significant digits: "0.1579", "34.73", "−2,230"; zero is "0".

    The whole part is never rounded away: 12,345 keeps its five digits. Below 0.001 and from ten million on
    a power of ten, whose mantissa has two digits less, but two at least: "9.3 × 10⁻⁵".
    """
    x = float(x)
    if not math.isfinite(x):
        return _odd(x)
    if x == 0:
        return "0"
    if _outside(x):
        return _scientific(x, max(2, digits - 2))
    return _significant(x, digits)


def reading(x: float) -> str:
    """The value that a screen is about: four significant digits and at least one decimal, "1,539.0"."""
    x = float(x)
    if not math.isfinite(x) or x == 0 or _outside(x) or abs(x) < 999.95:
        return number(x)
    return fixed(x, 1)


def fixed(x: float, decimals: int) -> str:
    """`decimals` digits after the point, for columns that add up as printed: "1,539.0"."""
    x = float(x)
    if not math.isfinite(x):
        return _odd(x)
    return _dressed(f"{Decimal(x).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP):f}")


def probability(p: float) -> str:
    """0.792 is "79.2 %"; what is not zero never prints as 0.0 %, what is not one never as 100.0 %."""
    p = float(p)
    if not math.isfinite(p):
        return _odd(p)
    if p in (0.0, 1.0):
        return f"{p * 100:.0f} %"
    percent = p * 100
    if percent < 0.1:
        return "< 0.1 %"
    if percent > 99.9:
        return "> 99.9 %"
    return f"{fixed(percent, 1)} %"


def size(height: int, width: int) -> str:
    """Height and width: "54 × 54"."""
    return f"{count(height)} {TIMES} {count(width)}"


def count(n: int) -> str:
    """A whole number in full: "25,557,032"."""
    return _dressed(str(int(n)))


def large(n: int) -> str:
    """A large whole number in three digits and a word: "4.09 billion", "116 million"; in full below a
    million."""
    for power, word in ((12, "trillion"), (9, "billion"), (6, "million")):
        if n >= 10**power:
            return f"{_significant(n / 10**power, 3)} {word}"
    return count(n)


def byte_count(n: int) -> str:
    """A number of bytes in three digits and the units of powers of a thousand: "97.8 MB"."""
    for power, unit in ((9, "GB"), (6, "MB"), (3, "kB")):
        if n >= 10**power:
            return f"{_significant(n / 10**power, 3)} {unit}"
    return f"{count(n)} bytes"


def _outside(x: float) -> bool:
    """Whether `x` needs a power of ten."""
    return abs(x) < _SMALLEST or abs(x) >= _LARGEST


def _odd(x: float) -> str:
    """A number that is none, or has no end."""
    if math.isnan(x):
        return "not a number"
    return "∞" if x > 0 else f"{MINUS}∞"


def _rounded(x: float, digits: int) -> Decimal:
    """`x`, not zero, at `digits` significant digits."""
    value = Decimal(x)
    return value.quantize(Decimal(1).scaleb(value.adjusted() - digits + 1), ROUND_HALF_UP)


def _significant(x: float, digits: int) -> str:
    """Plain notation; the digits count from the rounded number, so that 9.9996 at four is "10.00"."""
    decimals = max(0, digits - 1 - _rounded(x, digits).adjusted())
    return fixed(x, decimals)


def _scientific(x: float, digits: int) -> str:
    """A mantissa of `digits` digits and a power of ten."""
    value = _rounded(x, digits)
    exponent = value.adjusted()
    mantissa = value.scaleb(-exponent).quantize(Decimal(1).scaleb(1 - digits))
    return f"{_dressed(f'{mantissa:f}')} {TIMES} 10{str(exponent).translate(_SUPERSCRIPTS)}"


def _dressed(text: str) -> str:
    """Commas, and a real minus; a text that is zero throughout loses its sign."""
    whole, point, part = text.removeprefix("-").partition(".")
    sign = MINUS if text.startswith("-") and any(digit in text for digit in "123456789") else ""
    return f"{sign}{int(whole):,}{point}{part}"
