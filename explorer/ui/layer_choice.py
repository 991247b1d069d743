"""The row above the maps: which layer, and its neighbours."""

from __future__ import annotations

import streamlit as st

from explorer.ui.components.page_keys import page_keys
from explorer.ui.scenes import LayerScene
from explorer.ui.workspace import Workspace


def layer_choice(place: Workspace, scene: LayerScene) -> None:
    """Draw the choice of the layer; typing finds one, and the keys [ and ] lead to its neighbours."""

    def choose() -> None:
        if (chosen := st.session_state["layers:layer"]) in scene.names:
            place.show(place.view.at(chosen))

    def step(by: int) -> None:
        name = scene.neighbour(by)
        if name is not None:
            place.show(place.view.at(name))

    st.session_state["layers:layer"] = scene.layer.name
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.selectbox("Layer, type to find", scene.names, key="layers:layer", on_change=choose, width=420)
        for label, by, key in (("before", -1, "["), ("after", 1, "]")):
            st.button(
                f":material/chevron_{'left' if by < 0 else 'right'}:",
                key=f"layers:{label}",
                help=f"The layer {label} this one, key {key}",
                disabled=scene.neighbour(by) is None,
                on_click=step,
                args=(by,),
            )
    if pressed := page_keys():
        step(-1 if pressed == "[" else 1)
        st.rerun()
