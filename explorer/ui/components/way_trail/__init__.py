"""The way from number to number that led to a receipt; each stop leads back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from explorer.ui.components.component import load, mounted
from explorer.ui.components.wire import pack

# "features.5.expand3x3 [59] 15, 33": a layer's path before the number's place in it.
_IN_A_LAYER = re.compile(r"(\S+) (\[\d+\].*)")


def way_trail(stops: Sequence[tuple[str, str]], *, key: str) -> None:
    """Shows `stops`, each where it stands and its value, the last being the number that is open.

    A click on one of the others, or the key Backspace for the one before, sends its place in the way as "back".
    """
    mounted(load(Path(__file__).parent, "way_trail"), "back", key=key, data=payload(stops))


def payload(stops: Sequence[tuple[str, str]]) -> bytes:
    """The message to the browser. The path of a layer is parted from what follows, for a font of its own."""
    return pack({"stops": [_stop(where, value) for where, value in stops]})


def _stop(where: str, value: str) -> dict[str, str]:
    found = _IN_A_LAYER.fullmatch(where)
    path, place = found.groups() if found else ("", where)
    return {"path": path, "place": place, "value": value}
