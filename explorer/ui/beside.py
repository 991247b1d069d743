"""Two photos side by side: the choice of the other one, on every page that compares."""

from __future__ import annotations

import streamlit as st

from explorer.ui.choices import samples
from explorer.ui.sidebar import distinct
from explorer.ui.workspace import Workspace

_NONE = ""


def beside_choice(place: Workspace) -> None:
    """Offer the other photos of the workspace to be set beside the one that is looked at."""
    names = distinct(place.uploads | {name: sample.title for name, sample in samples().items()})
    others = {_NONE: "none"} | {key: name for key, name in names.items() if key != place.view.photo}

    def choose() -> None:
        if (chosen := st.session_state["beside:photo"]) in others:
            place.update(beside=chosen)

    st.session_state["beside:photo"] = place.view.beside if place.view.beside in others else _NONE
    st.selectbox(
        "Beside another photo",
        list(others),
        format_func=others.__getitem__,
        key="beside:photo",
        on_change=choose,
        width=320,
    )
