"""Map: the whole network at a glance, with this photo in it."""

import streamlit as st

from explorer.ui import downloads, frame, gate
from explorer.ui.components.network_map import network_map
from explorer.ui.map import clicks, words
from explorer.ui.map.module_tree import module_tree
from explorer.ui.map.scene import map_scene

with frame.page("Map") as place:
    resident = gate.network(place)
    if (elsewhere := clicks.take(place, resident)) is not None:
        st.switch_page(elsewhere)
    scene = map_scene(place, resident)

    frame.opening(words.finding(scene), words.reason(scene))
    network_map(scene, key=clicks.MAP)
    with st.container(horizontal=True):
        if module_tree(place, resident):
            st.switch_page("pages/layers.py")
        downloads.network_map(scene, place.view.model)
