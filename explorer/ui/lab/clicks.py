"""What was done on the Lab page, taken before it draws."""

from __future__ import annotations

from explorer.errors import InputError
from explorer.ui.components.component import sent
from explorer.ui.components.selection import shows
from explorer.ui.workspace import Workspace

COMPARE, CHAIN = "lab:compare", "lab:chain"
"""The keys of the page's components."""


def take(place: Workspace) -> None:
    """Keep what the visitor made in the browser; what a browser says is checked."""
    try:
        if (said := sent(COMPARE, "state")) is not None:
            place.update(lab=place.view.lab.with_state(said))
            shows(COMPARE, place.view.lab.state())
        if (stages := sent(CHAIN, "chain")) is not None:
            place.update(lab=place.view.lab.with_chain(stages))
            shows(CHAIN, list(place.view.lab.chain))
    except InputError as complaint:
        place.complain(complaint)
