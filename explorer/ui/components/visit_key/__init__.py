"""Leaves the visitor's key in a cookie; nothing to see."""

from __future__ import annotations

from pathlib import Path

from explorer.ui.components.component import load

_FOLDER = Path(__file__).parent


def visit_key(name: str, key: str, seconds: int) -> None:
    """Set the cookie `name` to `key` for `seconds` from now."""
    load(_FOLDER, "visit_key")(key="visit_key", data={"name": name, "key": key, "seconds": seconds})
