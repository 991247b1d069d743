"""Below the sum: the same class in two photos, side by side, and what moved between them."""

from __future__ import annotations

import streamlit as st

from explorer.network.shelf import Resident
from explorer.ui.beside import beside_choice
from explorer.ui.components.class_map import class_map
from explorer.ui.components.pooled_change import pooled_change
from explorer.ui.scores import clicks, words
from explorer.ui.scores.scene import ScoreScene, beside_scene
from explorer.ui.workspace import Workspace


def comparison(place: Workspace, resident: Resident, scene: ScoreScene) -> None:
    """Offer another photo, and show both where one is chosen."""
    beside_choice(place)
    photo, other = place.beside, beside_scene(place, resident, scene)
    if photo is None or other is None:
        return
    limit = max(scene.limit, other.limit)  # one scale for both
    sides = ((place.photo.name, scene, "here"), (photo.name, other, "there"))
    for column, (name, one, side) in zip(st.columns(2, gap="medium"), sides, strict=True):
        with column:
            st.markdown(words.photo_heading(one, name))
            class_map(one, key=f"scores:map:{side}", limit=limit, follows=one is scene)
    pooled_change(scene, other, (place.photo.name, photo.name), key=clicks.CHANGE)
