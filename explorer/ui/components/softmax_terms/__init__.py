"""Softmax with its terms: e to the power of each score, over the sum of all; with a temperature to play with."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from explorer.ui.components.component import load
from explorer.ui.components.wire import pack
from explorer.ui.scores.scene import ScoreScene

# Leading classes that get a row; the chosen one and the one it is compared with always do.
_LEADING = 6


def softmax_terms(scene: ScoreScene, *, key: str) -> None:
    """Shows the way from scores to probabilities."""
    load(Path(__file__).parent, "softmax_terms")(key=key, data=payload(scene))


def payload(scene: ScoreScene) -> bytes:
    """The message to the browser: all logits, and the names of those that get a row."""
    asked = [one for one in (scene.chosen, scene.against) if one is not None]
    rows = sorted({*scene.order[:_LEADING], *asked}, key=scene.order.index)
    return pack(
        {
            "about": scene.about,
            "rows": rows,
            "labels": [scene.labels[one] for one in rows],
            "chosen": scene.chosen,
        },
        logits=scene.logits.astype(np.float32),
    )
