"""Which photo was clicked on a wall, taken before the page draws; what the browser sends is checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from explorer.catalogue.dataset import Catalogue
from explorer.errors import InputError
from explorer.ui.catalogue import choice
from explorer.ui.catalogue.pictures import open_photo
from explorer.ui.components.component import sent
from explorer.ui.workspace import Workspace

PHOTO, SCORES, LAYERS = "pages/photo.py", "pages/scores.py", "pages/layers.py"


@dataclass(frozen=True)
class Stand:
    """What else is looked at once a photo of a wall is clicked: a trained network, and a channel of it."""

    model: str = ""
    weights: str = ""
    layer: str = ""
    channel: int = 0

    @property
    def page(self) -> str:
        """Where the click leads."""
        return LAYERS if self.layer else SCORES if self.model else PHOTO


def stands(catalogue: Catalogue, wall: str, places: Sequence[int], stand: Stand = Stand()) -> None:
    """Remember which photos, by their places in the catalogue, stand on the wall with this key."""
    walls: dict[str, Any] = st.session_state.setdefault("catalogue:walls", {})
    walls[wall] = (catalogue.digest, tuple(places), stand)


def take(place: Workspace) -> str | None:
    """Look at the photo that was clicked; the page to go on to, None where nothing was."""
    for wall, (digest, places, stand) in st.session_state.get("catalogue:walls", {}).items():
        if (clicked := sent(wall, "open")) is not None:
            return stand.page if _open(place, digest, places, stand, clicked) else None
    return None


def _open(place: Workspace, digest: str, places: tuple[int, ...], stand: Stand, clicked: Any) -> bool:
    catalogue = choice.current(place)
    known = isinstance(clicked, int) and not isinstance(clicked, bool) and 0 <= clicked < len(places)
    if catalogue is None or catalogue.digest != digest or not known:
        place.complain(InputError("The browser asked for a photo that is not there.", "Choose again."))
        return False
    open_photo(place, catalogue, places[clicked])
    if stand.model:
        place.show(place.view.with_network(stand.model, stand.weights))
    if stand.layer:
        place.show(place.view.at(stand.layer, stand.channel))
    return True
