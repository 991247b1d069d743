"""The class scores of one photo as a list: name, logit, bar, probability, and a search over all classes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from explorer.ui.components.component import load, mounted
from explorer.ui.components.selection import selection
from explorer.ui.components.wire import pack
from explorer.ui.scores.scene import ScoreScene


def class_list(scene: ScoreScene, *, key: str) -> None:
    """Shows the leading classes by logit and finds any other; the chosen one is marked.

    A click is sent as the trigger "select": the class.
    """
    told = {"about": scene.about, **selection(key, scene.chosen).header()}
    data = payload(scene.labels, scene.logits, scene.probabilities, told)
    mounted(load(Path(__file__).parent, "class_list"), "select", key=key, data=data)


def payload(labels: Sequence[str], logits: np.ndarray, probabilities: np.ndarray, told: dict[str, Any]) -> bytes:
    """The message to the browser: (K,) logits and probabilities (0 to 1) in the order of `labels`.

    Raises ValueError if the three differ in length.
    """
    if not len(labels) == len(logits) == len(probabilities):
        raise ValueError(
            f"There are {len(labels)} labels, {len(logits)} logits and {len(probabilities)} probabilities; "
            "expected one of each for every class."
        )
    return pack(
        {"labels": list(labels), **told},
        logits=logits.astype(np.float32, copy=False),
        probabilities=probabilities.astype(np.float32, copy=False),
    )
