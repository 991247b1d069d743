"""Faders of some channels of a layer, and the scores with them beside the scores without."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from explorer.explain.voices import Voices
from explorer.network.intervene import LOUDEST
from explorer.render.scale import colour_table
from explorer.ui.components import score_sum
from explorer.ui.components.component import load, mounted
from explorer.ui.components.wire import AnyArray, pack
from explorer.ui.scores import words
from explorer.ui.scores.scene import ScoreScene


@dataclass(frozen=True, eq=False)
class Desk:
    """The faders of `layer`, which has so many `channels`, and the `scene` that they make after move number `turn`
    of the visit with the key `visit`, on the network named `model`: `gains` of those shown, from left to right,
    with `tiles` (n, h, w) 8-bit; `leading` are those that stand there unasked. `ten` are layer and channels that
    speak most for the chosen class. `elsewhere` are other layers with moved faders. `rows` are the classes of the
    table.

    `voices` is what each of the channels shown adds at gain 1 to the logits and to the shares of the scene's cells:
    with it the browser says at once what a moved fader comes to, before the network has been asked; None where that
    takes the network."""

    visit: str
    model: str
    turn: int
    scene: ScoreScene
    layer: str
    channels: int
    gains: dict[int, float]
    leading: tuple[int, ...]
    tiles: NDArray[np.uint8]
    ten: tuple[str, tuple[int, ...]]
    elsewhere: tuple[str, ...]
    rows: tuple[int, ...]
    voices: Voices | None


def mixing_desk(desk: Desk, *, key: str) -> None:
    """Shows the desk. What is moved is asked beside Streamlit's runs (explorer/ui/scores/answer.py): [visit, turn,
    model, layer, [[channel, gain], …]]; no layer puts all faders of all layers back to 1. What it comes to is told to
    the other parts of the page in the browser, and once the faders rest the trigger "settle" asks for a run.

    Where nobody answers, the same without the visit is sent as the trigger "mix", which the run answers.
    """
    mounted(load(Path(__file__).parent, "mixing_desk"), "mix", "settle", key=key, data=payload(desk))


def payload(desk: Desk) -> bytes:
    """The message to the browser."""
    scene, rows = desk.scene, list(desk.rows)
    return pack(
        {
            "about": [scene.about, scene.asked],
            "visit": desk.visit,
            "model": desk.model,
            "turn": desk.turn,
            "layer": desk.layer,
            "channels": desk.channels,
            "faders": [list(one) for one in desk.gains.items()],
            "leading": list(desk.leading),
            "ten": list(desk.ten),
            "elsewhere": list(desk.elsewhere),
            "mixed": bool(scene.faders),
            "rows": rows,
            "classes": [scene.labels[one] for one in rows],
            "chosen": scene.chosen,
            "against": scene.against,
            "label": scene.labels[scene.chosen],
            "title": words.map_title(scene),
            "sentence": words.map_sentence(scene),
            "loudest": LOUDEST,
        },
        tiles=desk.tiles,
        before=np.stack([scene.logits_before[rows], scene.probabilities_before[rows]]).astype(np.float32),
        logits=scene.logits.astype(np.float32),
        probabilities=scene.probabilities.astype(np.float32),
        sum=np.frombuffer(score_sum.payload(scene), np.uint8),
        light=colour_table("light"),
        dark=colour_table("dark"),
        **_cells(scene),
        **_voices(desk.voices),
    )


def _cells(scene: ScoreScene) -> dict[str, AnyArray]:
    return {} if scene.cells is None else {"cells": scene.cells.astype(np.float32)}


def _voices(voices: Voices | None) -> dict[str, AnyArray]:
    return {} if voices is None else {"voices": voices.logits, "pooled": voices.pooled, "shares": voices.shares}
