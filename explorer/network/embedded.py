"""What a .safetensors file brings along beside its tensors, in the metadata of its header.

`architecture` is the registered name of the network whose weights these are, `labels` a JSON list of class names,
`recipe` a JSON object with the fields of a Recipe. Like everything in a file from anywhere, they are checked before
use.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, get_args

from explorer.errors import CheckpointError
from explorer.image.recipe import Fit, Interpolation, Recipe

RECIPE_HINT = (
    "A recipe has resize and crop from 1 to 1024, fit (crop, squish or pad), mean and std (three numbers "
    "each), interpolation (bilinear or bicubic) and antialias (true or false)."
)


LONGEST_HEADER = 100_000_000
"""Bytes that the format allows a header."""


def metadata_of(path: Path) -> Mapping[str, str]:
    """The metadata of the .safetensors file at `path`, read from its header alone; empty for any other file."""
    try:
        with path.open("rb") as file:
            length = int.from_bytes(file.read(8), "little")
            header = json.loads(file.read(length)) if length <= LONGEST_HEADER else {}
    except (OSError, ValueError, RecursionError):
        return {}
    metadata = header.get("__metadata__") if isinstance(header, dict) else None
    return metadata if isinstance(metadata, dict) else {}


def labels(metadata: Mapping[str, str], name: str) -> tuple[str, ...] | None:
    """The class names in `metadata` of the file `name`, None without any; CheckpointError if unusable."""
    if "labels" not in metadata:
        return None
    names = _json(metadata["labels"], f"The labels in “{name}” are")
    if not isinstance(names, list) or not all(isinstance(each, str) for each in names):
        raise CheckpointError(f"The labels in “{name}” are no list of names.", "Write a JSON list of strings.")
    return tuple(names)


def recipe(metadata: Mapping[str, str], name: str) -> Recipe | None:
    """The preprocessing in `metadata` of the file `name`, None without any; CheckpointError if unusable."""
    if "recipe" not in metadata:
        return None
    fields = _json(metadata["recipe"], f"The recipe in “{name}” is")
    if not isinstance(fields, dict):
        raise CheckpointError(f"The recipe in “{name}” is no JSON object.", RECIPE_HINT)
    wrong = sorted(key for key, right in CHECKS.items() if not right(fields.get(key)))
    wrong += sorted(set(fields) - set(CHECKS) - {"name"})
    if wrong:
        raise CheckpointError(f"The recipe in “{name}” cannot be used: see {', '.join(wrong)}.", RECIPE_HINT)
    values: dict[str, Any] = {key: tuple(each) if isinstance(each, list) else each for key, each in fields.items()}
    return Recipe(**values | {"name": "weights"})


def _json(text: str, what: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise CheckpointError(f"{what} no JSON: {error}.", "Write JSON.") from error


def _is_side(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 1024


def _are_numbers(value: object) -> bool:
    return (
        isinstance(value, list)
        and len(value) == 3
        and all(isinstance(each, int | float) and math.isfinite(each) for each in value)
    )


CHECKS: dict[str, Callable[[Any], bool]] = {
    "resize": _is_side,
    "crop": _is_side,
    "fit": lambda value: value in get_args(Fit),
    "mean": _are_numbers,
    "std": lambda value: _are_numbers(value) and min(value) > 0,
    "interpolation": lambda value: value in get_args(Interpolation),
    "antialias": lambda value: isinstance(value, bool),
}
