"""How a score adds up: all pooled numbers as a strip, the largest terms as a waterfall down to the logit."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np

from explorer.render.scale import colour_table
from explorer.ui.components.component import load, mounted
from explorer.ui.components.wire import pack
from explorer.ui.scores import words
from explorer.ui.scores.scene import ScoreScene


def score_sum(scene: ScoreScene, *, key: str) -> None:
    """Shows the sum of the chosen class.

    A click is sent as the trigger "open": ["layers" or "receipt", layer, channel, row, column].
    """
    mounted(load(Path(__file__).parent, "score_sum"), "open", key=key, data=payload(scene))


def payload(scene: ScoreScene) -> bytes:
    """The message to the browser: every term whole, the maps as 8-bit tiles, the rows with their texts."""
    terms, sheet = scene.found.terms, scene.sheet
    pictures = {"tiles": sheet.tiles} if sheet is not None else {}
    return pack(
        _header(scene),
        inputs=terms.input.astype(np.float32),
        weights=terms.weight.astype(np.float32),
        products=terms.product.astype(np.float32),
        places=np.stack([terms.channel, terms.row, terms.column]).astype(np.float32),
        sources=terms.source.astype(np.uint8),
        light=colour_table("light"),
        dark=colour_table("dark"),
        **pictures,
    )


def _header(scene: ScoreScene) -> dict[str, Any]:
    found, fall = scene.found, scene.fall
    label = scene.labels[scene.chosen]
    other = None if scene.against is None else scene.labels[scene.against]
    return {
        "asked": scene.asked,
        "title": words.numbers_title(scene),
        "input": words.input_word(scene),
        "label": label,
        "other": other,
        # The layer whose maps are shown, where it can be opened.
        "maps": scene.maps_to_open,
        "layers": list(found.terms.layers),
        "pools": [scene.pools[layer] for layer in found.terms.layers if scene.pools],
        # An average over some of the cells is no number that the network itself has computed, and nothing is that
        # faders have changed.
        "receipts": found.head.kind != "class maps" and not scene.faders,
        "cells": found.head.kind == "cells",
        "rows": [_sendable(vars(row)) for row in fall.rows],
        "total": fall.total,
        **_sendable({"value": fall.value}),
    }


def _sendable(row: dict[str, Any]) -> dict[str, Any]:
    """Numbers that are none, or infinite, as None: JSON has no word for them."""
    return {
        name: None if isinstance(value, float) and not math.isfinite(value) else value for name, value in row.items()
    }
