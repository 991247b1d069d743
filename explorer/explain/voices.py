"""What single channels of the last maps say to every class, where one matrix alone makes the scores of them.

Then a score is a plain sum over the channels, and a channel that is made louder or muted changes all scores by a
multiple of what is said here: whoever moves a fader need not ask the network again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from explorer.explain.class_map import only_linear, spread_of
from explorer.explain.head import head_of
from explorer.network.capture import Capture
from explorer.network.intervene import unfaded


@dataclass(frozen=True, eq=False)
class Voices:
    """Of n channels, each at gain 1: `pooled` (n,) numbers, what they add to the K `logits` (n, K), and `shares`
    (n, H, W) of the sum of one class, or of the difference between two, all float32."""

    pooled: NDArray[np.float32]
    logits: NDArray[np.float32]
    shares: NDArray[np.float32]


def voices(capture: Capture, channels: Sequence[int], chosen: int, against: int | None = None) -> Voices | None:
    """What `channels` of the last maps, or of the photo where its own maps are pooled, say, whatever faders of theirs
    stand at; None where more than one matrix on one pool makes the scores."""
    network, head = capture.network, head_of(capture.network)
    linear = only_linear(network, head.entries) if head.kind == "pooled" and head.maps else None
    if linear is None:
        return None
    maps = unfaded(capture, head.maps)[None]
    with torch.no_grad():
        spread = spread_of(capture, head.entries[0], head.maps, maps)[list(channels)]
        pooled, weights = spread.flatten(1).sum(dim=1), linear.weight[:, list(channels)]
        lead = weights[chosen] if against is None else weights[chosen] - weights[against]
        found = (pooled, weights.T * pooled[:, None], lead[:, None, None] * spread)
    return Voices(*(one.float().cpu().numpy() for one in found))
