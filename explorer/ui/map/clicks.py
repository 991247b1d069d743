"""What was clicked on the map, taken before it is drawn."""

from __future__ import annotations

from explorer.network.shelf import Resident
from explorer.ui import cache
from explorer.ui.components.network_map import taken
from explorer.ui.workspace import Workspace

MAP = "map:network"
_PAGES = {
    "open": "pages/layers.py",
    "kernels": "pages/kernels.py",
    "photo": "pages/photo.py",
    "scores": "pages/scores.py",
}


def take(place: Workspace, resident: Resident) -> str | None:
    """Does what the map has sent; the page that it leads to, None for this one."""
    act = taken(MAP)
    if act is None:
        return None
    event, layer = act
    if event == "measure":
        cache.layer_times(resident, (place.recipe.crop, place.recipe.crop))
    elif layer in {node.name for node in resident.opened((place.recipe.crop, place.recipe.crop)).nodes}:
        place.open_layer(layer)
    return _PAGES.get(event)
