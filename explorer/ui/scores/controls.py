"""Beside the classes: alone or against another one, and the ways into the arithmetic of the chosen one."""

from __future__ import annotations

import streamlit as st

from explorer.explain.receipt import PROBABILITY, Place
from explorer.ui.frame import note
from explorer.ui.pressed import forget, pressed
from explorer.ui.scores.scene import ScoreScene
from explorer.ui.sentences import plain
from explorer.ui.workspace import Workspace

_ALONE, _AGAINST = "alone", "against"


def alone_or_against(place: Workspace, scene: ScoreScene) -> None:
    """Offer to compare the chosen class with another one: the next best, until another is found by typing."""
    if not scene.rivals:
        return

    def choose() -> None:
        alone = st.session_state["scores:comparison"] == _ALONE
        place.update(against=None if alone else scene.rivals[0])

    def choose_rival() -> None:
        rival = st.session_state["scores:against"]
        if rival in scene.rivals:
            place.update(against=rival)

    st.session_state["scores:comparison"] = _ALONE if scene.against is None else _AGAINST
    names = {_ALONE: "alone", _AGAINST: f"against {plain(scene.labels[scene.against or scene.rivals[0]])}"}
    st.segmented_control(
        "Alone or against another class",
        list(names),
        format_func=names.__getitem__,
        key="scores:comparison",
        on_change=choose,
        required=True,
        label_visibility="collapsed",
    )
    if scene.against is not None:
        st.session_state["scores:against"] = scene.against
        st.selectbox(
            "Against, type to find",
            scene.rivals,
            format_func=scene.labels.__getitem__,
            key="scores:against",
            on_change=choose_rival,
        )


def number_to_open(scene: ScoreScene) -> Place | None:
    """Offer the receipts of the chosen class; the number whose receipt was asked for just now.

    Receipts are of the network as it is: there are none of what faders have changed.
    """
    offers = ((scene.layer, "score"), (PROBABILITY, "probability"))
    if scene.faders:
        for _, what in offers:  # pressed while the page did not know yet of the faders
            forget(f"scores:{what}")
        note("Receipts open the network as it is: reset the faders of the mixing desk first.")
        return None
    label = plain(scene.labels[scene.chosen])
    for layer, what in offers:
        if pressed(f"Receipt of the {what} of {label}", key=f"scores:{what}", icon=":material/receipt_long:"):
            return Place(layer, scene.chosen, (0, 0))
    return None
