"""What was clicked on a receipt, taken before the page draws: so one run leads to the next number."""

from __future__ import annotations

from typing import Any

from explorer.errors import InputError
from explorer.explain.terms import Place
from explorer.ui.components.component import sent
from explorer.ui.workspace import Workspace

WAY, STRIP, PARTS, SLIP = "receipt:way", "receipt:strip", "receipt:parts", "receipt:slip"
"""The keys of the page's components."""


def take(place: Workspace) -> None:
    """Go back to the stop of the way, or on to the number, that the visitor chose; what a browser says is checked."""
    try:
        back = sent(WAY, "back")
        if back is not None:
            place.go_back(int(back))
        for key in (STRIP, PARTS, SLIP):
            asked = sent(key, "open")
            if asked is not None:
                place.follow(_place(asked))
    except (TypeError, ValueError):
        place.complain(InputError("The browser asked for a number that is none.", "Choose another one."))


def _place(asked: Any) -> Place:
    layer, channel, row, column = asked
    return Place(str(layer), int(channel), (int(row), int(column)))
