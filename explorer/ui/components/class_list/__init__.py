"""The class scores of one photo as a list: name, logit, bar, probability, and a search over all classes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from explorer.ui.components.component import load, trigger
from explorer.ui.components.selection import selection
from explorer.ui.components.wire import pack


def class_list(
    labels: Sequence[str],
    logits: np.ndarray,
    probabilities: np.ndarray,
    *,
    key: str,
) -> int:
    """Shows the leading classes by logit, finds any other, and returns the chosen class.

    `logits` and `probabilities` (0 to 1) are (K,) float32 in the order of `labels`. The leading class is marked
    until another is chosen. Raises ValueError if the three differ in length.
    """
    state = selection(key, None)
    data = payload(labels, logits, probabilities, state.header())
    component = load(Path(__file__).parent, "class_list")
    chosen = trigger(component, "select", key=key, data=data)
    # A choice may arrive after its network has gone.
    if chosen is not None and int(chosen) < len(labels):
        state.shown = int(chosen)
    return int(np.argmax(logits)) if state.shown is None else int(state.shown)


def payload(labels: Sequence[str], logits: np.ndarray, probabilities: np.ndarray, told: dict[str, Any]) -> bytes:
    """The message to the browser."""
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
