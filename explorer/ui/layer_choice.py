"""The row above the maps: which layer, and its neighbours."""

from __future__ import annotations

import streamlit as st

from explorer.ui.scenes import LayerScene
from explorer.ui.workspace import Workspace


def layer_choice(place: Workspace, scene: LayerScene) -> None:
    """Draw the choice of the layer; typing finds one."""

    def choose() -> None:
        place.update(layer=st.session_state["layers:layer"], channel=0)

    def step(by: int) -> None:
        name = scene.neighbour(by)
        if name is not None:
            place.update(layer=name, channel=0)

    st.session_state["layers:layer"] = scene.layer.name
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.selectbox("Layer, type to find", scene.names, key="layers:layer", on_change=choose, width=420)
        for label, by, shortcut in (("before", -1, "B"), ("after", 1, "N")):
            st.button(
                f":material/chevron_{'left' if by < 0 else 'right'}:",
                key=f"layers:{label}",
                help=f"The layer {label} this one",
                shortcut=shortcut,
                disabled=scene.neighbour(by) is None,
                on_click=step,
                args=(by,),
            )
