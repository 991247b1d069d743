"""Faders of some channels of a layer, and the scores with them beside the scores without."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from explorer.explain.voices import Voices
from explorer.network.intervene import LOUDEST
from explorer.render.scale import colour_table
from explorer.ui.components.component import load, mounted
from explorer.ui.components.wire import pack


@dataclass(frozen=True, eq=False)
class Desk:
    """The faders of `layer`, which has so many `channels`: `gains` of those shown, from left to right, with `tiles`
    (n, h, w) 8-bit; `leading` are those that stand there unasked. `ten` are layer and channels that speak most for
    the class `label`. `elsewhere` are other layers with moved faders. For the classes `rows` logits and probabilities,
    (2, k) float32, `before` and `mixed`.

    `voices` is what each of those shown adds at gain 1 to the (K,) `logits` and to the (H, W) `shares` of the chosen
    class as they stand with the faders: with it the browser says at once what a moved fader comes to, before the
    network has been asked; None where that takes the network. `chosen` is the class that the page is about, `against`
    the one that it is compared with."""

    layer: str
    channels: int
    gains: dict[int, float]
    leading: tuple[int, ...]
    tiles: NDArray[np.uint8]
    ten: tuple[str, tuple[int, ...]]
    elsewhere: tuple[str, ...]
    is_mixed: bool
    label: str
    rows: tuple[int, ...]
    classes: tuple[str, ...]
    before: NDArray[np.float32]
    mixed: NDArray[np.float32]
    chosen: int
    against: int | None
    logits: NDArray[np.float32]
    shares: NDArray[np.float64] | None
    voices: Voices | None


def mixing_desk(desk: Desk, *, key: str) -> None:
    """Shows the desk. What is moved is sent as the trigger "mix": [layer, [[channel, gain], …]], or "reset"."""
    mounted(load(Path(__file__).parent, "mixing_desk"), "mix", key=key, data=payload(desk))


def payload(desk: Desk) -> bytes:
    """The message to the browser."""
    said = {}
    if (voices := desk.voices) is not None and desk.shares is not None:
        said = {"logits": desk.logits, "map": desk.shares.astype(np.float32)}
        said |= {"voices": voices.logits, "pooled": voices.pooled, "shares": voices.shares}
    return pack(
        {
            "layer": desk.layer,
            "channels": desk.channels,
            "faders": [list(one) for one in desk.gains.items()],
            "leading": list(desk.leading),
            "ten": list(desk.ten),
            "elsewhere": list(desk.elsewhere),
            "mixed": desk.is_mixed,
            "label": desk.label,
            "rows": list(desk.rows),
            "classes": list(desk.classes),
            "chosen": desk.chosen,
            "against": desk.against,
            "loudest": LOUDEST,
        },
        tiles=desk.tiles,
        before=desk.before.astype(np.float32),
        after=desk.mixed.astype(np.float32),
        light=colour_table("light"),
        dark=colour_table("dark"),
        **said,
    )
