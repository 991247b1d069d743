"""Results as lines of JSON."""

from __future__ import annotations

import json
import math
from typing import Any


def json_line(result: dict[str, Any]) -> str:
    """`result` as one line; texts stay as they are written."""
    return json.dumps(result, ensure_ascii=False, allow_nan=False) + "\n"


def or_null(value: float) -> float | None:
    """JSON has no infinity, and no word for what is not a number; a network of one's own may give both."""
    return value if math.isfinite(value) else None
