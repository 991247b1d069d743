"""The network's modules as torch prints them, each line leading to its layer."""

from __future__ import annotations

import streamlit as st

from explorer.network.shelf import Resident
from explorer.ui.map.scene import tree
from explorer.ui.workspace import Workspace


def module_tree(place: Workspace, resident: Resident) -> bool:
    """Draws the popover; whether a line was chosen, whose layer is looked at from now on."""
    with st.popover("Module tree", icon=":material/account_tree:", width="content"):
        lines = tree(resident.network.module, resident.opened((place.recipe.crop, place.recipe.crop)))
        st.markdown(":small[:gray[As torch prints the network. Choose a line to open the layer that ends it.]]")
        event = st.dataframe(
            {"module": [line.indented.replace("  ", "\u2003") for line, _ in lines]},
            hide_index=True,
            height=480,
            row_height=26,
            width=640,
            on_select="rerun",
            selection_mode="single-row",
            key=f"map:tree:{place.view.model}:{place.view.weights}",
            column_config={"module": st.column_config.TextColumn(type(resident.network.module).__name__)},
        )
        st.download_button(
            "The tree (text)",
            "\n".join(line.indented for line, _ in lines),
            file_name=f"{place.view.model}-modules.txt",
            on_click="ignore",
            key="map:tree:download",
        )
    rows = event.selection.rows
    if not rows or not lines[rows[0]][1]:
        return False
    place.open_layer(lines[rows[0]][1])
    return True
