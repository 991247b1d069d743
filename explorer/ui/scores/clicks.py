"""What was clicked on the Scores page, taken before it draws: so one run shows all that follows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import streamlit as st

from explorer.errors import InputError
from explorer.explain.terms import Place
from explorer.network.intervene import Fader
from explorer.ui.components.component import sent
from explorer.ui.components.selection import shows
from explorer.ui.workspace import Workspace

CLASSES, SUM, CHANGE, DESK = "scores:classes", "scores:sum", "scores:change", "scores:desk"
"""The keys of the page's components."""

_TURN = f"{DESK}:turn"

LAYERS, RECEIPT = "pages/layers.py", "pages/receipt.py"


def take(place: Workspace) -> str | None:
    """Look at the class that was chosen; the page to go on to, for a click that leads away. What is sent is checked."""
    move_faders(place)
    with _checked(place):
        if (chosen := sent(CLASSES, "select")) is not None:
            shows(CLASSES, int(chosen))
            place.update(chosen=int(chosen))
        sent(SUM, "settle")  # what it asks for is this very run
        for key in (SUM, CHANGE):
            if (asked := sent(key, "open")) is not None:
                return _open(place, *asked)
    return None


def move_faders(place: Workspace) -> None:
    """Move the faders that were moved on the desk."""
    with _checked(place):
        if (asked := sent(DESK, "mix")) is not None:
            turn, layer, gains = asked
            st.session_state[_TURN] = int(turn)
            _mix(place, layer, gains)


def turn_taken() -> int:
    """The number of the last mix that was taken from the desk."""
    taken: int = st.session_state.get(_TURN, 0)
    return taken


@contextmanager
def _checked(place: Workspace) -> Iterator[None]:
    """What cannot be read is said, and changes nothing."""
    try:
        yield
    except (TypeError, ValueError):
        place.complain(InputError("The browser asked for something that is not there.", "Choose again."))


def _mix(place: Workspace, layer: Any, gains: Any) -> None:
    """Move faders of a layer as asked, [[channel, gain], …]; without a layer all go back to 1."""
    if layer is None:
        place.update(faders=())
        return
    faders = tuple(Fader(str(layer), int(channel), float(gain)) for channel, gain in gains)
    place.show(place.view.faded(str(layer), faders))


def _open(place: Workspace, what: Any, layer: Any, channel: Any, row: Any, column: Any) -> str:
    if what == "receipt":
        place.open_number(Place(str(layer), int(channel), (int(row), int(column))))
        return RECEIPT
    place.show(place.view.at(str(layer), int(channel)))
    return LAYERS
