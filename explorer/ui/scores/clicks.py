"""What was clicked on the Scores page, taken before it draws: so one run shows all that follows."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from explorer.errors import InputError
from explorer.explain.terms import Place
from explorer.network.intervene import Fader
from explorer.ui.components.component import sent
from explorer.ui.components.selection import shows
from explorer.ui.viewpoint import Viewpoint
from explorer.ui.workspace import Workspace

CLASSES, SUM, CHANGE, DESK = "scores:classes", "scores:sum", "scores:change", "scores:desk"
"""The keys of the page's components."""

UNREADABLE = (TypeError, ValueError, OverflowError)
"""What is raised where a browser sends something else than its page does."""

LAYERS, RECEIPT = "pages/layers.py", "pages/receipt.py"


def take(place: Workspace) -> str | None:
    """Look at the class that was chosen; the page to go on to, for a click that leads away. What is sent is checked."""
    place.hear()
    sent(DESK, "settle")  # what it asks for is this very run
    with _checked(place):
        if (chosen := sent(CLASSES, "select")) is not None:
            shows(CLASSES, int(chosen))
            place.update(chosen=int(chosen))
        for key in (SUM, CHANGE):
            if (asked := sent(key, "open")) is not None:
                return _open(place, *asked)
    return None


def move_faders(place: Workspace) -> None:
    """Move the faders that the desk has asked the page to move."""
    with _checked(place):
        if (asked := sent(DESK, "mix")) is not None:
            place.show(moved(place.view, asked))


def moved(view: Viewpoint, asked: Any) -> Viewpoint:
    """`view` with faders moved as a desk asks: [turn, model, layer, [[channel, gain], …]]; no layer puts all of all
    layers back to 1, and those of a network that is not looked at any more stay. Raises TypeError, ValueError or
    OverflowError for what cannot be read."""
    turn, model, layer, gains = asked
    view = dataclasses.replace(view, turn=int(turn))
    if model != view.model:
        return view
    if layer is None:
        return dataclasses.replace(view, faders=())
    return view.faded(str(layer), tuple(Fader(str(layer), int(channel), float(gain)) for channel, gain in gains))


@contextmanager
def _checked(place: Workspace) -> Iterator[None]:
    """What cannot be read is said, and changes nothing."""
    try:
        yield
    except UNREADABLE:
        place.complain(InputError("The browser asked for something that is not there.", "Choose again."))


def _open(place: Workspace, what: Any, layer: Any, channel: Any, row: Any, column: Any) -> str:
    if what == "receipt":
        place.open_number(Place(str(layer), int(channel), (int(row), int(column))))
        return RECEIPT
    place.show(place.view.at(str(layer), int(channel)))
    return LAYERS
