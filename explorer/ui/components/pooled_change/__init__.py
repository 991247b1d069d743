"""What differs between two photos: the pooled numbers of both, those that moved farthest first."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from explorer.render.scale import colour_table
from explorer.ui.components.component import load, mounted
from explorer.ui.components.wire import AnyArray, pack
from explorer.ui.scores import words
from explorer.ui.scores.scene import ScoreScene


def pooled_change(here: ScoreScene, there: ScoreScene, names: tuple[str, str], *, key: str) -> None:
    """Shows the numbers of two photos, `names`, side by side.

    A click is sent as the trigger "open": ["layers", layer, channel, 0, 0].
    """
    data = payload(here, there, names)
    mounted(load(Path(__file__).parent, "pooled_change"), "open", key=key, data=data)


def payload(here: ScoreScene, there: ScoreScene, names: tuple[str, str]) -> bytes:
    """The message to the browser: both columns of numbers whole, the maps as 8-bit tiles with their limits."""
    one, other = here.found.terms, there.found.terms
    pictures: dict[str, AnyArray] = {}
    if here.sheet is not None and there.sheet is not None:
        pictures = {
            "here_tiles": here.sheet.tiles,
            "there_tiles": there.sheet.tiles,
            "here_limits": here.sheet.limits,
            "there_limits": there.sheet.limits,
        }
    return pack(
        {
            "names": list(names),
            "what": words.input_word(here),
            "cells": here.found.head.kind == "cells",
            "pools": [here.pools[layer] for layer in one.layers if here.pools],
            "maps": here.maps_to_open,
        },
        here=one.input.astype(np.float32),
        there=other.input.astype(np.float32),
        places=np.stack([one.channel, one.row, one.column]).astype(np.float32),
        sources=one.source.astype(np.uint8),
        light=colour_table("light"),
        dark=colour_table("dark"),
        **pictures,
    )
