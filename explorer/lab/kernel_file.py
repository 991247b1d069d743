"""Kernels as JSON: {"name": "...", "weights": [[...], ...], "divisor": 1, "bias": 0}.

`weights` are rows, (kH, kW), for all colours, or three planes of rows, (3, kH, kW). `divisor` is a number or "sum".
All but `weights` may be left out. A list of such objects holds several kernels.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from explorer.errors import InputError
from explorer.lab.kernel import COLOURS, Divisor, Kernel, check_side

LARGEST_FILE = 1_000_000
MOST_KERNELS = 6
KEYS = ("name", "weights", "divisor", "bias")

_HINT = 'Expected {"name": "...", "weights": [[...], ...], "divisor": 1, "bias": 0}.'


def read(path: str | os.PathLike[str]) -> tuple[Kernel, ...]:
    """The kernels in a file, 1 to 6. Raises InputError that names the file."""
    file = Path(path)
    try:
        with file.open("rb") as stream:
            data = stream.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "the name holds a zero byte"
        raise InputError(f"The kernel file “{file}” cannot be read: {reason}.", "Check its name.") from error
    return parse(data, file.name)


def parse(data: bytes, name: str) -> tuple[Kernel, ...]:
    """The kernels in `data`, the bytes of the file `name`. Raises InputError that names the file."""
    if len(data) > LARGEST_FILE:
        raise InputError(
            f"The kernel file “{name}” is longer than {LARGEST_FILE:,} bytes; 15 × 15 weights, the most, take less.",
            _HINT,
        )
    try:
        said = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise InputError(f"The kernel file “{name}” is no JSON text.", _HINT) from error
    try:
        return from_json(said)
    except InputError as error:
        raise InputError(f"The kernel file “{name}”: {error.sentence}", error.hint) from error


def from_json(said: Any) -> tuple[Kernel, ...]:
    """The kernels that a JSON value holds: an object, or a list of 1 to 6. Raises InputError."""
    listed = said if isinstance(said, list) else [said]
    if not 1 <= len(listed) <= MOST_KERNELS:
        raise InputError(f"{len(listed):,} kernels were given; 1 to {MOST_KERNELS} can be used.", _HINT)
    return tuple(_kernel(one) for one in listed)


def to_json(kernels: Iterable[Kernel]) -> list[dict[str, Any]]:
    """The kernels as JSON values: `from_json` backwards."""
    return [
        {"name": one.name, "weights": one.weights.tolist(), "divisor": one.divisor, "bias": one.bias} for one in kernels
    ]


def text_of(kernels: Iterable[Kernel]) -> str:
    """The kernels as the text of a file: one as an object, several as a list."""
    listed = to_json(kernels)
    return json.dumps(listed[0] if len(listed) == 1 else listed, ensure_ascii=False, indent=1) + "\n"


def _kernel(said: Any) -> Kernel:
    if not isinstance(said, dict) or "weights" not in said:
        raise InputError("A kernel is an object with “weights”.", _HINT)
    if strange := [key for key in said if key not in KEYS]:
        raise InputError(f"A kernel has no “{strange[0][:40]}”.", _HINT)
    name = said.get("name", "custom")
    if not isinstance(name, str):
        raise InputError("A kernel’s name is a text.", _HINT)
    planes = tuple(_plane(plane) for plane in _stacked(said["weights"]))
    return Kernel(name, planes, _divisor(said.get("divisor", 1)), _number("bias", said.get("bias", 0)))


def _stacked(weights: Any) -> list[Any]:
    """Planes of rows: `weights` itself where it has three axes."""
    if not isinstance(weights, list):
        raise InputError("The weights of a kernel are a list of rows.", _HINT)
    first = weights[0] if weights else None
    deep = isinstance(first, list) and bool(first) and isinstance(first[0], list)
    if deep and len(weights) != COLOURS:
        raise InputError(f"The kernel has {len(weights):,} planes; one or {COLOURS} can be used.", _HINT)
    return weights if deep else [weights]


def _plane(rows: Any) -> tuple[tuple[float, ...], ...]:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise InputError("The weights of a kernel are a list of rows.", _HINT)
    check_side("rows", len(rows))
    for row in rows:
        check_side("columns", len(row))
    return tuple(tuple(_number("weight", value) for value in row) for row in rows)


def _divisor(value: Any) -> Divisor:
    return "sum" if value == "sum" else _number("divisor", value)


def _number(what: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        told = f"“{value[:40]}”" if isinstance(value, str) else type(value).__name__
        raise InputError(f"A {what} of the kernel is {told}; a number is expected.", _HINT)
    try:
        return float(value)
    except OverflowError as error:
        raise InputError(f"A {what} of the kernel is too large.", _HINT) from error
