"""Below the maps of one photo: the same layer for two, side by side."""

from __future__ import annotations

from explorer.errors import InputError
from explorer.network.shelf import Resident
from explorer.ui import cache
from explorer.ui.beside import beside_choice
from explorer.ui.components.component import sent
from explorer.ui.components.grid_pair import grid_pair
from explorer.ui.components.selection import shows
from explorer.ui.scenes import LayerScene
from explorer.ui.workspace import Workspace

KEY = "layers:pair"


def take(place: Workspace) -> None:
    """Look at the channel that was chosen in either grid; taken before the page draws, so that one run shows it."""
    if (chosen := sent(KEY, "channel")) is None:
        return
    try:
        channel = int(chosen)
        if channel < 0:
            raise ValueError
    except (TypeError, ValueError):
        place.complain(InputError("The browser asked for a channel that is none.", "Choose another one."))
        return
    shows(KEY, channel)
    place.show(place.view.at(place.view.layer, channel, place.view.cell))


def comparison(place: Workspace, resident: Resident, scene: LayerScene) -> None:
    """Offer another photo, and show both where one is chosen."""
    beside_choice(place)
    if (other := place.beside) is None:
        return
    layer, names = scene.layer.name, (place.photo.name, other.name)
    there = cache.shown(other, place.recipe, resident, layer).sheet
    grid_pair(scene.sheet, there, names, layer=layer, channel=scene.channel, key=KEY)
