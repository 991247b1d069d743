"""The way from number to number that led to a receipt; each stop leads back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from explorer.ui.components.component import load, mounted
from explorer.ui.components.wire import pack


def way_trail(stops: Sequence[tuple[str, str]], *, key: str) -> None:
    """Shows `stops`, each where it stands and its value, the last being the number that is open.

    A click on one of the others, or the key Backspace for the one before, sends its place in the way as "back".
    """
    mounted(load(Path(__file__).parent, "way_trail"), "back", key=key, data=payload(stops))


def payload(stops: Sequence[tuple[str, str]]) -> bytes:
    """The message to the browser."""
    return pack({"stops": [{"where": where, "value": value} for where, value in stops]})
