"""The mixing desk: channels of a layer muted or louder for this visitor alone, and what that does to the scores."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import streamlit as st

from explorer.errors import ExplorerError
from explorer.explain.head import head_of
from explorer.explain.scores import speaking
from explorer.explain.voices import Voices, voices
from explorer.network.intervene import has_faders
from explorer.network.opened import OpenedNetwork
from explorer.network.shelf import Resident
from explorer.render.shrink import shrunk
from explorer.ui import cache
from explorer.ui.components.mixing_desk import Desk, mixing_desk
from explorer.ui.scores import clicks
from explorer.ui.scores.scene import ScoreScene, score_scene
from explorer.ui.workspace import Workspace

# Faders that stand there before anybody has chosen any, and channels that one click mutes.
LEADING = 10
# Classes that lead before and with the faders, of each so many, get a row.
CLASSES = 5
# The longest side of a tile, in cells.
SIDE = 44


@dataclass(frozen=True)
class Loud:
    """The channels of the last maps that speak most for a class, none where the sum is not made of maps."""

    layer: str
    channels: tuple[int, ...]


def desk(place: Workspace, resident: Resident, scene: ScoreScene) -> None:
    """Draw the desk, and below it the choice of its layer."""
    shown = on_the_desk(place, resident, scene)
    layers = _layers(scene.capture.network)

    def choose() -> None:
        if (chosen := st.session_state["scores:desk-layer"]) in layers:
            place.hear()  # or a move that the page does not know of yet would take the desk back to its layer
            place.update(desk=chosen)

    mixing_desk(shown, key=clicks.DESK)
    st.session_state["scores:desk-layer"] = shown.layer
    st.selectbox("Layer of the desk, type to find", layers, key="scores:desk-layer", on_change=choose)


def heard(place: Workspace, resident: Resident) -> ScoreScene:
    """The scene with the faders where they were moved to; with those of before, or none, where it cannot."""
    before = place.view.faders
    clicks.move_faders(place)
    try:
        return score_scene(place, resident)
    except ExplorerError as refusal:
        if not place.view.faders:
            raise
        place.complain(refusal)
        place.update(faders=() if place.view.faders == before else before)
        return score_scene(place, resident)


def on_the_desk(place: Workspace, resident: Resident, scene: ScoreScene) -> Desk:
    """The desk of the layer that was chosen, of the last maps where none was."""
    network = cache.captured(place.photo, place.recipe, resident).network
    loud, layers = _loud(place, resident, scene), _layers(network)
    layer = place.view.desk if place.view.desk in layers else loud.layer or _last_maps(network, layers)
    shown = cache.shown(place.photo, place.recipe, resident, layer)
    leading = loud.channels if layer == loud.layer else tuple(shown.strongest[:LEADING].tolist())
    gains = dict.fromkeys(leading, 1.0)
    gains |= {fader.channel: fader.gain for fader in place.view.faders if fader.layer == layer}
    return Desk(
        visit=place.key,
        model=place.view.model,
        turn=place.view.turn,
        scene=scene,
        layer=layer,
        gains=gains,
        leading=leading,
        tiles=np.stack([shrunk(shown.sheet.tiles[channel], SIDE) for channel in gains]),
        ten=(loud.layer, loud.channels),
        elsewhere=tuple(dict.fromkeys(fader.layer for fader in scene.faders if fader.layer != layer)),
        channels=len(shown.maps),
        rows=tuple(_rows(scene)),
        voices=_voices(scene, layer, tuple(gains)),
    )


def _layers(network: OpenedNetwork) -> list[str]:
    return [node.name for node in network.nodes if has_faders(network, node.name)]


def _voices(scene: ScoreScene, layer: str, channels: tuple[int, ...]) -> Voices | None:
    """What these channels say to every class, where the faders of `layer` change scores by a multiple of it."""
    if layer != head_of(scene.capture.network).maps:
        return None
    return voices(scene.capture, channels, scene.chosen, scene.against)


def _loud(place: Workspace, resident: Resident, scene: ScoreScene) -> Loud:
    """Who speaks most for the chosen class, or for its lead, while no fader is moved."""
    why = cache.explained(place.photo, place.recipe, resident, scene.chosen, scene.against)
    channels = tuple(int(one) for one in speaking(why.found)[:LEADING])
    return Loud(why.found.head.maps if channels else "", channels)


def _last_maps(network: OpenedNetwork, layers: list[str]) -> str:
    """The layer to begin with where no channel is known to speak for a class."""
    maps = head_of(network).maps
    return maps if maps in layers else layers[-1]


def _rows(scene: ScoreScene) -> list[int]:
    """The chosen class, its rival, and those that lead before and with the faders, the largest mixed logit first."""
    before = np.argsort(-scene.logits_before, kind="stable")[:CLASSES].tolist()
    asked = {scene.chosen, *([] if scene.against is None else [scene.against]), *before, *scene.order[:CLASSES]}
    return [one for one in scene.order if one in asked]
