"""Which photo was clicked on a wall, taken before the page draws; what the browser sends is checked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from explorer.catalogue.dataset import Catalogue
from explorer.errors import InputError
from explorer.ui.catalogue import batch_tab, choice, data_tab
from explorer.ui.catalogue.pictures import open_photo
from explorer.ui.components.component import sent
from explorer.ui.workspace import Workspace

PHOTO = "pages/photo.py"


def stands(catalogue: Catalogue, wall: str, places: Sequence[int]) -> None:
    """Remember which photos, by their places in the catalogue, stand on the wall with this key."""
    st.session_state[f"{wall}:stands"] = (catalogue.digest, tuple(places))


def take(place: Workspace) -> str | None:
    """Look at the photo that was clicked; the page to go on to, None where nothing was."""
    for wall in (data_tab.WALL, batch_tab.WALL):
        if (clicked := sent(wall, "open")) is not None and _open(place, wall, clicked):
            return PHOTO
    return None


def _open(place: Workspace, wall: str, clicked: Any) -> bool:
    catalogue = choice.current(place)
    digest, places = st.session_state.get(f"{wall}:stands", ("", ()))
    known = isinstance(clicked, int) and 0 <= clicked < len(places)
    if catalogue is None or catalogue.digest != digest or not known:
        place.complain(InputError("The browser asked for a photo that is not there.", "Choose again."))
        return False
    open_photo(place, catalogue, places[clicked])
    return True
